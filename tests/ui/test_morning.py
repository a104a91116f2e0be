"""An exam morning in the hall, by touches alone: from the choice of the room to two signatures."""

from __future__ import annotations

from datetime import timedelta

from shared.record.events.candidate import Attendance, Identity
from shared.record.register import SittingRecord, SittingState
from shared.record.times import Lateness
from tests import factories
from tests.factories import HALL, PIN, SESSION, START, candidate_id
from tests.ui.conftest import InRoom, OpenRoom
from tests.ui.glass import tag_picture, tag_text

HIGHER = factories.MATHS_HIGHER


def sitting(at: InRoom, number: int) -> SittingRecord:
    return next(s for s in at.room.book.sittings if s.candidate_id == candidate_id(number))


def sign_as(at: InRoom, name: str) -> None:
    """In a sheet that asks who and for the PIN."""
    at.glass.press(name, until=lambda: at.glass.shell.sheet.person)
    at.glass.type_pin(PIN)


def test_an_invigilator_chooses_the_room_and_signs_in_with_the_hub_off(open_room: OpenRoom) -> None:
    at = open_room(signed_in=False)
    at.glass.press("Main Hall", until=lambda: at.app.room is not None)
    at.glass.press("Piotr Nowak", until=lambda: at.room.sign_in.chosen == "inv-2")

    at.glass.type_pin("9999")
    at.glass.until(lambda: at.glass.sees("That PIN is not right"))
    at.glass.type_pin(PIN)

    at.glass.until(lambda: at.glass.sees("Next:"))
    assert at.room.status.signed_in == "Piotr Nowak"
    assert at.room.book.room.on_duty == ("inv-2",)
    assert at.glass.sees("Offline since 08:40")


def test_checklist_and_packet_are_confirmed_and_a_second_person_is_asked_for(open_room: OpenRoom) -> None:
    at = open_room()
    at.glass.press("Checklist", until=lambda: at.glass.shell.section == "exam")
    content = at.glass.shell.content
    panel = content.panels["checklist"]
    for tick in list(panel.ticks.values()):
        at.glass.touch(tick)
        at.glass.until(lambda tick=tick: tick.is_on)
    at.glass.press("Confirm 8 lines", until=lambda: at.room.exam.checklist_open == 0)

    first = at.room.exam.packets.packets[0].component
    for name, checked in (("Ruth Adeyemi", 1), ("Piotr Nowak", 2)):
        at.glass.touch(at.glass.shell.content.panels["packets"].buttons[first])
        at.glass.until(lambda: at.glass.shell.sheet is not None)
        for said in ("AQA", "8300/2F", "Foundation", "3 June 2024", "Morning"):
            at.glass.press(said)
        at.glass.until(lambda: at.glass.sees("Everything is as in the timetable."))
        at.glass.press("Name and PIN", until=lambda: at.glass.sees("Who looked at it?"))
        sign_as(at, name)
        at.glass.until(lambda n=checked: len(at.room.exam.packets.packet(first).checked_by) == n)
        assert at.glass.shell.sheet is None

    at.glass.press("Open the packet", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("It is open", until=lambda: at.room.exam.packets.packet(first).opened)

    at.clock.pass_time(minutes=1)
    at.glass.press("Another packet", until=lambda: at.glass.shell.sheet is not None)
    for said in ("AQA", "8300/2F", "Foundation", "3 June 2024", "Morning"):
        at.glass.press(said)
    assert at.glass.shell.sheet.done.disabled, "which packet is it?"
    at.glass.write(at.glass.shell.sheet.label, "2")
    at.glass.press("Name and PIN", until=lambda: at.glass.sees("Who looked at it?"))
    sign_as(at, "Piotr Nowak")
    at.glass.until(lambda: at.glass.sees("1 of 2 looked"), "a second person's turn")
    assert at.glass.sees("packet 2")
    assert at.glass.has_button("Second person checks")


def test_the_start_script_is_read_line_by_line_and_each_line_is_on_record(open_room: OpenRoom) -> None:
    at = open_room()
    at.app.show("exam")
    for line in range(1, 3):
        at.glass.press("Read out: next line", until=lambda n=line: at.room.exam.script_open == 8 - n)
    (read,) = set(at.room.book.room.script_read.values())
    assert read == ("exam_conditions", "forbidden_items")
    assert at.glass.sees("3 of 8")
    at.glass.press("I read all of it from paper", until=lambda: at.room.exam.script_open == 0)


def test_a_tag_before_the_camera_opens_the_card_and_confirm_makes_the_candidate_present(
    open_room: OpenRoom,
) -> None:
    at = open_room()
    at.glass.shell.go("scan")
    at.tray.lay(tag_picture(tag_text(2)))
    at.glass.until(lambda: at.room.scan.card is not None, "the card of candidate 2")
    assert at.glass.sees("Nguyễn, Thị Ánh")
    assert at.glass.sees("25 % extra time")

    at.glass.press("Confirm", until=lambda: at.room.scan.card is None)

    assert sitting(at, 2).attendance is Attendance.PRESENT
    assert sitting(at, 2).identity is Identity.CONFIRMED
    assert at.glass.sees("Just recorded")

    at.tray.lay(tag_picture(tag_text(1)))
    at.glass.until(lambda: at.room.scan.card is not None, "the next card without a touch")


def test_codes_of_a_hand_scanner_come_through_the_keyboard(open_room: OpenRoom) -> None:
    at = open_room()
    at.glass.type_keys(tag_text(3))
    at.glass.until(lambda: at.room.scan.card is not None)
    assert at.room.scan.card is not None
    assert at.room.scan.card.key[0] == candidate_id(3)


def test_a_wrong_tag_fills_the_screen_with_red_and_says_what_to_do(open_room: OpenRoom) -> None:
    at = open_room()
    at.glass.shell.go("scan")
    at.tray.lay(tag_picture(tag_text(4)))
    at.glass.until(lambda: at.glass.shell.red is not None)
    red = at.glass.shell.red
    assert tuple(red.size) == tuple(at.glass.window.size)
    assert at.glass.sees("This candidate sits in another room.")
    assert at.glass.sees("Annexe · seat A1")
    at.glass.press("Next scan", until=lambda: at.glass.shell.red is None)

    at.tray.lay(tag_picture(tag_text(1, key="somebody else")))
    at.glass.until(lambda: at.glass.sees("This tag is not genuine."))
    at.glass.press("Search by name", until=lambda: at.glass.shell.section == "register")
    assert at.room.book.room.refused_scans == 2


def test_somebody_is_found_by_name_and_marked_absent(open_room: OpenRoom) -> None:
    at = open_room()
    at.glass.write(at.glass.shell.content.search, "okon")
    at.glass.until(lambda: len(at.room.register.rows) == 1)
    at.glass.idle(3)
    row = next(w for w in at.glass.widgets() if type(w).__name__ == "RowView")
    at.glass.touch(row)
    at.glass.until(lambda: at.room.scan.card is not None)
    at.glass.press("Absent", until=lambda: at.room.scan.card is None)
    assert sitting(at, 6).attendance is Attendance.ABSENT


def test_not_this_person_is_asked_once_more_and_alarms(open_room: OpenRoom) -> None:
    at = open_room()
    at.glass.shell.go("scan")
    at.room.scan.scan(tag_text(1))
    at.glass.shell.refresh()
    at.glass.press("Not this person", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("Not this person", until=lambda: at.room.scan.card is None)
    assert sitting(at, 1).state is SittingState.ALARM
    assert not sitting(at, 1).is_present


def test_a_very_late_candidate_is_admitted_only_after_the_warning(open_room: OpenRoom) -> None:
    at = open_room()
    at.running()
    at.clock.set(START + timedelta(minutes=65))
    at.glass.shell.open_card((candidate_id(5), HIGHER))
    at.glass.until(lambda: at.glass.sees("Very late"))

    at.glass.press("Admit late", until=lambda: at.glass.sees("has to be warned first"))
    assert sitting(at, 5).attendance is Attendance.EXPECTED

    at.glass.touch(at.glass.shell.card.actions.late.tick)
    at.glass.until(lambda: at.glass.shell.card.actions.late.warned)
    at.glass.press("Admit late", until=lambda: at.room.scan.card is None)
    assert sitting(at, 5).lateness is Lateness.VERY_LATE
    assert at.room.exam.clocks[1].own[0].at == sitting(at, 5).arrived_at + timedelta(minutes=90)


def test_an_incident_takes_three_touches_and_its_details_can_wait(open_room: OpenRoom) -> None:
    at = open_room()
    at.glass.press("Help or incident", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("Illness", until=lambda: at.glass.sees("Illness: who?"))
    at.glass.idle(3)
    rows = [w for w in at.glass.widgets() if type(w).__name__ == "PersonRow"]
    row = next(w for w in rows if w.row.seat == "A2")
    at.glass.touch_at(*row.to_window(*row.center))
    at.glass.until(lambda: bool(at.room.incidents.log))
    (incident,) = at.room.incidents.log
    assert (incident.kind, incident.candidate_ids) == ("illness", (row.row.key[0],))
    at.glass.press("Later", until=lambda: at.glass.shell.sheet is None)
    at.app.show("help")
    at.glass.until(lambda: at.glass.sees("1 detail missing"))


def test_scripts_are_collected_by_tag_counted_and_the_register_is_signed_by_two(open_room: OpenRoom) -> None:
    at = open_room(3)
    at.present(1, 2, 3)
    at.running()
    at.clock.set(START + timedelta(minutes=200))
    at.room.exam.finish()
    at.glass.idle(3)

    at.glass.press("Collect", until=lambda: at.glass.shell.section == "collect")
    at.glass.press("Scan scripts", until=lambda: at.glass.shell.section == "scan_scripts")
    for number in (1, 2, 3):
        at.tray.lay(tag_picture(tag_text(number)))
        at.glass.until(lambda n=number: sitting(at, n).script_collected_at is not None, f"script {number}")
    assert at.glass.sees("Every script is here.")
    at.tray.lay(tag_picture(tag_text(1)))
    at.glass.until(lambda: at.glass.sees("This script was collected at"))
    at.glass.press("Next scan", until=lambda: at.glass.shell.red is None)
    for pile in at.room.collect.piles:
        at.room.collect.count(pile.component, pile.collected)
    at.glass.idle(3)

    at.glass.press("Sign", until=lambda: at.glass.shell.section == "sign")
    assert at.room.sign.missing == ()
    at.glass.press("Sign: two people", until=lambda: at.glass.sees("First signature"))
    sign_as(at, "Ruth Adeyemi")
    at.glass.until(lambda: at.glass.sees("Second signature"))
    sign_as(at, "Mary Quayle")
    at.glass.until(lambda: at.room.sign.is_signed)
    assert at.room.book.room.signed_by == ("inv-1", "inv-3")

    assert at.glass.sees("have not reached the office: stay near the network")
    at.glass.press("Close the room", until=lambda: at.glass.sees("This room can't close yet."))
    assert not at.room.sign.is_closed


def test_what_was_recorded_is_there_again_after_the_tablet_was_switched_off(open_room: OpenRoom) -> None:
    at = open_room()
    at.present(1)
    at.glass.shell.go("tablet")
    at.glass.press("Another room", until=lambda: at.app.room is None)
    at.tablet.open_room(SESSION, HALL)
    desk = at.tablet.open_room(SESSION, HALL)
    record = desk.register().sitting(candidate_id(1), factories.MATHS)
    assert record is not None
    assert record.is_present
