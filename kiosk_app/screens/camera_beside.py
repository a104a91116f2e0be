"""The camera on one side, what came of it on the other: code after code without a tap."""

from __future__ import annotations

from abc import abstractmethod

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row, Scroll
from kiosk_app.theme.tokens import EDGE

_NEVER = object()


class CameraBeside(BoxLayout):
    """``shows`` is what the drawing depends on; ``draw`` fills ``body`` and, always in sight, ``foot``."""

    def __init__(self, nav: Nav, camera: CameraView) -> None:
        super().__init__(
            orientation="horizontal" if nav.is_wide else "vertical",
            padding=(dp(EDGE), dp(8)),
            spacing=dp(12),
        )
        self.nav = nav
        self._drawn: object = _NEVER
        camera.size_hint = (0.62, 1) if nav.is_wide else (1, 0.6)
        scroll = Scroll()
        self.body: Column = scroll.body
        self.body.spacing = dp(12)
        self.foot = Row(size_hint_y=None, height=0)
        self.foot.bind(minimum_height=self.foot.setter("height"))
        side = Column(spacing=dp(8))
        side.add_widget(scroll)
        side.add_widget(self.foot)
        parts = [camera, side]
        for part in reversed(parts) if nav.writes_left and nav.is_wide else parts:
            self.add_widget(part)
        self.refresh()

    def refresh(self) -> None:
        now = self.shows()
        if now != self._drawn:
            self._drawn = now
            self.body.clear_widgets()
            self.foot.clear_widgets()
            self.draw()

    @abstractmethod
    def shows(self) -> object: ...

    @abstractmethod
    def draw(self) -> None: ...
