"""Question-paper packets: two people compare, then it is opened."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, SMALL, TITLE
from kiosk_app.viewmodels.packets import Packet


class PacketPanel(Panel):
    """Every packet of the room with how far it is."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(fit=True)
        self._nav = nav
        self.add_widget(Text(_("Question papers"), size=TITLE, bold=True))
        self.buttons: dict[str, PushButton] = {}
        packets = nav.room.exam.packets.packets
        if not packets:
            self.add_widget(Text(_("No paper is sat in this room."), size=SMALL))
        for packet in packets:
            self._add(packet)

    def _add(self, packet: Packet) -> None:
        look = palette()
        group = Column(fit=True, spacing=dp(6), padding=(0, dp(8), 0, 0))
        head = Row(height=28)
        head.add_widget(Line(f"{packet.board} {packet.code}", size=BODY, bold=True))
        said = _("open") if packet.opened else _("closed")
        ink = look.good if packet.opened else look.text_soft
        head.add_widget(Line(said, size=SMALL, colour=ink, halign="right", size_hint_x=0.3))
        group.add_widget(head)
        if not packet.opened:
            group.add_widget(Text(f"{packet.title}\n{packet.when}", size=SMALL, colour=look.text_soft))
        if packet.mismatch:
            text = _("A packet was read that doesn't match. Keep it closed and call the exams officer.")
            group.add_widget(Note(text, icon="alert", ink=look.alarm))
        if packet.checked_by:
            names = _("Checked by {names}").format(names=_(" and ").join(packet.checked_by))
            group.add_widget(Text(names, size=SMALL, colour=look.text_soft))
        if not packet.opened:
            self.buttons[packet.component] = self._button(packet)
            group.add_widget(self.buttons[packet.component])
        self.add_widget(group)

    def _button(self, packet: Packet) -> PushButton:
        if packet.may_open:
            text, icon, act = _("Open the packet"), "package-variant", partial(self._open, packet)
        else:
            text = _("Second person checks") if packet.checked_by else _("Check the packet")
            icon, act = "eye-check-outline", partial(self._check, packet)
        return PushButton(text, act, icon=icon, height=56)

    def _check(self, packet: Packet) -> None:
        packets = self._nav.room.exam.packets
        sheet = PinSheet(
            self._nav,
            _("Check: {board} {code}").format(board=packet.board, code=packet.code),
            lambda person, pin: self._told(packets.check(packet.component, person, pin, read.text)),
            says=_("Compare board, code, tier, date and session with the packet: {title}, {when}.").format(
                title=packet.title, when=packet.when
            ),
        )
        read = Field(_("Code as it stands on the packet"), most=40)
        sheet.extra.add_widget(read)
        self._nav.cover(sheet)

    def _told(self, matches: bool) -> None:
        if not matches:
            self._nav.say(_("Stop: this is another paper. Keep it closed, call the exams officer."), bad=True)

    def _open(self, packet: Packet) -> None:
        sheet = FormSheet(
            self._nav,
            _("Open {code}").format(code=packet.code),
            _("It is open"),
            lambda: self._nav.room.exam.packets.open(packet.component, int(papers.text or 0)),
        )
        sheet.say(_("How many question papers are in it?"))
        papers = sheet.ask(_("Number of papers"), most=4, digits=True)
        self._nav.cover(sheet)
