"""Choosing session and room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp, sp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.panel import Column, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, NAME, SMALL, TITLE
from kiosk_app.viewmodels.room_choice import RoomChoiceViewModel


class RoomChoiceScreen(BoxLayout):
    """Sessions with their rooms as large buttons."""

    def __init__(self, model: RoomChoiceViewModel, *, wide: bool, name: str) -> None:
        super().__init__(orientation="vertical", padding=dp(24), spacing=dp(EDGE))
        self._model = model
        self._columns = 3 if wide else 2
        self._name = name
        self.buttons: dict[tuple[str, str], PushButton] = {}
        self.again: PushButton | None = None
        self.refresh()

    def refresh(self) -> None:
        model, look = self._model, palette()
        self.clear_widgets()
        self.buttons.clear()
        head = Row(height=64)
        words = Column(spacing=0)
        words.add_widget(Text(_("Which room?"), size=NAME, bold=True))
        words.add_widget(Text(self._name, size=SMALL, colour=look.text_soft))
        head.add_widget(words)
        self.again = PushButton(
            _("Look again"), model.load, icon="refresh", size_hint_x=None, width=sp(180), height=56
        )
        head.add_widget(self.again)
        self.add_widget(head)
        if model.error:
            self.add_widget(Note(model.error, icon="alert-circle-outline", ink=look.warning))
        if model.busy:
            self.add_widget(Empty("progress-clock", model.busy))
        elif not model.options:
            text = _("No session is published for this tablet yet.")
            self.add_widget(Empty("calendar-blank-outline", text, _("Ask the exams officer to publish it.")))
        else:
            self.add_widget(self._sessions(model.choose))

    def _sessions(self, choose: Callable[[str, str], None]) -> Scroll:
        scroll = Scroll()
        for option in self._model.options:
            scroll.body.add_widget(Text(option.title, size=TITLE, bold=True))
            grid = GridLayout(cols=self._columns, spacing=dp(12), size_hint_y=None)
            grid.bind(minimum_height=grid.setter("height"))
            for room in option.rooms:
                button = PushButton(
                    room.name,
                    partial(choose, room.session, room.room),
                    icon="door",
                    height=80,
                    size=TITLE,
                )
                self.buttons[(room.session, room.room)] = button
                grid.add_widget(button)
            for _empty in range(-len(option.rooms) % self._columns):
                grid.add_widget(Widget())
            scroll.body.add_widget(grid)
        return scroll
