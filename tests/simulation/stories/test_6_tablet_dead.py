"""Tablet dead.

Half-way through marking attendance the hall's tablet falls. Three of its records had not reached the hub. A
spare is paired, shows what the hub has, and the room goes on: what the dead one had not sent is taken down
on paper first and keyed in later. After the exam the broken tablet starts once more, and what it still held
arrives.
"""

from __future__ import annotations

import pytest

from shared.record.envelope import Transcribed
from shared.record.events.candidate import Attendance, AttendanceCorrected
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, MATHS
from tests.simulation.stories.exam_day import SIAN, ExamDay, Post, absent, every_way, minutes, present

PAPER = Transcribed(signed_by="R. Adeyemi", written_at=minutes(4))


def half_marked() -> tuple[ExamDay, Post]:
    """The hall's first three candidates are at the hub; the others only on the tablet that falls."""
    day = ExamDay()
    dead = day.tablet("tablet-hall", HALL)
    rows = day.pack.sittings_in(HALL)
    day.says(dead, *(present(s.candidate_id, s.component_id, s.seat) for s in rows[:3]), at=-8)
    day.cut(dead)
    day.says(dead, *(present(s.candidate_id, s.component_id, s.seat) for s in rows[3:]), at=-4)
    assert day.unsent(dead) == len(rows) - 3 == 3
    return day, dead


def test_a_spare_rebuilds_the_room_from_the_hub_alone() -> None:
    day, dead = half_marked()
    spare = day.tablet("tablet-spare", HALL, "inv-2")
    assert spare.register() == day.register()
    assert sum(s.is_present for s in spare.register().in_room(HALL)) == 3
    assert spare.device.device_id != dead.device.device_id


def test_paper_is_keyed_in_with_its_own_time_and_signer() -> None:
    day, _ = half_marked()
    spare = day.tablet("tablet-spare", HALL, "inv-2")
    last = day.pack.sittings_in(HALL)[-1]
    (written,) = day.says(
        spare, present(last.candidate_id, last.component_id, last.seat), at=40, source=PAPER
    )
    sitting = day.register().sitting(last.candidate_id, last.component_id)
    assert sitting is not None
    assert sitting.is_present
    carried = next(f.envelope for f in day.hub.facts if f.id == written.id)
    assert carried.source == PAPER
    assert carried.actor == "inv-2"


@pytest.mark.parametrize("marked_on_the_spare", ["before", "after"])
def test_what_the_dead_one_still_held_arrives_and_loses_nothing(marked_on_the_spare: str) -> None:
    """Said twice by two tablets is said once by the register, whichever came first."""
    day, dead = half_marked()
    spare = day.tablet("tablet-spare", HALL, "inv-2")
    rest = day.pack.sittings_in(HALL)[3:]
    again = [present(s.candidate_id, s.component_id, s.seat) for s in rest]
    if marked_on_the_spare == "before":
        day.says(spare, *again, at=40, source=PAPER)
        day.join(dead)
    else:
        day.join(dead)
        day.says(spare, *again, at=40, source=PAPER)
    register = day.all_agree()
    assert day.unsent(dead) == 0
    for row in rest:
        sitting = register.sitting(row.candidate_id, row.component_id)
        assert sitting is not None
        assert sitting.is_present
        assert len(sitting.evidence) == 2
    assert day.open_kinds() == set()


@pytest.mark.parametrize("order", every_way(2))
def test_paper_and_the_revived_tablet_may_contradict_and_nobody_wins_silently(order: tuple[int, ...]) -> None:
    day = ExamDay()
    dead, spare = day.tablet("tablet-hall", HALL), day.tablet("tablet-spare", HALL, "inv-2")
    day.cut(dead, spare)
    (held,) = day.says(dead, present(SIAN, seat="A1"), at=-4)
    (keyed,) = day.says(spare, absent(SIAN), at=45, source=PAPER)
    day.join(*((dead, spare)[i] for i in order))
    register = day.all_agree()
    assert register.sitting(SIAN, MATHS).attendance is Attendance.CONTRADICTED
    found = day.open(DiscrepancyKind.ATTENDANCE_CONTRADICTED)
    assert set(found.evidence) == {held.id, keyed.id}
    corrected = AttendanceCorrected(
        candidate_id=SIAN,
        component_id=MATHS,
        old=Attendance.CONTRADICTED,
        new=Attendance.PRESENT,
        reason="the paper list was of the other row",
    )
    day.says(spare, corrected, at=50)
    assert day.all_agree().sitting(SIAN, MATHS).attendance is Attendance.PRESENT
    assert day.open_kinds() == set()


def test_the_revived_tablets_chain_goes_on_where_it_stopped() -> None:
    """Its numbers have no gap, so that what it held can be told from what somebody made up later."""
    day, dead = half_marked()
    day.tablet("tablet-spare", HALL, "inv-2")
    day.join(dead)
    day.says(dead, present(SIAN, seat="A1"), at=60)
    numbers = [f.envelope.device_seq for f in day.hub.facts if f.envelope.device_id == "tablet-hall"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert day.all_agree().sitting(SIAN, MATHS).is_present
