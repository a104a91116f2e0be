"""The room board, for a second screen or a spare tablet: times that the last row can read, no names."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.big import Big
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame
from kiosk_app.theme.tokens import RADIUS
from kiosk_app.viewmodels.room_board import BoardPaper, RoomBoardViewModel

BUTTONS_SECONDS = 6
CLOCK_SHARE = {1: 0.4, 2: 0.34, 3: 0.28}
"""How much of the height the clock takes with so many papers; 0.24 with more."""


class BoardScreen(FloatLayout):
    """Fills the window. A touch brings the buttons for a few seconds; Escape leaves."""

    def __init__(
        self, model: RoomBoardViewModel, *, leave: Callable[[], None], turn_light: Callable[[], None]
    ) -> None:
        super().__init__()
        self._model = model
        self._drawn: object = None
        self.camera = None
        look = palette()
        paint(self, look.background)
        self.is_wide = frame().is_wide
        self.board = BoxLayout(orientation="vertical", pos_hint={"x": 0, "y": 0}, padding=dp(20))
        self.add_widget(self.board)
        self.buttons = Row(height=64, size_hint_x=None, width=dp(620), pos_hint={"center_x": 0.5, "y": 0.02})
        for text, icon, act in (
            (_("Leave the board"), "arrow-left", leave),
            (_("Light or dark"), "theme-light-dark", turn_light),
        ):
            self.buttons.add_widget(PushButton(text, act, icon=icon, height=64))
        self._hide = Clock.create_trigger(lambda _dt: self.remove_widget(self.buttons), BUTTONS_SECONDS)
        self.clock = Big("", bold=True)
        self.bind(size=lambda *_args: self._lay_out())
        self.escape = leave
        self.refresh()

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
        self.board.spacing = dp(8)
        head = BoxLayout(size_hint_y=0.1, spacing=dp(24))
        group: list[Big] = []
        head.add_widget(Big(model.centre, group=group, halign="left", bold=True))
        head.add_widget(Big(model.date, group=group, halign="right", size_hint_x=1.3))
        self.board.add_widget(head)
        if self.clock.parent is not None:
            self.clock.parent.remove_widget(self.clock)
        self.clock.size_hint_y = CLOCK_SHARE.get(len(papers), 0.24) * (0.75 if model.stopped else 1)
        self.board.add_widget(self.clock)
        if model.stopped:
            band = BoxLayout(size_hint_y=0.16, padding=(dp(24), dp(4)))
            paint(band, look.alarm_background, radius=RADIUS)
            band.add_widget(Big(model.stopped, colour=look.on_alarm, bold=True))
            self.board.add_widget(band)
        self._papers(papers)

    def _papers(self, papers: tuple[BoardPaper, ...]) -> None:
        if not papers:
            self.board.add_widget(Big(self._model.room, size_hint_y=0.3))
            return
        times: list[Big] = []
        names: list[Big] = []
        others: list[Big] = []
        wide = self.width > self.height
        for paper in papers:
            self.board.add_widget(self._paper(paper, times, names, others, wide=wide))

    def _paper(
        self, paper: BoardPaper, times: list[Big], names: list[Big], others: list[Big], *, wide: bool
    ) -> Widget:
        look = palette()
        holder = BoxLayout(orientation="vertical", size_hint_y=0.5 if not wide else 0.46)
        paint(holder, look.surface, radius=RADIUS, line=look.line)
        holder.padding = (dp(16), dp(4))
        name = f"{paper.code}  ·  {paper.title}"
        holder.add_widget(Big(name, group=names, halign="left", size_hint_y=0.26))
        row = BoxLayout(orientation="horizontal", spacing=dp(16))
        start = _("started") if paper.is_started else _("starts")
        finish = _("finished") if paper.is_finished else _("finish")
        for label, time, ink in (
            (start, paper.start, look.text),
            (finish, paper.finish, look.text_soft if paper.is_finished else look.accent),
        ):
            cell = BoxLayout(spacing=dp(10))
            cell.add_widget(Big(label, halign="right", colour=look.text_soft, size_hint_x=0.42, most=dp(64)))
            cell.add_widget(Big(time, group=times, halign="left", bold=True, colour=ink))
            row.add_widget(cell)
        holder.add_widget(row)
        if paper.others:
            line = BoxLayout(size_hint_y=0.42, spacing=dp(10))
            line.add_widget(
                Big(
                    _("extra time until"),
                    halign="left",
                    colour=look.text_soft,
                    size_hint_x=0.36,
                    most=dp(64),
                )
            )
            line.add_widget(Big("   ".join(paper.others), group=others, halign="left", bold=True))
            holder.add_widget(line)
        return holder
