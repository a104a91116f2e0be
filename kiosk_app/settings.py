"""How this tablet looks and sounds, kept in its folder; a person's own look follows whoever is signed in."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import replace

Theme = Literal["dark", "light", "contrast"]
Hand = Literal["right", "left"]
Language = Literal["en", "cy"]
TextPercent = Annotated[int, Meta(ge=100, le=200)]
FILE = "settings.json"
MOST_PEOPLE = 200


class Look(Struct, frozen=True, kw_only=True):
    """What differs from person to person."""

    theme: Theme = "dark"
    text_percent: TextPercent = 100
    hand: Hand = "right"
    language: Language = "en"


class Settings(Struct, frozen=True, kw_only=True):
    """The tablet's look for whoever has none of their own, and what is the same for everybody."""

    look: Look = Look()
    people: dict[str, Look] = field(default_factory=dict)
    sound: bool = True
    vibration: bool = True
    sound_running: bool = False
    dim_hint: bool = True
    lock_minutes: Annotated[int, Meta(ge=0, le=60)] = 5
    """Without a touch, until somebody has to sign in again; 0: never."""

    def look_of(self, person: str) -> Look:
        """The look of a person by identifier; the tablet's own for nobody."""
        return self.people.get(person, self.look)

    def with_look(self, person: str, look: Look) -> Settings:
        """This person's look changed, or the tablet's own where nobody is signed in."""
        if not person:
            return replace(self, look=look)
        people = {known: their for known, their in self.people.items() if known != person}
        people[person] = look
        # Who came last stays: a tablet that travels for years needn't know everybody who ever held it.
        return replace(self, people=dict(list(people.items())[-MOST_PEOPLE:]))


class SettingsFile:
    """Reads and writes one tablet's settings. A file that can't be read is set aside, never in the way."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self.now = self._read()
        self.changed: list[Callable[[], None]] = []

    def set(self, settings: Settings) -> None:
        """From now on. Where the disk takes nothing the settings hold until the tablet is switched off."""
        self.now = settings
        self._write(settings)
        for listener in tuple(self.changed):
            listener()

    def _read(self) -> Settings:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self._set_aside()
            return Settings()
        except OSError:
            return Settings()

    def _set_aside(self) -> None:
        try:
            self._file.replace(self._file.with_suffix(".unreadable"))
        except OSError:
            return

    def _write(self, settings: Settings) -> None:
        new = self._file.with_suffix(".new")
        try:
            with new.open("wb") as out:
                out.write(msgspec.json.format(msgspec.json.encode(settings), indent=2))
                out.flush()
                os.fsync(out.fileno())
            new.replace(self._file)
        except OSError:
            return
