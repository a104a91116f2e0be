"""Decisions about one candidate: what is offered, what is recorded, what is refused in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk_app.viewmodels.observable import NotPossible
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import SittingState
from shared.record.times import Lateness
from tests.factories import START
from tests.unit.viewmodel_room.conftest import Room, tag


def test_before_the_start_confirm_comes_first_and_records_identity_and_presence(room: Room) -> None:
    card = room.card(1)
    assert card.actions[0] == "confirm"
    card.confirm()
    assert room.sitting(1).identity is Identity.CONFIRMED
    assert room.sitting(1).is_present
    assert room.vm.scan.card is None
    assert [r.key for r in room.vm.scan.recent] == [room.key(1)]


def test_a_pending_identity_is_seated_and_settled_later_by_a_document(room: Room) -> None:
    room.card(1).seat_pending("no photo")
    assert room.sitting(1).state is SittingState.PENDING
    card = room.card(1)
    assert any("Identity is not settled" in text for text in card.warnings)
    card.confirm("document")
    assert room.sitting(1).state is SittingState.PRESENT


def test_not_this_person_blocks_present_until_somebody_decides_anew(room: Room) -> None:
    room.card(1).not_this_person("other face")
    assert not room.sitting(1).is_present
    assert room.sitting(1).state is SittingState.ALARM
    room.card(1).confirm("document")
    assert room.sitting(1).state is SittingState.PRESENT


def test_an_arrival_after_the_start_is_judged_at_the_moment_the_card_was_opened(room: Room) -> None:
    room.start()
    room.at(20)
    card = room.card(1)
    room.at(30)
    late = card.late_arrival
    assert late is not None
    assert late.lateness is Lateness.LATE
    assert late.finish == START + timedelta(minutes=20 + 90)
    card.admit_late("bus")
    assert room.sitting(1).arrived_at == START + timedelta(minutes=20)
    assert room.sitting(1).state is SittingState.LATE


@pytest.mark.parametrize(
    ("minutes", "lateness"),
    [(59.9, Lateness.LATE), (60, Lateness.ASK_OFFICER), (60.1, Lateness.VERY_LATE)],
)
def test_around_the_hour_the_panel_says_what_the_rules_say(
    room: Room, minutes: float, lateness: Lateness
) -> None:
    room.start(5)
    room.at(minutes)
    late = room.card(1).late_arrival
    assert late is not None
    assert late.lateness is lateness
    assert late.needs_warning is (lateness is not Lateness.LATE)


def test_a_very_late_candidate_needs_the_warning(room: Room) -> None:
    room.start()
    room.at(70)
    card = room.card(1)
    with pytest.raises(NotPossible, match="warned first"):
        card.admit_late()
    assert room.sitting(1).attendance is Attendance.EXPECTED
    card.admit_late(warned=True)
    assert room.sitting(1).state is SittingState.VERY_LATE


def test_who_was_marked_absent_and_comes_late_needs_no_correction(room: Room) -> None:
    room.start()
    room.card(1).mark_absent()
    room.at(15)
    room.card(1).admit_late()
    assert room.sitting(1).attendance is Attendance.PRESENT
    assert not room.vm.book.register.open_discrepancies or all(
        d.kind != "attendance_contradicted" for d in room.vm.book.register.open_discrepancies
    )


def test_a_correction_needs_a_reason_and_something_new(room: Room) -> None:
    room.present(1)
    card = room.card(1)
    with pytest.raises(NotPossible, match="reason"):
        card.correct(Attendance.ABSENT, "  ")
    with pytest.raises(NotPossible, match="says so already"):
        card.correct(Attendance.PRESENT, "because")
    card.correct(Attendance.ABSENT, "wrong row")
    assert room.sitting(1).attendance is Attendance.ABSENT


def test_nobody_leaves_alone_and_who_left_comes_back(room: Room) -> None:
    room.present(1)
    with pytest.raises(NotPossible, match="alone"):
        room.card(1).leave(" ")
    room.card(1).leave("Mr Nowak")
    assert room.sitting(1).state is SittingState.AWAY
    room.card(1).come_back()
    assert room.sitting(1).state is SittingState.PRESENT


def test_a_move_goes_to_a_seat_of_this_room(room: Room) -> None:
    room.present(1)
    with pytest.raises(NotPossible, match="no seat Z9"):
        room.card(1).move_to("z9")
    room.card(1).move_to("f5")
    assert room.sitting(1).seat == "F5"


def test_a_decision_that_no_longer_fits_is_refused(room: Room) -> None:
    """The card stood open while another hand marked the candidate absent."""
    stale = room.card(1)
    room.card(1).mark_absent()
    with pytest.raises(NotPossible, match="Look at the card again"):
        stale.confirm()


def test_transfer_asks_for_the_other_centre(room: Room) -> None:
    with pytest.raises(NotPossible, match="five digits"):
        room.card(1).mark_transferred("12")
    room.card(1).mark_transferred("54321")
    assert room.sitting(1).attendance is Attendance.TRANSFERRED


def test_a_scan_gives_the_card_or_says_what_is_wrong(room: Room) -> None:
    room.vm.scan.scan(tag(2))
    assert room.vm.scan.card is not None
    assert room.vm.scan.card.arrangements == ("25 % extra time", "rest breaks")
    room.vm.scan.dismiss()

    room.vm.scan.scan(tag(4))
    red = room.vm.scan.red
    assert red is not None
    assert red.fault == "other_room"
    assert red.where == ("Annexe · seat A1 · 8300/2F",)
    room.vm.scan.scan("hello")
    assert room.vm.scan.red is not None
    assert room.vm.scan.red.wrong == "This code is not an ExamDay tag."
