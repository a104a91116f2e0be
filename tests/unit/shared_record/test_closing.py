"""What stops a room or a component from closing, in sentences that name people, seats and rooms."""

from __future__ import annotations

import pytest

from shared.record.closing import ObstacleKind, what_stops_component, what_stops_room
from shared.record.events import candidate, office, room, scripts
from shared.record.events.candidate import Attendance
from shared.record.fold import room_register_digest
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import ANNEXE, HALL, MATHS, START, candidate_id
from tests.unit.shared_record.two_tablets import TwoTablets, absent, present


def room_obstacles(morning: Morning, where: str = HALL) -> dict[str, str]:
    return {o.kind.value: o.what for o in what_stops_room(morning.register(), morning.pack, where)}


def test_after_an_ordinary_exam_nothing_stops_anything() -> None:
    morning = ordinary_morning()
    for where in (HALL, ANNEXE):
        assert what_stops_room(morning.register(), morning.pack, where) == ()
    for component in morning.pack.session.components:
        assert what_stops_component(morning.register(), morning.pack, component.id) == ()


def test_a_room_in_which_nobody_sits_may_close() -> None:
    morning = ordinary_morning()
    assert what_stops_room(morning.register(), morning.pack, "library") == ()


def test_before_the_exam_everything_is_still_to_do() -> None:
    world = TwoTablets()
    found = room_obstacles(world)
    assert found["not_finished"].endswith("is not finished in Main Hall.")
    assert found["register_unsigned"] == "The register of Main Hall is not signed."
    not_set = [o for o in what_stops_room(world.register(), world.pack, HALL) if o.seats == ("A1",)]
    assert [o.what for o in not_set] == [
        "1001 O'Connor, Siân (Main Hall, seat A1) is neither present nor absent for 8300/2F."
    ]


def test_a_missing_script_names_candidate_and_seat_before_dismissal() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    missing = [
        o
        for o in what_stops_room(world.register(), world.pack, HALL)
        if o.kind is ObstacleKind.SCRIPT_MISSING
    ]
    assert [(o.what, o.candidate_ids, o.seats, o.rooms) for o in missing] == [
        (
            "No 8300/2F script was collected from 1001 O'Connor, Siân (Main Hall, seat A1).",
            (candidate_id(1),),
            ("A1",),
            (HALL,),
        )
    ]


def test_the_officer_may_let_a_missing_script_stand_with_a_reason() -> None:
    """Closing needs the script, or an answer by somebody who looked."""
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, room.ExamFinished(component_ids=(MATHS,)))
    world.say(world.hall, scripts.ScriptsCounted(component_id=MATHS, count=0))
    assert "script_missing" in room_obstacles(world)
    found = world.open()["present_without_script"]
    obstacle = next(
        o
        for o in what_stops_component(world.register(), world.pack, MATHS)
        if o.kind is ObstacleKind.SCRIPT_MISSING
    )
    assert obstacle.discrepancy_ids == (found.id,)
    world.settle(found)
    assert "script_missing" not in room_obstacles(world)


def test_somebody_who_is_still_away_stops_the_room() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, candidate.CandidateLeftRoom(candidate_id=candidate_id(1), escort="inv-2"))
    assert "left the room and has not returned" in room_obstacles(world)["away"]


def test_a_stopped_clock_stops_the_room() -> None:
    world = TwoTablets()
    world.say(world.hall, room.ClockStopped(reason="interruption"))
    assert room_obstacles(world)["clock_stopped"] == "The clock of Main Hall is still stopped."


def test_a_script_of_somebody_absent_stops_the_component() -> None:
    world = TwoTablets()
    world.say(world.hall, absent())
    collected = scripts.ScriptCollected(candidate_id=candidate_id(1), component_id=MATHS)
    world.say(world.hall, collected)
    kinds = {o.kind for o in what_stops_component(world.register(), world.pack, MATHS)}
    assert ObstacleKind.SCRIPT_SURPLUS in kinds
    assert ObstacleKind.DISCREPANCY_OPEN not in kinds


def test_a_question_stops_the_component_of_its_candidate_and_no_other() -> None:
    morning = ordinary_morning()
    morning.annexe.write(
        candidate.IdentityDecided(
            candidate_id=candidate_id(1), decision=candidate.Identity.PENDING, method="none"
        )
    )
    morning.journal.take(morning.annexe)
    stopped = {
        component.id: [o.what for o in what_stops_component(morning.register(), morning.pack, component.id)]
        for component in morning.pack.session.components
    }
    assert any("identity not settled yet" in what for what in stopped[MATHS])
    others = [what for component, told in stopped.items() if component != MATHS for what in told]
    assert [what for what in others if "identity" in what] == []


def test_once_a_room_is_closed_a_correction_needs_no_new_signature() -> None:
    """The room went home; what the office rules now is signed by the office."""
    morning = ordinary_morning()
    morning.record(
        office.DiscrepancySettled(
            discrepancy_id="any",
            answer="sat elsewhere",
            evidence=(),
            ruling=office.AttendanceRuling(
                candidate_id=candidate_id(1), component_id=MATHS, attendance=Attendance.ABSENT
            ),
        )
    )
    assert morning.register().room(HALL).signed_digest != room_register_digest(morning.register(), HALL)
    assert set(room_obstacles(morning)) == {"script_surplus"}


def test_a_change_after_the_signature_is_told_and_a_new_signature_mends_it() -> None:
    morning = ordinary_morning(close=False)
    morning.hall.catch_up(morning.journal)
    who = candidate_id(1)
    morning.hall.write(
        candidate.AttendanceCorrected(
            candidate_id=who,
            component_id=MATHS,
            old=Attendance.PRESENT,
            new=Attendance.PRESENT,
            reason="seat was wrong",
        )
    )
    morning.hall.write(
        candidate.SeatChanged(candidate_id=who, component_id=MATHS, old="A1", new="F5"), at=START
    )
    morning.journal.take(morning.hall)
    assert room_obstacles(morning)["signed_before_change"] == (
        "The register of Main Hall changed after it was signed."
    )
    digest = room_register_digest(morning.register(), HALL)
    morning.hall.write(room.RegisterSigned(signed_by=("inv-1",), register_digest=digest, present=6, absent=0))
    morning.journal.take(morning.hall)
    assert room_obstacles(morning) == {}


def test_names_of_other_rooms_are_not_told_where_the_pack_has_none() -> None:
    """A tablet's pack knows its own room's candidates only."""
    world = TwoTablets()
    mine = world.pack.for_rooms([ANNEXE])
    told = [o.what for o in what_stops_room(world.register(), mine, HALL)]
    assert any("A candidate of another room" in what for what in told)
    assert not any("O'Connor" in what for what in told)


@pytest.mark.parametrize("settled", [False, True])
def test_quarantine_belongs_to_the_session_not_to_a_component(settled: bool) -> None:
    morning = ordinary_morning()
    morning.record(
        office.RecordQuarantined(
            quarantine_id="q", device_id="t", reason="malformed", detail="d", code_digest="q"
        )
    )
    if settled:
        found = morning.register().open_discrepancies[0]
        morning.record(
            office.DiscrepancySettled(discrepancy_id=found.id, answer="seen", evidence=found.evidence)
        )
    assert what_stops_component(morning.register(), morning.pack, MATHS) == ()
    assert len(morning.register().open_discrepancies) == (0 if settled else 1)
