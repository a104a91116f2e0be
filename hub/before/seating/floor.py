"""One room while it is being filled: what is free, who may come in beside those who sit there."""

from __future__ import annotations

from collections.abc import Iterator

from hub.before.records import RoomRecord
from hub.before.seating.options import SeatingOptions
from hub.before.seating.sitters import Sitter
from hub.before.seating.walk import line_of, walk
from shared.ids import ComponentId
from shared.plan.centre import Seat


class Floor:
    """The seats of one room in walking order, with their sitters so far."""

    def __init__(self, room: RoomRecord, options: SeatingOptions) -> None:
        self.room = room
        self.sitters: dict[str, Sitter] = {}
        self._options = options
        usable = walk(room, options.corner, options.flow)
        spare = options.spare_in(len(usable)) if room.takes_everybody else 0
        self.most = min(room.most_seated, len(usable) - spare)
        self._seats = usable
        self._free = {seat.label: seat for seat in usable}
        self._lines: dict[int, set[ComponentId]] = {}
        self._papers: set[tuple[ComponentId, ...]] = set()
        self._nothing_clear: set[ComponentId] = set()
        self._read_to = False
        self._apart = False

    @property
    def taken(self) -> int:
        return len(self.sitters)

    @property
    def left(self) -> int:
        """How many more may be seated."""
        return max(0, min(self.most - self.taken, len(self._free)))

    @property
    def is_empty(self) -> bool:
        return not self.sitters

    def refuses(self, sitter: Sitter) -> bool:
        """Whether somebody who sits here, or this candidate, must not share the room."""
        if self.is_empty:
            return False
        if self._options.separate_alone and (self._apart or sitter.sits_apart):
            return True
        same_paper = self._papers == {sitter.components}
        return self._options.readers_by_component and (self._read_to or sitter.is_read_to) and not same_paper

    def takes(self, sitter: Sitter) -> bool:
        return self.left > 0 and not self.refuses(sitter)

    def place(self, sitter: Sitter, label: str) -> None:
        """Seat this candidate; the label may be one that isn't used otherwise, chosen by hand."""
        self.sitters[label] = sitter
        self._free.pop(label, None)
        self._papers.add(sitter.components)
        self._read_to = self._read_to or sitter.is_read_to
        self._apart = self._apart or sitter.sits_apart
        seat = self.room.seat(label)
        if seat is not None:
            self._lines.setdefault(self._line(seat), set()).update(sitter.components)

    def has_free(self, label: str) -> bool:
        return label in self._free

    def first_free(self) -> Seat | None:
        return next(iter(self._free.values()), None)

    def first_clear_of(self, paper: ComponentId) -> Seat | None:
        """The first free seat with no other component in its line or the lines beside it."""
        if paper in self._nothing_clear:
            return None
        clear: dict[int, bool] = {}
        for seat in self._free.values():
            line = self._line(seat)
            if line not in clear:
                clear[line] = all(self._lines.get(line + near, set()) <= {paper} for near in (-1, 0, 1))
            if clear[line]:
                return seat
        self._nothing_clear.add(paper)
        return None

    def lines(self) -> Iterator[tuple[int, list[Seat]]]:
        """Line and free seats, in walking order."""
        by_line: dict[int, list[Seat]] = {}
        for seat in self._free.values():
            by_line.setdefault(self._line(seat), []).append(seat)
        yield from by_line.items()

    def papers_in_line(self, line: int) -> set[ComponentId]:
        return self._lines.get(line, set())

    def _line(self, seat: Seat) -> int:
        return line_of(seat, self._options.flow)
