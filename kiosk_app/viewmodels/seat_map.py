"""The room from above: every seat with its state, as the invigilator sees it facing the candidates' front."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import Observable
from shared.look import STATE_LOOKS
from shared.record.register import SittingRecord, SittingState


@dataclass(frozen=True, slots=True)
class MapSeat:
    """One desk on the plan; ``key`` is None where nobody is planned."""

    label: str
    row: int
    column: int
    key: Key | None = None
    name: str = ""
    number: str = ""
    state: SittingState | None = None
    letter: str = ""
    more: int = 0


class SeatMapViewModel(Observable):
    """Seats in rows and columns; row 0 is the front. Who has no seat is listed beside the plan."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        room = self._book.desk.room
        rows = max([room.rows, *(seat.row + 1 for seat in room.seats)])
        return rows, max([room.columns, *(seat.column + 1 for seat in room.seats)])

    @property
    def seats(self) -> tuple[MapSeat, ...]:
        sitting: dict[str, list[SittingRecord]] = {}
        for record in self._sitting_here:
            sitting.setdefault(self._book.seat(record), []).append(record)
        return tuple(
            self._seat(seat.label, seat.row, seat.column, sitting.get(seat.label, []))
            for seat in self._book.desk.room.seats
        )

    @property
    def without_seat(self) -> tuple[Key, ...]:
        """Sittings of this room whose seat is on no plan."""
        known = {seat.label for seat in self._book.desk.room.seats}
        return tuple(s.key for s in self._sitting_here if self._book.seat(s) not in known)

    @property
    def _sitting_here(self) -> list[SittingRecord]:
        here = self._book.desk.room.id
        return [s for s in self._book.sittings if s.place == here]

    def _seat(self, label: str, row: int, column: int, sitting: list[SittingRecord]) -> MapSeat:
        if not sitting:
            return MapSeat(label=label, row=row, column=column)
        # Two claims on one seat, or two papers of one person: the one that needs somebody is shown.
        shown = min(sitting, key=lambda s: _URGENCY.index(s.state))
        return MapSeat(
            label=label,
            row=row,
            column=column,
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
