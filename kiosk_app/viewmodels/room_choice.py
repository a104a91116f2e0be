"""Choosing session and room; what was fetched before also opens with the hub off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.faults import TabletFault
from kiosk_app.texts import _
from kiosk_app.viewmodels.observable import Observable, Run, at_once
from kiosk_app.viewmodels.ports import Desk, RoomsPort
from kiosk_app.viewmodels.wording import session_words
from shared.ids import RoomId, SessionId
from shared.protocol.enrolment import SessionOffer


@dataclass(frozen=True, slots=True)
class RoomOption:
    """One room of one session that this tablet may open."""

    session: SessionId
    room: RoomId
    name: str


@dataclass(frozen=True, slots=True)
class SessionOption:
    """A session with its rooms."""

    session: SessionId
    title: str
    rooms: tuple[RoomOption, ...]


class RoomChoiceViewModel(Observable):
    """Lists sessions and opens one room; ``desk`` is set once a room is open."""

    def __init__(self, tablet: RoomsPort, run: Run = at_once) -> None:
        super().__init__()
        self._tablet = tablet
        self._run = run
        self.busy = ""
        self.error = ""
        self.loaded = False
        self.options: tuple[SessionOption, ...] = ()
        self.desk: Desk | None = None
        self.opened: list[Callable[[Desk], None]] = []

    def load(self) -> None:
        """Ask for the sessions: from the hub, or what is kept here while it is off."""
        self._start(_("Looking for sessions …"), self._load)

    def choose(self, session: SessionId, room: RoomId) -> None:
        """Fetch the newest pack if the hub answers, then open the room."""
        self._start(_("Opening the room …"), lambda: self._open(session, room))

    def _start(self, busy: str, job: Callable[[], None]) -> None:
        if self.busy:
            return
        self.busy, self.error = busy, ""
        self.tell()
        self._run(lambda: self._guard(job))

    def _guard(self, job: Callable[[], None]) -> None:
        try:
            job()
        except TabletFault as fault:
            self.error = str(fault)
        finally:
            self.busy = ""
        self.tell()
        if self.desk is not None and not self.error:
            for listener in tuple(self.opened):
                listener(self.desk)

    def _load(self) -> None:
        self.options = tuple(_option(offer) for offer in self._tablet.sessions())
        self.loaded = True

    def _open(self, session: SessionId, room: RoomId) -> None:
        try:
            self._tablet.fetch_pack(session, room)
        except TabletFault as fault:
            # Offline is a normal way to begin: the pack that was fetched earlier opens the room.
            try:
                self.desk = self._tablet.open_room(session, room)
            except TabletFault:
                raise fault from None
        else:
            self.desk = self._tablet.open_room(session, room)


def _option(offer: SessionOffer) -> SessionOption:
    title = session_words(offer.session)
    rooms = tuple(RoomOption(session=offer.session, room=room, name=name) for room, name in offer.rooms)
    return SessionOption(session=offer.session, title=title, rooms=rooms)
