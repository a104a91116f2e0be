"""What a list adds to what is known: what the list doesn't tell stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from hub.before.importing.invigilators import InvigilatorRow
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
)
from shared.ids import candidate_id_from_bytes
from shared.plan.centre import hash_pin

Draw = Callable[[int], bytes]
"""Random bytes; passed in so that a test and the sample site can repeat them."""

_IDENTIFIER_BYTES: Final = 5
_SALT_BYTES: Final = 16
_OF_THE_FILE: Final = ("name", "kind", "rows", "columns", "seats", "serves", "position")
"""What a list of rooms tells; how a room is laid out otherwise was entered by hand and stays."""


def with_identifiers(
    records: Mapping[str, CandidateRecord], known: Mapping[str, CandidateRecord], draw: Draw
) -> dict[str, CandidateRecord]:
    """A known number keeps its identifier, a new one draws one that nobody has."""
    taken = {record.id for record in known.values()}
    identified = {}
    for key, record in records.items():
        before = known.get(key)
        identifier = before.id if before is not None else _fresh(draw)
        while before is None and identifier in taken:
            identifier = _fresh(draw)
        taken.add(identifier)
        identified[key] = msgspec.structs.replace(record, id=identifier)
    return identified


def _fresh(draw: Draw) -> str:
    return candidate_id_from_bytes(draw(_IDENTIFIER_BYTES))


def with_hashes(
    rows: Mapping[str, InvigilatorRow], known: Mapping[str, InvigilatorRecord], draw: Draw
) -> dict[str, InvigilatorRecord]:
    """PINs as hashes; one that already fits keeps its salt, so that nothing seems to have changed."""
    hashed = {}
    for key, row in rows.items():
        before = known.get(key)
        salt, pin_hash = ("", "") if before is None else (before.pin_salt, before.pin_hash)
        if row.pin and not (before is not None and before.accepts_pin(row.pin)):
            salt = draw(_SALT_BYTES).hex()
            pin_hash = hash_pin(row.pin, salt)
        hashed[key] = InvigilatorRecord(
            id=row.id, name=row.name, role=row.role, pin_salt=salt, pin_hash=pin_hash
        )
    return hashed


def with_positions(
    records: Mapping[str, RoomRecord], known: Mapping[str, RoomRecord], *, partial: bool
) -> dict[str, RoomRecord]:
    """Rooms are filled in the order of the list; a part of it puts its new rooms last."""
    last = max((room.position for room in known.values()), default=0) if partial else 0
    placed = {}
    for key, record in records.items():
        if partial and key in known:
            position = known[key].position
        else:
            last += 1
            position = last
        placed[key] = msgspec.structs.replace(record, position=position)
    return placed


def merge(before: Any, read: Any) -> Any:  # noqa: ANN401 - any record of the plan, the same one twice
    """The record as it will be: what the list tells, and of the known one what it doesn't tell."""
    if isinstance(before, CandidateRecord):
        return _merge_candidate(before, read)
    if isinstance(before, RoomRecord):
        told = {name: getattr(read, name) for name in _OF_THE_FILE}
        return msgspec.structs.replace(before, **told, capacity=read.capacity or before.capacity)
    if isinstance(before, TimetableRecord):
        return msgspec.structs.replace(read, level=read.level or before.level)
    if isinstance(before, ArrangementRecord):
        return msgspec.structs.replace(read, minutes=read.minutes or before.minutes)
    if isinstance(before, SeatingRecord):
        return msgspec.structs.replace(before, room_id=read.room_id, seat=read.seat)
    return read


def _merge_candidate(before: CandidateRecord, read: CandidateRecord) -> CandidateRecord:
    return msgspec.structs.replace(
        read,
        photo=before.photo,
        tag_issue=before.tag_issue,
        uci=read.uci or before.uci,
        upn=read.upn or before.upn,
        admission_number=read.admission_number or before.admission_number,
        uln=read.uln or before.uln,
        from_centre=read.from_centre or before.from_centre,
    )


def merge_staff(before: InvigilatorRecord, read: InvigilatorRecord) -> InvigilatorRecord:
    """OneRoster knows the name only: role and PIN stay."""
    return msgspec.structs.replace(before, name=read.name)


def withdraw(before: Any) -> Any:  # noqa: ANN401 - any record of the plan
    """What becomes of a record that the list no longer names; None takes it away."""
    if isinstance(before, CandidateRecord | EntryRecord):
        return msgspec.structs.replace(before, withdrawn=True)
    return None


def withdraw_seats(read: Mapping[str, SeatingRecord]) -> Callable[[SeatingRecord], SeatingRecord | None]:
    """A list of seats is about its own sessions; those of others stay."""
    sessions = {record.session for record in read.values()}

    def gone(before: SeatingRecord) -> SeatingRecord | None:
        return None if before.session in sessions else before

    return gone
