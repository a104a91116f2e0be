"""The room board, for a second screen or a spare tablet: times that the last row can read, no names."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from kiosk_app.screens.board_table import BoardTable, OnePaper
from kiosk_app.screens.parts.big import Big
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame
from kiosk_app.theme.tokens import RADIUS
from kiosk_app.viewmodels.room_board import RoomBoardViewModel

BUTTONS_SECONDS = 6


class BoardScreen(FloatLayout):
    """Fills the window. A touch brings the buttons for a few seconds; Escape leaves."""

    def __init__(
        self, model: RoomBoardViewModel, *, leave: Callable[[], None], turn_light: Callable[[], None]
    ) -> None:
        super().__init__()
        self._model = model
        self._drawn: object = None
        self.is_wide = frame().is_wide
        self.escape = leave
        paint(self, palette().background)
        self.board = BoxLayout(
            orientation="vertical", pos_hint={"x": 0, "y": 0}, padding=dp(16), spacing=dp(8)
        )
        self.add_widget(self.board)
        self.buttons = Row(height=64, size_hint_x=None, width=dp(560), pos_hint={"center_x": 0.5, "y": 0.02})
        for text, icon, act in (
            (_("Leave the board"), "arrow-left", leave),
            (_("Light or dark"), "theme-light-dark", turn_light),
        ):
            self.buttons.add_widget(PushButton(text, act, icon=icon, height=64))
        self._hide = Clock.create_trigger(lambda _dt: self.remove_widget(self.buttons), BUTTONS_SECONDS)
        self.clock = Big("", bold=True, is_figures=True)
        self.papers: BoardTable | OnePaper | Big | None = None
        self.tick()

    def on_touch_down(self, touch: object) -> bool:
        if self.buttons.parent is None:
            self.add_widget(self.buttons)
        self._hide.cancel()
        self._hide()
        return bool(super().on_touch_down(touch))

    def refresh(self) -> None:
        """Everything anew, where something changed."""
        self.tick()

    def tick(self) -> None:
        """Once a second."""
        model = self._model
        self.clock.say(model.clock)
        drawn = (model.papers, model.stopped, model.date)
        if drawn != self._drawn:
            self._drawn = drawn
            self._lay_out()

    def _lay_out(self) -> None:
        model, look = self._model, palette()
        self.board.clear_widgets()
        papers = model.papers
        head = BoxLayout(size_hint_y=0.09, spacing=dp(24))
        group: list[Big] = []
        head.add_widget(Big(model.centre, group=group, halign="left", bold=True))
        head.add_widget(Big(model.date, group=group, halign="right", size_hint_x=1.3))
        self.board.add_widget(head)
        self.clock.size_hint_y = (0.5 if not papers else 0.3) if len(papers) < 3 else 0.24
        self.board.add_widget(self.clock)
        if model.stopped:
            band = BoxLayout(size_hint_y=0.13, padding=(dp(24), dp(2)))
            paint(band, look.alarm_background, radius=RADIUS)
            band.add_widget(Big(model.stopped, colour=look.on_alarm, bold=True))
            self.board.add_widget(band)
        if not papers:
            self.papers = Big(model.room, size_hint_y=0.18)
        elif len(papers) == 1:
            self.papers = OnePaper(papers[0], wide=self.is_wide)
        else:
            self.papers = BoardTable(papers)
        self.board.add_widget(self.papers)
        if not papers:
            says = _("No paper is sat in this room.")
            self.board.add_widget(Big(says, size_hint_y=0.1, colour=look.text_soft))
