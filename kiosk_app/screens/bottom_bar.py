"""The two actions that are always there, each under a thumb: scan, and help."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line
from kiosk_app.texts import _
from kiosk_app.theme.measures import EDGE, LEAST, MAIN_TARGET, SMALL
from kiosk_app.theme.palette import palette
from shared.look import STATE_LOOKS


class BottomBar(Row):
    """Help on one side, Scan on the side of the writing hand, the counts of the room between them."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(height=MAIN_TARGET + 16, padding=(dp(EDGE), dp(8)), spacing=dp(EDGE))
        self._nav = nav
        paint(self, palette().surface)
        self.help = PushButton(
            _("Help or incident"), lambda: nav.go("help"), icon="hand-back-right-outline", height=MAIN_TARGET
        )
        self.scan = PushButton(_("Scan"), self._scan, icon="qrcode-scan", height=MAIN_TARGET)
        self.scan.label.bold = True
        self.counts = Row(spacing=dp(14), size_hint_x=0.9)
        for button in (self.help, self.scan):
            button.size_hint_x = None if nav.is_wide else 1
            button.width = dp(280)
        parts = [self.help, self.counts, self.scan] if nav.is_wide else [self.help, self.scan]
        for part in reversed(parts) if nav.writes_left else parts:
            self.add_widget(part)

    def _scan(self) -> None:
        exam = self._nav.room.exam
        over = not exam.running and not exam.waiting
        self._nav.go("scan_scripts" if over else "scan")

    def refresh(self) -> None:
        look = palette()
        self.counts.clear_widgets()
        register = self._nav.room.register
        counts = register.state_counts
        for state, number in counts.items():
            cell = Row(spacing=dp(2), size_hint_x=None, width=dp(64))
            icon = Icon(
                STATE_LOOKS[state].icon, size=22, colour=look.states[state], pos_hint={"center_y": 0.5}
            )
            cell.add_widget(icon)
            cell.add_widget(Line(str(number), size=SMALL, bold=True))
            self.counts.add_widget(cell)
        if not counts:
            self.counts.add_widget(Line(_("nobody in this room"), size=LEAST, colour=look.text_soft))
