"""A wedge scanner types what it reads like a keyboard: its characters become one scanned line."""

from __future__ import annotations

from datetime import datetime, timedelta

MOST_CHARACTERS = 4000
LONGEST_PAUSE = timedelta(milliseconds=120)
"""A scanner types within a few milliseconds; a person takes longer between two keys."""
SHORTEST_LINE = 4
ENDS = frozenset("\r\n\t")


class WedgeText:
    """Assembles characters into lines. A pause begins a new line, so typing never joins a scan."""

    def __init__(self, longest_pause: timedelta = LONGEST_PAUSE) -> None:
        self._longest_pause = longest_pause
        self._typed = ""
        self._last: datetime | None = None
        self._is_overlong = False

    def key(self, character: str, at: datetime) -> str | None:
        """Take one character typed at ``at``; the scanned line when this one ends it, else None."""
        if self._last is not None and at - self._last > self._longest_pause:
            self._reset()
        self._last = at
        if character in ENDS:
            line = "" if self._is_overlong else self._typed
            self._reset()
            return line if len(line) >= SHORTEST_LINE else None
        if len(character) == 1 and character.isprintable():
            self._typed += character
        if len(self._typed) > MOST_CHARACTERS:
            # No tag is that long: swallow it up to its end.
            self._typed, self._is_overlong = "", True
        return None

    def text(self, characters: str, at: datetime) -> list[str]:
        """Take several characters that arrived together; the lines that they end."""
        lines = (self.key(character, at) for character in characters)
        return [line for line in lines if line is not None]

    def _reset(self) -> None:
        self._typed, self._is_overlong, self._last = "", False, None
