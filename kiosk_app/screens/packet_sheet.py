"""One person's look at a packet: what its label says, field by field, then the own PIN."""

from __future__ import annotations

from datetime import date
from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.form_sheet import FormSheet, Options
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, SMALL
from kiosk_app.viewmodels.packets import MAX_LABEL, OTHER, Packet, PacketField
from shared.ids import Half
from shared.record.events.room import PacketIdentity


class PacketSheet(FormSheet):
    """Never shows what should stand there: who reads it chooses, and the tablet compares."""

    def __init__(self, nav: Nav, packet: Packet, *, further: bool = False) -> None:
        title = _("Second look: {code}") if packet.checked_by else _("First look: {code}")
        super().__init__(nav, title.format(code=packet.code), _("Name and PIN"), self._sign)
        self._further = further
        self._packets = nav.room.exam.packets
        self._packet = packet
        self.choices: dict[str, Options] = {}
        self._typed: dict[str, Field] = {}
        self._under: dict[str, Column] = {}
        self.say(_("Take the packet in your hand. What does its label say?"))
        if packet.label:
            self.say(_("It is the packet with the number {label}.").format(label=packet.label))
        self.told = Column(fit=True, height=0)
        self.body.add_widget(self.told)
        for field in self._packets.fields(packet.component):
            self._ask(field)
        hint = _("Number or barcode on the label (optional)")
        if further:
            hint = _("Its number or barcode; 2 where it has none")
        self.label = Field(hint, most=MAX_LABEL, changed=lambda _text: self._compare())
        self.label.text = packet.label
        if not packet.label:
            self.body.add_widget(self.label)
        self._compare()

    def _ask(self, field: PacketField) -> None:
        options = [*field.options, *([(OTHER, _("Another"))] if field.may_be_typed else [])]
        chosen = Options(options, none_yet=True, chosen_now=partial(self._chosen, field.key))
        self.choices[field.key] = chosen
        under = Column(fit=True, height=chosen.height)
        under.add_widget(chosen)
        self._under[field.key] = under
        if field.may_be_typed:
            self._typed[field.key] = Field(
                _("As it stands on the packet"), most=40, changed=lambda _text: self._compare()
            )
        label = Text(field.label, size=SMALL, bold=True, pos_hint={"top": 1})
        if self._nav.frame.is_narrow:
            self.body.add_widget(label)
            self.body.add_widget(under)
            return
        row = Row(size_hint_y=None)
        label.size_hint_x, label.width, label.padding = None, sp(136), (0, dp(12))
        row.add_widget(label)
        row.add_widget(under)
        under.bind(height=row.setter("height"))
        self.body.add_widget(row)

    def _chosen(self, key: str, name: str) -> None:
        typed = self._typed.get(key)
        if typed is not None and (name == OTHER) != (typed.parent is not None):
            if name == OTHER:
                self._under[key].add_widget(typed)
            else:
                self._under[key].remove_widget(typed)
        self._compare()

    @property
    def read(self) -> PacketIdentity:
        """What was read so far; a field that nobody touched says nothing."""

        def said(key: str) -> str:
            chosen = self.choices[key].chosen if key in self.choices else ""
            return str(self._typed[key].text).strip() if chosen == OTHER else chosen

        day = said("day")
        halves: dict[str, Half] = {"AM": "AM", "PM": "PM"}
        return PacketIdentity(
            board=said("board"),
            code=said("code"),
            tier=said("tier"),
            day=date.fromisoformat(day) if day else None,
            half=halves.get(said("half")),
            label=str(self.label.text).strip(),
        )

    def _compare(self) -> None:
        look = palette()
        self.told.clear_widgets()
        found = self._packets.differences(self._packet.component, self.read)
        complete = self._packets.is_read(self._packet.component, self.read)
        if found:
            self.told.add_widget(
                Note(
                    *found,
                    _("Keep it closed. Sign with your PIN, so that the office hears of it at once."),
                    icon="alert",
                    ink=look.alarm,
                    title=_("Stop: this is another paper"),
                    size=BODY,
                )
            )
        elif complete:
            says = _("Everything is as in the timetable.")
            self.told.add_widget(Note(says, icon="check", ink=look.good, size=BODY))
        if found or complete:
            self.scroll.scroll_y = 1
        named = bool(self.read.label) or not self._further
        self.done.disabled = not ((found or complete) and named)

    def _submit(self) -> None:
        self._sign()

    def _sign(self) -> None:
        """The PIN sheet takes this one's place; what was read goes with the signature."""
        read, component = self.read, self._packet.component
        if self._further and not self._nav.attempt(lambda: self._packets.another(component, read.label)):
            return
        found = self._packets.differences(self._packet.component, read)
        says = "\n".join(found) if found else _("Everything is as in the timetable.")
        self._nav.cover(PinSheet(self._nav, self.title, partial(self._check, read), says=says))

    def _check(self, read: PacketIdentity, person: str, pin: str) -> None:
        component, further = self._packet.component, self._further
        if not self._packets.check(component, person, pin, identity=read, further=further):
            says = _("Stop: this is another paper. Keep it closed, call the exams officer.")
            self._nav.say(says, bad=True)

    @property
    def title(self) -> str:
        return _("Who looked at it? {code}").format(code=self._packet.code)
