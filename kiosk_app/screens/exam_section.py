"""The exam: what has to be done before it, its clocks while it runs, who is on duty."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.checklist_panel import ChecklistPanel, ScriptPanel
from kiosk_app.screens.clock_panel import ClockPanel, StopPanel
from kiosk_app.screens.duty_panel import DutyPanel
from kiosk_app.screens.packet_panel import PacketPanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, Scroll
from kiosk_app.theme.tokens import EDGE


class ExamSection(Row):
    """Clocks on the left, preparations on the right; one below the other on an upright tablet."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        self._drawn: object = None
        # Ticks outlive a redraw: another tablet's record may arrive between two of them.
        self._ticked: set[str] = set()
        self.first = Scroll()
        self.second = Scroll() if nav.is_wide else self.first
        self.add_widget(self.first)
        if nav.is_wide:
            self.add_widget(self.second)
        for scroll in (self.first, self.second):
            scroll.body.spacing = dp(EDGE)
        self.clocks: list[ClockPanel] = []
        self.refresh()

    def refresh(self) -> None:
        """Panels anew only when the record changed; the clocks alone every second."""
        exam = self._nav.room.exam
        drawn = (self._nav.room.desk.revision, len(exam.waiting), id(self._nav.room.desk.pack))
        if drawn == self._drawn:
            for panel, clock in zip(self.clocks, exam.clocks, strict=False):
                panel.tick(clock)
            return
        self._drawn = drawn
        self.first.body.clear_widgets()
        self.second.body.clear_widgets()
        self.clocks = [ClockPanel(self._nav, clock) for clock in exam.clocks]
        preparing = [
            ChecklistPanel(self._nav, self._ticked),
            PacketPanel(self._nav),
            ScriptPanel(self._nav, self._ticked),
        ]
        running = [StopPanel(self._nav), *self.clocks] if exam.running or exam.stopped else self.clocks
        duty = DutyPanel(self._nav)
        if self._nav.is_wide:
            left, right = [*running, duty], preparing
        else:
            left, right = ([*running, duty, *preparing] if exam.running else [duty, *preparing, *running]), []
        for panel in left:
            self.first.body.add_widget(panel)
        for panel in right:
            self.second.body.add_widget(panel)
