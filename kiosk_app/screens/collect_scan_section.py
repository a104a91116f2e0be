"""Collecting by scan: who comes next, whose script was taken, and whether anybody may leave."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.camera_beside import CameraBeside
from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.leave_note import LeaveNote
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel, Row
from kiosk_app.screens.parts.press import Chip, PushButton
from kiosk_app.screens.parts.strip import Strip
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import HUGE, NAME, NUMBER, SMALL, TITLE
from kiosk_app.viewmodels.collect import ScriptRow


class CollectScanSection(CameraBeside):
    """The pile grows beside the camera. The next scan needs no tap."""

    def __init__(self, nav: Nav, camera: CameraView) -> None:
        self.strip = Strip()
        self.chips: dict[str, Chip] = {}
        super().__init__(nav, camera)

    def shows(self) -> object:
        room, collect = self.nav.room, self.nav.room.collect
        return (room.desk.revision, collect.pile, collect.last, collect.out_of_order, collect.dismissal)

    def draw(self) -> None:
        collect = self.nav.room.collect
        if collect.dismissal.answer == "everybody":
            self.body.add_widget(LeaveNote(collect.dismissal))
        if len(collect.piles) > 1:
            self._piles()
            self.body.add_widget(self.strip)
        self.body.add_widget(self._expected())
        if collect.last is not None:
            self.body.add_widget(self._taken(collect.last))
        self.foot.add_widget(
            PushButton(_("Back to the list"), lambda: self.nav.go("collect"), icon="arrow-left", height=64)
        )

    def _piles(self) -> None:
        collect = self.nav.room.collect
        if not self.chips:
            names = [("", _("All papers")), *((p.component, p.code) for p in collect.piles)]
            self.chips = {name: Chip(text, partial(self._choose, name)) for name, text in names}
            self.strip.put(*self.chips.values())
        for name, chip in self.chips.items():
            chip.set(chip.label.text, name == collect.pile)

    def _choose(self, pile: str) -> None:
        self.nav.room.collect.take_pile(pile)
        self.refresh()

    def _expected(self) -> Panel:
        collect, look = self.nav.room.collect, palette()
        panel = Panel(fit=True, spacing=dp(4))
        wanted = [row for row in collect.rows if collect.pile in ("", row.key[1])]
        here = sum(1 for row in wanted if row.collected)
        total = sum(1 for row in wanted if row.collected or not row.excused)
        head = Row(height=64)
        head.add_widget(Line(f"{here} / {total}", size=HUGE - 8, bold=True))
        panel.add_widget(head)
        following = collect.next_row
        if not total:
            panel.add_widget(Text(_("Nobody is recorded as present yet."), size=TITLE, bold=True))
            return panel
        if following is None:
            panel.add_widget(Text(_("Every script is here."), size=TITLE, bold=True, colour=look.good))
            return panel
        panel.add_widget(Text(_("Next in register order"), size=SMALL, colour=look.text_soft))
        row = Row(size_hint_y=None, height=sp(NAME) * 1.4)
        row.add_widget(Line(following.number, size=NUMBER + 2, bold=True, size_hint_x=None, width=sp(80)))
        row.add_widget(Line(following.name, size=NAME - 2))
        seat = Line(following.seat or "–", size=NAME, bold=True, halign="right", size_hint_x=None)
        seat.width = sp(72)
        row.add_widget(seat)
        panel.add_widget(row)
        if following.form:
            text = _("{form} has to go with this script.").format(form=following.form)
            panel.add_widget(Text(text, size=SMALL, colour=look.warning))
        return panel

    def _taken(self, row: ScriptRow) -> Panel:
        collect, look = self.nav.room.collect, palette()
        panel = Panel(fit=True, spacing=dp(8))
        text = _("Taken: {number} {name}").format(number=row.number, name=row.name)
        panel.add_widget(Text(text, size=TITLE, bold=True, colour=look.good))
        panel.add_widget(Text(row.component, size=SMALL, colour=look.text_soft))
        if collect.out_of_order:
            panel.add_widget(Note(collect.out_of_order, icon="sort-variant", ink=look.warning))
        if row.wants_form:
            text = _("{form} has to go with this script.").format(form=row.form)
            panel.add_widget(Text(text, size=SMALL, colour=look.warning))
            button = PushButton(
                _("{form} is with it").format(form=row.form),
                lambda: self.nav.attempt(lambda: collect.attach_form(row.key)),
                icon="paperclip",
                height=56,
            )
            panel.add_widget(button)
        return panel
