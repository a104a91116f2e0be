"""Who finishes when, who is told beforehand, who goes, and what a stop or a rest break does to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk_app.viewmodels.lateness import moment_of
from kiosk_app.viewmodels.observable import NotPossible
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.record.countdown import Phase
from shared.record.events.candidate import ArrangementGranted
from tests.factories import START, candidate_id
from tests.unit.viewmodel_room.conftest import Room

HALL_NUMBERS = (1, 2, 3, 5, 6)


@pytest.fixture
def running(room: Room) -> Room:
    """Started as published, everybody present: 1 and 5 finish at 10:30, 2 has 25 % more, 3 and 6 at 11:00."""
    room.present(*HALL_NUMBERS)
    room.start()
    return room


def times(room: Room) -> list[tuple[str, list[str]]]:
    return [(room.vm.book.clock(t.at), [p.number for p in t.people]) for t in room.vm.finishes.times]


def test_everybody_is_listed_by_the_own_finish(running: Room) -> None:
    assert {clock: set(people) for clock, people in times(running)} == {
        "10:30": {"1001", "1005"},
        "10:53": {"1002"},
        "11:00": {"1003", "1006"},
    }
    first = running.vm.finishes.next
    assert first is not None
    assert first.clock.shown == "1:30:00"
    (own,) = next(t for t in running.vm.finishes.times if len(t.people) == 1).people
    assert own.why == "ET25"


def test_a_rest_break_moves_one_finish_and_no_other(running: Room) -> None:
    moves = running.vm.movements
    assert [key[0] for key in moves.may_rest] == [candidate_id(2)]
    running.at(20)
    running.card(2).start_break()
    running.at(32)
    (rest,) = moves.resting
    assert (rest.minutes, rest.says) == (12, "1 break, 12 min altogether")
    paused = next(t for t in running.vm.finishes.times if t.people[0].number == "1002")
    assert paused.clock.phase is Phase.PAUSED
    assert running.card(2).actions[0] == "write"
    running.card(2).end_break()
    running.at(60)
    assert {clock for clock, _people in times(running)} == {"10:30", "11:05", "11:00"}
    assert moves.resting == ()


def test_rest_breaks_need_an_arrangement_and_the_officer_can_grant_one(running: Room) -> None:
    with pytest.raises(NotPossible, match="No rest breaks are arranged"):
        running.vm.movements.start_break(candidate_id(1))
    granted = Arrangement(kind=ArrangementKind.REST_BREAKS)
    running.hears(ArrangementGranted(candidate_id=candidate_id(1), arrangement=granted, reason="letter"))
    running.vm.movements.start_break(candidate_id(1))
    assert running.vm.movements.is_resting(candidate_id(1))
    with pytest.raises(NotPossible, match="runs already"):
        running.vm.movements.start_break(candidate_id(1))


def test_five_minutes_before_each_finish_somebody_is_told_once(running: Room) -> None:
    running.at(84)
    assert running.vm.finishes.due_warning is None
    running.at(85)
    due = running.vm.finishes.due_warning
    assert due is not None
    assert {p.number for p in due.people} == {"1001", "1005"}
    assert running.vm.next_step.text == "Tell 2 candidates: 5 minutes left."
    running.vm.finishes.warned(due.at)
    assert running.vm.finishes.due_warning is None
    assert "10:30" not in running.vm.next_step.text
    running.at(109)
    later = running.vm.finishes.due_warning
    assert later is not None
    assert [p.number for p in later.people] == ["1002"]


def test_nobody_goes_before_the_rules_let_them_and_who_goes_is_off_the_list(running: Room) -> None:
    running.at(59)
    with pytest.raises(NotPossible, match="Nobody leaves before 10:00"):
        running.vm.finishes.dismiss(running.key(1))
    running.at(61)
    running.vm.finishes.dismiss(running.key(1))
    assert [(p.number, p.why) for p in running.vm.finishes.gone] == [("1001", "10:01")]
    assert "1001" not in [number for _clock, people in times(running) for number in people]
    with pytest.raises(NotPossible, match="not writing"):
        running.vm.finishes.dismiss(running.key(1))


def test_a_stop_freezes_every_finish_and_is_logged_when_writing_goes_on(running: Room) -> None:
    running.at(30)
    running.vm.stops.stop("interruption", "drilling next door")
    running.at(41)
    assert all(t.is_paused for t in running.vm.finishes.times)
    assert running.vm.stops.clock == "11:00"
    made = running.vm.stops.resume("it stopped")
    assert "10:41" in [clock for clock, _people in times(running)]
    incident = running.vm.incidents.find(made)
    assert incident.kind == "disturbance"
    assert len(incident.candidate_ids) == len(HALL_NUMBERS)
    assert incident.details == {"minutes_lost": "11", "cause": "drilling next door it stopped"}
    assert incident.until is not None
    assert incident.until - incident.happened_at == timedelta(minutes=11)


def test_the_roll_names_who_is_missing_and_both_counts_go_into_the_log(running: Room) -> None:
    running.at(20)
    running.vm.movements.leave(candidate_id(3), "Piotr Nowak")
    running.vm.stops.stop("evacuation")
    roll = running.vm.stops.roll
    with_seat = [(row.seat, row.is_away) for row in roll.rows]
    assert with_seat == [("A1", False), ("A2", False), ("A3", True), ("A4", False), ("A5", False)]
    roll.begin("out")
    for number in (1, 2, 5):
        roll.turn(candidate_id(number))
    assert [row.number for row in roll.record()] == ["1003", "1006"]
    roll.all_here()
    assert roll.record() == ()
    assert roll.unaccounted == "nobody was counted back in yet."
    roll.begin("back")
    assert len(roll.missing) == len(HALL_NUMBERS)
    roll.all_here()
    roll.turn(candidate_id(6))
    roll.record()
    assert roll.unaccounted == "4 of 5 were counted back in."
    running.at(35)
    made = running.vm.stops.resume()
    assert running.vm.incidents.find(made).details == {"counted_out": "5", "counted_back": "4"}
    assert {q.key for q in running.vm.incidents.questions(made) if q.is_needed and not q.answer} == {
        "cause",
        "kept_apart",
    }
    with pytest.raises(NotPossible, match="clock runs"):
        roll.record()


def test_the_next_stop_begins_with_an_empty_roll(running: Room) -> None:
    roll = running.vm.stops.roll
    for minutes in (10, 20):
        running.at(minutes)
        running.vm.stops.stop("evacuation")
        roll.begin("out")
        assert roll.here == 0
        assert roll.counts == {}
        roll.all_here()
        roll.record()
        running.vm.stops.resume()


def test_a_late_candidate_has_the_full_time_and_the_report_its_facts(room: Room) -> None:
    room.present(1, 2, 3, 6)
    room.start()
    room.at(70)
    card = room.card(5)
    late = card.late_arrival
    assert late is not None
    since = moment_of(late, "9.55")
    with pytest.raises(NotPossible, match="after the arrival"):
        moment_of(late, "11:30")
    for text in ("25:00", "ten", "10", "10:99"):
        with pytest.raises(NotPossible, match="not a time"):
            moment_of(late, text)
    assert moment_of(late, " ") is None
    card.admit_late("Bus broke down", warned=True, supervised_from=since, travel="Bus")
    admission = room.sitting(5).admission
    assert admission is not None
    assert (admission.travel, admission.warned_may_be_refused) == ("Bus", True)
    assert admission.supervised_from == START + timedelta(minutes=55)
    last = room.vm.finishes.times[-1]
    assert (room.vm.book.clock(last.at), last.people[0].why) == ("11:40", "L")
