"""The room from above: every seat with its state, the front and the doors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import Observable
from shared.look import STATE_LOOKS
from shared.plan.centre import Room, Seat
from shared.record.register import SittingRecord, SittingState

AISLE = 0.4
"""How wide an aisle is drawn, in seats."""


@dataclass(frozen=True, slots=True)
class MapSeat:
    """One desk on the plan, ``x`` and ``y`` in seats from its upper left.

    ``key`` is None where nobody is planned; ``unused`` says why a seat that stands there is not used.
    """

    label: str
    x: float
    y: float
    key: Key | None = None
    name: str = ""
    number: str = ""
    state: SittingState | None = None
    letter: str = ""
    more: int = 0
    unused: bool = False


@dataclass(frozen=True, slots=True)
class WallMark:
    """The front or a door, on the edge of the plan: 0 to 1 from the left and from above."""

    kind: Literal["front", "door"]
    x: float
    y: float


class SeatMapViewModel(Observable):
    """Seats as they stand, turned as the office drew the plan. Who has no seat is listed beside it."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book

    @property
    def size(self) -> tuple[float, float]:
        """How many seats high and wide the plan is, aisles counted."""
        high, wide = self._along(self._last_row + 1), self._across(self._last_column + 1)
        return (wide, high) if self._room.front in ("left", "right") else (high, wide)

    @property
    def seats(self) -> tuple[MapSeat, ...]:
        sitting: dict[str, list[SittingRecord]] = {}
        for record in self._sitting_here:
            sitting.setdefault(self._book.seat(record), []).append(record)
        return tuple(self._seat(seat, sitting.get(seat.label, [])) for seat in self._room.seats)

    @property
    def marks(self) -> tuple[WallMark, ...]:
        """The front, and the doors that the office drew."""
        marks = [WallMark("front", *self._turned(0.5, 0.0))]
        for door in self._room.doors:
            along = min(100, max(0, door.at)) / 100
            places = {
                "front": (along, 0.0),
                "back": (along, 1.0),
                "left": (0.0, along),
                "right": (1.0, along),
            }
            marks.append(WallMark("door", *self._turned(*places[door.side])))
        return tuple(marks)

    @property
    def without_seat(self) -> tuple[Key, ...]:
        """Sittings of this room whose seat is on no plan."""
        known = {seat.label for seat in self._room.seats}
        return tuple(s.key for s in self._sitting_here if self._book.seat(s) not in known)

    @property
    def _room(self) -> Room:
        return self._book.desk.room

    @property
    def _last_row(self) -> int:
        return max([self._room.rows - 1, *(seat.row for seat in self._room.seats)])

    @property
    def _last_column(self) -> int:
        return max([self._room.columns - 1, *(seat.column for seat in self._room.seats)])

    def _across(self, column: int) -> float:
        return column + AISLE * sum(1 for aisle in self._room.column_aisles if 0 <= aisle < column)

    def _along(self, row: int) -> float:
        return row + AISLE * sum(1 for aisle in self._room.row_aisles if 0 <= aisle < row)

    def _turned(self, across: float, along: float) -> tuple[float, float]:
        """From how somebody sits, facing the front, to the plan; 0 to 1 from the left and from above."""
        match self._room.front:
            case "bottom":
                return 1 - across, 1 - along
            case "left":
                return along, 1 - across
            case "right":
                return 1 - along, across
            case _:
                return across, along

    @property
    def _sitting_here(self) -> list[SittingRecord]:
        here = self._room.id
        return [s for s in self._book.sittings if s.place == here]

    def _seat(self, seat: Seat, sitting: list[SittingRecord]) -> MapSeat:
        rows, columns = self._along(self._last_row + 1), self._across(self._last_column + 1)
        middle = self._turned(
            (self._across(seat.column) + 0.5) / columns, (self._along(seat.row) + 0.5) / rows
        )
        high, wide = self.size
        bare = MapSeat(
            label=seat.label,
            x=middle[0] * wide - 0.5,
            y=middle[1] * high - 0.5,
            unused=self._room.why_disabled(seat.label) is not None,
        )
        if not sitting:
            return bare
        # Two claims on one seat, or two papers of one person: the one that needs somebody is shown.
        shown = min(sitting, key=lambda s: _URGENCY.index(s.state))
        return replace(
            bare,
            key=shown.key,
            name=self._book.name(shown),
            number=self._book.number(shown),
            state=shown.state,
            letter=STATE_LOOKS[shown.state].letter,
            more=len(sitting) - 1,
        )


_URGENCY = (
    SittingState.ALARM,
    SittingState.PENDING,
    SittingState.EXPECTED,
    SittingState.AWAY,
    SittingState.VERY_LATE,
    SittingState.LATE,
    SittingState.PRESENT,
    SittingState.COLLECTED,
    SittingState.ABSENT,
)
