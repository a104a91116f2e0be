"""What a screen may ask of the window it stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kivy.uix.widget import Widget

from kiosk_app.theme.frame import Frame
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.room import RoomViewModel


class Nav(Protocol):
    """The room's shell, as the screens inside it know it."""

    room: RoomViewModel

    has_camera: bool
    """This tablet reads codes with a camera, not with a hand scanner alone."""

    frame: Frame
    """The window's room in dp, text size counted; what follows for the layout is asked of it."""

    @property
    def is_wide(self) -> bool:
        """Landscape."""

    @property
    def writes_left(self) -> bool:
        """The person who holds the tablet writes with the left hand."""

    def go(self, section: str) -> None:
        """Show a section: register, scan, exam, collect, sign or tablet."""

    def open_card(self, key: Key) -> None:
        """Put a candidate's card before the person."""

    def attempt(self, command: Callable[[], object]) -> bool:
        """Run a command; where it is refused say why and return False."""

    def say(self, text: str, *, bad: bool = False) -> None:
        """Tell something in one line for a few seconds."""

    def cover(self, sheet: Widget) -> None:
        """Put a sheet over everything below the top bar."""

    def follow(self, sheet: Widget) -> None:
        """After this sheet is done, the next one takes its place."""

    def uncover(self) -> None:
        """Away with the sheet."""

    def refresh(self) -> None:
        """Draw what the view-models say now."""
