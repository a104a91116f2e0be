"""One thing that differs between two versions of a pack, and all of them part by part."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from shared.ids import RoomId


class Part(StrEnum):
    """What a difference is about, in the order in which an officer wants to know."""

    TIMES = "times"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    ARRANGEMENTS = "arrangements"
    DETAILS = "details"
    ROOMS = "rooms"
    PEOPLE = "people"
    RULES = "rules"


PART_TITLES: Final = {
    Part.TIMES: "Papers and times",
    Part.ADDED: "Entries added",
    Part.WITHDRAWN: "Entries withdrawn",
    Part.MOVED: "Rooms and seats changed",
    Part.ARRANGEMENTS: "Access arrangements",
    Part.DETAILS: "Names, numbers, photos and tags",
    Part.ROOMS: "Rooms",
    Part.PEOPLE: "Invigilators",
    Part.RULES: "Rules and centre",
}


class PackDifferenceLine(Struct, frozen=True, kw_only=True):
    """One thing that is another one now; ``before`` or ``after`` is empty where there is none.

    ``rooms`` are those whose tablets and paper are concerned; ``everywhere`` says that all of them are.
    """

    part: Part
    what: str
    before: str = ""
    after: str = ""
    rooms: tuple[RoomId, ...] = ()
    everywhere: bool = False


class PackDifferences(Struct, frozen=True, kw_only=True):
    """Everything that differs, part by part."""

    lines: tuple[PackDifferenceLine, ...] = ()

    @property
    def parts(self) -> Mapping[Part, tuple[PackDifferenceLine, ...]]:
        """Only the parts that have something to tell."""
        found = {part: tuple(line for line in self.lines if line.part is part) for part in Part}
        return {part: lines for part, lines in found.items() if lines}

    @property
    def rooms(self) -> tuple[RoomId, ...] | None:
        """The rooms concerned; None means all of them."""
        if any(line.everywhere for line in self.lines):
            return None
        return tuple(dict.fromkeys(room for line in self.lines for room in line.rooms))

    def report(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {part.value: [_plain(line) for line in lines] for part, lines in self.parts.items()}


def _plain(line: PackDifferenceLine) -> dict[str, Any]:
    return {
        "what": line.what,
        "before": line.before,
        "after": line.after,
        "rooms": None if line.everywhere else list(line.rooms),
    }
