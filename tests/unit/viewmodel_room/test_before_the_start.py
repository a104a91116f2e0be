"""Packets read field by field, steps that the office waives, and what a room is told at once."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from kiosk_app.viewmodels.exam_page import exam_page
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.packets import PacketsViewModel
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.pack import SessionPack
from shared.record.events.candidate import ArrangementGranted, CandidateMarkedPresent
from shared.record.events.room import PacketChecked, PacketIdentity, StepOverridden
from tests.factories import ANNEXE, HALL, MATHS, MATHS_HIGHER, PIN, candidate_id, small_pack
from tests.unit.viewmodel_room.conftest import OpenRoom, Room

RIGHT = PacketIdentity(
    board="AQA", code="8300/2F", tier="foundation", day=date(2024, 6, 3), half="AM", label="AQ 1"
)


def test_a_packet_is_read_field_by_field_without_being_told_what_should_stand_there(room: Room) -> None:
    packets = room.vm.exam.packets
    fields = {field.key: dict(field.options) for field in packets.fields(MATHS)}
    assert list(fields) == ["board", "code", "tier", "day", "half"]
    assert len(fields["code"]) == 3
    assert fields["day"]["2024-06-03"] == "3 June 2024"
    assert not packets.is_read(MATHS, PacketIdentity(board="AQA"))
    assert packets.is_read(MATHS, RIGHT)
    assert packets.differences(MATHS, RIGHT) == ()
    assert "tier" not in {field.key for field in packets.fields(room.vm.exam.waiting[2])}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tier": "higher"}, "Tier: the packet says Higher, the timetable Foundation."),
        ({"tier": "none"}, "Tier: the packet says None, the timetable Foundation."),
        ({"code": "8300/2H"}, "Component: the packet says 8300/2H, the timetable 8300/2F."),
        ({"day": date(2024, 6, 4)}, "Date: the packet says 4 June 2024, the timetable 3 June 2024."),
        ({"half": "PM"}, "Session: the packet says PM, the timetable AM."),
        ({"board": "OCR"}, "Awarding body: the packet says OCR, the timetable AQA."),
    ],
)
def test_one_wrong_field_stops_and_is_on_record(room: Room, change: dict[str, object], said: str) -> None:
    packets, read = room.vm.exam.packets, msgspec.structs.replace(RIGHT, **change)
    room.vm.exam.confirm_checklist()
    assert packets.differences(MATHS, read) == (said,)
    assert not packets.check(MATHS, "inv-1", PIN, identity=read)
    assert packets.packet(MATHS).mismatch
    assert room.vm.next_step.text == "Wrong packet for 8300/2F: keep it closed, call the officer."
    with pytest.raises(NotPossible, match="Two people"):
        packets.open(MATHS)


def test_the_label_that_was_read_goes_with_the_packet_that_is_opened(room: Room) -> None:
    packets = room.vm.exam.packets
    for person in ("inv-1", "inv-2"):
        assert packets.check(MATHS, person, PIN, identity=RIGHT)
    assert packets.label_read(MATHS) == "AQ 1"
    packets.open(MATHS, 30, packets.label_read(MATHS))
    (custody,) = room.vm.book.room.custody
    assert [(h.label, h.papers) for h in custody.opened] == [("AQ 1", 30)]
    assert packets.packet(MATHS).papers == 30
    packets.reseal(MATHS, "wrong room")
    (custody,) = room.vm.book.room.custody
    assert [(h.label, h.reason) for h in custody.resealed] == [("AQ 1", "wrong room")]


def opened_first(room: Room) -> PacketsViewModel:
    """The first packet as two people opened it; recorded as if done, since PINs are slow on purpose."""
    packets = room.vm.exam.packets
    for person in ("inv-1", "inv-2"):
        room.vm.desk.record(PacketChecked(component_id=MATHS, checked_by=person, packet=RIGHT))
    packets.open(MATHS, 30, "AQ 1")
    room.at(-10)
    return packets


def test_a_second_packet_of_the_paper_is_looked_at_by_two_and_its_papers_count(room: Room) -> None:
    with pytest.raises(NotPossible, match="first packet"):
        room.vm.exam.packets.another(MATHS, "AQ 2")
    packets, second = opened_first(room), msgspec.structs.replace(RIGHT, label="AQ 2")
    for label, refused in (("", "needs a number"), ("AQ 1", "opened first")):
        with pytest.raises(NotPossible, match=refused):
            packets.another(MATHS, label)
    assert packets.check(MATHS, "inv-1", PIN, identity=second, further=True)
    (further,) = packets.further(MATHS)
    assert (further.label, further.checked_by, further.opened) == ("AQ 2", ("Ruth Adeyemi",), False)
    with pytest.raises(NotPossible, match="Two people"):
        packets.open(MATHS, 10, "AQ 2", further=True)
    room.vm.desk.record(PacketChecked(component_id=MATHS, checked_by="inv-2", packet=second))
    packets.open(MATHS, 10, "AQ 2", further=True)
    assert [(p.label, p.opened, p.papers) for p in packets.further(MATHS)] == [("AQ 2", True, 10)]
    assert packets.packet(MATHS).papers == 30
    assert packets.label_read(MATHS) == "AQ 1"
    (custody,) = room.vm.book.room.custody
    assert custody.received == 40

    room.at(-5)
    packets.reseal(MATHS, "not needed", "AQ 2")
    (custody,) = room.vm.book.room.custody
    assert custody.received == 30
    assert packets.further(MATHS)[0].may_open


def test_a_second_packet_with_another_paper_in_it_stays_closed_and_is_on_record(room: Room) -> None:
    packets = opened_first(room)
    wrong = msgspec.structs.replace(RIGHT, label="AQ 2", tier="higher")
    assert not packets.check(MATHS, "inv-1", PIN, identity=wrong, further=True)
    (further,) = packets.further(MATHS)
    assert (further.mismatch, further.checked_by, further.may_open) == (True, (), False)
    assert MATHS in room.vm.book.room.packet_mismatches


def test_a_step_that_the_office_waives_is_told_with_its_reason_and_passed_over(room: Room) -> None:
    room.hears(StepOverridden(step="checklist_confirmed", reason="Board is broken, slide instead"))
    assert room.vm.exam.checklist_open == 0
    assert room.vm.next_step.text == "Two people check 8300/2F."
    told = room.vm.bulletin.first
    assert told is not None
    assert (
        told.text == "The office lets this room go on without the checklist: Board is broken, slide instead"
    )
    room.vm.bulletin.read(told.id)
    assert room.vm.bulletin.unread == ()
    room.hears(StepOverridden(step="packets_opened", reason="On screen"))
    assert all(packet.waived == "On screen" for packet in room.vm.exam.packets.packets)
    room.present(1, 2, 3, 5, 6)
    room.at(0)
    room.vm.exam.read_script()
    room.vm.exam.start()
    assert room.vm.exam.waiting == ()


def test_a_tablet_waives_nothing(room: Room) -> None:
    room.hears(StepOverridden(step="checklist_confirmed", reason="I say so"), by="tablet-9")
    assert room.vm.exam.checklist_open == 8
    assert room.vm.bulletin.unread == ()


def test_what_the_officer_grants_arrives_with_the_new_finish(room: Room) -> None:
    room.present(1)
    room.start()
    extra = Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25)
    room.hears(ArrangementGranted(candidate_id=candidate_id(1), arrangement=extra, reason="broken wrist"))
    told = room.vm.bulletin.first
    assert told is not None
    assert told.text == (
        "25 % extra time for O'Connor, Siân · 1001 · seat A1, granted by the office. Finishes 10:53."
    )
    assert told.key == room.key(1)
    assert room.vm.book.clock(room.vm.finishes.times[0].at) == "10:53"


def test_another_room_that_holds_our_candidate_is_told_before_anything_else(room: Room) -> None:
    room.hears(StepOverridden(step="script_read", reason="given in writing"))
    room.present(1)
    seated = CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS, seat="A1")
    room.hears(seated, by="tablet-annexe", room=ANNEXE)
    told = room.vm.bulletin.first
    assert told is not None
    assert told.tone == "alarm"
    assert told.text.startswith("O'Connor, Siân is recorded in Annexe, too.")


def test_somebody_transferred_in_stands_on_the_separate_register(room: Room) -> None:
    with pytest.raises(NotPossible, match="five digits"):
        room.vm.unlisted.add(MATHS, "Jo New", from_centre="123")
    key = room.vm.unlisted.add(MATHS, "Jo New", from_centre="54321")
    assert [s.key for s in room.vm.book.register.transferred_in(MATHS)] == [key]


def test_the_page_shows_first_what_is_to_do(room: Room) -> None:
    def page() -> tuple[str, ...]:
        return exam_page(room.vm.exam, room.vm.clashes).main

    assert page() == ("checklist", "packets", "script", "start")
    room.prepare()
    assert page() == ("start", "checklist", "packets", "script")
    room.at(0)
    room.vm.exam.start()
    assert page() == ("clocks", "finishes")
    room.vm.exam.stop_clock("interruption")
    assert page() == ("stop", "clocks")
    room.vm.exam.resume()
    room.vm.exam.finish()
    assert page() == ("clocks", "movements")


def clash_pack() -> SessionPack:
    """Candidate 1 sits two papers of the same morning in the hall."""
    pack = small_pack(6)
    (first,) = [s for s in pack.sittings if s.candidate_id == candidate_id(1)]
    second = msgspec.structs.replace(first, component_id=MATHS_HIGHER, seat="B1")
    changed = msgspec.structs.replace(pack, sittings=(*pack.sittings, second), published_hash="")
    return msgspec.structs.replace(changed, published_hash=changed.content_hash)


def test_a_clash_is_handed_from_person_to_person_and_a_gap_is_told(open_room: OpenRoom) -> None:
    room = open_room(clash_pack())
    clashes = room.vm.clashes
    assert exam_page(room.vm.exam, clashes).side[-2:] == ("clash", "duty")
    (person,) = clashes.people
    assert (person.number, person.papers, person.is_gap) == ("1001", ("8300/2F", "8300/2H"), False)
    for key in ((candidate_id(1), MATHS), (candidate_id(1), MATHS_HIGHER)):
        room.vm.scan.open(key).confirm()
    room.prepare()
    room.at(0)
    room.vm.exam.start(MATHS)
    room.at(92)
    room.vm.exam.finish(MATHS)
    clashes.hand_over(candidate_id(1), "inv-2", HALL)
    (person,) = clashes.people
    assert person.says == "Piotr Nowak, in Main Hall"
    with pytest.raises(NotPossible, match="has the candidate already"):
        clashes.hand_over(candidate_id(1), "inv-2", HALL)
    room.at(95)
    clashes.hand_over(candidate_id(1), "")
    (person,) = clashes.people
    assert (person.is_gap, person.says) == (True, "Nobody has this candidate in charge.")
    with pytest.raises(NotPossible, match="no clash"):
        clashes.hand_over(candidate_id(2), "inv-2")
    with pytest.raises(NotPossible, match="not in the plan"):
        clashes.hand_over(candidate_id(1), "nobody")
