"""What the head of centre asks after a session: who came, how quickly they were let in, what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from msgspec import Struct

from shared.ids import ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import elapsed
from shared.record.events.candidate import Attendance, CandidateMarkedPresent, LateArrivalAdmitted
from shared.record.facts import Fact, in_order
from shared.record.register import Register, SittingRecord
from shared.record.times import Lateness

LONGEST_PAUSE = timedelta(minutes=2)
"""Two check-ins of one tablet further apart than this say nothing about how long one takes."""


class Attended(Struct, frozen=True, kw_only=True):
    """Sittings counted by how they ended; ``late`` holds the very late too."""

    entered: int
    present: int
    late: int
    very_late: int
    absent: int
    withdrawn: int
    transferred: int
    unlisted: int
    undecided: int

    @property
    def percent(self) -> float | None:
        """Present of those due: entered, without withdrawn and transferred; None where nobody was."""
        due = self.entered - self.withdrawn - self.transferred
        return None if due <= 0 else 100 * (self.present - self.unlisted) / due


class ComponentAttended(Struct, frozen=True, kw_only=True):
    """One paper's line."""

    component_id: ComponentId
    code: str
    title: str
    attended: Attended


class RoomAttended(Struct, frozen=True, kw_only=True):
    """One room's line; ``seats`` are those of the room, ``stopped`` the minutes for which its clock stood."""

    room_id: RoomId
    name: str
    seats: int
    attended: Attended
    incidents: int
    calls: int
    stopped: int


class Minute(Struct, frozen=True, kw_only=True):
    """How many sittings were marked present within one minute."""

    at: datetime
    checked_in: int


class CheckIn(Struct, frozen=True, kw_only=True):
    """How quickly the rooms filled. ``seconds`` is the median from one check-in of a tablet to its next.

    What was keyed in from paper has no minute of its own: it is only counted, in ``from_paper``.
    """

    by_minute: tuple[Minute, ...]
    seconds: float | None
    tablets: int
    from_paper: int = 0

    @property
    def busiest(self) -> Minute | None:
        """The fullest minute, the earliest where several are alike."""
        return max(self.by_minute, key=lambda m: m.checked_in, default=None)


class SessionStatistics(Struct, frozen=True, kw_only=True):
    """One session in figures, none of them about one person; ``starts_at`` is its first published start."""

    attended: Attended
    starts_at: datetime | None
    components: tuple[ComponentAttended, ...]
    rooms: tuple[RoomAttended, ...]
    check_in: CheckIn
    incidents: tuple[tuple[str, int], ...]
    calls: tuple[tuple[str, int], ...]
    answered_after_seconds: float | None
    corrections: int
    questions: int
    open_questions: int


def statistics_of(pack: SessionPack, register: Register, facts: Iterable[Fact]) -> SessionStatistics:
    """The session's figures from its register, and from its facts what only they tell: when."""
    answered = [
        elapsed(call.asked_at, call.acknowledged_at).total_seconds()
        for call in register.help_calls
        if call.acknowledged_at is not None
    ]
    return SessionStatistics(
        attended=count_attended(register.sittings),
        starts_at=min((c.published_start for c in pack.session.components), default=None),
        components=tuple(
            ComponentAttended(
                component_id=paper.id,
                code=paper.component.code,
                title=paper.component.title,
                attended=count_attended(register.of_component(paper.id)),
            )
            for paper in pack.session.components
        ),
        rooms=_rooms(pack, register),
        check_in=_check_in(in_order(facts)),
        incidents=_counted(incident.kind for incident in register.incidents),
        calls=_counted(call.kind for call in register.help_calls),
        answered_after_seconds=median(answered) if answered else None,
        corrections=sum(len(sitting.corrections) for sitting in register.sittings),
        questions=len(register.discrepancies),
        open_questions=len(register.open_discrepancies),
    )


def count_attended(sittings: Sequence[SittingRecord]) -> Attended:
    """These sittings counted; one who is contradicted counts as undecided."""
    by_attendance = Counter(s.attendance for s in sittings)
    present = [s for s in sittings if s.is_present]
    very_late = sum(s.lateness in (Lateness.VERY_LATE, Lateness.ASK_OFFICER) for s in present)
    return Attended(
        entered=sum(s.listed for s in sittings),
        present=len(present),
        late=very_late + sum(s.lateness is Lateness.LATE for s in present),
        very_late=very_late,
        absent=by_attendance[Attendance.ABSENT],
        withdrawn=by_attendance[Attendance.WITHDRAWN],
        transferred=by_attendance[Attendance.TRANSFERRED],
        unlisted=sum(not s.listed for s in present),
        undecided=by_attendance[Attendance.EXPECTED] + by_attendance[Attendance.CONTRADICTED],
    )


def _rooms(pack: SessionPack, register: Register) -> tuple[RoomAttended, ...]:
    lines = []
    for room in pack.rooms:
        here = [s for s in register.sittings if s.place == room.id]
        incidents = sum(i.room == room.id for i in register.incidents)
        calls = sum(c.room == room.id for c in register.help_calls)
        if not (here or incidents or calls):
            continue
        stops = register.room(room.id).stops
        lines.append(
            RoomAttended(
                room_id=room.id,
                name=room.name,
                seats=len(room.seats),
                attended=count_attended(here),
                incidents=incidents,
                calls=calls,
                stopped=round(
                    sum(elapsed(s.began, s.ended).total_seconds() for s in stops if s.ended is not None) / 60
                ),
            )
        )
    return tuple(lines)


def _check_in(facts: Sequence[Fact]) -> CheckIn:
    """By the first time that each sitting was marked present; a correction is no check-in."""
    first: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        event = fact.envelope.event
        if isinstance(event, CandidateMarkedPresent | LateArrivalAdmitted):
            first.setdefault((event.candidate_id, event.component_id), fact)
    live = [fact for fact in first.values() if not fact.is_from_paper]
    times = [fact.at for fact in live]
    by_minute = Counter(at.replace(second=0, microsecond=0) for at in times)
    by_tablet: dict[str, list[datetime]] = {}
    for fact in live:
        by_tablet.setdefault(fact.envelope.device_id, []).append(fact.at)
    pauses = [
        later - earlier
        for taken in by_tablet.values()
        for earlier, later in zip(sorted(taken), sorted(taken)[1:], strict=False)
    ]
    seconds = [pause.total_seconds() for pause in pauses if pause <= LONGEST_PAUSE]
    return CheckIn(
        by_minute=tuple(Minute(at=at, checked_in=count) for at, count in sorted(by_minute.items())),
        seconds=median(seconds) if seconds else None,
        tablets=len(by_tablet),
        from_paper=len(first) - len(live),
    )


def _counted(kinds: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(kinds).most_common())
