"""From the facts about one candidate and one component to what the register says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from shared.ids import RoomId
from shared.plan.candidates import Arrangement
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record.attendance import attendance_said, replaces
from shared.record.corrections import corrections
from shared.record.events import candidate as ev
from shared.record.events import office, scripts
from shared.record.events.candidate import Attendance, Identity
from shared.record.facts import Fact, had_seen, heads, in_order
from shared.record.register import SittingRecord, Stop
from shared.record.times import Lateness, classify_lateness

_IDENTITY_SEVERITY = {
    Identity.UNDECIDED: 0,
    Identity.CONFIRMED: 1,
    Identity.PENDING: 2,
    Identity.MISMATCH: 3,
}


def fold_sitting(
    pack: SessionPack,
    planned: Sitting,
    facts: Sequence[Fact],
    started: dict[RoomId, datetime],
    *,
    listed: bool = True,
) -> SittingRecord:
    """The record of one sitting from every fact about its candidate.

    ``started`` gives the component's actual start per room, for lateness. Whoever the pack enters is
    ``listed``, also where the room wrote the candidate in before the formal entry came.
    """
    record = SittingRecord(
        candidate_id=planned.candidate_id,
        component_id=planned.component_id,
        planned_room=planned.room_id,
        planned_seat=planned.seat,
        listed=listed,
        from_centre=planned.from_centre,
    )
    record = _fold_attendance(record, facts)
    record = _fold_place(record, facts)
    record = _fold_identity(record, facts)
    record = _fold_transfer(record, facts)
    record = _fold_arrival(record, facts, pack, started)
    return _fold_movements(record, facts)


def _fold_attendance(record: SittingRecord, facts: Sequence[Fact]) -> SittingRecord:
    who, what = record.key
    saying = [f for f in facts if attendance_said(f, who, what) is not None]
    standing = in_order(f for f in saying if not any(replaces(o, f, who, what) for o in saying))
    claims: list[Attendance] = []
    for fact in standing:
        said = attendance_said(fact, who, what)
        if said is not None and said not in claims:
            claims.append(said)
    # Who took a statement back says nothing any more, so nobody is contradicted by it.
    claims = [said for said in claims if said is not Attendance.EXPECTED] or claims
    if not claims:
        return record
    return msgspec.structs.replace(
        record,
        attendance=claims[0] if len(claims) == 1 else Attendance.CONTRADICTED,
        claimed=tuple(sorted(claims)),
        evidence=tuple(sorted(f.id for f in saying)),
        corrections=corrections(saying, who, what) if len(saying) > 1 else (),
    )


def _fold_place(record: SittingRecord, facts: Sequence[Fact]) -> SittingRecord:
    room: RoomId | None = None
    seat: str | None = record.planned_seat
    seats = {record.planned_room: record.planned_seat}
    unlisted: ev.UnlistedCandidateAdded | None = None
    for fact in in_order(facts):
        event = fact.envelope.event
        if isinstance(event, office.DiscrepancySettled):
            # The office ruled on presence somewhere: the candidate sits there, on the seat last told there.
            if attendance_said(fact, *record.key) is Attendance.PRESENT and fact.envelope.room is not None:
                room = fact.envelope.room
                seat = seats.get(room, seat)
            continue
        if getattr(event, "component_id", None) != record.component_id:
            continue
        match event:
            case ev.UnlistedCandidateAdded():
                unlisted, room, seat = event, fact.envelope.room, event.seat
            case ev.CandidateMarkedPresent() | ev.LateArrivalAdmitted():
                room, seat = fact.envelope.room, event.seat or seat
            case ev.SeatChanged():
                room, seat = event.room or room, event.new
            case ev.AttendanceCorrected() if event.new is Attendance.PRESENT:
                room = fact.envelope.room or room
            case _:
                continue
        seats[room] = seat
    return msgspec.structs.replace(
        record,
        room=room,
        seat=seat,
        unlisted_name=unlisted.name if unlisted and not record.listed else "",
        unlisted_number=unlisted.number if unlisted and not record.listed else "",
    )


def _fold_transfer(record: SittingRecord, facts: Sequence[Fact]) -> SittingRecord:
    """The other centre of a candidate transferred in or out; the last one told stands (rule 23)."""
    for fact in in_order(facts):
        event = fact.envelope.event
        if getattr(event, "component_id", None) != record.component_id:
            continue
        match event:
            case ev.UnlistedCandidateAdded() if event.from_centre:
                record = msgspec.structs.replace(record, from_centre=event.from_centre)
            case ev.CandidateMarkedTransferred() if record.attendance is Attendance.TRANSFERRED:
                record = msgspec.structs.replace(record, to_centre=event.to_centre)
            case _:
                pass
    return record


def _fold_identity(record: SittingRecord, facts: Sequence[Fact]) -> SittingRecord:
    decided = [f for f in facts if isinstance(f.envelope.event, ev.IdentityDecided)]
    verdicts = [
        f.envelope.event.decision for f in heads(decided) if isinstance(f.envelope.event, ev.IdentityDecided)
    ]
    if not verdicts:
        return record
    return msgspec.structs.replace(
        record,
        identity=max(verdicts, key=_IDENTITY_SEVERITY.__getitem__),
        identity_evidence=tuple(sorted(f.id for f in decided)),
    )


def _fold_arrival(
    record: SittingRecord, facts: Sequence[Fact], pack: SessionPack, started: dict[RoomId, datetime]
) -> SittingRecord:
    if record.attendance is not Attendance.PRESENT:
        return record
    arrivals: list[datetime] = []
    late: ev.LateArrivalAdmitted | None = None
    for fact in in_order(facts):
        event = fact.envelope.event
        if getattr(event, "component_id", None) != record.component_id:
            continue
        match event:
            case ev.LateArrivalAdmitted():
                late = event
            case ev.CandidateMarkedPresent() | ev.UnlistedCandidateAdded():
                arrivals.append(fact.at)
            case _:
                pass
    if late is None:
        return msgspec.structs.replace(record, arrived_at=min(arrivals)) if arrivals else record
    paper = pack.component(record.component_id)
    lateness = Lateness.LATE
    if paper is not None:
        lateness = classify_lateness(paper, late.arrived_at, started.get(record.place or ""), pack.rules)
    return msgspec.structs.replace(record, arrived_at=late.arrived_at, lateness=lateness, admission=late)


def _fold_movements(record: SittingRecord, facts: Sequence[Fact]) -> SittingRecord:
    own = _OwnClock()
    away: datetime | None = None
    finished: datetime | None = None
    collected: Fact | None = None
    evidence: list[str] = []
    forms: list[str] = []
    for fact in in_order(facts):
        event = fact.envelope.event
        own.take(fact)
        match event:
            case ev.CandidateLeftRoom():
                away = fact.at
            case ev.CandidateReturned():
                away = None
            case ev.CandidateFinished() if event.component_id == record.component_id:
                finished = fact.at
            case scripts.ScriptCollected() if event.component_id == record.component_id:
                collected = collected or fact
                evidence.append(fact.id)
            case scripts.CoverSheetAttached() if event.component_id == record.component_id:
                forms.append(event.form)
            case _:
                pass
    return msgspec.structs.replace(
        record,
        away_since=away,
        breaks=tuple(own.breaks),
        granted=tuple(own.granted),
        finished_at=finished,
        script_collected_at=collected.at if collected else None,
        script_room=collected.envelope.room if collected else None,
        script_evidence=tuple(sorted(evidence)),
        cover_sheets=tuple(dict.fromkeys(forms)),
    )


class _OwnClock:
    """The candidate's rest breaks and what was granted on the day, for every paper of theirs (rule 26)."""

    def __init__(self) -> None:
        self.breaks: list[Stop] = []
        self.granted: list[Arrangement] = []

    def take(self, fact: Fact) -> None:
        at = fact.at
        resting = bool(self.breaks) and self.breaks[-1].ended is None
        match fact.envelope.event:
            case ev.RestBreakStarted() if not resting:
                self.breaks.append(Stop(reason="rest_break", began=at))
            case ev.RestBreakEnded() if resting:
                self.breaks[-1] = Stop(reason="rest_break", began=self.breaks[-1].began, ended=at)
            case ev.ArrangementGranted() as event if event.arrangement not in self.granted:
                self.granted.append(event.arrangement)
            case _:
                pass


def rooms_claimed(record: SittingRecord, facts: Sequence[Fact]) -> tuple[RoomId, ...]:
    """Every room in which the candidate is still said to sit by devices that had not seen each other.

    A knowing move, or a presence that the room itself took back, claims nothing any more. The officer's
    ruling answers the question and leaves it on record; it counts only beside what neither knew of the other.
    """
    who, what = record.key
    present = [f for f in facts if attendance_said(f, who, what) is Attendance.PRESENT]
    seated = [f for f in present if not isinstance(f.envelope.event, office.DiscrepancySettled)]
    corrected = [f for f in facts if isinstance(f.envelope.event, ev.AttendanceCorrected)]
    standing = [f for f in heads(seated) if not any(replaces(o, f, who, what) for o in corrected)]
    rulings = [f for f in present if isinstance(f.envelope.event, office.DiscrepancySettled)]
    standing += [r for r in rulings if any(not had_seen(r, f) and not had_seen(f, r) for f in standing)]
    return tuple(sorted({f.envelope.room for f in standing if f.envelope.room is not None}))
