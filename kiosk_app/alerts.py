"""Telling by sound and touch how a scan went; what sounds and shakes stands behind a port."""

from __future__ import annotations

from typing import Literal, Protocol

Alert = Literal["good", "look", "bad"]
"""A card opened or a decision was recorded; something wants a look; a tag was refused."""


class Sounder(Protocol):
    """Plays a short sound. Never raises: a tablet without a loudspeaker goes on."""

    def play(self, alert: Alert) -> None: ...


class Shaker(Protocol):
    """Vibrates shortly. Never raises."""

    def shake(self, alert: Alert) -> None: ...


class Silence:
    """Neither sounds nor shakes."""

    def play(self, alert: Alert) -> None:
        pass

    def shake(self, alert: Alert) -> None:
        pass
