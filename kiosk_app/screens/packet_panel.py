"""Question-paper packets: two people look, then it is opened; what was opened by mistake is sealed again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.packet_sheet import PacketSheet
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.waived_note import waived_note
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, MAIN_TARGET, SMALL, TARGET, TITLE
from kiosk_app.viewmodels.packets import Packet
from shared.ids import ComponentId
from shared.record.room_steps import RoomStep


class PacketPanel(LivePanel):
    """Every packet of the room with how far it is; the next one has the large button."""

    def __init__(self, nav: Nav) -> None:
        self.buttons: dict[ComponentId, PushButton] = {}
        self.more: dict[ComponentId, PushButton] = {}
        super().__init__(nav)

    def shows(self) -> object:
        exam = self.nav.room.exam
        packets = exam.packets.packets
        further = tuple(exam.packets.further(packet.component) for packet in packets)
        return (packets, further, exam.packets.step, exam.waived(RoomStep.PACKETS_OPENED))

    def draw(self) -> None:
        exam = self.nav.room.exam
        self.buttons, self.more = {}, {}
        self.add_widget(Text(_("Question papers"), size=TITLE, bold=True))
        waived = exam.waived(RoomStep.PACKETS_OPENED)
        if waived is not None:
            self.add_widget(waived_note(self.nav.room.book, waived))
        if not exam.packets.packets:
            self.add_widget(Text(_("No paper is sat in this room."), size=SMALL))
        step = exam.packets.step
        for packet in exam.packets.packets:
            self._add(packet, is_next=step is not None and packet.component == step.component)
            for further in exam.packets.further(packet.component):
                self._add(further, is_next=False)

    def _add(self, packet: Packet, *, is_next: bool) -> None:
        look = palette()
        group = Column(fit=True, spacing=dp(6), padding=(0, dp(8), 0, 0))
        head = Row(height=32)
        icon, said, ink = self._state(packet)
        head.add_widget(Icon(icon, size=24, colour=ink, pos_hint={"center_y": 0.5}))
        name = f"{packet.board} {packet.code}"
        if packet.label:
            name = _("{paper}, packet {label}").format(paper=name, label=packet.label)
        head.add_widget(Line(name, size=BODY, bold=True))
        head.add_widget(Line(said, size=SMALL, colour=ink, halign="right", size_hint_x=0.6))
        group.add_widget(head)
        if packet.checked_by:
            names = _("Checked by {names}").format(names=_(" and ").join(packet.checked_by))
            group.add_widget(Text(names, size=SMALL, colour=look.text_soft))
        if packet.opened:
            group.add_widget(self._after_opening(packet))
        else:
            if not packet.label:
                group.add_widget(Text(f"{packet.title}\n{packet.when}", size=SMALL, colour=look.text_soft))
            if packet.mismatch:
                text = _("A packet was read that doesn't match. Keep it closed and call the exams officer.")
                group.add_widget(Note(text, icon="alert", ink=look.alarm))
            if not packet.waived:
                button = self._button(packet, is_next=is_next)
                (self.more if packet.label else self.buttons)[packet.component] = button
                group.add_widget(button)
        self.add_widget(group)

    def _after_opening(self, packet: Packet) -> Row:
        row = Row(height=TARGET)
        row.add_widget(
            PushButton(_("Opened by mistake"), partial(self._reseal, packet), kind="quiet", size=SMALL)
        )
        if not packet.label:
            another = PushButton(
                _("Another packet"), partial(self._another, packet), icon="plus", kind="quiet", size=SMALL
            )
            self.more[packet.component] = another
            row.add_widget(another)
        return row

    def _state(self, packet: Packet) -> tuple[str, str, tuple[float, float, float, float]]:
        look = palette()
        if packet.opened:
            papers = _("open, {n} papers").format(n=packet.papers) if packet.papers else _("open")
            return "package-variant", papers, look.good
        if packet.mismatch and not packet.checked_by:
            return "alert", _("another paper"), look.alarm
        looks = _("{n} of 2 looked").format(n=len(packet.checked_by))
        return "package-variant-closed", looks if packet.checked_by else _("closed"), look.text_soft

    def _button(self, packet: Packet, *, is_next: bool) -> PushButton:
        if packet.may_open:
            text, icon, act = _("Open the packet"), "package-variant", partial(self._open, packet)
        else:
            text = _("Second person checks") if packet.checked_by else _("Check the packet")
            icon, act = "eye-check-outline", partial(self._check, packet)
        if is_next:
            return PushButton(text, act, icon=icon, kind="main", height=MAIN_TARGET)
        return PushButton(text, act, icon=icon, height=56)

    def _check(self, packet: Packet) -> None:
        self.nav.cover(PacketSheet(self.nav, packet, further=bool(packet.label)))

    def _another(self, first: Packet) -> None:
        unread = replace(first, checked_by=(), mismatch=False, opened=False, papers=None)
        self.nav.cover(PacketSheet(self.nav, unread, further=True))

    def _open(self, packet: Packet) -> None:
        packets = self.nav.room.exam.packets
        sheet = FormSheet(
            self.nav,
            _("Open {code}").format(code=packet.code),
            _("It is open"),
            lambda: packets.open(
                packet.component,
                int(papers.text or 0),
                packet.label or packets.label_read(packet.component),
                further=bool(packet.label),
            ),
        )
        sheet.say(_("How many question papers are in it?"))
        papers = sheet.ask(_("Number of papers"), most=4, digits=True)
        self.nav.cover(sheet)

    def _reseal(self, packet: Packet) -> None:
        packets, incidents = self.nav.room.exam.packets, self.nav.room.incidents

        def seal() -> None:
            packets.reseal(packet.component, reason.text, packet.label)
            incidents.record("wrong_paper", (), reason.text, details={"paper": packet.code})
            self.nav.say(_("Sealed again, and in the log. Call the exams officer now: press Help."), bad=True)

        sheet = FormSheet(
            self.nav,
            _("Seal it again: {code}").format(code=packet.code),
            _("It is sealed again"),
            seal,
            danger=True,
        )
        sheet.say(
            _("Put every paper back, seal the packet and write on it when. The board has to hear of it.")
        )
        reason = sheet.ask(_("What happened? One short sentence"))
        self.nav.cover(sheet)
