"""Transfers, the history of corrections, and the second signature after sign-off (rules 22 to 25)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.record.corrections import CAME_LATE, corrections
from shared.record.events import candidate, room
from shared.record.events.candidate import Attendance
from shared.record.register import SignOff
from shared.record.register_codes import register_code
from tests.factories import ANNEXE, HALL, MATHS, START, Device, rules
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, corrected, present

MINUTE = timedelta(minutes=1)
UNSIGNED = "correction_uncountersigned"


def signed(*people: str) -> room.RegisterSigned:
    return room.RegisterSigned(signed_by=people, register_digest="ab", present=0, absent=1)


def sign_off(world: TwoTablets, tablet: Device | None = None, *people: str) -> None:
    world.say(tablet or world.hall, signed(*(people or ("inv-1", "inv-2"))), at=START + 100 * MINUTE)


def correct(world: TwoTablets, tablet: Device | None = None, *, second: str = "", after: int = 110) -> None:
    event = corrected(Attendance.ABSENT, Attendance.PRESENT)
    event = msgspec.structs.replace(event, countersigned_by=second)
    world.say(tablet or world.hall, event, at=START + after * MINUTE)


@pytest.fixture
def world() -> TwoTablets:
    world = TwoTablets()
    world.say(world.hall, absent())
    return world


def test_the_history_says_old_new_who_and_why(world: TwoTablets) -> None:
    correct(world)
    (found,) = world.sitting().corrections
    assert (found.old, found.new, found.reason) == (Attendance.ABSENT, Attendance.PRESENT, "looked again")
    assert (found.actor, found.room, found.at, found.envelope_id) == (
        "inv-1",
        HALL,
        START + 110 * MINUTE,
        "tablet-hall:2",
    )
    assert corrections(world.facts(), WHO, MATHS) == (found,)


def test_the_history_holds_late_admissions_and_rulings_in_their_order(world: TwoTablets) -> None:
    world.say(world.annexe, present())
    world.settle(world.open()["attendance_contradicted"], Attendance.ABSENT)
    world.see(world.hall)
    late = candidate.LateArrivalAdmitted(candidate_id=WHO, component_id=MATHS, arrived_at=START + 20 * MINUTE)
    world.say(world.hall, late, at=START + 500 * MINUTE)
    history = [(c.old, c.new, c.reason, c.actor) for c in world.sitting().corrections]
    assert history[-1] == (Attendance.ABSENT, Attendance.PRESENT, CAME_LATE, "inv-1")
    assert history[-2][1:] == (Attendance.ABSENT, "went and looked", "officer")


def test_first_marks_are_no_corrections(world: TwoTablets) -> None:
    world.say(world.hall, absent())
    assert world.sitting().corrections == ()


def test_before_sign_off_nobody_signs_beside_a_correction(world: TwoTablets) -> None:
    correct(world, after=50)
    sign_off(world)
    assert UNSIGNED not in world.open()
    assert world.register().room(HALL).sign_off is SignOff.SIGNED


def test_after_sign_off_a_correction_is_taken_and_asked_about(world: TwoTablets) -> None:
    """Principle 1: it stands on the register; the second signature is a question with its evidence."""
    sign_off(world)
    correct(world)
    found = world.open()[UNSIGNED]
    assert world.sitting().attendance is Attendance.PRESENT
    assert (found.room, found.candidate_ids, found.evidence) == (HALL, (WHO,), ("tablet-hall:3",))
    assert "absent to present" in found.detail


@pytest.mark.parametrize(("second", "asked"), [("inv-2", False), ("inv-1", True), ("", True)])
def test_the_second_signature_is_another_persons(world: TwoTablets, second: str, asked: bool) -> None:
    sign_off(world)
    correct(world, second=second)
    assert (UNSIGNED in world.open()) is asked


def test_closing_a_room_is_a_sign_off_too(world: TwoTablets) -> None:
    world.say(world.hall, room.RoomClosed(), at=START + 100 * MINUTE)
    correct(world)
    assert UNSIGNED in world.open()
    assert world.register().room(HALL).sign_off is SignOff.CLOSED


@pytest.mark.parametrize(
    ("people", "asked"), [(("inv-1", "inv-2"), False), (("inv-2",), False), (("inv-1",), True)]
)
def test_signing_again_with_the_correction_covers_it_if_somebody_else_signs(
    world: TwoTablets, people: tuple[str, ...], asked: bool
) -> None:
    sign_off(world)
    correct(world)
    world.say(world.hall, signed(*people), at=START + 120 * MINUTE)
    assert (UNSIGNED in world.open()) is asked


def test_a_signature_that_did_not_know_the_correction_does_not_cover_it(world: TwoTablets) -> None:
    sign_off(world)
    world.see(world.annexe)
    correct(world, world.annexe)
    world.say(world.hall, signed("inv-1", "inv-2"), at=START + 120 * MINUTE)
    assert UNSIGNED in world.open()
    world.see(world.hall)
    world.say(world.hall, signed("inv-3"), at=START + 130 * MINUTE)
    assert UNSIGNED not in world.open()


def test_settling_it_is_the_officers_signature_and_a_further_correction_asks_again(world: TwoTablets) -> None:
    sign_off(world)
    correct(world)
    world.settle(world.open()[UNSIGNED])
    assert UNSIGNED not in world.open()
    world.see(world.hall)
    again = corrected(Attendance.PRESENT, Attendance.WITHDRAWN)
    world.say(world.hall, again, at=START + 130 * MINUTE)
    assert UNSIGNED in world.open()


def test_a_late_admission_over_a_signed_absence_is_a_correction(world: TwoTablets) -> None:
    sign_off(world)
    late = candidate.LateArrivalAdmitted(candidate_id=WHO, component_id=MATHS, arrived_at=START + 20 * MINUTE)
    world.say(world.hall, late, at=START + 110 * MINUTE)
    assert UNSIGNED in world.open()


def test_an_office_ruling_after_sign_off_needs_no_third_person(world: TwoTablets) -> None:
    world.say(world.annexe, present())
    sign_off(world)
    world.settle(world.open()["attendance_contradicted"], Attendance.PRESENT, HALL)
    assert UNSIGNED not in world.open()


def test_a_correction_elsewhere_changes_the_signed_register_of_the_planned_room(world: TwoTablets) -> None:
    """Signed absent in the hall, corrected to present in the annexe, whose own register is not signed."""
    sign_off(world)
    world.see(world.annexe)
    correct(world, world.annexe)
    assert world.sitting().place == ANNEXE
    assert UNSIGNED in world.open()


def test_rule_23_transferred_out_names_the_other_centre() -> None:
    world = TwoTablets()
    away = candidate.CandidateMarkedTransferred(candidate_id=WHO, component_id=MATHS, to_centre="54321")
    world.say(world.hall, away)
    sitting = world.sitting()
    code = register_code(sitting, rules().board("AQA"))
    assert (sitting.to_centre, code.code, code.note) == ("54321", "T", "transferred to 54321")
    world.say(world.hall, corrected(Attendance.TRANSFERRED, Attendance.PRESENT))
    assert world.sitting().to_centre == ""


def test_rule_23_transferred_in_stands_on_a_separate_register() -> None:
    world = TwoTablets()
    guest = candidate.UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="Åse Öberg", number="2001", from_centre="54321"
    )
    world.say(world.hall, guest)
    register = world.register()
    assert [s.candidate_id for s in register.transferred_in(MATHS)] == ["ZZZZZZZZ"]
    assert "ZZZZZZZZ" not in {s.candidate_id for s in register.own_entries(MATHS)}
    assert len(register.own_entries(MATHS)) + 1 == len(register.of_component(MATHS))
    assert register_code(world.sitting("ZZZZZZZZ"), rules().board("AQA")).note == "transferred in from 54321"
    assert "54321" in world.open()["unlisted_sitter"].detail


@pytest.mark.parametrize(
    ("board", "event", "code", "struck"),
    [
        ("AQA", absent(), "abs", False),
        ("OCR", absent(), "A", False),
        ("AQA", candidate.CandidateMarkedWithdrawn(candidate_id=WHO, component_id=MATHS), "", True),
        ("AQA", present(), "", False),
    ],
)
def test_rule_24_codes_are_the_boards_own(board: str, event, code: str, struck: bool) -> None:
    """Rules 22 and 24: AQA writes abs, OCR A; a withdrawn candidate is struck through."""
    world = TwoTablets()
    world.say(world.hall, event)
    written = register_code(world.sitting(), rules().board(board))
    assert (written.code, written.struck) == (code, struck)
