"""How much room a window gives once the text size is counted, and what follows for the layout."""

from __future__ import annotations

from typing import NamedTuple

from kiosk_app.theme.tokens import BAR, CARD_ROOM, LOW, LOW_BAR, NARROW


class Frame(NamedTuple):
    """The window in dp and the text scale, 1 to 2. Every decision about the layout is taken here."""

    width: float
    height: float
    text: float = 1.0

    @property
    def is_wide(self) -> bool:
        """Landscape."""
        return self.width > self.height

    @property
    def is_low(self) -> bool:
        """Bars are lower, and the persistent actions stand in the rail."""
        return self.is_wide and self.height / self.text < LOW

    @property
    def is_narrow(self) -> bool:
        """What stands side by side elsewhere stands one below the other."""
        return self.width / self.text < NARROW

    @property
    def card_beside(self) -> bool:
        """The card of a candidate has its place beside the list, not over it."""
        return self.is_wide and self.width / self.text >= CARD_ROOM

    @property
    def says_less(self) -> bool:
        """Bars say the most important line only; the rest is on the tablet's own page."""
        return self.text >= 1.5

    @property
    def bar(self) -> int:
        return LOW_BAR if self.is_low else BAR
