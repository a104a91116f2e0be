"""Where somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.metrics import dp, sp
from kivy.uix.textinput import TextInput

from kiosk_app.screens.parts.panel import paint
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, RADIUS, TARGET


class Field(TextInput):
    """A text field; several lines high when ``lines`` is more than one. Takes at most ``most`` characters."""

    def __init__(
        self,
        hint: str,
        *,
        changed: Callable[[str], None] | None = None,
        entered: Callable[[], None] | None = None,
        lines: int = 1,
        most: int = 200,
        **named: Any,
    ) -> None:
        look = palette()
        super().__init__(
            hint_text=hint,
            multiline=lines > 1,
            font_size=sp(BODY),
            background_color=(0, 0, 0, 0),
            background_normal="",
            background_active="",
            foreground_color=look.text,
            hint_text_color=look.text_soft,
            cursor_color=look.accent,
            selection_color=(*look.accent[:3], 0.35),
            padding=(dp(14), (fits(TARGET, BODY) - sp(BODY) * 1.22) / 2),
            write_tab=False,
            size_hint_y=None,
            pos_hint={"center_y": 0.5},
            height=fits(TARGET, BODY) + (lines - 1) * sp(24),
            **named,
        )
        self._most = most
        self._edge = paint(self, look.raised, radius=RADIUS, line=look.line)
        if changed is not None:
            self.bind(text=lambda _field, text: changed(text))
        if entered is not None:
            self.bind(on_text_validate=lambda _field: entered())

    def insert_text(self, substring: str, from_undo: bool = False) -> Any:
        room = self._most - len(self.text)
        return super().insert_text(substring[: max(0, room)], from_undo=from_undo)
