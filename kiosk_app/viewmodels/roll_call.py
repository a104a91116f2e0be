"""The roll by seat when a room was left in a hurry: who is here, and who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId
from shared.record import rolls
from shared.record.events import room as ev
from shared.record.rolls import Roll, roll_called

Where: TypeAlias = rolls.Where
WAYS: Final[tuple[Where, ...]] = ("out", "back")


@dataclass(frozen=True, slots=True)
class RollRow:
    """One candidate who has to be there."""

    candidate: CandidateId
    seat: str
    number: str
    name: str
    is_here: bool
    is_away: bool


class RollCallViewModel(Observable):
    """Counted outside and again on coming back; each count begins with nobody ticked.

    Ticks are this tablet's own until the count is recorded. Those that another tablet of the room recorded
    are here from then on, so that two people tick one roll.
    """

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self._ticks: dict[Where, dict[CandidateId, bool]] = {"out": {}, "back": {}}
        self._stop: object = None
        self.where: Where = "out"

    def begin(self, where: Where) -> None:
        """Count outside, or on coming back; a new stop begins a new roll."""
        stops = self._book.room.stops
        began = stops[-1].began if stops else None
        if began != self._stop:
            self._stop = began
            self._ticks = {"out": {}, "back": {}}
        self.where = where
        self.tell()

    @property
    def rows(self) -> tuple[RollRow, ...]:
        """Everybody present, in walking order of the room; who was out before the stop is marked."""
        room = self._book.desk.room
        order = {seat.label: place for place, seat in enumerate(room.seats)}
        here = self._here
        people: dict[CandidateId, RollRow] = {}
        for s in self._book.sittings:
            if not s.is_present or s.place != room.id or s.finished_at is not None:
                continue
            people.setdefault(
                s.candidate_id,
                RollRow(
                    candidate=s.candidate_id,
                    seat=self._book.seat(s),
                    number=self._book.number(s),
                    name=self._book.name(s),
                    is_here=s.candidate_id in here,
                    is_away=s.away_since is not None,
                ),
            )
        return tuple(sorted(people.values(), key=lambda row: (order.get(row.seat, len(order)), row.number)))

    @property
    def missing(self) -> tuple[RollRow, ...]:
        return tuple(row for row in self.rows if not row.is_here)

    @property
    def here(self) -> int:
        return sum(1 for row in self.rows if row.is_here)

    @property
    def _here(self) -> set[CandidateId]:
        """Who was ticked on this tablet, or on another one that recorded it, and not taken back here."""
        told, own = self._told(self.where), self._ticks[self.where]
        elsewhere = {who for who in told.here if own.get(who, True)} if told else set()
        return elsewhere.union(who for who, ticked in own.items() if ticked)

    def turn(self, candidate: CandidateId) -> None:
        """Here, or not here after all."""
        self._ticks[self.where][candidate] = candidate not in self._here
        self.tell()

    def all_here(self) -> None:
        """Counted at a glance: everybody who isn't ticked yet."""
        self._ticks[self.where].update({row.candidate: True for row in self.rows})
        self.tell()

    @property
    def unaccounted(self) -> str:
        """Why not to go on yet, in a sentence; empty once everybody was counted back in."""
        counted_back, all_of_them = self.counts.get("back"), len(self.rows)
        if counted_back is None:
            return _("nobody was counted back in yet.")
        if counted_back != all_of_them:
            return _("{n} of {all} were counted back in.").format(n=counted_back, all=all_of_them)
        return ""

    def record(self) -> tuple[RollRow, ...]:
        """Put the count on record; who is missing."""
        if not self._book.room.stops or self._book.room.stops[-1].ended is not None:
            raise NotPossible(_("The clock runs."), _("Stop it first, then count."))
        here = tuple(row.candidate for row in self.rows if row.is_here)
        self._book.desk.record(ev.RollCalled(counted=len(here), where=self.where, here=here))
        self.tell()
        return self.missing

    @property
    def counts(self) -> dict[Where, int]:
        """The last recorded count of each kind since the stop that goes on now."""
        told = {where: self._told(where) for where in WAYS}
        return {where: roll.counted for where, roll in told.items() if roll is not None}

    def _told(self, where: Where) -> Roll | None:
        stops = self._book.room.stops
        if not stops:
            return None
        return roll_called(self._book.desk.facts(), self._book.desk.room.id, where, stops[-1].began)
