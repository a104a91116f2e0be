"""A small plan in a running hub: two papers, three rooms, a few arrangements, nobody seated yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hub.before.changes import Change, Changes
from hub.before.importing.rooms import walking_order
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    RoomRecord,
    TimetableRecord,
)
from shared.plan.candidates import ArrangementKind
from tests.factories import DAY, NAMES, candidate_id
from tests.web.conftest import Running

MATHS, IGCSE = "AQA:8300/2F", "Pearson:4MA1 2F"
SESSION = "2024-06-03-AM"
HALL = RoomRecord(id="hall", name="Great Hall", rows=5, columns=5, seats=walking_order(5, 5), position=1)
SUPPORT = RoomRecord(
    id="support",
    name="Learning Support",
    kind="satellite",
    rows=2,
    columns=2,
    seats=walking_order(2, 2),
    serves=(ArrangementKind.READER,),
    position=2,
)


def paper(
    board: str, code: str, title: str, *, day: date = DAY, hours: int = 9, minutes: int = 90
) -> TimetableRecord:
    return TimetableRecord(
        board=board, code=code, title=title, day=day, hours=hours, minutes_past=0, minutes=minutes
    )


def put(hub: Running, kind: Kind, records: Sequence[PlanRecord]) -> None:
    """As an import would."""
    added = tuple(Change(key=record.key, before=None, after=record) for record in records)
    hub.hub.plan.apply(Changes(kind=kind, added=added), file="test", at=hub.hub.real_now())


def people(count: int) -> list[CandidateRecord]:
    named = [NAMES[n % len(NAMES)] for n in range(count)]
    return [
        CandidateRecord(number=f"{n:04}", id=candidate_id(n), surname=surname, forenames=forenames)
        for n, (surname, forenames) in enumerate(named, start=1)
    ]


def put_small_plan(hub: Running, candidates: int = 12) -> None:
    """Everybody sits maths; 0001 has a reader, 0002 extra time."""
    put(
        hub,
        Kind.TIMETABLE,
        [
            paper("AQA", "8300/2F", "Mathematics Paper 2"),
            paper("Pearson", "4MA1 2F", "Mathematics A", minutes=120),
        ],
    )
    put(hub, Kind.CANDIDATES, people(candidates))
    put(
        hub,
        Kind.ENTRIES,
        [EntryRecord(number=f"{n:04}", component_id=MATHS) for n in range(1, candidates + 1)],
    )
    put(hub, Kind.ROOMS, [HALL, SUPPORT])
    put(
        hub,
        Kind.ARRANGEMENTS,
        [
            ArrangementRecord(number="0001", kind=ArrangementKind.READER),
            ArrangementRecord(number="0002", kind=ArrangementKind.EXTRA_TIME, percent=25),
        ],
    )
    put(
        hub,
        Kind.INVIGILATORS,
        [
            InvigilatorRecord(id="inv-1", name="Marie Dubois", role="lead"),
            InvigilatorRecord(id="inv-2", name="Tom Bagshaw"),
            InvigilatorRecord(id="inv-3", name="Nkechi Obi", role="reserve"),
        ],
    )
