"""What was corrected on a register: old, new, who, why; and who has to sign beside it after sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, EnvelopeId, InvigilatorId, RoomId
from shared.record.attendance import attendance_said
from shared.record.events import candidate as ev
from shared.record.events import office
from shared.record.events import room as room_events
from shared.record.events.candidate import Attendance
from shared.record.events.dispatch import ComponentSignedOff
from shared.record.facts import Fact, had_seen, in_order

CAME_LATE = "came late"
SIGN_OFFS = (room_events.RegisterSigned, room_events.RoomClosed)
"""After one of these a room's register changes only with two signatures."""


class Correction(Struct, frozen=True, kw_only=True):
    """One change of what the register says of a sitting, as it was written."""

    envelope_id: EnvelopeId
    at: datetime
    room: RoomId | None
    old: Attendance
    new: Attendance
    reason: str
    actor: InvigilatorId
    countersigned_by: InvigilatorId = ""


def corrections(facts: Sequence[Fact], who: CandidateId, what: ComponentId) -> tuple[Correction, ...]:
    """The history of one sitting's corrections, oldest first.

    Three things correct: a correction as such, a late admission over an absence, and the office's ruling.
    """
    history: list[Correction] = []
    said = Attendance.EXPECTED
    for fact in in_order(facts):
        now = attendance_said(fact, who, what)
        if now is None:
            continue
        written = _written(fact, said, now)
        if written is not None:
            history.append(written)
        said = now
    return tuple(history)


def needs_counter_signature(
    correcting: Sequence[Fact], sign_offs: Sequence[Fact], who: CandidateId, what: ComponentId
) -> tuple[Fact, ...]:
    """The corrections made after the register was signed beside which no second person has signed.

    ``correcting`` are the facts about this sitting, ``sign_offs`` the signatures and closings of its rooms
    and the officer's signature under its component.
    A register that is signed again by somebody else, who had the correction before them, signs it too. The
    office's ruling answers a question that others raised: it is a second person's word already.
    """
    wanting: list[Fact] = []
    said = Attendance.EXPECTED
    for fact in in_order(correcting) if sign_offs else ():
        now = attendance_said(fact, who, what)
        if now is None:
            continue
        is_ruling = isinstance(fact.envelope.event, office.DiscrepancySettled)
        written = _written(fact, said, now)
        said = now
        if written is None or is_ruling or not any(_comes_after(fact, signed) for signed in sign_offs):
            continue
        if written.old == written.new or written.countersigned_by not in ("", written.actor):
            continue
        if not any(_signs_for(signed, fact) for signed in sign_offs):
            wanting.append(fact)
    return tuple(wanting)


def _written(fact: Fact, before: Attendance, now: Attendance) -> Correction | None:
    """The fact as a correction of ``before``; None where it only says something for the first time."""
    event, envelope = fact.envelope.event, fact.envelope
    match event:
        case ev.AttendanceCorrected():
            old, reason, second = event.old, event.reason, event.countersigned_by
        case office.DiscrepancySettled():
            old, reason, second = before, event.answer, ""
        case ev.LateArrivalAdmitted() if before is Attendance.ABSENT:
            old, reason, second = before, event.reason or CAME_LATE, ""
        case _:
            return None
    return Correction(
        envelope_id=fact.id,
        at=envelope.occurred_at,
        room=envelope.room,
        old=old,
        new=now,
        reason=reason,
        actor=envelope.actor,
        countersigned_by=second,
    )


def _comes_after(fact: Fact, signed: Fact) -> bool:
    """By cause where there is one, else in display order."""
    return in_order((fact, signed))[0] is signed


def _signs_for(signed: Fact, correction: Fact) -> bool:
    """Whether a later signature of the register covers the correction: by somebody else, who had it."""
    match signed.envelope.event:
        case room_events.RegisterSigned() as event:
            people: tuple[str, ...] = event.signed_by
        case ComponentSignedOff():
            people = (signed.envelope.actor,)
        case _:
            return False
    return had_seen(signed, correction) and any(person != correction.envelope.actor for person in people)
