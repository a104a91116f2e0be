"""Keys of a hand scanner that types: from Kivy's key events to lines, while nobody writes in a field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from kivy.core.window import Window
from kivy.uix.textinput import TextInput

from kiosk_app.scanner.wedge import LONGEST_PAUSE, WedgeText

ENTER_KEYS: Final = (13, 271)
SHIFTED: Final = {"4": "$", "5": "%", "8": "*", "=": "+", ";": ":"}
"""The signs of Base45 that stand over other keys on UK and US keyboards."""


class WedgeKeys:
    """Listens to the window's keyboard until closed."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._wedge = WedgeText()
        self._on_line = on_line
        self._last: datetime | None = None
        Window.bind(on_key_down=self._key)

    @property
    def is_reading(self) -> bool:
        """Whether keys came that may be the beginning of a scanned line."""
        return self._last is not None and datetime.now(UTC) - self._last <= LONGEST_PAUSE

    def close(self) -> None:
        Window.unbind(on_key_down=self._key)

    def _key(self, _window: Any, key: int, _scancode: int, codepoint: str | None, modifiers: Any) -> bool:
        if _is_writing():
            return False
        character = "\n" if key in ENTER_KEYS else _character(key, codepoint, modifiers or ())
        now = datetime.now(UTC)
        self._last = now if character and character != "\n" else None
        line = self._wedge.key(character, now) if character else None
        if line is not None:
            self._on_line(line)
        return False


def _character(key: int, codepoint: str | None, modifiers: Any) -> str:
    if codepoint is None and not 32 <= key < 127:
        return ""
    plain = codepoint or chr(key)
    if "shift" in modifiers and plain in SHIFTED:
        return SHIFTED[plain]
    # Tags and pairing codes are written in capitals only, so the shift key needn't be followed.
    return plain.upper()


def _is_writing() -> bool:
    """Whether a text field has the keyboard: then keys are somebody's words."""
    return any(isinstance(widget, TextInput) and widget.focus for widget in _keyboard_targets())


def _keyboard_targets() -> list[Any]:
    return [keyboard.target for keyboard in Window._keyboards.values() if keyboard.target is not None]
