"""Network gone.

At a quarter to nine the switch in the corridor dies. Hall and annexe work through the whole morning on what
their tablets hold; the hall's clock runs forty seconds fast, which its last beacon told. At noon the
network is back, receipts get lost, and everything is pushed twice.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.protocol.clock import measure
from shared.protocol.messages import TimeBeacon
from shared.record.events.candidate import Attendance
from shared.record.fold import RegisterFold, project
from shared.record.register import DiscrepancyKind
from tests.exam_morning import room_day
from tests.factories import ANNEXE, HALL, MATHS
from tests.simulation.stories.exam_day import SIAN, ExamDay, absent, every_way, minutes, present


@pytest.mark.parametrize("order", every_way(2))
def test_a_whole_exam_without_the_network_arrives_whole(order: tuple[int, ...]) -> None:
    day = ExamDay()
    tablets = (day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3"))
    day.cut(*tablets)
    for post, where in zip(tablets, (HALL, ANNEXE), strict=True):
        room_day(day.pack, post.device, where)
        assert day.unsent(post) == len(post.device.written) > 10
    assert day.register().room(HALL).started_at == {}
    day.join(*(tablets[i] for i in order))
    assert [day.unsent(post) for post in tablets] == [0, 0]
    register = day.all_agree()
    assert all(s.is_present and s.script_collected_at for s in register.sittings)
    assert all(balance.is_balanced for balance in register.balances)
    assert {r.room_id for r in register.rooms if r.closed_at} == {HALL, ANNEXE}
    assert register.open_discrepancies == ()


def test_the_room_goes_on_from_the_cached_pack() -> None:
    """Names, seats and arrangements of its own room; the pseudonym of everybody else."""
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.cut(hall)
    day.says(hall, present(SIAN, seat="A1"))
    assert hall.sitting(SIAN, MATHS).is_present
    named = {c.id for c in hall.pack.candidates if c.is_known_here}
    assert named == {s.candidate_id for s in day.pack.sittings_in(HALL)}
    assert hall.pack.published_hash == day.pack.content_hash


def test_everything_pushed_once_more_changes_nothing() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    room_day(day.pack, hall.device, HALL)
    day.deliver()
    rows, register = len(day.hub.journal.rows), day.register()
    for start in (0, 5, len(hall.device.written) - 1):
        day.hub.take("tablet-hall", hall.device.written[start:])
    assert len(day.hub.journal.rows) == rows
    fold = RegisterFold(day.pack)
    assert fold.take_all([*day.hub.facts, *day.hub.facts]) == rows
    assert fold.register() == register


@pytest.mark.parametrize("order", every_way(2))
@pytest.mark.parametrize("later", [-300, 0, 300])
def test_no_silent_last_write_wins_on_attendance(order: tuple[int, ...], later: float) -> None:
    """Neither the order of arrival nor either clock decides between two that did not know of each other."""
    day = ExamDay()
    tablets = (day.tablet("tablet-1", HALL), day.tablet("tablet-2", HALL, "inv-2"))
    day.cut(*tablets)
    (one,) = day.says(tablets[0], present(SIAN, seat="A1"), at=0)
    (other,) = day.says(tablets[1], absent(SIAN), at=later)
    day.join(*(tablets[i] for i in order))
    sitting = day.all_agree().sitting(SIAN, MATHS)
    assert sitting is not None
    assert sitting.attendance is Attendance.CONTRADICTED
    assert set(sitting.claimed) == {Attendance.PRESENT, Attendance.ABSENT}
    assert set(day.open(DiscrepancyKind.ATTENDANCE_CONTRADICTED).evidence) == {one.id, other.id}


def test_the_clocks_drift_is_measured_and_travels_with_every_fact() -> None:
    sent = minutes(-20) + timedelta(seconds=40)
    beacon = TimeBeacon(request_sent_at=sent, received_at=minutes(-20), sent_at=minutes(-20))
    estimate = measure(beacon, sent + timedelta(milliseconds=200))
    assert estimate.offset_ms == -40_100
    assert estimate.uncertainty_ms is not None
    assert estimate.uncertainty_ms <= 101
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.cut(hall)
    hall.device.write(present(SIAN), at=minutes(-5), clock_offset_ms=estimate.offset_ms)
    day.join(hall)
    carried = next(f.envelope for f in day.hub.facts if f.envelope.device_id == "tablet-hall")
    assert carried.clock_offset_ms == -40_100
    suspect = day.open(DiscrepancyKind.CLOCK_SUSPECT)
    assert "40 s off" in suspect.detail
    assert suspect.evidence == (carried.id,)
    assert project(day.pack, day.hub.facts).sitting(SIAN, MATHS).is_present
