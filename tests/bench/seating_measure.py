"""How fast 2,000 candidates are seated in 60 rooms and their clashes found; see docs/quality.md.

Run with ``python -m tests.bench.seating_measure``. Medians of processor time, so that a
busy machine counts less; nothing here is a test.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

from msgspec.structs import replace

from hub.before.clashes import check_clashes
from hub.before.importing.rooms import walking_order
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
)
from hub.before.seating import Apart, Scope, SeatingOptions, move, seat_session
from hub.before.session_plan import SessionPlan, Timetabling
from shared.ids import candidate_id_from_bytes
from shared.plan.candidates import ArrangementKind
from tests.factories import rules

CANDIDATES, ROOMS, DAYS = 2_000, 60, 30
SESSION = "2024-06-03-AM"
KINDS = (
    (ArrangementKind.EXTRA_TIME, 8, 25),
    (ArrangementKind.WORD_PROCESSOR, 25, 0),
    (ArrangementKind.READER, 40, 0),
    (ArrangementKind.SEPARATE_ROOM, 250, 0),
)


def large_centre() -> SessionPlan:
    """Four papers on the morning, thirty sessions in all, one candidate in thirty needs something special."""
    papers = [
        TimetableRecord(
            board="AQA",
            code=f"{day:02}/{paper}",
            title=f"Paper {paper}",
            day=date(2024, 6, 3) + timedelta(days=day),
            hours=9,
            minutes_past=0,
            minutes=90,
        )
        for day in range(DAYS)
        for paper in range(4)
    ]
    numbers = [f"{n:04}" for n in range(1, CANDIDATES + 1)]
    return SessionPlan(
        session=SESSION,
        timetabling=Timetabling(
            timetable=tuple(papers),
            entries=tuple(
                EntryRecord(number=number, component_id=f"AQA:{day:02}/{place % 4}")
                for place, number in enumerate(numbers)
                for day in range(DAYS)
            ),
            candidates={
                n: CandidateRecord(number=n, id=candidate_id_from_bytes(int(n).to_bytes(5)), surname=f"N{n}")
                for n in numbers
            },
            arrangements=tuple(
                ArrangementRecord(number=number, kind=kind, percent=percent)
                for kind, every, percent in KINDS
                for place, number in enumerate(numbers)
                if place % every == every - 1
            ),
        ),
        rooms=tuple(_rooms()),
        invigilators=(),
        seatings=(),
    )


def _rooms() -> list[RoomRecord]:
    served = {ArrangementKind.WORD_PROCESSOR: 4, ArrangementKind.READER: 8}
    rooms = [
        RoomRecord(
            id=f"{kind}{n}",
            name=f"{kind.value} {n}",
            rows=6,
            columns=5,
            seats=walking_order(6, 5),
            serves=(kind,),
        )
        for kind, count in served.items()
        for n in range(count)
    ]
    rooms += [
        RoomRecord(
            id=f"S{n}", name=f"Small {n}", kind="separate", rows=1, columns=1, seats=walking_order(1, 1)
        )
        for n in range(8)
    ]
    rooms += [
        RoomRecord(id=f"R{n}", name=f"Room {n}", rows=8, columns=7, seats=walking_order(8, 7))
        for n in range(ROOMS - len(rooms))
    ]
    return rooms


def _with_clashes(timetabling: Timetabling) -> Timetabling:
    """Every tenth candidate sits a second paper on six of the mornings."""
    more = tuple(
        EntryRecord(number=number, component_id=f"AQA:{day:02}/{(place + 1) % 4}")
        for place, number in enumerate(timetabling.candidates)
        if place % 10 == 0
        for day in range(0, DAYS, 5)
    )
    return replace(timetabling, entries=timetabling.entries + more)


def measured(what: str, work: Callable[[], object], times: int = 5) -> str:
    took = []
    for _ in range(times):
        began = process_time()
        work()
        took.append(process_time() - began)
    median, least, most = (1000 * found for found in (statistics.median(took), min(took), max(took)))
    return f"{what:52} {median:8.0f} ms   ({least:.0f} – {most:.0f})"


def main() -> None:
    plan = large_centre()
    whole = seat_session(plan)
    seated = len({s.number for s in whole.seatings})
    used = len({s.room_id for s in whole.seatings})
    print(f"{seated} of {CANDIDATES} seated in {used} of {len(plan.rooms)} rooms")
    held = replace(plan, seatings=whole.seatings)
    without = tuple(s for s in whole.seatings if not s.number.endswith("7"))
    gaps = replace(plan, seatings=without)
    first: SeatingRecord = whole.seatings[0]
    free = next(
        (room.id, seat.label)
        for room in reversed(plan.rooms)
        for seat in room.seats
        if all((s.room_id, s.seat) != (room.id, seat.label) for s in whole.seatings)
    )
    usual = SeatingOptions()
    clashing = _with_clashes(plan.timetabling)
    for line in (
        measured("everybody, papers in blocks", lambda: seat_session(plan)),
        *(
            measured(f"everybody, {apart.value}", lambda a=apart: seat_session(plan, SeatingOptions(apart=a)))
            for apart in (Apart.EMPTY_LINE, Apart.ALTERNATE, Apart.MIXED)
        ),
        measured(
            "200 new ones, the others stay", lambda: seat_session(gaps, SeatingOptions(scope=Scope.NEW))
        ),
        measured(
            "one moved by hand, with warnings",
            lambda: move(held, first.number, *free, rules=rules(), options=usual),
        ),
        measured(
            "clashes of all thirty days, 1,200 of them", lambda: check_clashes(clashing, lambda _: rules())
        ),
    ):
        print(line)


if __name__ == "__main__":
    sys.exit(main())
