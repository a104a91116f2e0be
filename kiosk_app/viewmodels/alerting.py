"""When the tablet may be heard or felt: as the settings say, and silent while candidates write."""

from __future__ import annotations

from collections.abc import Callable

from kiosk_app.alerts import Alert, Shaker, Sounder
from kiosk_app.settings import Settings
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.room import RoomViewModel
from kiosk_app.viewmodels.scan import RedScreen


class AlertingViewModel:
    """Decides; the ports behind it make the noise."""

    def __init__(
        self, room: RoomViewModel, settings: Callable[[], Settings], sounder: Sounder, shaker: Shaker
    ) -> None:
        self._room = room
        self._settings = settings
        self._sounder = sounder
        self._shaker = shaker

    @property
    def is_audible(self) -> bool:
        """Whether a sound would be heard now; once a paper runs only where somebody asked for that."""
        settings = self._settings()
        return settings.sound and (settings.sound_running or not self._room.exam.running)

    def scanned(self, found: CardViewModel | RedScreen) -> None:
        """A tag was read: refused, somebody to look at, or all as planned."""
        if isinstance(found, RedScreen):
            self.tell("bad")
        else:
            self.tell("look" if found.warnings or found.late_arrival else "good")

    def tell(self, alert: Alert) -> None:
        """Sound and vibration as far as they are allowed now."""
        if self.is_audible:
            self._sounder.play(alert)
        if self._settings().vibration:
            self._shaker.shake(alert)
