"""A small session for tests of seating and rota: who sits what, in which rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from hub.before.importing.rooms import walking_order
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
)
from hub.before.session_plan import SessionPlan, Timetabling
from shared.ids import candidate_id_from_bytes
from shared.plan.candidates import ArrangementKind

SESSION = "2024-06-03-AM"
DAY = date(2024, 6, 3)
MATHS, ART, LATIN = "AQA:M", "AQA:A", "AQA:L"


def room(room_id: str, rows: int, columns: int, **more: object) -> RoomRecord:
    return RoomRecord(  # type: ignore[call-arg]
        id=room_id,
        name=room_id.title(),
        rows=rows,
        columns=columns,
        seats=walking_order(rows, columns),
        **more,  # type: ignore[arg-type]
    )


def session(
    rooms: Iterable[RoomRecord],
    sat: Mapping[str, str | tuple[str, ...]],
    *,
    needs: Mapping[str, tuple[ArrangementKind, ...]] | None = None,
    names: Mapping[str, str] | None = None,
    seatings: tuple[SeatingRecord, ...] = (),
    on: str = SESSION,
) -> SessionPlan:
    """``sat``: candidate number → component; ``needs``: candidate number → what is granted."""
    half = 9 if on.endswith("AM") else 13
    return SessionPlan(
        session=on,
        timetabling=Timetabling(
            timetable=tuple(
                TimetableRecord(
                    board="AQA", code=code, title=code, day=DAY, hours=half, minutes_past=0, minutes=90
                )
                for code in ("M", "A", "L")
            ),
            entries=tuple(
                EntryRecord(number=number, component_id=paper)
                for number, papers in sat.items()
                for paper in ((papers,) if isinstance(papers, str) else papers)
            ),
            candidates={
                number: CandidateRecord(
                    number=number,
                    id=candidate_id_from_bytes(int(number).to_bytes(5)),
                    surname=(names or {}).get(number, f"N{number}"),
                )
                for number in sat
            },
            arrangements=tuple(
                ArrangementRecord(
                    number=number, kind=kind, percent=25 if kind is ArrangementKind.EXTRA_TIME else 0
                )
                for number, kinds in (needs or {}).items()
                for kind in kinds
            ),
        ),
        rooms=tuple(rooms),
        invigilators=(),
        seatings=seatings,
    )


def numbers(count: int, first: int = 1) -> list[str]:
    return [f"{n:04}" for n in range(first, first + count)]


def where(seatings: Iterable[SeatingRecord]) -> dict[str, str]:
    """Candidate number → ``hall A1``."""
    return {s.number: f"{s.room_id} {s.seat}" for s in seatings}
