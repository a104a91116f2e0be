"""Out of the room and back, calls for help told as they are, incidents and the details that follow."""

from __future__ import annotations

import pytest

from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.who import WhoViewModel
from shared.record.events.incident import HelpAcknowledged
from tests.factories import PIN, candidate_id
from tests.unit.viewmodel_room.conftest import Room, tag


@pytest.fixture
def running(room: Room) -> Room:
    room.present(1, 2, 3, 5, 6)
    room.start()
    return room


def test_nobody_leaves_alone_and_the_minutes_run(running: Room) -> None:
    moves = running.vm.movements
    running.at(10)
    with pytest.raises(NotPossible, match="Nobody leaves alone"):
        moves.leave(candidate_id(1), " ")
    moves.leave(candidate_id(1), "Piotr Nowak")
    running.at(14)
    (out,) = moves.away
    assert (out.name, out.minutes, out.says) == ("O'Connor, Siân", 4, "Toilet · with Piotr Nowak")
    with pytest.raises(NotPossible, match="out already"):
        moves.leave(candidate_id(1), "Piotr Nowak")
    moves.come_back(candidate_id(1))
    assert moves.away == ()
    with pytest.raises(NotPossible, match="not away"):
        moves.come_back(candidate_id(1))
    assert [(m.escort, m.returned_at is not None) for m in moves.all] == [("Piotr Nowak", True)]


def test_two_out_at_once_is_told_before_and_while_it_is_so(running: Room) -> None:
    moves = running.vm.movements
    moves.leave(candidate_id(1), "Piotr Nowak")
    assert moves.warning == ""
    running.at(3)
    (said,) = moves.before_leaving(candidate_id(2))
    assert said == "O'Connor, Siân is out since 09:00: they must not meet."
    moves.leave(candidate_id(2), "Mary Quayle", "illness")
    assert "2 candidates are out at the same time" in moves.warning
    assert moves.escorts[:2] == ("Mary Quayle", "Piotr Nowak")
    moves.come_back(candidate_id(1))
    assert moves.before_leaving(candidate_id(1))[-1] == "Was out 1 time already."


def test_somebody_who_is_not_present_cannot_leave(room: Room) -> None:
    with pytest.raises(NotPossible, match="not recorded as present"):
        room.vm.movements.leave(candidate_id(1), "Piotr Nowak")


def test_a_call_without_a_network_says_that_nobody_heard_it(running: Room) -> None:
    made = running.vm.help.call("first_aid")
    assert running.vm.help.call("first_aid") == made
    (call,) = running.vm.help.open
    assert (call.title, call.is_stuck) == ("First aid", True)
    assert call.says == "Not sent: no network. Send somebody."
    running.at(41)
    running.hears(HelpAcknowledged(help_id=made))
    (call,) = running.vm.help.open
    assert (call.says, call.is_coming, call.is_stuck) == ("On the way, 09:41", True, False)
    running.vm.help.close(made)
    assert running.vm.help.open == ()
    with pytest.raises(NotPossible, match="closed already"):
        running.vm.help.close(made)
    assert running.vm.help.call("first_aid") != made


def test_with_the_line_open_a_call_is_on_its_way_until_it_is_known(running: Room) -> None:
    running.vm.desk.connection_changed(online=True, contact=True, refusal="")  # type: ignore[attr-defined]
    running.vm.help.call("officer")
    (call,) = running.vm.help.open
    assert (call.says, call.is_stuck) == ("Sending, 09:00", False)


def test_details_follow_and_the_log_says_what_is_missing(running: Room) -> None:
    incidents = running.vm.incidents
    made = incidents.record("illness", [candidate_id(1)])
    assert [(r.title, r.who, r.missing) for r in incidents.rows] == [("Illness", "O'Connor, Siân", 1)]
    assert incidents.details_missing == 1
    with pytest.raises(NotPossible, match="nothing to add"):
        incidents.amend(made, " ", details={"symptoms": " "})
    incidents.amend(
        made,
        details={"symptoms": "pale, dizzy", "went_on": "yes"},
        candidates=[candidate_id(1), candidate_id(2)],
        other_witness="Nurse Bell, first aider",
    )
    known = incidents.find(made)
    assert known.candidate_ids == (candidate_id(1), candidate_id(2))
    assert known.witnesses == ("inv-1",)
    assert [p.name for p in known.people] == ["Nurse Bell, first aider"]
    assert incidents.details_missing == 0
    answers = {q.key: q.answer for q in incidents.questions(made)}
    assert (answers["symptoms"], answers["went_on"]) == ("pale, dizzy", "yes")
    assert [note.text for note in known.notes] == ["Illness", "Details added."]


def test_what_is_for_the_officer_says_nothing_on_the_screen(running: Room) -> None:
    incidents = running.vm.incidents
    made = incidents.record("malpractice", [candidate_id(1)], "Phone")
    (row,) = incidents.rows
    assert (row.title, row.who, row.notes, row.may_read) == ("For the officer", "", (), True)
    assert row.missing == 2
    running.vm.sign_in.sign_in("inv-2", PIN)
    (row,) = incidents.rows
    assert (row.may_read, row.missing) == (False, 0)
    with pytest.raises(NotPossible, match="for the exams officer"):
        incidents.amend(made, "more")
    with pytest.raises(NotPossible, match="not in the log"):
        incidents.find("nothing")


def test_somebody_is_found_by_seat_name_number_or_tag(running: Room) -> None:
    who = WhoViewModel(running.vm.book)
    assert [p.seat for p in who.people] == ["A1", "A2", "A3", "A4", "A5"]
    assert who.blocks == ()
    for text, number in (("a4", "1005"), ("nguyen", "1002"), ("1003", "1003")):
        who.text = text
        assert [p.number for p in who.people] == [number]
    assert who.by_code(tag(2)) == running.key(2)
    with pytest.raises(NotPossible, match="nobody to choose"):
        who.by_code("https://example.org")
    with pytest.raises(NotPossible, match="nobody to choose"):
        WhoViewModel(running.vm.book, lambda s: s.key != running.key(2)).by_code(tag(2))
