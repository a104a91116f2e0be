"""PINs that the office gives to invigilators: drawn or chosen, kept only as their hash."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from hub.before.records import InvigilatorRecord
from shared.plan.centre import hash_pin

SHORTEST: Final = 4
LONGEST: Final = 6
SALT_BYTES: Final = 16


class PinError(ValueError):
    """A PIN that can't be used; the text says why."""


def with_pin(person: InvigilatorRecord, pin: str, draw: Callable[[int], bytes]) -> InvigilatorRecord:
    """The person with this PIN from the next published plan on. Raises PinError."""
    check_pin(pin)
    salt = draw(SALT_BYTES).hex()
    return replace(person, pin_salt=salt, pin_hash=hash_pin(pin, salt))


def drawn_pin(draw: Callable[[int], bytes]) -> str:
    """Six digits that nobody chose and nobody guesses first."""
    while True:
        pin = f"{int.from_bytes(draw(8)) % 10**LONGEST:0{LONGEST}}"
        if not _is_easy(pin):
            return pin


def check_pin(pin: str) -> None:
    """Raises PinError where the PIN is no PIN or among the first that anybody tries."""
    if not (SHORTEST <= len(pin) <= LONGEST and pin.isascii() and pin.isdigit()):
        raise PinError(f"A PIN has {SHORTEST} to {LONGEST} digits.")
    if _is_easy(pin):
        raise PinError("That PIN is guessed at once: not one digit only, and not digits in a row.")


def _is_easy(pin: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {-1})
