"""Who should be in the room by now and hasn't signed in on a tablet."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.plan.duties import Duty, in_duty_order
from shared.record.events import room
from shared.record.expected_duty import not_signed_in
from tests.factories import ANNEXE, HALL, START
from tests.unit.shared_record.two_tablets import TwoTablets

REPORT = START - timedelta(minutes=30)
DUTIES = (
    Duty(invigilator_id="inv-1", room_id=HALL, role="lead", report_at=REPORT),
    Duty(invigilator_id="inv-2", room_id=ANNEXE, report_at=REPORT + timedelta(minutes=10)),
    Duty(invigilator_id="inv-3", role="reserve", report_at=REPORT),
)


@pytest.fixture
def world() -> TwoTablets:
    return TwoTablets()


def missing(world: TwoTablets, minutes: int) -> list[tuple[str, int, str | None]]:
    pack = msgspec.structs.replace(world.pack, duties=DUTIES)
    found = not_signed_in(pack, world.register(), REPORT + timedelta(minutes=minutes))
    return [(one.duty.invigilator_id, one.minutes_late, one.elsewhere) for one in found]


def test_nobody_is_missed_before_the_time_and_reserves_never(world: TwoTablets) -> None:
    assert missing(world, -1) == []
    assert missing(world, 0) == [("inv-1", 0, None)]
    assert missing(world, 12) == [("inv-1", 12, None), ("inv-2", 2, None)]


def test_who_signed_in_has_come_even_if_relieved_since(world: TwoTablets) -> None:
    world.say(world.hall, room.InvigilatorSignedIn(invigilator_id="inv-1"), at=REPORT)
    assert missing(world, 12) == [("inv-2", 2, None)]
    world.say(world.hall, room.InvigilatorSignedIn(invigilator_id="inv-3"), at=REPORT)
    world.say(world.hall, room.InvigilatorSignedOut(invigilator_id="inv-1"), at=START)
    assert missing(world, 40) == [("inv-2", 30, None)]


def test_who_is_in_another_room_is_missed_with_the_place_where_they_are(world: TwoTablets) -> None:
    world.say(world.hall, room.InvigilatorSignedIn(invigilator_id="inv-2"), at=REPORT)
    assert missing(world, 12) == [("inv-1", 12, None), ("inv-2", 2, HALL)]


def test_in_a_closed_room_nobody_is_expected(world: TwoTablets) -> None:
    world.say(world.hall, room.RoomClosed(), at=START)
    assert missing(world, 40) == [("inv-2", 30, None)]


def test_duties_stand_by_room_and_role_with_reserves_last() -> None:
    second = Duty(invigilator_id="a", room_id=HALL, report_at=REPORT)
    assert in_duty_order((DUTIES[2], second, DUTIES[0], DUTIES[1])) == (
        DUTIES[1],
        DUTIES[0],
        second,
        DUTIES[2],
    )
