"""One person's look at a packet: what its label says, field by field, then the own PIN."""

from __future__ import annotations

from datetime import date
from functools import partial

from kiosk_app.screens.form_sheet import Options
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, SMALL
from kiosk_app.viewmodels.packets import MAX_LABEL, OTHER, Packet, PacketField
from shared.ids import Half
from shared.record.events.room import PacketIdentity


class PacketSheet(PinSheet):
    """Never shows what should stand there: who reads it chooses, and the tablet compares."""

    def __init__(self, nav: Nav, packet: Packet) -> None:
        self._packets = nav.room.exam.packets
        self._packet = packet
        self.choices: dict[str, Options] = {}
        self._typed_in: dict[str, Field] = {}
        second = bool(packet.checked_by)
        title = _("Second look: {code}") if second else _("First look: {code}")
        super().__init__(
            nav,
            title.format(code=packet.code),
            self._check,
            says=_("Take the packet in your hand. What does its label say? Then your name and PIN."),
        )
        for field in self._packets.fields(packet.component):
            self._ask(field)
        self.label = Field(_("Number or barcode on the label (optional)"), most=MAX_LABEL)
        self.extra.add_widget(self.label)
        self.told = Column(fit=True)
        self.extra.add_widget(self.told)
        self._compare()

    def _ask(self, field: PacketField) -> None:
        self.extra.add_widget(Text(field.label, size=SMALL, bold=True))
        options = [*field.options, *([(OTHER, _("Another"))] if field.may_be_typed else [])]
        self.choices[field.key] = Options(options, none_yet=True, chosen_now=partial(self._chosen, field.key))
        self.extra.add_widget(self.choices[field.key])
        if field.may_be_typed:
            typed = Field(_("As it stands on the packet"), most=40, changed=lambda _text: self._compare())
            typed.opacity, typed.disabled, typed.height = 0, True, 0
            self._typed_in[field.key] = typed
            self.extra.add_widget(typed)

    def _chosen(self, key: str, name: str) -> None:
        typed = self._typed_in.get(key)
        if typed is not None:
            on = name == OTHER
            typed.opacity, typed.disabled = int(on), not on
            typed.height = self.label.height if on else 0
        self._compare()

    @property
    def read(self) -> PacketIdentity:
        """What was read so far; a field that nobody touched says nothing."""

        def said(key: str) -> str:
            chosen = self.choices[key].chosen if key in self.choices else ""
            return str(self._typed_in[key].text) if chosen == OTHER else chosen

        day = said("day")
        halves: dict[str, Half] = {"AM": "AM", "PM": "PM"}
        return PacketIdentity(
            board=said("board").strip(),
            code=said("code").strip(),
            tier=said("tier"),
            day=date.fromisoformat(day) if day else None,
            half=halves.get(said("half")),
            label=str(self.label.text).strip(),
        )

    def _compare(self) -> None:
        look = palette()
        self.told.clear_widgets()
        found = self._packets.differences(self._packet.component, self.read)
        if found:
            self.told.add_widget(
                Note(
                    *found,
                    _("Keep it closed. Enter your PIN, so that the office hears of it at once."),
                    icon="alert",
                    ink=look.alarm,
                    title=_("Stop: this is another paper"),
                    size=BODY,
                )
            )
        elif self._packets.is_read(self._packet.component, self.read):
            says = _("Everything is as in the timetable.")
            self.told.add_widget(Note(says, icon="check", ink=look.good, size=BODY))

    def _check(self, person: str, pin: str) -> None:
        matches = self._packets.check(self._packet.component, person, pin, identity=self.read)
        if not matches:
            says = _("Stop: this is another paper. Keep it closed, call the exams officer.")
            self._nav.say(says, bad=True)
