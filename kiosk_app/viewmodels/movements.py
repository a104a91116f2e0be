"""Who is out of the room and who rests: escorts, minutes, and what to know before the next one goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from kiosk_app.texts import N_, _, counted
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId
from shared.plan.candidates import ArrangementKind
from shared.plan.timetable import elapsed
from shared.record.events import KnownEvent
from shared.record.events import candidate as ev
from shared.record.movements import Movement, movements_in
from shared.record.register import SittingRecord
from shared.record.times import MINUTE

Purpose = Literal["toilet", "illness", "other"]
PURPOSES: Final[tuple[tuple[Purpose, str], ...]] = (
    ("toilet", N_("Toilet")),
    ("illness", N_("Illness")),
    ("other", N_("Something else")),
)


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody who is away from the room or rests in it, and for how long by now."""

    key: Key
    name: str
    number: str
    seat: str
    since: datetime
    minutes: int
    says: str


class MovementsViewModel(Observable):
    """Leaving under escort, coming back, and rest breaks, for every candidate who sits here."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self._known: tuple[int, tuple[Movement, ...]] = (-1, ())

    @property
    def all(self) -> tuple[Movement, ...]:
        """Every time somebody left this room."""
        revision = self._book.desk.revision
        if self._known[0] != revision:
            self._known = (revision, movements_in(self._book.desk.facts(), self._book.desk.room.id))
        return self._known[1]

    @property
    def away(self) -> tuple[Out, ...]:
        """Who is out of the room now, the longest first; with whom and what for."""
        last = {m.candidate_id: m for m in self.all}
        shown = []
        for sitting in self._here(lambda s: s.away_since is not None and s.finished_at is None):
            told = last.get(sitting.candidate_id)
            purpose = _(dict(PURPOSES).get(told.purpose, "")) if told else ""  # type: ignore[call-overload]
            escort = _("with {escort}").format(escort=told.escort) if told and told.escort else ""
            says = " · ".join(part for part in (purpose, escort) if part)
            shown.append(self._out(sitting, sitting.away_since, says))
        return tuple(sorted(shown, key=lambda out: out.since.timestamp()))

    @property
    def resting(self) -> tuple[Out, ...]:
        """Whose own clock stands still for a rest break, and how much rest they had altogether."""
        now, shown = self._book.desk.now(), []
        for sitting in self._here(lambda s: bool(s.breaks) and s.breaks[-1].ended is None):
            rests = [elapsed(stop.began, stop.ended or now) for stop in sitting.breaks]
            total = sum(int(rest / MINUTE) for rest in rests)
            says = counted("{n} break", "{n} breaks", len(rests))
            says = _("{breaks}, {minutes} min altogether").format(breaks=says, minutes=total)
            shown.append(self._out(sitting, sitting.breaks[-1].began, says))
        return tuple(sorted(shown, key=lambda out: out.since.timestamp()))

    @property
    def warning(self) -> str:
        """What everybody in charge should know at once: several are out together."""
        out = len(self.away)
        if out < 2:
            return ""
        return counted(
            "{n} candidate is out.", "{n} candidates are out at the same time: keep them apart.", out
        )

    def before_leaving(self, candidate: CandidateId) -> tuple[str, ...]:
        """What to know before this candidate goes out too."""
        others = [out for out in self.away if out.key[0] != candidate]
        said = [
            _("{name} is out since {time}: they must not meet.").format(
                name=out.name, time=self._book.clock(out.since)
            )
            for out in others
        ]
        before = [m for m in self.all if m.candidate_id == candidate and m.returned_at is not None]
        if before:
            times = counted("{n} time", "{n} times", len(before))
            said.append(_("Was out {times} already.").format(times=times))
        return tuple(said)

    @property
    def escorts(self) -> tuple[str, ...]:
        """Whom to touch instead of typing: who went along before, then who is on duty here."""
        before = [m.escort for m in reversed(self.all) if m.escort]
        duty = [self._book.person(i) for i in self._book.room.on_duty]
        return tuple(dict.fromkeys((*before, *duty)))[:6]

    def leave(self, candidate: CandidateId, escort: str, purpose: Purpose = "toilet") -> None:
        """Out of the room, never alone (rule 30)."""
        if not escort.strip():
            raise NotPossible(_("Nobody leaves alone."), _("Name who goes along."))
        if candidate in {out.key[0] for out in self.away}:
            raise NotPossible(_("This candidate is out already."))
        if not any(s.candidate_id == candidate for s in self._here(lambda s: s.is_present)):
            raise NotPossible(_("This candidate is not recorded as present here."), _("Look at the card."))
        self._record(ev.CandidateLeftRoom(candidate_id=candidate, escort=escort.strip(), purpose=purpose))

    def come_back(self, candidate: CandidateId) -> None:
        if candidate not in {out.key[0] for out in self.away}:
            raise NotPossible(_("This candidate is not away."))
        self._record(ev.CandidateReturned(candidate_id=candidate))

    def has_rest_breaks(self, candidate: CandidateId) -> bool:
        """Whether rest breaks are arranged, beforehand or by the officer today (rule 26)."""
        granted = [a for s in self._book.sittings_of(candidate) for a in s.granted]
        planned = self._book.candidate(candidate).arrangements
        return any(a.kind is ArrangementKind.REST_BREAKS for a in (*planned, *granted))

    def is_resting(self, candidate: CandidateId) -> bool:
        return candidate in {out.key[0] for out in self.resting}

    @property
    def may_rest(self) -> tuple[Key, ...]:
        """Who may begin a rest break now: arranged for, writing, and not resting."""
        running = self._book.room.started_at.keys() - self._book.room.finished_at.keys()
        return tuple(
            s.key
            for s in self._here(lambda s: s.is_present and s.finished_at is None)
            if s.component_id in running
            and self.has_rest_breaks(s.candidate_id)
            and not self.is_resting(s.candidate_id)
        )

    def start_break(self, candidate: CandidateId) -> None:
        """The candidate's own clock stands still; the room's goes on."""
        if self.is_resting(candidate):
            raise NotPossible(_("The rest break runs already."))
        if not self.has_rest_breaks(candidate):
            raise NotPossible(
                _("No rest breaks are arranged for this candidate."),
                _("The exams officer can grant them: press Help."),
            )
        if candidate not in {key[0] for key in self.may_rest}:
            raise NotPossible(_("This candidate is not writing now."))
        self._record(ev.RestBreakStarted(candidate_id=candidate))

    def end_break(self, candidate: CandidateId) -> None:
        """Writing goes on; the own finish has moved by the break."""
        if not self.is_resting(candidate):
            raise NotPossible(_("No rest break runs."))
        self._record(ev.RestBreakEnded(candidate_id=candidate))

    def _here(self, wanted: Callable[[SittingRecord], bool]) -> list[SittingRecord]:
        """One sitting a person, of those who sit in this room."""
        here = self._book.desk.room.id
        people: dict[CandidateId, SittingRecord] = {}
        for sitting in self._book.sittings:
            if sitting.place == here and wanted(sitting):
                people.setdefault(sitting.candidate_id, sitting)
        return list(people.values())

    def _out(self, sitting: SittingRecord, since: datetime | None, says: str) -> Out:
        began = since or self._book.desk.now()
        return Out(
            key=sitting.key,
            name=self._book.name(sitting),
            number=self._book.number(sitting),
            seat=self._book.seat(sitting),
            since=began,
            minutes=max(0, int(elapsed(began, self._book.desk.now()) / MINUTE)),
            says=says,
        )

    def _record(self, event: KnownEvent) -> None:
        self._book.desk.record(event)
        self.tell()
