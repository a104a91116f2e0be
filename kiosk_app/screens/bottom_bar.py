"""The two actions that are always there, each under a thumb: scan, and help."""

from __future__ import annotations

from kivy.metrics import dp, sp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.tile import Tile
from kiosk_app.screens.parts.words import Icon, Line
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, EDGE, LEAST, MAIN_TARGET, SMALL
from shared.look import STATE_LOOKS


class BottomBar(BoxLayout):
    """Help on one side, Scan on the side of the writing hand, the counts of the room between them.

    On a low screen both stand as tiles at the foot of the rail instead, and the filters tell the counts.
    """

    def __init__(self, nav: Nav) -> None:
        low = nav.frame.is_low
        super().__init__(
            orientation="vertical" if low else "horizontal",
            padding=dp(4) if low else (dp(EDGE), dp(8)),
            spacing=dp(4) if low else dp(EDGE),
            size_hint_y=None,
        )
        self.bind(minimum_height=self.setter("height"))
        self._nav = nav
        self._shown: object = None
        paint(self, palette().surface)
        self.counts = Row(spacing=dp(14), size_hint_x=0.9)
        if low:
            plain = nav.frame.says_less
            self.help: PushButton | Tile = Tile(
                _("Help"), "hand-back-right-outline", lambda: nav.go("help"), plain=plain
            )
            self.scan: PushButton | Tile = Tile(_("Scan"), "qrcode-scan", self._scan, plain=plain)
            for tile in (self.scan, self.help):
                self.add_widget(tile)
            return
        self.help = PushButton(
            _("Help") if nav.frame.says_less else _("Help or incident"),
            lambda: nav.go("help"),
            icon="hand-back-right-outline",
            height=MAIN_TARGET,
        )
        self.scan = PushButton(_("Scan"), self._scan, icon="qrcode-scan", height=MAIN_TARGET)
        self.scan.label.bold = True
        roomy = nav.is_wide and not nav.frame.says_less
        for button in (self.help, self.scan):
            button.size_hint_x = None if roomy else 1
            button.width = dp(280)
        parts = [self.help, self.counts, self.scan] if roomy else [self.help, self.scan]
        self.height = fits(MAIN_TARGET, BODY) + dp(16)
        for part in reversed(parts) if nav.writes_left else parts:
            self.add_widget(part)

    def _scan(self) -> None:
        exam = self._nav.room.exam
        over = not exam.running and not exam.waiting
        self._nav.go("scan_scripts" if over else "scan")

    def refresh(self) -> None:
        counts = self._nav.room.register.state_counts
        if self.counts.parent is None or counts == self._shown:
            return
        self._shown = counts
        look = palette()
        self.counts.clear_widgets()
        for state, number in counts.items():
            cell = Row(spacing=dp(2), size_hint_x=None, width=dp(28) + sp(36))
            icon = Icon(
                STATE_LOOKS[state].icon, size=22, colour=look.states[state], pos_hint={"center_y": 0.5}
            )
            cell.add_widget(icon)
            cell.add_widget(Line(str(number), size=SMALL, bold=True))
            self.counts.add_widget(cell)
        if not counts:
            self.counts.add_widget(Line(_("nobody in this room"), size=LEAST, colour=look.text_soft))
