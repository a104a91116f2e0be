"""What does not add up, computed from the folded record; never stored, only settled.

A discrepancy has a stable id made from its kind and what it is about. It is settled while somebody's
answer took all of its evidence into account; a new fact about the same thing opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from shared.canonical import digest
from shared.ids import CandidateId, RoomId
from shared.plan.pack import SessionPack
from shared.record.events import office
from shared.record.events.candidate import Attendance, Identity
from shared.record.facts import Fact
from shared.record.register import Discrepancy, DiscrepancyKind, RoomRecord, SittingRecord
from shared.record.room_steps import SkippedStep
from shared.record.times import invigilators_needed, minutes_outside_window

Kind = DiscrepancyKind
_NOT_SITTING: Final = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)


def discrepancy_id(kind: DiscrepancyKind, *about: str) -> str:
    """The stable identifier: what it is about, not when it was noticed."""
    return digest("|".join((kind, *about)))[:12]


def of_sitting(
    record: SittingRecord, rooms_claimed: Sequence[RoomId], room: RoomRecord | None
) -> Iterator[Discrepancy]:
    """Everything wrong with one sitting; ``room`` is the record of the room it is looked for in."""

    def found(
        kind: DiscrepancyKind, detail: str, evidence: Iterable[str], *, per_candidate: bool = False
    ) -> Discrepancy:
        about = record.candidate_id if per_candidate else "|".join(record.key)
        return Discrepancy(
            id=discrepancy_id(kind, about),
            kind=kind,
            room=record.place,
            component_id=record.component_id,
            candidate_ids=(record.candidate_id,),
            seat=record.seat or record.planned_seat,
            detail=detail,
            evidence=tuple(sorted(evidence)),
        )

    if record.attendance is Attendance.CONTRADICTED:
        said = " and ".join(record.claimed)
        yield found(Kind.ATTENDANCE_CONTRADICTED, f"recorded as {said}", record.evidence)
    if len(rooms_claimed) > 1:
        said = "recorded as sitting in " + " and ".join(rooms_claimed)
        both = found(Kind.TWO_PLACES, said, record.evidence, per_candidate=True)
        yield msgspec.structs.replace(both, rooms=tuple(rooms_claimed))
    if record.identity is Identity.PENDING:
        yield found(
            Kind.IDENTITY_PENDING, "identity not settled yet", record.identity_evidence, per_candidate=True
        )
    if record.identity is Identity.MISMATCH:
        yield found(
            Kind.IDENTITY_MISMATCH,
            "the person is not the one on the photo",
            record.identity_evidence,
            per_candidate=True,
        )
    if not record.listed and record.attendance not in _NOT_SITTING:
        yield found(
            Kind.UNLISTED_SITTER,
            _unlisted(record),
            record.evidence,
        )
    if record.script_collected_at is not None and not record.is_present:
        yield found(
            Kind.SCRIPT_WITHOUT_PRESENCE,
            f"a script was collected, but the register says {record.attendance}",
            (*record.evidence, *record.script_evidence),
        )
    if room is None or record.component_id not in room.finished_at:
        return
    if record.attendance is Attendance.EXPECTED:
        yield found(Kind.ATTENDANCE_NOT_SET, "neither present nor absent was recorded", record.evidence)
    if record.is_present and record.script_collected_at is None and _collection_is_over(record, room):
        yield found(Kind.PRESENT_WITHOUT_SCRIPT, "present, but no script was collected", record.evidence)


def _unlisted(record: SittingRecord) -> str:
    name = record.unlisted_name or "an unlisted candidate"
    if record.from_centre:
        return f"{name} is transferred in from centre {record.from_centre}; the transfer has to be confirmed"
    return f"{name} needs a formal entry"


def _collection_is_over(record: SittingRecord, room: RoomRecord) -> bool:
    """While scripts are collected every one of them is missing for a moment: that is no discrepancy yet.

    It is one once the pile was counted, the candidate was dismissed, or the room was signed or closed.
    """
    is_dismissed = record.finished_at is not None
    return is_dismissed or record.component_id in room.counted or bool(room.signed_at or room.closed_at)


def of_room(pack: SessionPack, room: RoomRecord, sittings: Sequence[SittingRecord]) -> Iterator[Discrepancy]:
    """Everything wrong with one room; ``sittings`` are the records that belong to it."""

    def found(
        kind: DiscrepancyKind, detail: str, evidence: Iterable[str], component: str = ""
    ) -> Discrepancy:
        return Discrepancy(
            id=discrepancy_id(kind, room.room_id, component),
            kind=kind,
            room=room.room_id,
            component_id=component or None,
            detail=detail,
            evidence=tuple(sorted(evidence)),
        )

    present = {s.candidate_id for s in sittings if s.is_present and s.place == room.room_id}
    needed = invigilators_needed(len(present), pack.rules)
    duty = room.evidence.get("duty", ())
    if room.started_at and not room.finished_at and len(room.on_duty) < needed:
        yield found(Kind.RATIO_BREACHED, f"{len(room.on_duty)} on duty, {needed} needed", duty)
    if room.closed_at is not None and room.signed_at is None:
        yield found(Kind.REGISTER_UNSIGNED, "closed with its register unsigned", room.evidence["close"])
    for skipped in room.skipped:
        yield step_skipped(room, skipped)
    for component, started in room.started_at.items():
        paper = pack.component(component)
        off = minutes_outside_window(paper, started, pack.rules) if paper else 0
        if off:
            said = f"started {abs(off)} minutes {'after' if off > 0 else 'before'} the published start"
            yield found(Kind.START_OUTSIDE_WINDOW, said, room.evidence["start"], component)


def step_skipped(room: RoomRecord, skipped: SkippedStep) -> Discrepancy:
    """A step of the room's day that was open when a later one was recorded."""
    return Discrepancy(
        id=discrepancy_id(Kind.STEP_SKIPPED, room.room_id, skipped.step, skipped.component_id or ""),
        kind=Kind.STEP_SKIPPED,
        room=room.room_id,
        component_id=skipped.component_id,
        detail=skipped.detail,
        evidence=skipped.evidence,
    )


def seats_taken_twice(sittings: Sequence[SittingRecord]) -> Iterator[Discrepancy]:
    """Two candidates recorded on one seat."""
    taken: dict[tuple[str, str], list[SittingRecord]] = {}
    for record in sittings:
        if record.is_present and record.place and record.seat and record.finished_at is None:
            taken.setdefault((record.place, record.seat), []).append(record)
    for (room, seat), records in taken.items():
        people: dict[CandidateId, SittingRecord] = {r.candidate_id: r for r in records}
        if len(people) > 1:
            yield Discrepancy(
                id=discrepancy_id(Kind.SEAT_TAKEN_TWICE, room, seat),
                kind=Kind.SEAT_TAKEN_TWICE,
                room=room,
                candidate_ids=tuple(sorted(people)),
                seat=seat,
                detail=f"{len(people)} candidates are recorded on seat {seat}",
                evidence=tuple(sorted({e for r in records for e in r.evidence})),
            )


def of_facts(pack: SessionPack, facts: Iterable[Fact]) -> Iterator[Discrepancy]:
    """What single facts raise: clocks that can't be trusted and records in quarantine."""
    worst: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda f: f.order):
        envelope = fact.envelope
        if isinstance(envelope.event, office.RecordQuarantined):
            yield Discrepancy(
                id=discrepancy_id(Kind.QUARANTINED_RECORD, envelope.event.quarantine_id),
                kind=Kind.QUARANTINED_RECORD,
                room=envelope.room,
                detail=f"from {envelope.event.device_id}: {envelope.event.detail}",
                evidence=(fact.id,),
            )
        if abs(envelope.clock_offset_ms) > pack.rules.clock_suspect_ms.value:
            # One task a device: the first suspect fact is evidence enough, more would reopen it each time.
            known = worst.get(envelope.device_id)
            if known is None or fact.envelope.device_seq < known.envelope.device_seq:
                worst[envelope.device_id] = fact
    for device, fact in worst.items():
        seconds = abs(fact.envelope.clock_offset_ms) // 1000
        yield Discrepancy(
            id=discrepancy_id(Kind.CLOCK_SUSPECT, device),
            kind=Kind.CLOCK_SUSPECT,
            room=fact.envelope.room,
            detail=f"the clock of {device} was {seconds} s off",
            evidence=(fact.id,),
        )


def settle(
    found: Iterable[Discrepancy], settlements: Mapping[str, Sequence[Fact]]
) -> tuple[Discrepancy, ...]:
    """The discrepancies with the answers that cover their evidence."""
    settled: list[Discrepancy] = []
    for discrepancy in found:
        for fact in settlements.get(discrepancy.id, ()):
            event = fact.envelope.event
            if isinstance(event, office.DiscrepancySettled) and set(discrepancy.evidence) <= {
                *event.evidence,
                fact.id,
            }:
                settled.append(
                    msgspec.structs.replace(discrepancy, answer=event.answer, settled_by=fact.envelope.actor)
                )
                break
        else:
            settled.append(discrepancy)
    return tuple(settled)
