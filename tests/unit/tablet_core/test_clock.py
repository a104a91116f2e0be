"""The tablet's clock: hub time by the best estimate, and what a clock that jumps does to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk_app.clock import TabletClock
from kiosk_app.connection import UNMEASURED_MS
from shared.protocol.clock import ClockEstimate
from shared.protocol.messages import TimeBeacon
from shared.rehearsal import RehearsalClock
from tests.factories import START
from tests.unit.tablet_core.conftest import HandClock


def hear(tablet: TabletClock, clock: HandClock, *, hub_ahead: timedelta, trip: float) -> ClockEstimate:
    """One exchange with a hub whose clock is ``hub_ahead``; each direction takes ``trip`` seconds."""
    sent_at = tablet.device_now()
    clock.forward(seconds=trip)
    at_hub = tablet.device_now() + hub_ahead
    clock.forward(seconds=trip)
    return tablet.hear(TimeBeacon(request_sent_at=sent_at, received_at=at_hub, sent_at=at_hub))


def test_hub_time_is_own_time_and_the_measured_offset() -> None:
    clock = HandClock()
    tablet = TabletClock(clock)
    assert (tablet.now(), tablet.uncertainty_ms) == (START, UNMEASURED_MS)
    hear(tablet, clock, hub_ahead=timedelta(minutes=4), trip=0.02)
    assert tablet.now() == clock.time + timedelta(minutes=4)
    assert tablet.uncertainty_ms == 21


def test_a_slow_answer_does_not_spoil_a_good_measurement_but_age_does() -> None:
    clock = HandClock()
    tablet = TabletClock(clock)
    hear(tablet, clock, hub_ahead=timedelta(), trip=0.01)
    assert hear(tablet, clock, hub_ahead=timedelta(), trip=2).uncertainty_ms == 11
    clock.forward(hours=12)
    assert tablet.uncertainty_ms > 2_000
    assert hear(tablet, clock, hub_ahead=timedelta(), trip=2).uncertainty_ms == 2_001


def test_a_clock_that_was_set_in_between_is_measured_anew_at_once() -> None:
    """However good the old measurement was: it was of another clock."""
    clock = HandClock()
    tablet = TabletClock(clock)
    hear(tablet, clock, hub_ahead=timedelta(), trip=0.001)
    clock.forward(hours=1)
    hear(tablet, clock, hub_ahead=timedelta(hours=-1), trip=0.5)
    assert tablet.now() == clock.time - timedelta(hours=1)


def test_in_a_rehearsal_the_exam_day_runs_and_the_real_clock_does_not() -> None:
    clock = HandClock()
    rehearsal = RehearsalClock(anchor=clock.time, shown=START + timedelta(days=30), rate=60)
    tablet = TabletClock(clock, rehearsal)
    clock.forward(seconds=10)
    assert tablet.now() == START + timedelta(days=30, minutes=10)
    assert tablet.real_now() == START + timedelta(seconds=10)


class Steady:
    """Seconds that a test lets pass, whatever the clock on the wall is set to."""

    def __init__(self, wall: HandClock) -> None:
        self.wall = wall
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall.forward(seconds=seconds)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-3), timedelta(days=400)])
def test_a_measured_clock_runs_on_when_somebody_sets_the_machine(jump: timedelta) -> None:
    wall = HandClock()
    steady = Steady(wall)
    tablet = TabletClock(wall, steady=steady)
    tablet.hear(TimeBeacon(request_sent_at=START, received_at=START, sent_at=START))
    steady.pass_by(60)
    before = tablet.now()
    wall.time += jump
    assert tablet.now() == before
    assert tablet.real_now() == before, "no time-out of the sync may run backwards either"
    told = tablet.jump
    assert told is not None
    assert (told.by, told.kept, told.number) == (jump, True, 1)
    steady.pass_by(60)
    assert tablet.now() == before + timedelta(seconds=60)
    assert tablet.jump == told, "one setting is one notice"
    # The next start begins from the clock as it is set now: the estimate that is kept knows of it.
    again = TabletClock(wall, steady=steady)
    again.restore(tablet.estimate_to_keep)
    assert again.now() == tablet.now()


def test_a_clock_never_measured_follows_whoever_puts_it_right_and_says_so() -> None:
    wall = HandClock()
    steady = Steady(wall)
    tablet = TabletClock(wall, steady=steady)
    wall.time += timedelta(hours=2)
    assert tablet.now() == START + timedelta(hours=2)
    assert tablet.jump is not None
    assert not tablet.jump.kept
    steady.pass_by(5)
    assert tablet.now() == START + timedelta(hours=2, seconds=5)
    assert tablet.jump.number == 1


def test_a_quartz_that_is_only_drawn_to_the_right_time_does_not_jump() -> None:
    wall = HandClock()
    tablet = TabletClock(wall, steady=Steady(wall))
    wall.time += timedelta(seconds=1.5)
    assert tablet.jump is None
    assert TabletClock().jump is None, "the machine's own clocks agree"
