"""The exam: what has to be done before it, its clocks while it runs, who is out and who is on duty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kivy.metrics import dp

from kiosk_app.screens.checklist_panel import ChecklistPanel
from kiosk_app.screens.clash_panel import ClashPanel
from kiosk_app.screens.clock_panel import ClockPanel
from kiosk_app.screens.duty_panel import DutyPanel
from kiosk_app.screens.finishes_panel import FinishesPanel
from kiosk_app.screens.movements_panel import MovementsPanel
from kiosk_app.screens.packet_panel import PacketPanel
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, Scroll
from kiosk_app.screens.script_panel import ScriptPanel
from kiosk_app.screens.start_panel import StartPanel
from kiosk_app.screens.stop_panel import StopPanel
from kiosk_app.theme.tokens import EDGE
from kiosk_app.viewmodels.exam_page import PanelName, exam_page

PANELS: Final[dict[PanelName, Callable[[Nav], LivePanel]]] = {
    "checklist": ChecklistPanel,
    "packets": PacketPanel,
    "script": ScriptPanel,
    "start": StartPanel,
    "clocks": ClockPanel,
    "finishes": FinishesPanel,
    "movements": MovementsPanel,
    "stop": StopPanel,
    "clash": ClashPanel,
    "duty": DutyPanel,
}


class ExamSection(Row):
    """Two columns on a wide tablet, the second below the first on an upright one."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        self._page: object = None
        self.panels: dict[PanelName, LivePanel] = {}
        self.first = Scroll()
        self.second = Scroll() if nav.frame.card_beside else self.first
        for scroll in dict.fromkeys((self.first, self.second)):
            scroll.body.spacing = dp(EDGE)
            self.add_widget(scroll)
        self.refresh()

    def refresh(self) -> None:
        """Panels move only when the exam moves on; each follows what it shows by itself."""
        page = exam_page(self._nav.room.exam, self._nav.room.clashes)
        if page != self._page:
            self._page = page
            self._lay(page.main, page.side)
            return
        for panel in self.panels.values():
            panel.refresh()

    def _lay(self, main: tuple[PanelName, ...], side: tuple[PanelName, ...]) -> None:
        for scroll in (self.first, self.second):
            scroll.body.clear_widgets()
            scroll.scroll_y = 1
        # A panel that stays keeps its ticks and what is typed in it.
        self.panels = {name: self.panels.get(name) or PANELS[name](self._nav) for name in (*main, *side)}
        for scroll, names in ((self.first, main), (self.second, side)):
            for name in names:
                self.panels[name].refresh()
                scroll.body.add_widget(self.panels[name])
