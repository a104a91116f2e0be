"""The top bar: where, what, the time, and whether the office hears us."""

from __future__ import annotations

from kiosk_app.texts import _, counted
from kiosk_app.viewmodels.ports import NoticeView
from kiosk_app.viewmodels.room_face import RoomFace


class StatusViewModel(RoomFace):
    """Read anew whenever a screen draws; nothing here changes the record."""

    @property
    def papers(self) -> str:
        return ", ".join(p.component.code for p in self._book.papers)

    @property
    def online(self) -> bool:
        return self._book.desk.connection().online

    @property
    def connection(self) -> str:
        """``Online`` or ``Offline since 09:12``."""
        told = self._book.desk.connection()
        if told.online:
            return _("Online")
        if told.offline_since is None:
            return _("Offline")
        return _("Offline since {time}").format(time=self._book.clock(told.offline_since))

    @property
    def connection_short(self) -> str:
        """For a bar with little room: whether there is a line, and how many records wait for it."""
        state = _("Online") if self.online else _("Offline")
        return f"{state} · {self.unsent}" if self.unsent else state

    @property
    def unsent(self) -> int:
        return self._book.desk.connection().unsent

    @property
    def unsent_text(self) -> str:
        return (
            counted("{n} record to send", "{n} records to send", self.unsent)
            if self.unsent
            else _("all sent")
        )

    @property
    def signed_in(self) -> str:
        person = self._book.desk.signed_in
        return person.name if person else ""

    @property
    def notice(self) -> NoticeView | None:
        """What the office says and nobody has put away yet, urgent ones first."""
        return next(iter(self._book.desk.notices()), None)

    def read(self, notice_id: str) -> None:
        """Somebody read it: put it away."""
        self._book.desk.dismiss_notice(notice_id)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What a technician asks first, as label and value."""
        desk, told = self._book.desk, self._book.desk.connection()
        pack = desk.pack
        return (
            (_("Connection"), self.connection),
            (_("Not sent yet"), str(told.unsent)),
            (_("Last contact"), self._book.clock(told.last_contact) if told.last_contact else _("none yet")),
            (_("Clock against the hub"), self._clock_text()),
            (_("Centre"), f"{pack.centre.number} {pack.centre.name}"),
            (_("Session"), pack.session.id),
            (_("Plan"), _("version {n}").format(n=pack.version)),
            (_("Records in the register"), str(self._book.register.revision)),
            (_("Refused scans"), str(self._book.room.refused_scans)),
        )

    def _clock_text(self) -> str:
        told = self._book.desk.connection()
        if not told.is_clock_measured:
            return _("not compared yet")
        return _("{offset} ms (± {uncertainty} ms)").format(
            offset=f"{told.clock_offset_ms:+d}", uncertainty=told.clock_uncertainty_ms
        )
