"""How a plan record becomes a row of its table and a row becomes the record again."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    DutyRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
    UnavailabilityRecord,
)

Record = TypeVar("Record", bound=Struct)

TABLES: Final[dict[type[Struct], str]] = {
    CandidateRecord: "candidates",
    TimetableRecord: "timetable",
    EntryRecord: "entries",
    RoomRecord: "rooms",
    ArrangementRecord: "arrangements",
    InvigilatorRecord: "invigilators",
    SeatingRecord: "seatings",
    DutyRecord: "duties",
    UnavailabilityRecord: "unavailability",
}
JSON_COLUMNS: Final = {"seats", "serves", "disabled", "column_aisles", "row_aisles", "doors"}
RECORDS: Final[dict[Kind, type[PlanRecord]]] = {
    Kind.TIMETABLE: TimetableRecord,
    Kind.CANDIDATES: CandidateRecord,
    Kind.ENTRIES: EntryRecord,
    Kind.ROOMS: RoomRecord,
    Kind.ARRANGEMENTS: ArrangementRecord,
    Kind.INVIGILATORS: InvigilatorRecord,
    Kind.SEATS: SeatingRecord,
    Kind.PHOTOS: CandidateRecord,
    Kind.ONEROSTER: CandidateRecord,
}
HandRecord: TypeAlias = RoomRecord | SeatingRecord | DutyRecord | UnavailabilityRecord
"""What is changed by hand, a step at a time, besides being imported or proposed."""
HAND_RECORDS: Final[dict[str, type[HandRecord]]] = {
    TABLES[record]: record for record in (RoomRecord, SeatingRecord, DutyRecord, UnavailabilityRecord)
}


def to_row(record: PlanRecord | HandRecord) -> dict[str, Any]:
    """The record's fields as columns; what is a list becomes JSON."""
    fields = {name: msgspec.to_builtins(getattr(record, name)) for name in record.__struct_fields__}
    for name in JSON_COLUMNS & fields.keys():
        fields[name] = msgspec.json.encode(fields[name]).decode()
    return {"key": record.key, **fields}


def from_row(row: dict[str, Any], record_type: type[Record]) -> Record:
    """The inverse of :func:`to_row`."""
    fields = {name: value for name, value in row.items() if name != "key"}
    for name in JSON_COLUMNS & fields.keys():
        fields[name] = msgspec.json.decode(fields[name])
    return msgspec.convert(fields, record_type, strict=False)
