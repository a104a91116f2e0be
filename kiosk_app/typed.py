"""What people type, keyboards send and scanners read, before anything is done with it."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec

MOST_REPEATED: Final = 60
T = TypeVar("T")


def shortened(text: str) -> str:
    """Cut to a length that a message can repeat, on one line."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * MOST_REPEATED]).split())
    return plain if len(plain) <= MOST_REPEATED else f"{plain[: MOST_REPEATED - 1]}…"


def whole_signs(text: str) -> str:
    """The same text where it can be written down; halves of signs are joined, or shown as ``\ufffd``.

    Some keyboards send an emoji as two halves, and a hurried one only the first. No file takes those.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def mended(value: T) -> T:
    """A struct with whole signs in every text of it."""
    return msgspec.convert(_mended(msgspec.to_builtins(value)), type(value))


def _mended(value: Any) -> Any:  # noqa: ANN401 - whatever a struct is built of
    if isinstance(value, str):
        return whole_signs(value)
    if isinstance(value, dict):
        return {_mended(key): _mended(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mended(part) for part in value]
    return value
