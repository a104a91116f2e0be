"""Scanning: the camera on one side, the card on the other; after a decision the next scan needs no tap."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Scroll
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.recent_strip import RecentStrip
from kiosk_app.screens.register_row import ROW_HEIGHT, RowView
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import tall
from kiosk_app.theme.tokens import EDGE, SMALL, TITLE
from kiosk_app.viewmodels.register import RegisterRow


class ScanSection(BoxLayout):
    """Taking the register by tag."""

    def __init__(self, nav: Nav, camera: CameraView, card: BoxLayout) -> None:
        super().__init__(
            orientation="horizontal" if nav.is_wide else "vertical",
            padding=(dp(EDGE), dp(8), dp(EDGE), dp(8)),
            spacing=dp(12),
        )
        self._nav = nav
        self._camera = camera
        camera.size_hint = (0.62, 1) if nav.is_wide else (1, 0.52)
        self._side = BoxLayout()
        self.strip = RecentStrip(nav)
        self._card = card
        self._shown: object = None
        self.refresh()

    def refresh(self) -> None:
        scan = self._nav.room.scan
        shown = (scan.card, self._nav.room.desk.revision, len(scan.recent), len(scan.undecided))
        if shown == self._shown:
            return
        self._shown = shown
        self._arrange(covered=scan.card is not None)
        self._side.clear_widgets()
        self._side.add_widget(self._card if scan.card is not None else self._recent())

    def _arrange(self, *, covered: bool) -> None:
        """Beside the camera, or over it where large type leaves no room for both."""
        nav = self._nav
        parts = [self._side] if covered and nav.frame.says_less else [self._camera, self._side]
        if nav.writes_left and nav.is_wide:
            parts.reverse()
        if list(reversed(self.children)) != parts:
            self.clear_widgets()
            for part in parts:
                self.add_widget(part)

    def _recent(self) -> Widget:
        room = self._nav.room
        if not room.scan.recent and not room.scan.undecided:
            column = Column()
            text = _("Hold a seat tag or name tag before the camera.")
            column.add_widget(Empty("qrcode-scan", text, _("The candidate's card appears here.")))
            column.add_widget(self._rapid())
            return column
        scroll = Scroll()
        panel = Panel(fit=True)
        scroll.body.add_widget(panel)
        few = self._nav.frame.says_less
        undecided = room.scan.undecided[: 1 if few else 2]
        if undecided:
            title = Text(_("Scanned, not decided"), size=TITLE, bold=True, colour=palette().warning)
            panel.add_widget(title)
        for key in undecided:
            panel.add_widget(self._row(room.register.row(room.book.sitting(key))))
        if self.strip.parent is not None:
            self.strip.parent.remove_widget(self.strip)
        text = _("{n} of {total} not set").format(n=room.register.not_set, total=room.register.total)
        if room.scan.recent:
            panel.add_widget(Text(_("Just recorded"), size=TITLE, bold=True))
        for decided in room.scan.recent[: (1 if few else 3) - len(undecided)]:
            panel.add_widget(self._row(room.register.row(room.book.sitting(decided.key))))
        panel.add_widget(self.strip)
        self.strip.refresh()
        panel.add_widget(Text(text, size=SMALL, colour=palette().text_soft))
        panel.add_widget(self._rapid())
        return scroll

    def _rapid(self) -> Tick:
        scan = self._nav.room.scan
        return Tick(_("Rapid: go on scanning while a card is open"), scan.set_rapid, on=scan.rapid)

    def _row(self, row: RegisterRow) -> Widget:
        view = RowView()
        view.height = tall(ROW_HEIGHT)
        view.choose = self._nav.open_card
        view.row = row
        return view
