"""Who finishes when: every finish of the room in its order, who is told beforehand, who has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.finishes import reason_of_finish
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.record.countdown import Countdown, countdown, warnings
from shared.record.events import candidate as ev
from shared.record.finishes import OwnFinish, finishes_in
from shared.record.times import earliest_leaving
from shared.rules.profile import RulesProfile


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes; ``why`` says what makes the finish another than the paper's."""

    key: Key
    name: str
    number: str
    seat: str
    why: str


@dataclass(frozen=True, slots=True)
class FinishTime:
    """One moment at which people finish. ``is_paused``: it moves on while their clock stands still."""

    at: datetime
    clock: Countdown
    codes: tuple[str, ...]
    people: tuple[Writer, ...]
    is_paused: bool

    @property
    def is_over(self) -> bool:
        """The time is used up, and these people were not dismissed yet."""
        return self.clock.left <= timedelta()


class FinishesViewModel(Observable):
    """The room's finishes, earliest first: the next one is what an invigilator looks at."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self._told: set[datetime] = set()
        self._drawn: tuple[object, datetime | None, tuple[FinishTime, ...]] = (None, None, ())

    @property
    def times(self) -> tuple[FinishTime, ...]:
        """Everybody who still writes, grouped by the moment at which they finish."""
        register, now = self._book.register, self._book.desk.now()
        second = now.replace(microsecond=0)
        if self._drawn[0] is not register or self._drawn[1] != second:
            self._drawn = (register, second, self._times(now))
        return self._drawn[2]

    @property
    def next(self) -> FinishTime | None:
        """The one to look out for."""
        return self.times[0] if self.times else None

    @property
    def others(self) -> tuple[FinishTime, ...]:
        return self.times[1:]

    @property
    def gone(self) -> tuple[Writer, ...]:
        """Who has finished and was dismissed, the last one first; ``why`` is the time."""
        here = self._book.desk.room.id
        done = [
            (s.finished_at, s)
            for s in self._book.sittings
            if s.is_present and s.place == here and s.finished_at is not None
        ]
        done.sort(key=lambda pair: pair[0].timestamp(), reverse=True)
        return tuple(
            Writer(
                key=s.key,
                name=self._book.name(s),
                number=self._book.number(s),
                seat=self._book.seat(s),
                why=self._book.clock(at),
            )
            for at, s in done
        )

    @property
    def due_warning(self) -> FinishTime | None:
        """Who has to be told now how long is left, where the centre tells it (rule 18); None once told."""
        now = self._book.desk.now()
        due = {w.finish for w in warnings(self._own(now), self._rules) if w.at <= now < w.finish}
        return next((t for t in self.times if t.at in due and t.at not in self._told), None)

    def warned(self, at: datetime) -> None:
        """The room was told about the finish ``at``."""
        self._told.add(at)
        self.tell()

    def dismiss(self, key: Key) -> None:
        """One candidate has finished and goes; never before the rules let anybody go (rule 14)."""
        paper, now = self._book.paper(key[1]), self._book.desk.now()
        if key not in {person.key for time in self.times for person in time.people}:
            raise NotPossible(_("This candidate is not writing now."))
        if paper is not None and now < earliest_leaving(paper, self._rules):
            opens = self._book.clock(earliest_leaving(paper, self._rules))
            raise NotPossible(
                _("Nobody leaves before {time}.").format(time=opens), _("The candidate stays in the room.")
            )
        self._book.desk.record(ev.CandidateFinished(candidate_id=key[0], component_id=key[1]))
        self.tell()

    @property
    def _rules(self) -> RulesProfile:
        return self._book.desk.pack.rules

    def _own(self, now: datetime) -> tuple[OwnFinish, ...]:
        desk = self._book.desk
        return finishes_in(self._book.register, desk.pack, desk.room.id, now)

    def _times(self, now: datetime) -> tuple[FinishTime, ...]:
        groups: dict[tuple[datetime, bool], list[OwnFinish]] = {}
        stopped = any(stop.ended is None for stop in self._book.room.stops)
        for own in self._own(now):
            # Who rests has a finish of their own, even where it is the same minute as somebody else's.
            groups.setdefault((own.at, own.is_paused and not stopped), []).append(own)
        return tuple(
            FinishTime(
                at=at,
                clock=countdown(at, now, self._rules, is_paused=resting or stopped),
                codes=tuple(dict.fromkeys(self._book.code(own.component_id) for own in group)),
                people=tuple(self._writer(own) for own in group),
                is_paused=resting or stopped,
            )
            for (at, resting), group in sorted(groups.items(), key=lambda item: item[0][0].timestamp())
        )

    def _writer(self, own: OwnFinish) -> Writer:
        sitting = self._book.sitting((own.candidate_id, own.component_id))
        return Writer(
            key=sitting.key,
            name=self._book.name(sitting),
            number=self._book.number(sitting),
            seat=self._book.seat(sitting),
            why=reason_of_finish(self._book, sitting),
        )
