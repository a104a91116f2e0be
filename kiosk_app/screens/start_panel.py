"""The start: one button for all papers that wait, and one for each where they begin apart."""

from __future__ import annotations

from functools import partial

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import MAIN_TARGET, SMALL, TITLE
from kiosk_app.viewmodels.exam import PaperClock
from shared.ids import ComponentId


class StartPanel(LivePanel):
    """Says what is still open, and lets nobody be stopped by it: the record tells what was passed over."""

    def shows(self) -> object:
        exam = self.nav.room.exam
        return (
            exam.waiting,
            exam.checklist_open,
            exam.script_open,
            exam.packets.step,
            exam.duty.needed - len(exam.duty.people),
        )

    def draw(self) -> None:
        exam, look = self.nav.room.exam, palette()
        self.add_widget(Text(_("Start"), size=TITLE, bold=True))
        for text in self._open():
            self.add_widget(Note(text, icon="alert-circle-outline", ink=look.warning))
        waiting = [clock for clock in exam.clocks if clock.component in exam.waiting]
        ready = exam.packets.step is None and not exam.checklist_open and not exam.script_open
        many = counted("Start {n} paper now", "Start all {n} papers now", len(waiting))
        self.button = PushButton(
            _("Start {code} now").format(code=waiting[0].code) if len(waiting) == 1 else many,
            partial(self._ask, waiting),
            icon="play",
            height=MAIN_TARGET,
            kind="main" if ready else "plain",
        )
        self.add_widget(self.button)
        self.each: dict[ComponentId, PushButton] = {}
        if len(waiting) > 1:
            self.add_widget(Text(_("Or only one of them:"), size=SMALL, colour=look.text_soft))
            for clock in waiting:
                text = _("Start {code}").format(code=clock.code)
                self.each[clock.component] = PushButton(text, partial(self._ask, [clock]), icon="play")
                self.add_widget(self.each[clock.component])

    def _open(self) -> list[str]:
        exam = self.nav.room.exam
        said = []
        if exam.checklist_open:
            lines = exam.checklist_open
            said.append(
                counted("{n} line of the checklist is open.", "{n} lines of the checklist are open.", lines)
            )
        if exam.packets.step is not None:
            said.append(_("The packet of {codes} is not opened.").format(codes=exam.packets.step.code))
        if exam.script_open:
            lines = exam.script_open
            said.append(
                counted(
                    "{n} line of the script is not read out.",
                    "{n} lines of the script are not read out.",
                    lines,
                )
            )
        short = exam.duty.needed - len(exam.duty.people)
        if short > 0:
            said.append(
                counted("{n} more invigilator is needed.", "{n} more invigilators are needed.", short)
            )
        return said

    def _ask(self, clocks: list[PaperClock]) -> None:
        nav = self.nav
        codes = ", ".join(clock.code for clock in clocks)
        papers = [clock.component for clock in clocks]
        sheet = FormSheet(
            nav,
            _("Start {code}?").format(code=codes),
            _("Start now"),
            lambda: nav.room.exam.start(*papers),
        )
        sheet.say(_("Writing begins. The time goes into the record and onto the board."))
        nav.cover(sheet)
