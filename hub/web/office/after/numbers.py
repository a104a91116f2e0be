"""Weights and times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hub.web.office.refusals import NotUsable


def grams_of(text: str) -> int:
    """``2.4`` or ``2,4`` kilograms in grams; nought where nothing was typed. Raises NotUsable."""
    plain = text.strip().casefold().removesuffix("kg").strip().replace(",", ".")
    if not plain:
        return 0
    whole, _, rest = plain.partition(".")
    if not (whole or rest) or not all(part.isascii() and part.isdecimal() for part in (whole, rest) if part):
        raise NotUsable(f"{text.strip()!r} is not a weight. Type kilograms, for instance 2.4.")
    if len(whole) > 3 or len(rest) > 3:
        raise NotUsable(f"{text.strip()!r} is not a weight in kilograms. Type for instance 2.4.")
    return int(whole or "0") * 1000 + int((rest + "000")[:3])


def count_of(text: str, what: str, *, most: int) -> int:
    """A whole number; nought where nothing was typed. Raises NotUsable."""
    plain = text.strip()
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 6 or int(plain) > most:
        raise NotUsable(f"{what} is a whole number from 1 to {most}.")
    return int(plain)


def moment_of(day: str, clock: str, zone: str, what: str) -> datetime:
    """A day and a time of the clock on the wall. Raises NotUsable."""
    try:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    except ValueError as error:
        raise NotUsable(f"Give {what} as a day and a time, for instance 2024-06-03 and 14:30.") from error
    return local.astimezone(UTC)


def kilograms(grams: int) -> str:
    """``2.4 kg``; empty where nobody weighed."""
    return f"{grams / 1000:.1f} kg" if grams else ""
