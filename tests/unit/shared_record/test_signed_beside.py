"""The history of corrections on a register, and which of them want a second signature (rule 22)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.record.corrections import Correction
from shared.record.events import candidate, room
from shared.record.events.candidate import Attendance
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, MATHS, START
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, corrected, present

MINUTE = timedelta(minutes=1)
UNSIGNED = DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED.value
PRESENT_TO_ABSENT = corrected(Attendance.PRESENT, Attendance.ABSENT)


def signed_by(*people: str) -> room.RegisterSigned:
    return room.RegisterSigned(signed_by=people, register_digest="", present=1, absent=0)


def late(reason: str) -> candidate.LateArrivalAdmitted:
    return candidate.LateArrivalAdmitted(
        candidate_id=WHO, component_id=MATHS, arrived_at=START + 20 * MINUTE, reason=reason
    )


@pytest.fixture
def signed() -> TwoTablets:
    """Siân is present and the hall's register signed."""
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, signed_by("inv-1"), at=START + MINUTE)
    return world


def test_the_history_tells_old_new_who_when_and_why() -> None:
    world = TwoTablets()
    world.say(world.hall, absent())
    came = world.say(world.hall, late("bus"), at=START + MINUTE)
    struck = world.say(
        world.hall,
        msgspec.structs.replace(PRESENT_TO_ABSENT, countersigned_by="inv-2"),
        at=START + 2 * MINUTE,
    )
    assert world.sitting().corrections == (
        Correction(
            envelope_id=came.id,
            at=came.occurred_at,
            room=HALL,
            old=Attendance.ABSENT,
            new=Attendance.PRESENT,
            reason="bus",
            actor="inv-1",
        ),
        Correction(
            envelope_id=struck.id,
            at=struck.occurred_at,
            room=HALL,
            old=Attendance.PRESENT,
            new=Attendance.ABSENT,
            reason="looked again",
            actor="inv-1",
            countersigned_by="inv-2",
        ),
    )


def test_a_late_admission_without_a_reason_says_that_they_came_late() -> None:
    world = TwoTablets()
    world.say(world.hall, absent())
    world.say(world.hall, late(""), at=START + MINUTE)
    assert [c.reason for c in world.sitting().corrections] == ["came late"]


def test_a_first_mark_and_a_late_admission_of_somebody_expected_correct_nothing() -> None:
    world = TwoTablets()
    world.say(world.hall, late("bus"))
    assert world.sitting().corrections == ()


def test_the_offices_ruling_stands_in_the_history_and_needs_no_second_signature(signed: TwoTablets) -> None:
    signed.say(signed.annexe, absent())
    signed.settle(signed.open()["attendance_contradicted"], Attendance.ABSENT)
    (ruled,) = signed.sitting().corrections
    assert (ruled.new, ruled.reason, ruled.actor) == (Attendance.ABSENT, "went and looked", "officer")
    assert UNSIGNED not in signed.open()


def test_before_the_signature_one_person_may_correct() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, PRESENT_TO_ABSENT, at=START + MINUTE)
    world.say(world.hall, signed_by("inv-1"), at=START + 2 * MINUTE)
    assert UNSIGNED not in world.open()


@pytest.mark.parametrize("over", [signed_by("inv-1"), room.RoomClosed()])
def test_after_signing_or_closing_one_person_may_not(over) -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, over, at=START + MINUTE)
    world.say(world.hall, PRESENT_TO_ABSENT, at=START + 2 * MINUTE)
    assert world.open()[UNSIGNED].room == HALL


def test_a_correction_that_changes_nothing_needs_nobody(signed: TwoTablets) -> None:
    signed.say(signed.hall, corrected(Attendance.PRESENT, Attendance.PRESENT), at=START + 2 * MINUTE)
    assert UNSIGNED not in signed.open()


def test_a_late_admission_after_the_signature_is_a_correction_like_any_other() -> None:
    world = TwoTablets()
    world.say(world.hall, absent())
    world.say(world.hall, signed_by("inv-1"), at=START + MINUTE)
    world.say(world.hall, late("bus"), at=START + 2 * MINUTE)
    assert "absent to present" in world.open()[UNSIGNED].detail


@pytest.mark.parametrize(
    ("people", "is_enough"), [(("inv-2",), True), (("inv-1", "inv-2"), True), (("inv-1",), False)]
)
def test_signing_the_register_again_signs_for_what_the_signer_had_before_them(
    signed: TwoTablets, people: tuple[str, ...], is_enough: bool
) -> None:
    signed.say(signed.hall, PRESENT_TO_ABSENT, at=START + 2 * MINUTE)
    assert UNSIGNED in signed.open()
    signed.say(signed.hall, signed_by(*people), at=START + 3 * MINUTE)
    assert (UNSIGNED not in signed.open()) == is_enough


def test_a_signature_of_a_tablet_that_had_not_seen_the_correction_does_not(signed: TwoTablets) -> None:
    signed.say(signed.hall, PRESENT_TO_ABSENT, at=START + 2 * MINUTE)
    signed.say(signed.annexe, signed_by("inv-2"), at=START + 3 * MINUTE, room=HALL)
    assert UNSIGNED in signed.open()


def test_closing_again_is_no_signature(signed: TwoTablets) -> None:
    signed.say(signed.hall, PRESENT_TO_ABSENT, at=START + 2 * MINUTE)
    signed.say(signed.hall, room.RoomClosed(), at=START + 3 * MINUTE, actor="inv-2")
    assert UNSIGNED in signed.open()


def test_two_corrections_are_one_task_with_both_told(signed: TwoTablets) -> None:
    one = signed.say(signed.hall, PRESENT_TO_ABSENT, at=START + 2 * MINUTE)
    two = signed.say(signed.hall, corrected(Attendance.ABSENT, Attendance.PRESENT), at=START + 3 * MINUTE)
    told = signed.open()[UNSIGNED]
    assert "(present to absent, absent to present)" in told.detail
    assert told.evidence == (one.id, two.id)
