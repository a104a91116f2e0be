"""Keys for whoever has a keyboard: Tab walks, Enter presses, Escape goes back, function keys decide.

No key that a hand scanner types does anything else, and its Enter never presses a button.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final

from kivy.core.window import Window
from kivy.uix.textinput import TextInput

from kiosk_app.screens.parts.focus import FocusRing
from kiosk_app.screens.undo_sheet import UndoSheet


class Keys(IntEnum):
    """Keys by the window's numbers."""

    TAB = 9
    ENTER = 13
    ESCAPE = 27
    SPACE = 32
    PAD_ENTER = 271
    RIGHT = 275
    LEFT = 276
    F1 = 282
    F2 = 283
    F3 = 284
    F4 = 285
    F7 = 288
    F8 = 289
    F9 = 290
    F10 = 291


ON_CARD: Final[dict[int, tuple[str, ...]]] = {
    Keys.F7: ("absent",),
    Keys.F8: ("confirm", "admit_late", "return"),
    Keys.F9: ("pending",),
    Keys.F10: ("mismatch",),
}
ON_WALK: Final[dict[int, str]] = {
    Keys.F7: "absent",
    Keys.F8: "present",
    Keys.LEFT: "back",
    Keys.RIGHT: "skip",
}
PRESSES: Final = (Keys.ENTER, Keys.PAD_ENTER, Keys.SPACE)
MODES: Final = ("register", "walk", "map")


class Shortcuts:
    """Listens until closed. ``shell`` gives the room's shell, or None before somebody has signed in."""

    def __init__(
        self, screen: Callable[[], Any], shell: Callable[[], Any], scanning: Callable[[], bool]
    ) -> None:
        self._screen = screen
        self._shell = shell
        self._scanning = scanning
        self.ring = FocusRing()
        Window.bind(on_key_down=self._key)

    def close(self) -> None:
        self.ring.clear()
        Window.unbind(on_key_down=self._key)

    def _key(self, _window: Any, key: int, _scancode: int, _text: str | None, modifiers: Any) -> bool:
        held = set(modifiers or ())
        if key == Keys.TAB:
            self.ring.move(self._layer(), -1 if "shift" in held else 1)
            return True
        if (
            key in (Keys.ENTER, Keys.PAD_ENTER, Keys.SPACE)
            and not self._is_writing()
            and not self._scanning()
        ):
            return self.ring.press()
        shell = self._shell()
        if shell is None:
            escape = getattr(self._screen(), "escape", None) if key == Keys.ESCAPE else None
            if escape is not None:
                escape()
            return escape is not None
        if key == Keys.ESCAPE:
            self.ring.clear()
            shell.back()
            return True
        if key == ord("z") and "ctrl" in held and not self._is_writing():
            return self._undo(shell)
        return self._decide(shell, key) or self._go(shell, key)

    def _layer(self) -> Any:
        shell = self._shell()
        return shell.top_layer if shell is not None else self._screen()

    def _is_writing(self) -> bool:
        return isinstance(self.ring.at, TextInput) and bool(self.ring.at.focus)

    def _decide(self, shell: Any, key: int) -> bool:
        """A decision by key is as explicit as by finger: it needs its card or its seat before the eyes."""
        if shell.sheet is not None or shell.red is not None:
            return False
        if shell.card is not None:
            wanted = next((a for a in ON_CARD.get(key, ()) if a in shell.card.card.actions), None)
            if wanted is not None:
                shell.card.actions.do(wanted)
            return wanted is not None
        button = shell.content.buttons.get(ON_WALK.get(key, "")) if shell.section == "walk" else None
        if button is not None and not self._is_writing():
            button.dispatch("on_release")
        return button is not None

    def _go(self, shell: Any, key: int) -> bool:
        if shell.red is not None or shell.sheet is not None:
            return False
        match key:
            case Keys.F1:
                shell.go("help")
            case Keys.F2:
                shell.go("scan")
            case Keys.F3:
                shell.find()
            case Keys.F4:
                at = MODES.index(shell.section) if shell.section in MODES else -1
                shell.go(MODES[(at + 1) % len(MODES)])
            case _:
                return False
        return True

    def _undo(self, shell: Any) -> bool:
        last = next(iter(shell.room.scan.recent), None)
        if last is None or shell.sheet is not None or not shell.room.scan.can_undo(last.key):
            return False
        shell.cover(UndoSheet(shell, last.key))
        return True
