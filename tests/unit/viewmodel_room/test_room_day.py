"""The room's day: next steps, packets, clocks, scripts, and what is missing before two people sign."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk_app.viewmodels.observable import NotPossible
from shared.record.events.candidate import Attendance
from shared.record.fold import room_register_digest
from tests.factories import HALL, MATHS, MATHS_HIGHER, PIN, START
from tests.unit.viewmodel_room.conftest import OpenRoom, Room, tag

HALL_NUMBERS = (1, 2, 3, 5, 6)


def test_the_next_step_leads_through_the_morning(room: Room) -> None:
    said = [room.vm.next_step.text]
    room.vm.exam.confirm_checklist()
    said.append(room.vm.next_step.text)
    room.vm.exam.packets.check(MATHS, "inv-1", PIN)
    said.append(room.vm.next_step.text)
    for packet in room.vm.exam.packets.packets:
        for person in ("inv-1", "inv-2"):
            if room.vm.book.person(person) not in packet.checked_by:
                room.vm.exam.packets.check(packet.component, person, PIN)
        room.vm.exam.packets.open(packet.component)
    said.append(room.vm.next_step.text)
    room.present(*HALL_NUMBERS)
    said.append(room.vm.next_step.text)
    room.at(0)
    room.vm.exam.read_script("exam_conditions")
    said.append(room.vm.next_step.text)
    room.vm.exam.read_script()
    said.append(room.vm.next_step.text)
    room.vm.exam.start()
    said.append(room.vm.next_step.text)
    room.at(200)
    said.append(room.vm.next_step.text)
    room.vm.exam.finish()
    said.append(room.vm.next_step.text)
    for number in HALL_NUMBERS:
        room.vm.collect.scan(tag(number))
    said.append(room.vm.next_step.text)
    for pile in room.vm.collect.piles:
        room.vm.collect.count(pile.component, pile.collected)
    said.append(room.vm.next_step.text)
    room.vm.sign.sign([("inv-1", PIN), ("inv-2", PIN)])
    said.append(room.vm.next_step.text)
    assert said == [
        "Confirm 8 lines of the checklist.",
        "Two people check 8300/2F.",
        "A second person checks 8300/2F.",
        "Take the register: 5 not set.",
        "Read out 8 lines of the script.",
        "Read out 7 lines of the script.",
        "Start the exam: published 09:00.",
        "The last candidate finishes at 11:00.",
        "The time is over: finish the exam.",
        "Collect 5 scripts.",
        "Count the pile by hand.",
        "Two people sign the register.",
        "Close the room.",
    ]


def test_one_person_never_checks_a_packet_twice_nor_opens_it_alone(room: Room) -> None:
    packets = room.vm.exam.packets
    with pytest.raises(NotPossible, match="PIN is not right"):
        packets.check(MATHS, "inv-1", "0000")
    packets.check(MATHS, "inv-1", PIN)
    with pytest.raises(NotPossible, match="checked it already"):
        packets.check(MATHS, "inv-1", PIN)
    with pytest.raises(NotPossible, match="Two people"):
        packets.open(MATHS)


@pytest.mark.parametrize(
    ("read", "matches"),
    [("8300/2F", True), ("aqa 8300 2f", True), ("8300/2H", False), ("83002", False)],
)
def test_what_stands_on_the_packet_decides(room: Room, read: str, matches: bool) -> None:
    assert room.vm.exam.packets.check(MATHS, "inv-1", PIN, read) is matches
    assert room.vm.exam.packets.packet(MATHS).mismatch is not matches


def test_a_sealed_packet_holds_the_start(room: Room) -> None:
    with pytest.raises(NotPossible, match="not opened"):
        room.vm.exam.start()


def test_an_evacuation_stops_every_clock_and_moves_every_finish(room: Room) -> None:
    room.present(*HALL_NUMBERS)
    room.start(2)
    room.at(30)
    room.vm.exam.stop_clock("evacuation")
    assert [row[0] for row in room.vm.exam.roll] == ["A1", "A2", "A3", "A4", "A5"]
    left = room.vm.exam.clocks[0].minutes_left
    room.at(48)
    assert room.vm.exam.clocks[0].minutes_left == left
    assert room.vm.exam.call_roll(5, "out")
    assert not room.vm.exam.call_roll(4, "back")
    with pytest.raises(NotPossible, match="Resume"):
        room.vm.exam.finish()
    room.vm.exam.resume()
    higher = next(c for c in room.vm.exam.clocks if c.component == MATHS_HIGHER)
    assert higher.finish == START + timedelta(minutes=2 + 90 + 18)
    (own,) = higher.own
    assert (own.at, own.why) == (START + timedelta(minutes=2 + 113 + 18), "ET25")


def test_scripts_come_in_register_order_and_a_second_one_is_refused(room: Room) -> None:
    room.present(1, 2, 3)
    room.start()
    room.at(200)
    room.vm.exam.finish()
    room.vm.collect.scan(tag(2))
    assert "1001" in room.vm.collect.out_of_order
    room.vm.collect.scan(tag(1))
    assert room.vm.collect.out_of_order == ""
    room.vm.collect.scan(tag(2))
    red = room.vm.scan.red
    assert red is not None
    assert red.fault == "collected_already"
    room.vm.collect.scan(tag(5))
    assert room.vm.scan.red is not None
    assert room.vm.scan.red.fault == "not_set"
    assert [row.number for row in room.vm.collect.missing] == ["1003"]
    with pytest.raises(NotPossible, match="present"):
        room.vm.collect.collect(room.key(5))


def test_signing_names_everything_that_is_missing_first(room: Room) -> None:
    room.present(1)
    room.card(2).seat_pending()
    room.start()
    with pytest.raises(NotPossible, match="missing before the register"):
        room.vm.sign.sign([("inv-1", PIN), ("inv-2", PIN)])
    told = {(m.what, m.who.split(" · ")[0]) for m in room.vm.sign.missing}
    assert ("Script not collected", "O'Connor, Siân") in told
    assert ("Identity not settled", "Nguyễn, Thị Ánh") in told
    assert ("Neither present nor absent", "Smith-Jones, Zoë") in told
    assert ("8300/2F has not finished", "Finish the paper first.") in told


def test_two_different_people_sign_what_the_register_says_then(room: Room) -> None:
    for number in HALL_NUMBERS:
        room.card(number).mark_absent()
    with pytest.raises(NotPossible, match="Two people"):
        room.vm.sign.sign([("inv-1", PIN), ("inv-1", PIN)])
    room.vm.sign.sign([("inv-1", PIN), ("inv-2", PIN)])
    assert room.vm.sign.is_signed
    assert room.vm.book.room.signed_digest == room_register_digest(room.vm.book.register, HALL)
    with pytest.raises(NotPossible, match="records have not reached the office"):
        room.vm.sign.close()

    with pytest.raises(NotPossible, match="second person"):
        room.card(1).correct(Attendance.PRESENT, "was in row 3")
    with pytest.raises(NotPossible, match="same person"):
        room.card(1).correct(Attendance.PRESENT, "was in row 3", ("inv-1", PIN))
    room.card(1).correct(Attendance.PRESENT, "was in row 3", ("inv-2", PIN))
    assert room.sitting(1).corrections[0].countersigned_by == "inv-2"
    assert room.vm.sign.changed_since_signing
    assert not room.vm.sign.is_signed


def test_search_finds_by_name_number_and_seat_whatever_the_accents(room: Room) -> None:
    def found(text: str) -> list[str]:
        room.vm.register.set_search(text)
        return [row.number for row in room.vm.register.rows]

    assert found("sian oc") == ["1001"]
    assert found("thi anh") == ["1002"]
    assert found("1003") == ["1003"]
    assert found("a2") == ["1002"]
    assert found("zz") == []
    assert len(found("")) == 5


def test_filters_count_and_add_up(room: Room) -> None:
    room.present(1)
    room.card(2).mark_absent()
    room.card(3).seat_pending()
    counts = room.vm.register.filter_counts
    assert counts == {"all": 5, "not_set": 2, "present": 2, "late": 0, "absent": 1, "attention": 1}
    room.vm.register.set_filter("not_set")
    assert [row.number for row in room.vm.register.rows] == ["1005", "1006"]
    assert sum(room.vm.register.state_counts.values()) == room.vm.register.total


def test_somebody_on_no_list_is_written_in_with_identity_pending(room: Room) -> None:
    with pytest.raises(NotPossible, match="name"):
        room.vm.unlisted.add(MATHS, " ")
    with pytest.raises(NotPossible, match="four digits"):
        room.vm.unlisted.add(MATHS, "Jo New", number="12")
    seat = room.vm.unlisted.free_seats[0]
    key = room.vm.unlisted.add(MATHS, "Jo New", seat=seat)
    row = next(r for r in room.vm.register.rows if r.key == key)
    assert (row.name, row.seat, row.letter) == ("Jo New", seat, "?")
    assert seat not in room.vm.unlisted.free_seats


def test_cheating_is_logged_for_the_officer_only_and_details_follow(room: Room) -> None:
    made = room.vm.incidents.record("malpractice", [room.key(1)[0]])
    room.vm.incidents.amend(made, "Phone under the desk", "kept")
    (incident,) = room.vm.incidents.log
    assert incident.restricted
    assert [note.text for note in incident.notes] == ["Suspected cheating", "Phone under the desk"]
    assert room.vm.incidents.names(incident) == "O'Connor, Siân"


def test_a_call_stays_until_somebody_has_come(room: Room) -> None:
    made = room.vm.help.call("first_aid")
    assert [c.help_id for c in room.vm.help.open] == [made]
    room.vm.help.close(made)
    assert room.vm.help.open == ()


def test_the_last_invigilator_stays_while_candidates_write(room: Room) -> None:
    room.start()
    with pytest.raises(NotPossible, match="never left alone"):
        room.vm.exam.duty.sign_out("inv-1")
    room.vm.exam.duty.sign_in("inv-3", PIN)
    room.vm.exam.duty.sign_out("inv-1")
    assert room.vm.exam.duty.people == (("inv-3", "Mary Quayle"),)


def test_wrong_pins_are_told_and_make_the_pad_wait(open_room: OpenRoom) -> None:
    room = open_room(signed_in=False)
    pad = room.vm.sign_in
    assert not pad.submit()
    assert pad.error == "Choose your name first."
    pad.choose("inv-2")
    for _ in range(5):
        for digit in "9999":
            pad.press(digit)
        assert not pad.submit()
    assert "Too many wrong PINs" in pad.error
    assert not pad.sign_in("inv-2", PIN)
    room.at(0)
    assert pad.sign_in("inv-2", PIN)
    pad.lock()
    assert room.vm.desk.signed_in is None
    assert room.vm.book.room.on_duty == ("inv-2",)


def test_every_change_of_the_desk_is_told_until_the_room_is_closed(room: Room) -> None:
    told: list[int] = []
    room.vm.changed.append(lambda: told.append(room.vm.desk.revision))
    room.present(1)
    assert len(told) >= 2
    room.vm.close()
    before = len(told)
    room.card(2).mark_absent()
    assert len(told) == before
