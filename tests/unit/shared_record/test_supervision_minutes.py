"""Who supervises between two papers of a clash, minute by minute, in every shape of a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from shared.record.discrepancies import discrepancy_id
from shared.record.discrepancies_of_people import of_supervision
from shared.record.events.candidate import Attendance, SupervisionHandedOver
from shared.record.facts import Fact
from shared.record.register import DiscrepancyKind, RoomRecord, SittingRecord
from shared.record.stretches import SupervisionChain, SupervisionStretch
from shared.record.supervision import supervision_chain
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, START, Device, candidate_id, facts

WHO = candidate_id(3)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def sat(paper: str, where: str, **more) -> SittingRecord:
    return SittingRecord(
        candidate_id=WHO, component_id=paper, attendance=Attendance.PRESENT, room=where, **more
    )


FIRST = sat(IGCSE, HALL, finished_at=at(120), script_evidence=("t:9",))
SECOND = sat(MATHS, ANNEXE, evidence=("t:11",))
ROOMS = {
    HALL: RoomRecord(room_id=HALL, started_at={IGCSE: at(0)}),
    ANNEXE: RoomRecord(room_id=ANNEXE, started_at={MATHS: at(140)}),
}


def handed(*steps: tuple[float, str, str | None]) -> list[Fact]:
    tablet = Device(device_id="tablet-hall", room=HALL)
    return facts(
        tablet.write(SupervisionHandedOver(candidate_id=WHO, to_supervisor=to, to_room=room), at=at(when))
        for when, to, room in steps
    )


def chain(
    *steps: tuple[float, str, str | None], first: SittingRecord = FIRST, second: SittingRecord = SECOND
) -> list[tuple[float, float | None, str]]:
    """Stretches as minutes and who: a supervisor, a room's own invigilators, or nobody."""
    told = supervision_chain(WHO, (second, first), ROOMS, handed(*steps))
    return [
        (
            (s.since - START) / timedelta(minutes=1),
            None if s.until is None else (s.until - START) / timedelta(minutes=1),
            s.supervisor or s.room or "nobody",
        )
        for s in told.stretches
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), [(120, 140, "nobody")]),
        (((120, "inv-2", None),), [(120, 140, "inv-2")]),
        # Taken over before the dismissal was recorded: supervised from the first minute on.
        (((110, "inv-2", None),), [(120, 140, "inv-2")]),
        (((125, "inv-2", None),), [(120, 125, "nobody"), (125, 140, "inv-2")]),
        (((120, "inv-2", None), (130, "inv-3", None)), [(120, 130, "inv-2"), (130, 140, "inv-3")]),
        (((120, "inv-2", None), (130, "", "library")), [(120, 130, "inv-2"), (130, 140, "nobody")]),
        # Whatever comes once the second paper runs, or came before the first, is about another break.
        (((120, "inv-2", None), (140, "inv-3", None)), [(120, 140, "inv-2")]),
        (((-1, "inv-3", None),), [(120, 140, "nobody")]),
        (((0, "inv-3", None),), [(120, 140, "inv-3")]),
    ],
)
def test_between_two_papers(steps, expected) -> None:
    assert chain(*steps) == expected


def test_within_one_room_its_own_invigilators_supervise() -> None:
    stays = msgspec.structs.replace(SECOND, room=HALL)
    rooms = {HALL: RoomRecord(room_id=HALL, started_at={IGCSE: at(0), MATHS: at(140)})}
    told = supervision_chain(WHO, (FIRST, stays), rooms, ())
    assert told.stretches == (SupervisionStretch(since=at(120), until=at(140), room=HALL),)
    assert told.gaps == ()


def test_before_the_second_paper_begins_the_stretch_has_no_end() -> None:
    waiting = msgspec.structs.replace(SECOND, attendance=Attendance.EXPECTED)
    assert chain(second=waiting) == [(120, None, "nobody")]
    assert chain((120, "inv-2", None), second=waiting) == [(120, None, "inv-2")]


@pytest.mark.parametrize("how", [Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN])
def test_who_does_not_sit_one_of_them_has_no_break(how: Attendance) -> None:
    assert chain(second=msgspec.structs.replace(SECOND, attendance=how)) == []
    assert chain(first=msgspec.structs.replace(FIRST, attendance=how)) == []


def test_nobody_is_missed_while_the_first_paper_still_runs() -> None:
    assert chain(first=msgspec.structs.replace(FIRST, finished_at=None)) == []


@pytest.mark.parametrize(("collected", "leaves"), [(None, 115), (118, 118), (110, 115)])
def test_without_a_dismissal_the_paper_is_over_and_the_script_handed_in(
    collected: float | None, leaves: float
) -> None:
    first = msgspec.structs.replace(
        FIRST, finished_at=None, script_collected_at=None if collected is None else at(collected)
    )
    over = msgspec.structs.replace(ROOMS[HALL], finished_at={IGCSE: at(115)})
    told = supervision_chain(WHO, (first, SECOND), {**ROOMS, HALL: over}, ())
    assert [(s.since, s.until) for s in told.stretches] == [(at(leaves), at(140))]


def test_who_comes_late_to_the_second_paper_is_missed_until_then() -> None:
    late = msgspec.structs.replace(SECOND, arrived_at=at(150))
    assert chain(second=late) == [(120, 150, "nobody")]
    early = msgspec.structs.replace(SECOND, arrived_at=at(130))
    assert chain(second=early) == [(120, 140, "nobody")]


def test_evidence_is_what_the_chain_was_made_from() -> None:
    told = supervision_chain(WHO, (FIRST, SECOND), ROOMS, handed((125, "inv-2", None)))
    assert told.candidate_id == WHO
    assert told.evidence == ("t:11", "t:9", "tablet-hall:1")


@pytest.mark.parametrize(
    ("seconds", "supervisor", "room", "is_gap"),
    [(60, "", None, True), (59, "", None, False), (600, "inv-1", None, False), (600, "", HALL, False)],
)
def test_less_than_a_minute_is_the_time_a_hand_over_takes(
    seconds: int, supervisor: str, room: str | None, is_gap: bool
) -> None:
    stretch = SupervisionStretch(
        since=at(0), until=at(0) + timedelta(seconds=seconds), supervisor=supervisor, room=room
    )
    assert stretch.is_gap == is_gap


@pytest.mark.parametrize(
    ("until", "detail"),
    [
        ((None,), "nobody is named who supervises the candidate until the next paper"),
        ((1,), "nobody is named for 1 minute between two papers"),
        ((2, 3), "nobody is named for 5 minutes between two papers"),
    ],
)
def test_a_gap_is_told_in_minutes(until: tuple[float | None, ...], detail: str) -> None:
    stretches = tuple(
        SupervisionStretch(since=at(0), until=None if end is None else at(end)) for end in until
    )
    (told,) = of_supervision(SupervisionChain(candidate_id=WHO, stretches=stretches, evidence=("t:1",)))
    assert told.detail == detail
    assert told.id == discrepancy_id(DiscrepancyKind.SUPERVISION_GAP, WHO)
    assert (told.kind, told.candidate_ids, told.evidence) == (
        DiscrepancyKind.SUPERVISION_GAP,
        (WHO,),
        ("t:1",),
    )


def test_without_a_gap_nothing_is_told() -> None:
    assert list(of_supervision(SupervisionChain(candidate_id=WHO))) == []
