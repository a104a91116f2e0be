"""When two facts about one candidate contradict, when one replaces the other, and what reopens a question."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.plan.timetable import Sitting
from shared.record.events import candidate
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import SittingState
from shared.record.times import Lateness
from tests.factories import ANNEXE, HALL, MATHS, MATHS_HIGHER, START, small_pack
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, corrected, present, state

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> TwoTablets:
    return TwoTablets()


def test_nothing_recorded_is_expected(world: TwoTablets) -> None:
    sitting = world.sitting()
    assert (sitting.attendance, sitting.place, sitting.planned_seat) == (Attendance.EXPECTED, HALL, "A1")
    assert world.open() == {}


def test_present_and_absent_by_tablets_unaware_of_each_other_contradict(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.annexe, absent())
    assert world.sitting().attendance is Attendance.CONTRADICTED
    assert world.sitting().state is SittingState.ALARM
    assert "attendance_contradicted" in world.open()


def test_a_late_clock_does_not_decide_a_contradiction(world: TwoTablets) -> None:
    """No last write wins: an hour between the two clocks changes nothing."""
    world.say(world.hall, present(), at=START)
    world.say(world.annexe, absent(), at=START + 60 * MINUTE)
    assert world.sitting().attendance is Attendance.CONTRADICTED


def test_a_correction_that_had_seen_the_other_fact_replaces_it(world: TwoTablets) -> None:
    world.say(world.hall, absent())
    world.see(world.annexe)
    world.say(world.annexe, corrected(Attendance.ABSENT, Attendance.PRESENT))
    assert world.sitting().attendance is Attendance.PRESENT
    assert world.sitting().place == ANNEXE
    assert world.open() == {}


def test_a_correction_that_had_not_seen_the_other_fact_contradicts_it(world: TwoTablets) -> None:
    world.say(world.hall, absent())
    world.say(world.annexe, corrected(Attendance.ABSENT, Attendance.PRESENT))
    assert world.sitting().attendance is Attendance.CONTRADICTED


def test_having_seen_is_not_enough_without_a_reason(world: TwoTablets) -> None:
    """Absent over a seen present, with no correction: somebody has to say why."""
    world.say(world.hall, present())
    world.say(world.hall, absent())
    assert world.sitting().attendance is Attendance.CONTRADICTED


def test_the_same_said_twice_is_no_contradiction(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.hall, present())
    assert world.sitting().attendance is Attendance.PRESENT
    assert len(world.sitting().evidence) == 2
    assert world.open() == {}


def test_late_admission_after_absent_needs_no_correction(world: TwoTablets) -> None:
    world.say(world.hall, absent())
    late = candidate.LateArrivalAdmitted(
        candidate_id=WHO, component_id=MATHS, arrived_at=START + 20 * MINUTE, seat="A1", reason="bus"
    )
    world.say(world.hall, late)
    sitting = world.sitting()
    assert (sitting.attendance, sitting.lateness) == (Attendance.PRESENT, Lateness.LATE)
    assert sitting.arrived_at == START + 20 * MINUTE
    assert sitting.state is SittingState.LATE
    assert world.open() == {}


def test_late_admission_by_a_tablet_that_did_not_know_of_the_absence_is_asked_about(
    world: TwoTablets,
) -> None:
    world.say(world.hall, absent())
    late = candidate.LateArrivalAdmitted(candidate_id=WHO, component_id=MATHS, arrived_at=START + MINUTE)
    world.say(world.annexe, late)
    assert world.sitting().attendance is Attendance.CONTRADICTED


@pytest.mark.parametrize(
    ("minutes", "lateness", "shown"),
    [
        (60, Lateness.ASK_OFFICER, SittingState.VERY_LATE),
        (61, Lateness.VERY_LATE, SittingState.VERY_LATE),
        (59, Lateness.LATE, SittingState.LATE),
    ],
)
def test_how_late_shows(world: TwoTablets, minutes: int, lateness: Lateness, shown: SittingState) -> None:
    late = candidate.LateArrivalAdmitted(
        candidate_id=WHO, component_id=MATHS, arrived_at=START + minutes * MINUTE
    )
    world.say(world.hall, late)
    assert (world.sitting().lateness, world.sitting().state) == (lateness, shown)


def test_one_candidate_in_two_rooms_is_found(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.annexe, present())
    found = world.open()["two_places"]
    assert (found.candidate_ids, found.detail) == ((WHO,), "recorded as sitting in annexe and hall")


def test_a_knowing_move_by_the_same_tablet_is_not_two_places(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.hall, present(seat="B1"), room=ANNEXE)
    assert (world.sitting().place, world.sitting().seat) == (ANNEXE, "B1")
    assert world.open() == {}


def test_a_knowing_move_by_the_other_tablet_is_not_two_places(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.see(world.annexe)
    world.say(world.annexe, present())
    assert world.sitting().place == ANNEXE
    assert world.open() == {}


def test_a_presence_that_its_room_took_back_claims_no_place(world: TwoTablets) -> None:
    """The hall scanned the wrong tag and said so; the annexe knew of nothing. One question, not two."""
    world.say(world.hall, present())
    world.say(world.annexe, present())
    world.say(world.hall, corrected(Attendance.PRESENT, Attendance.ABSENT))
    assert set(world.open()) == {"attendance_contradicted"}


def test_two_places_stays_on_record_once_settled(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.annexe, present())
    world.settle(world.open()["two_places"], Attendance.PRESENT)
    assert world.open() == {}
    settled = [d for d in world.register().discrepancies if not d.is_open]
    assert [(d.kind, d.answer, d.settled_by) for d in settled] == [
        ("two_places", "went and looked", "officer")
    ]


def test_a_ruling_decides_and_a_new_contradicting_fact_reopens(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.annexe, absent())
    world.settle(world.open()["attendance_contradicted"], Attendance.PRESENT)
    assert world.sitting().attendance is Attendance.PRESENT
    assert world.open() == {}
    world.say(world.annexe, absent())
    assert world.sitting().attendance is Attendance.CONTRADICTED
    assert "attendance_contradicted" in world.open()


def test_a_fact_that_agrees_with_the_ruling_reopens_nothing(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.annexe, absent())
    world.settle(world.open()["attendance_contradicted"], Attendance.PRESENT)
    world.see(world.hall)
    world.say(world.hall, present())
    assert world.open() == {}
    assert world.sitting().attendance is Attendance.PRESENT


def test_pending_identity_is_asked_about_until_it_is_confirmed(world: TwoTablets) -> None:
    def decide(decision: Identity) -> None:
        world.say(
            world.hall,
            candidate.IdentityDecided(candidate_id=WHO, decision=decision, method="document"),
        )

    decide(Identity.PENDING)
    world.say(world.hall, present())
    assert set(world.open()) == {"identity_pending"}
    assert state(world.register()) == "pending"
    decide(Identity.CONFIRMED)
    assert world.open() == {}
    assert state(world.register()) == "present"


def test_of_two_unaware_decisions_the_graver_stands(world: TwoTablets) -> None:
    for tablet, decision in ((world.hall, Identity.MISMATCH), (world.annexe, Identity.CONFIRMED)):
        world.say(
            tablet, candidate.IdentityDecided(candidate_id=WHO, decision=decision, method="tag_and_photo")
        )
    assert world.sitting().identity is Identity.MISMATCH
    assert set(world.open()) == {"identity_mismatch"}


def test_an_unlisted_candidate_sits_and_waits_for_a_formal_entry(world: TwoTablets) -> None:
    unlisted = candidate.UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="Åse Öberg", number="2001", seat="C1"
    )
    world.say(world.hall, unlisted)
    sitting = world.sitting("ZZZZZZZZ")
    assert (sitting.listed, sitting.unlisted_name, sitting.place) == (False, "Åse Öberg", HALL)
    assert sitting.is_present
    assert world.open()["unlisted_sitter"].candidate_ids == ("ZZZZZZZZ",)
    balance = world.register().balance(MATHS)
    assert balance is not None
    assert (balance.present, balance.expected) == (1, 3)


def test_the_formal_entry_in_a_later_pack_ends_the_question(world: TwoTablets) -> None:
    """Candidate 1 is written in for the Higher paper; version 2 of the plan enters them for it."""
    world.say(
        world.hall,
        candidate.UnlistedCandidateAdded(candidate_id=WHO, component_id=MATHS_HIGHER, name="S. O'Connor"),
    )
    assert set(world.open()) == {"unlisted_sitter"}
    pack = small_pack(version=2)
    entry = Sitting(candidate_id=WHO, component_id=MATHS_HIGHER, room_id=HALL)
    later = msgspec.structs.replace(pack, sittings=(*pack.sittings, entry))
    assert world.open(later) == {}


@pytest.mark.parametrize(
    ("event", "attendance"),
    [
        (
            candidate.CandidateMarkedTransferred(candidate_id=WHO, component_id=MATHS, to_centre="54321"),
            Attendance.TRANSFERRED,
        ),
        (candidate.CandidateMarkedWithdrawn(candidate_id=WHO, component_id=MATHS), Attendance.WITHDRAWN),
        (
            candidate.LateArrivalRefused(
                candidate_id=WHO, component_id=MATHS, arrived_at=START, reason="over"
            ),
            Attendance.ABSENT,
        ),
    ],
)
def test_other_ways_of_not_sitting(world: TwoTablets, event, attendance: Attendance) -> None:
    world.say(world.hall, event)
    assert (world.sitting().attendance, world.sitting().state) == (attendance, SittingState.ABSENT)
    balance = world.register().balance(MATHS)
    assert balance is not None
    assert (balance.absent, balance.present) == (1, 0)


def test_leaving_returning_finishing_and_moving_seat_show(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.hall, candidate.CandidateLeftRoom(candidate_id=WHO, escort="inv-2"), at=START + MINUTE)
    assert world.sitting().state is SittingState.AWAY
    world.say(world.hall, candidate.CandidateReturned(candidate_id=WHO), at=START + 2 * MINUTE)
    assert world.sitting().state is SittingState.PRESENT
    world.say(world.hall, candidate.SeatChanged(candidate_id=WHO, component_id=MATHS, old="A1", new="A5"))
    world.say(
        world.hall,
        candidate.CandidateFinished(candidate_id=WHO, component_id=MATHS),
        at=START + 90 * MINUTE,
    )
    assert (world.sitting().seat, world.sitting().finished_at) == ("A5", START + 90 * MINUTE)


def test_two_candidates_on_one_seat_are_found_until_one_finished(world: TwoTablets) -> None:
    other = world.pack.sittings[1].candidate_id
    world.say(world.hall, present(seat="A1"))
    moved = candidate.CandidateMarkedPresent(candidate_id=other, component_id=MATHS_HIGHER, seat="A1")
    world.say(world.hall, moved)
    found = world.open()["seat_taken_twice"]
    assert (found.seat, set(found.candidate_ids)) == ("A1", {WHO, other})
    world.say(world.hall, candidate.CandidateFinished(candidate_id=WHO, component_id=MATHS))
    assert "seat_taken_twice" not in world.open()
