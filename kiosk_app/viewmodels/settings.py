"""The page "This tablet": look, hand, sound, language; each choice holds at once and is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from msgspec.structs import replace

from kiosk_app.settings import Hand, Language, Look, Settings, Theme
from kiosk_app.texts import N_
from kiosk_app.viewmodels.observable import Observable

THEMES: Final[tuple[tuple[Theme, str], ...]] = (
    ("dark", N_("Dark")),
    ("light", N_("Light")),
    ("contrast", N_("High contrast")),
)
HANDS: Final[tuple[tuple[Hand, str], ...]] = (("right", N_("Right hand")), ("left", N_("Left hand")))
LOCK_MINUTES: Final = (1, 2, 5, 10, 15)
"""Without a touch, until the tablet locks: never so long that names lie open on a desk nobody watches."""
# Each language in its own words, so that who reads no English finds the way back.
LANGUAGES: Final[tuple[tuple[Language, str], ...]] = (("en", "English"), ("cy", "Cymraeg"))


class Keeper(Protocol):
    """Where settings are kept."""

    now: Settings

    def set(self, settings: Settings) -> None: ...


class SettingsViewModel(Observable):
    """``person`` tells who is signed in, empty where nobody is: their look changes, else the tablet's."""

    def __init__(self, keeper: Keeper, person: Callable[[], str]) -> None:
        super().__init__()
        self._keeper = keeper
        self._person = person

    @property
    def settings(self) -> Settings:
        return self._keeper.now

    @property
    def look(self) -> Look:
        return self.settings.look_of(self._person())

    @property
    def is_personal(self) -> bool:
        """Whether look and language are those of the person who is signed in."""
        return bool(self._person())

    def set_theme(self, theme: Theme) -> None:
        self._keep(replace(self.look, theme=theme))

    def set_text(self, percent: int) -> None:
        """100 to 200; what lies outside is the nearest that is allowed."""
        self._keep(replace(self.look, text_percent=min(200, max(100, percent))))

    def set_hand(self, hand: Hand) -> None:
        self._keep(replace(self.look, hand=hand))

    def set_language(self, language: Language) -> None:
        self._keep(replace(self.look, language=language))

    def set_sound(self, on: bool) -> None:
        self._set(replace(self.settings, sound=on))

    def set_vibration(self, on: bool) -> None:
        self._set(replace(self.settings, vibration=on))

    def set_sound_running(self, on: bool) -> None:
        """Off is the rule: candidates are writing."""
        self._set(replace(self.settings, sound_running=on))

    def set_dim_hint(self, on: bool) -> None:
        self._set(replace(self.settings, dim_hint=on))

    def set_lock_minutes(self, minutes: int) -> None:
        """The nearest that is offered."""
        nearest = min(LOCK_MINUTES, key=lambda offered: abs(offered - minutes))
        self._set(replace(self.settings, lock_minutes=nearest))

    def _keep(self, look: Look) -> None:
        self._set(self.settings.with_look(self._person(), look))

    def _set(self, settings: Settings) -> None:
        self._keeper.set(settings)
        self.tell()
