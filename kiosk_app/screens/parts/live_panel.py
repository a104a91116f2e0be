"""A panel that follows what it shows: drawn anew only when that has changed, asked as often as one likes."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel

_NEVER = object()


class LivePanel(Panel):
    """``shows`` is everything the drawing depends on, compared by value; ``draw`` fills the empty panel."""

    def __init__(self, nav: Nav, **named: Any) -> None:
        super().__init__(fit=True, **named)
        self.nav = nav
        self._drawn: object = _NEVER
        self.refresh()

    def refresh(self) -> None:
        now = self.shows()
        if now != self._drawn:
            self._drawn = now
            self.clear_widgets()
            self.draw()
        self.tick()

    @abstractmethod
    def shows(self) -> object: ...

    @abstractmethod
    def draw(self) -> None: ...

    def tick(self) -> None:
        """What changes by itself and is written in place, such as seconds."""
