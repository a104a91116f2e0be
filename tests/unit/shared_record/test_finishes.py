"""Own finishes at any moment: stops, rest breaks, late arrivals, grants of the day, warnings."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.timetable import Component, TimetabledComponent
from shared.record.countdown import warnings
from shared.record.events import KnownEvent, candidate, room, scripts
from shared.record.finishes import (
    extra_time,
    finish_if_admitted,
    finishes_in,
    own_start,
    paper_finish,
    papers_released_at,
    room_finish,
    sitting_finish,
)
from shared.record.pauses import finish_after, merged, stopped_since
from shared.record.register import RoomRecord, SittingRecord, Stop
from shared.record.times import Lateness
from tests.factories import HALL, IGCSE, MATHS, START, candidate_id, rules
from tests.unit.shared_record.two_tablets import TwoTablets

MINUTE = timedelta(minutes=1)
PAPER = TimetabledComponent(
    component=Component(board="AQA", code="8300/2F", title="any"), published_start=START, minutes=90
)
EXTRA = Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25)


def at(minutes: float) -> datetime:
    return START + minutes * MINUTE


def stop(began: float, ended: float | None) -> Stop:
    return Stop(reason="interruption", began=at(began), ended=None if ended is None else at(ended))


def hall(*stops: Stop) -> RoomRecord:
    return RoomRecord(room_id=HALL, started_at={PAPER.id: START}, stops=stops)


def sitter(**more: object) -> SittingRecord:
    return SittingRecord(candidate_id="c", component_id=PAPER.id, **more)  # type: ignore[arg-type]


# --- pauses


@pytest.mark.parametrize(
    ("stops", "minutes"),
    [
        ((), 0),
        ((stop(10, 25),), 15),
        ((stop(10, 25), stop(20, 30)), 20),
        ((stop(20, 30), stop(10, 25)), 20),
        ((stop(10, 40), stop(20, 30)), 30),
        ((stop(10, 20), stop(20, 30)), 20),
        ((stop(10, 20), stop(30, 35)), 15),
        ((stop(50, None),), 10),
        ((stop(70, None),), 0),
        ((stop(20, 10),), 0),
    ],
)
def test_time_that_stands_still_twice_counts_once(stops: tuple[Stop, ...], minutes: int) -> None:
    """Rules 26 and 29: a rest break during an evacuation is no second pause. It is the 60th minute now."""
    assert sum((end - begin for begin, end in merged(stops, at(60))), timedelta()) == minutes * MINUTE
    assert stopped_since(stops, START, at(60)) == minutes * MINUTE


def test_only_what_stood_still_after_the_own_start_counts() -> None:
    assert stopped_since((stop(10, 25),), at(20), at(60)) == 5 * MINUTE
    assert stopped_since((stop(10, 25),), at(25), at(60)) == timedelta()
    assert finish_after(at(20), 90 * MINUTE, (stop(10, 25),), at(60)) == at(115)


def test_a_stop_after_the_time_was_used_up_gives_nobody_more_of_it() -> None:
    assert finish_after(START, 90 * MINUTE, (stop(90, 100),), at(120)) == at(90)
    assert finish_after(START, 90 * MINUTE, (stop(89, 100),), at(120)) == at(101)
    # The first stop moves the finish behind the beginning of the second.
    assert finish_after(START, 90 * MINUTE, (stop(10, 30), stop(95, 100)), at(120)) == at(115)


# --- a candidate's own finish


def test_a_rest_break_stops_the_candidate_s_own_clock_only() -> None:
    """Rule 26: supervised rest breaks are added on."""
    rested = sitter(breaks=(stop(30, 40),))
    assert sitting_finish(PAPER, rested, hall(), 0, at(60)) == at(100)
    assert paper_finish(PAPER, hall(), at(60)) == at(90)
    resting = sitter(breaks=(stop(30, 40), stop(50, None)))
    assert sitting_finish(PAPER, resting, hall(), 0, at(60)) == at(110)
    assert sitting_finish(PAPER, resting, hall(), 0, at(61)) == at(111)


def test_an_evacuation_during_a_rest_break_is_added_once() -> None:
    """Rule 29: everybody gets the full remaining time, and nobody gets it twice."""
    rested = sitter(breaks=(stop(30, 45),))
    assert sitting_finish(PAPER, rested, hall(stop(40, 60)), 0, at(80)) == at(120)


def test_extra_time_rest_breaks_and_a_late_arrival_add_up() -> None:
    """Rules 15 and 26: 20 minutes late, 25 % extra, ten minutes of rest, five of alarm."""
    late = sitter(arrived_at=at(20), lateness=Lateness.LATE, breaks=(stop(40, 50),))
    assert sitting_finish(PAPER, late, hall(stop(60, 65), stop(5, 15)), 25, at(80)) == at(20 + 113 + 10 + 5)


@pytest.mark.parametrize("lateness", [Lateness.LATE, Lateness.VERY_LATE, Lateness.ASK_OFFICER])
def test_whoever_is_admitted_late_has_the_full_time(lateness: Lateness) -> None:
    """Rule 15, however late it was."""
    assert sitting_finish(PAPER, sitter(arrived_at=at(70), lateness=lateness), hall(), 0, at(75)) == at(160)


def test_whoever_came_before_a_late_start_begins_with_the_room() -> None:
    late = sitter(arrived_at=at(-5), lateness=Lateness.LATE)
    assert own_start(PAPER, late, hall()) == START
    marked_later = sitter(arrived_at=at(7), lateness=Lateness.ON_TIME)
    assert own_start(PAPER, marked_later, hall()) == START
    assert own_start(PAPER, sitter(), RoomRecord(room_id=HALL)) is None


@pytest.mark.parametrize(
    ("planned", "granted", "counts"),
    [
        (0, (), 0),
        (0, (25,), 25),
        (25, (10,), 25),
        (25, (50,), 50),
        (10, (25, 20), 25),
    ],
)
def test_what_is_granted_on_the_day_counts_and_takes_nothing_away(
    planned: int, granted: tuple[int, ...], counts: int
) -> None:
    """Rule 26."""
    own = sitter(
        granted=(
            *(Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=p) for p in granted),
            Arrangement(kind=ArrangementKind.READER, percent=90),
        )
    )
    assert extra_time(own, planned) == counts


def test_somebody_at_the_door_is_told_when_they_would_finish() -> None:
    """Rule 15."""
    assert finish_if_admitted(PAPER, sitter(granted=(EXTRA,)), 0, at(30)) == at(143)
    assert finish_if_admitted(PAPER, sitter(), 0, at(30)) == at(120)


# --- from the record


class Room(TwoTablets):
    """The hall of the small pack, running since nine."""

    def tell(self, *events: KnownEvent, minutes: float = 0) -> None:
        for event in events:
            self.say(self.hall, event, at=at(minutes))

    def here(self, *numbers: int) -> None:
        for number in numbers:
            sitting = self.pack.sittings_of(candidate_id(number))[0]
            self.tell(
                candidate.CandidateMarkedPresent(
                    candidate_id=sitting.candidate_id, component_id=sitting.component_id
                ),
                minutes=-10,
            )

    def finishes(self, minutes: float) -> dict[str, datetime]:
        found = finishes_in(self.register(), self.pack, HALL, at(minutes))
        return {own.candidate_id: own.at for own in found}


@pytest.fixture
def running() -> Room:
    world = Room()
    world.here(1, 2, 3)
    papers = tuple(c.id for c in world.pack.session.components)
    world.tell(room.ExamStarted(component_ids=papers, actual_start=START))
    return world


FIRST, SECOND, THIRD = candidate_id(1), candidate_id(2), candidate_id(3)


def test_the_room_knows_every_own_finish_at_any_moment(running: Room) -> None:
    """Number 2 has 25 % extra, number 3 sits a longer paper (rule 26)."""
    assert running.finishes(10) == {FIRST: at(90), SECOND: at(113), THIRD: at(120)}
    assert room_finish(running.register(), running.pack, HALL, at(10)) == at(120)
    running.tell(candidate.RestBreakStarted(candidate_id=SECOND), minutes=20)
    running.tell(room.ClockStopped(reason="evacuation"), minutes=25)
    assert running.finishes(30) == {FIRST: at(95), SECOND: at(123), THIRD: at(125)}
    running.tell(room.ClockResumed(), minutes=35)
    running.tell(candidate.RestBreakEnded(candidate_id=SECOND), minutes=40)
    assert running.finishes(60) == {FIRST: at(100), SECOND: at(133), THIRD: at(130)}
    assert room_finish(running.register(), running.pack, HALL, at(60)) == at(133)


def test_a_break_that_was_begun_twice_is_ended_once(running: Room) -> None:
    running.tell(candidate.RestBreakEnded(candidate_id=SECOND), minutes=5)
    for minutes in (20, 25):
        running.tell(candidate.RestBreakStarted(candidate_id=SECOND), minutes=minutes)
    for minutes in (30, 33):
        running.tell(candidate.RestBreakEnded(candidate_id=SECOND), minutes=minutes)
    sitting = running.register().sitting(SECOND, running.pack.sittings_of(SECOND)[0].component_id)
    assert sitting is not None
    assert sitting.breaks == (Stop(reason="rest_break", began=at(20), ended=at(30)),)


def test_a_grant_of_the_morning_moves_the_finish(running: Room) -> None:
    """Rule 26: a broken wrist on the day of the exam."""
    grant = candidate.ArrangementGranted(candidate_id=FIRST, arrangement=EXTRA, reason="broken wrist")
    running.say(running.office, grant, at=at(-5), room=HALL)
    running.say(running.office, grant, at=at(-4), room=HALL)
    assert running.finishes(10)[FIRST] == at(113)
    sitting = running.register().sitting(FIRST, MATHS)
    assert sitting is not None
    assert sitting.granted == (EXTRA,)


def test_two_tablets_that_stop_the_clock_stop_it_once_and_one_resume_is_enough(running: Room) -> None:
    """Rule 29."""
    running.tell(room.ClockStopped(reason="evacuation"), minutes=20)
    running.say(running.annexe, room.ClockStopped(reason="evacuation"), at=at(21), room=HALL)
    running.tell(room.ClockResumed(), minutes=30)
    assert running.finishes(60)[FIRST] == at(100)


def test_who_is_done_has_no_finish_any_more(running: Room) -> None:
    running.tell(candidate.CandidateFinished(candidate_id=FIRST, component_id=MATHS), minutes=70)
    running.tell(scripts.ScriptCollected(candidate_id=THIRD, component_id=IGCSE), minutes=80)
    assert set(running.finishes(81)) == {SECOND}
    running.tell(room.ExamFinished(component_ids=(running.pack.session.components[1].id,)), minutes=113)
    assert running.finishes(114) == {}
    # Nobody writes: the papers' own ends remain.
    assert room_finish(running.register(), running.pack, HALL, at(114)) == at(120)


def test_before_the_start_a_room_has_no_finish() -> None:
    world = Room()
    assert room_finish(world.register(), world.pack, HALL, START) is None
    assert finishes_in(world.register(), world.pack, HALL, START) == ()


def test_papers_stay_in_the_rooms_until_the_last_candidate_anywhere_has_finished(running: Room) -> None:
    """Rule 12: the published finish, or later where anybody writes longer."""
    maths, higher, igcse = running.pack.session.components
    register = running.register()
    assert papers_released_at(register, running.pack, maths, at(10)) == at(90)
    assert papers_released_at(register, running.pack, higher, at(10)) == at(113)
    running.tell(candidate.CandidateFinished(candidate_id=SECOND, component_id=higher.id), minutes=70)
    assert papers_released_at(running.register(), running.pack, higher, at(75)) == at(90)
    running.here(4)
    waiting = candidate.CandidateMarkedPresent(candidate_id=candidate_id(4), component_id=MATHS)
    running.say(running.annexe, waiting, at=at(5))
    assert papers_released_at(running.register(), running.pack, igcse, at(10)) == at(120)
    elsewhere = candidate.CandidateMarkedPresent(candidate_id=candidate_id(8), component_id=higher.id)
    running.say(running.annexe, elsewhere, at=at(5))
    assert papers_released_at(running.register(), running.pack, higher, at(10)) is None


def test_warnings_come_in_order_and_name_whom_they_are_for(running: Room) -> None:
    """Rule 18."""
    running.here(6)
    running.tell(candidate.RestBreakStarted(candidate_id=FIRST), minutes=20)
    told = warnings(finishes_in(running.register(), running.pack, HALL, at(30)), rules())
    assert [(w.at, w.finish, set(w.candidate_ids)) for w in told] == [
        (at(108), at(113), {SECOND}),
        (at(115), at(120), {THIRD, candidate_id(6)}),
    ]
