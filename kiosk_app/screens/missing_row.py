"""One thing to do before signing; a press leads to it."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import ObjectProperty
from kivy.uix.recycleview.views import RecycleDataViewBehavior

from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import tall
from kiosk_app.theme.tokens import BODY, SMALL
from kiosk_app.viewmodels.closing import Missing

MISSING_HEIGHT = 64


class MissingView(RecycleDataViewBehavior, Pressable):
    """What, and about whom."""

    row: Missing | None = ObjectProperty(None, allownone=True)
    choose: object = ObjectProperty(None, allownone=True)

    def __init__(self, **named: object) -> None:
        super().__init__(self._choose, padding=(dp(8), dp(6)), spacing=dp(12), size_hint_y=None, **named)
        look = palette()
        self.height = tall(MISSING_HEIGHT)
        self.add_widget(
            Icon("alert-circle-outline", size=26, colour=look.warning, pos_hint={"center_y": 0.5})
        )
        words = Column(spacing=0)
        self.what = Line("", size=BODY, bold=True)
        self.who = Line("", size=SMALL, colour=look.text_soft)
        words.add_widget(self.what)
        words.add_widget(self.who)
        self.add_widget(words)
        self.add_widget(Icon("chevron-right", size=26, colour=look.text_soft, pos_hint={"center_y": 0.5}))
        self.bind(row=self._show)

    def _show(self, *_args: object) -> None:
        if self.row is not None:
            self.what.text, self.who.text = self.row.what, self.row.who

    def _choose(self) -> None:
        if callable(self.choose):
            self.choose(self.row)
