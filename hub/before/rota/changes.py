"""A rota changed by hand: somebody gets a duty, gives one up, two exchange theirs. Such duties stay."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import DutyRecord, InvigilatorRecord
from shared.ids import InvigilatorId, RoomId, SessionId
from shared.plan.centre import InvigilatorRole


class RotaError(Exception):
    """A change that can't be; the text says why and what to do instead."""


class RotaChange(Struct, frozen=True, kw_only=True):
    """The session's duties after one change, those from before, and what was done as a sentence."""

    duties: tuple[DutyRecord, ...]
    before: tuple[DutyRecord, ...]
    what: str


def give_duty(
    duties: Sequence[DutyRecord],
    person: InvigilatorRecord,
    session: SessionId,
    room_id: RoomId,
    room_name: str,
    role: InvigilatorRole,
    *,
    report_minutes: int,
) -> RotaChange:
    """This person there, whatever they did in this session before: nobody is in two rooms at once."""
    duty = DutyRecord(
        session=session,
        invigilator_id=person.id,
        room_id=room_id,
        role=role,
        report_minutes=report_minutes,
        pinned=True,
    )
    where = f"{role} in {room_name}" if room_id else "reserve"
    return _changed(duties, {person.id}, (duty,), f"{person.name} is {where}.")


def release(duties: Sequence[DutyRecord], person: InvigilatorRecord, session: SessionId) -> RotaChange:
    """This person has no duty in this session any more. Raises RotaError where they had none."""
    if all((d.invigilator_id, d.session) != (person.id, session) for d in duties):
        raise RotaError(f"{person.name} has no duty in {session}. Load the page again.")
    return _changed(duties, {person.id}, (), f"{person.name} has no duty any more.")


def exchange(
    duties: Sequence[DutyRecord], one: InvigilatorRecord, other: InvigilatorRecord, session: SessionId
) -> RotaChange:
    """Two people exchange their duties, roles included; one of them may have had none. Raises RotaError."""
    had = {d.invigilator_id: d for d in duties if d.session == session}
    if one.id == other.id or (one.id not in had and other.id not in had):
        raise RotaError("There is nothing to exchange. Choose two people, one of whom has a duty.")
    given = [
        replace(had[before.id], invigilator_id=after.id, pinned=True)
        for before, after in ((one, other), (other, one))
        if before.id in had
    ]
    return _changed(duties, {one.id, other.id}, given, f"{one.name} and {other.name} exchanged duties.")


def _changed(
    duties: Sequence[DutyRecord],
    people: set[InvigilatorId],
    given: Sequence[DutyRecord],
    what: str,
) -> RotaChange:
    kept = [duty for duty in duties if duty.invigilator_id not in people]
    return RotaChange(
        duties=tuple(sorted((*kept, *given), key=lambda d: d.key)), before=tuple(duties), what=what
    )
