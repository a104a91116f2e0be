"""Plans of a session drawn by hypothesis: candidates, papers, needs, rooms with seats that aren't used."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from msgspec.structs import replace

from hub.before.importing.rooms import walking_order
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    RoomRecord,
    TimetableRecord,
)
from hub.before.seating import (
    ROUTED,
    Apart,
    Corner,
    Flow,
    Order,
    SeatingOptions,
)
from hub.before.session_plan import SessionPlan, Timetabling
from shared.ids import candidate_id_from_bytes
from shared.plan.candidates import ArrangementKind
from shared.plan.centre import DisabledSeat

SESSION = "2024-06-03-AM"
CODES = ("8300/2F", "8300/2H", "4MA1 2F", "J277/02")
NEEDS = (*ROUTED, ArrangementKind.EXTRA_TIME)
PEOPLE = st.lists(
    st.tuples(
        st.lists(st.sampled_from(CODES), max_size=2, unique=True),
        st.lists(st.sampled_from(NEEDS), max_size=2, unique=True),
    ),
    min_size=1,
    max_size=16,
)
TIMETABLE = tuple(
    TimetableRecord(
        board="AQA", code=code, title=code, day=date(2024, 6, 3), hours=9, minutes_past=5, minutes=90
    )
    for code in CODES
)


@st.composite
def rooms(draw: st.DrawFn) -> RoomRecord:
    rows, columns, kind = draw(
        st.tuples(st.integers(1, 4), st.integers(1, 3), st.sampled_from(["main", "satellite", "separate"]))
    )
    serves = draw(st.lists(st.sampled_from(ROUTED), max_size=2, unique=True))
    seats = walking_order(rows, columns)
    broken = draw(st.lists(st.sampled_from(seats), max_size=2, unique=True))
    return RoomRecord(
        id="",
        name="",
        kind=kind,
        rows=rows,
        columns=columns,
        seats=seats,
        serves=tuple(serves),
        disabled=tuple(DisabledSeat(label=seat.label, reason="broken") for seat in broken),
        capacity=draw(st.sampled_from((0, 0, 3))),
    )


@st.composite
def plans(draw: st.DrawFn) -> SessionPlan:
    """Up to sixteen candidates with up to two papers and two needs each, and up to four rooms."""
    people = {f"{n:04}": person for n, person in enumerate(draw(PEOPLE), start=1)}
    listed = enumerate(draw(st.lists(rooms(), max_size=4)))
    return SessionPlan(
        session=SESSION,
        timetabling=Timetabling(
            timetable=TIMETABLE,
            entries=tuple(
                EntryRecord(number=number, component_id=f"AQA:{code}")
                for number, (codes, _) in people.items()
                for code in codes
            ),
            candidates={number: _candidate(number) for number in people},
            arrangements=tuple(
                ArrangementRecord(
                    number=number, kind=kind, percent=25 if kind is ArrangementKind.EXTRA_TIME else 0
                )
                for number, (_, needs) in people.items()
                for kind in needs
            ),
        ),
        rooms=tuple(replace(room, id=f"R{i}", name=f"Room {i}") for i, room in listed),
        invigilators=(),
        seatings=(),
    )


def _candidate(number: str) -> CandidateRecord:
    return CandidateRecord(
        number=number, id=candidate_id_from_bytes(int(number).to_bytes(5, "big")), surname=f"N{number}"
    )


OPTIONS = st.builds(
    SeatingOptions,
    order=st.sampled_from(Order),
    corner=st.sampled_from(Corner),
    flow=st.sampled_from(Flow),
    apart=st.sampled_from(Apart),
    spare_seats=st.integers(0, 2),
    spare_percent=st.sampled_from((0, 10, 50)),
    extra_time_together=st.booleans(),
)
