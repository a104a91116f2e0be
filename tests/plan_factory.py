"""A plan as an import leaves it: one morning, two papers, two rooms, everybody seated."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hub.before.changes import compare
from hub.before.importing.rooms import walking_order
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
)
from hub.storage.plan_store import PlanStore
from shared.plan.candidates import ArrangementKind
from shared.plan.centre import hash_pin
from tests.factories import NAMES, PIN, SESSION, candidate_id

AT = datetime(2024, 5, 1, 9, tzinfo=UTC)
PAPERS = ("AQA:8300/2F", "AQA:8300/2H")


def put(plan: PlanStore, kind: Kind, *records: PlanRecord, file: str = "", at: datetime = AT) -> None:
    """Add or replace these records, as an import that leaves out nobody else."""
    read = {record.key: record for record in records}
    changes = compare(kind, plan.known(kind), read, merge=lambda _, record: record, withdraw=None)
    plan.apply(changes, file=file or f"{kind}.csv", at=at)


def candidate(number: int, surname: str = "") -> CandidateRecord:
    """Candidate 1, 2, 3 … with the number 1001, 1002, 1003 …"""
    family, forenames = NAMES[(number - 1) % len(NAMES)]
    return CandidateRecord(
        number=f"{1000 + number:04d}",
        id=candidate_id(number),
        surname=surname or (family if number <= len(NAMES) else f"{family} {number}"),
        forenames=forenames,
    )


def small_plan(plan: PlanStore, candidates: int = 8) -> None:
    """Candidates sit Foundation and Higher in turn, all in the hall; the annexe is free."""
    put(plan, Kind.CANDIDATES, *(candidate(n) for n in range(1, candidates + 1)))
    put(
        plan,
        Kind.TIMETABLE,
        *(
            TimetableRecord(
                board="AQA",
                code=code,
                title=f"Mathematics Paper 2 {tier}",
                day=date(2024, 6, 3),
                hours=9,
                minutes_past=0,
                minutes=90,
            )
            for code, tier in (("8300/2F", "Foundation"), ("8300/2H", "Higher"))
        ),
    )
    put(
        plan,
        Kind.ENTRIES,
        *(
            EntryRecord(number=f"{1000 + n:04d}", component_id=PAPERS[n % 2])
            for n in range(1, candidates + 1)
        ),
    )
    rows = max(4, (candidates + 3) // 4)
    put(
        plan,
        Kind.ROOMS,
        RoomRecord(id="hall", name="Main Hall", rows=rows, columns=4, seats=walking_order(rows, 4)),
        RoomRecord(id="annexe", name="Annexe", rows=2, columns=2, seats=walking_order(2, 2)),
    )
    put(
        plan, Kind.ARRANGEMENTS, ArrangementRecord(number="1002", kind=ArrangementKind.EXTRA_TIME, percent=25)
    )
    put(
        plan,
        Kind.INVIGILATORS,
        InvigilatorRecord(
            id="inv-1", name="Margaret Ellis", role="lead", pin_salt="s", pin_hash=hash_pin(PIN, "s")
        ),
        InvigilatorRecord(id="inv-2", name="David Okafor"),
    )
    seats = [seat.label for seat in walking_order(rows, 4)]
    plan.seat(SESSION, [seated(n, seats[n - 1]) for n in range(1, candidates + 1)])


def seated(number: int, seat: str, room: str = "hall") -> SeatingRecord:
    return SeatingRecord(
        session=SESSION,
        number=f"{1000 + number:04d}",
        component_id=PAPERS[number % 2],
        room_id=room,
        seat=seat,
    )
