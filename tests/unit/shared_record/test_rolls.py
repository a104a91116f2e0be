"""Two people outside tick one roll; a number told by voice stands until somebody counts again."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from shared.record.events.room import RollCalled
from shared.record.rolls import Roll, roll_called
from tests.factories import ANNEXE, HALL, START, Device, candidate_id
from tests.unit.shared_record.two_tablets import TwoTablets

ONE, TWO, THREE, FOUR = (candidate_id(number) for number in (1, 2, 3, 4))


class Outside(TwoTablets):
    """The hall's two tablets at the assembly point."""

    def __init__(self) -> None:
        super().__init__()
        self.second = Device(device_id="tablet-second", room=HALL)

    def ticked(self, tablet: Device, *who: str, minute: int = 10) -> None:
        event = RollCalled(counted=len(who), where="out", here=who)
        self.say(tablet, event, at=START + timedelta(minutes=minute))

    def roll(self, where: str = "out") -> Roll | None:
        return roll_called(self.facts(), HALL, where, START)  # type: ignore[arg-type]


@pytest.fixture
def outside() -> Outside:
    return Outside()


def test_each_ticks_a_half_and_together_it_is_all_of_them(outside: Outside) -> None:
    outside.ticked(outside.hall, ONE, TWO)
    outside.ticked(outside.second, THREE, minute=11)
    roll = outside.roll()
    assert roll is not None
    assert (roll.counted, roll.here) == (3, frozenset({ONE, TWO, THREE}))
    assert all(roll_called(given, HALL, "out", START) == roll for given in permutations(outside.facts())), (
        "in whatever order it arrives"
    )


def test_who_had_seen_the_other_s_ticks_may_take_one_back(outside: Outside) -> None:
    outside.ticked(outside.hall, ONE, TWO)
    outside.see(outside.second)
    outside.ticked(outside.second, ONE, THREE, minute=11)
    roll = outside.roll()
    assert roll is not None
    assert roll.here == {ONE, THREE}


def test_a_number_by_voice_stands_until_somebody_counts_again(outside: Outside) -> None:
    outside.ticked(outside.hall, ONE, TWO)
    outside.say(outside.hall, RollCalled(counted=4, where="out"), at=START + timedelta(minutes=11))
    roll = outside.roll()
    assert roll is not None
    assert (roll.counted, roll.here) == (4, frozenset({ONE, TWO})), "names stay known for the next tick"
    outside.ticked(outside.hall, ONE, TWO, FOUR, minute=12)
    roll = outside.roll()
    assert roll is not None
    assert (roll.counted, roll.here) == (3, frozenset({ONE, TWO, FOUR}))


def test_other_rooms_other_stops_and_the_way_back_are_other_rolls(outside: Outside) -> None:
    assert outside.roll() is None
    outside.ticked(outside.annexe, FOUR)
    outside.ticked(outside.hall, ONE, minute=-5)
    assert outside.roll() is None
    outside.ticked(outside.hall, TWO)
    assert outside.roll("back") is None
    found = roll_called(outside.facts(), ANNEXE, "out", START)
    assert found is not None
    assert found.here == {FOUR}
