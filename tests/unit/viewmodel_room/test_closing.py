"""The end of the room's day: who may leave, the piles, two signatures, the pack, and what stays open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from kiosk_app.viewmodels.closing import Signature
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.scan import RedScreen
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.pack import SessionPack
from shared.record.drawn import write_path
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.register import DiscrepancyKind
from tests.factories import IGCSE, MATHS, MATHS_HIGHER, PIN, candidate_id, small_pack
from tests.unit.viewmodel_room.conftest import OpenRoom, Room, tag

HALL = (1, 2, 3, 5, 6)
DRAWN = write_path([[(n / 50, 0.5 + (n % 7) / 20) for n in range(50)]])


def finished(room: Room, *present: int) -> None:
    """These sat, the others were absent; the papers are over."""
    for number in HALL:
        if number not in present:
            room.card(number).mark_absent()
    room.present(*present)
    room.start()
    room.at(200)
    room.vm.exam.finish()


def collected(room: Room, *present: int) -> None:
    finished(room, *present)
    for number in present:
        room.vm.collect.scan(tag(number))
    for pile in room.vm.collect.piles:
        if pile.expected:
            room.vm.collect.count(pile.component, pile.collected)


def refused(room: Room, code: str) -> RedScreen:
    told = room.vm.collect.scan(code)
    assert isinstance(told, RedScreen)
    return told


def test_nobody_leaves_until_the_last_script_is_here(room: Room) -> None:
    told = [room.vm.collect.dismissal.answer]
    finished(room, 1, 2, 3)
    collect = room.vm.collect
    told.append(collect.dismissal.answer)
    assert collect.dismissal.waits == (
        ("A1", "1001", "O'Connor, Siân"),
        ("A2", "1002", "Nguyễn, Thị Ánh"),
        ("A3", "1003", "Smith-Jones, Zoë"),
    )
    for number in (1, 2, 3):
        collect.scan(tag(number))
    told.append(collect.dismissal.answer)
    assert told == ["empty", "nobody", "everybody"]


def test_one_paper_may_leave_while_another_is_written(room: Room) -> None:
    room.present(*HALL)
    room.start()
    room.at(100)
    room.vm.exam.finish(MATHS)
    assert room.vm.collect.dismissal.answer == "nobody"
    room.vm.collect.scan(tag(1))
    told = room.vm.collect.dismissal
    assert (told.answer, told.title) == ("some", "Only 8300/2F may leave, quietly.")
    assert "8300/2H, 4MA1 2F" in told.advice


def test_each_script_that_does_not_belong_says_so_in_its_own_way(room: Room) -> None:
    finished(room, 1, 2, 3)
    collect = room.vm.collect
    assert collect.next_row is not None
    assert collect.next_row.number == "1001"
    collect.take_pile(MATHS_HIGHER)
    assert collect.next_row is not None
    assert collect.next_row.number == "1002"
    other = refused(room, tag(1))
    assert other.fault == "other_paper"
    assert "8300/2F" in other.wrong
    collect.take_pile("")
    collect.scan(tag(1))
    seen = {red.fault: red for red in (refused(room, tag(n)) for n in (1, 4, 5))}
    assert set(seen) == {"collected_already", "other_room", "not_present"}
    assert seen["other_room"].where == ("Annexe",)
    assert len({red.icon for red in (*seen.values(), other)}) == 4
    assert refused(room, "https://example.org").fault == "not_a_tag"


def test_who_was_moved_in_hands_the_script_in_here(room: Room) -> None:
    """Planned for the annexe, recorded in the hall: the tag alone would send the script away."""
    finished(room, 1)
    room.vm.desk.record(CandidateMarkedPresent(candidate_id=candidate_id(4), component_id=MATHS, seat="F5"))
    row = room.vm.collect.scan(tag(4))
    assert not isinstance(row, RedScreen)
    assert (row.number, row.collected) == ("1004", True)


def with_forms() -> SessionPack:
    pack = small_pack(6)
    typing = (Arrangement(kind=ArrangementKind.WORD_PROCESSOR),)
    people = tuple(replace(p, arrangements=typing) if p.number == "1001" else p for p in pack.candidates)
    changed = replace(pack, candidates=people, published_hash="")
    return replace(changed, published_hash=changed.content_hash)


def test_a_cover_sheet_is_asked_for_until_somebody_saw_it(open_room: OpenRoom) -> None:
    room = open_room(with_forms())
    finished(room, 1, 2)
    collect = room.vm.collect
    collect.scan(tag(1))
    assert [row.form for row in collect.without_form] == ["Form 4"]
    pile = next(p for p in collect.piles if p.component == MATHS)
    assert pile.hints == (
        "AQA: fasten loose sheets with a treasury tag.",
        "Cover sheets still to be seen: 1.",
    )
    collect.attach_form(room.key(1))
    assert collect.without_form == ()
    with pytest.raises(NotPossible, match="already"):
        collect.attach_form(room.key(1))
    with pytest.raises(NotPossible, match="No cover sheet"):
        collect.attach_form(room.key(2))


def test_question_papers_add_up_or_are_asked_for(room: Room) -> None:
    finished(room, 1, 2)
    collect = room.vm.collect
    packet = room.vm.book.room.custody[0].received
    collect.count_unused(MATHS, 5, 1)
    pile = next(p for p in collect.piles if p.component == MATHS)
    assert (pile.unused, pile.spoiled, pile.received) == (5, 1, packet)
    assert pile.unaccounted == (None if packet is None else packet - 5 - 1 - 1)
    with pytest.raises(NotPossible, match="from 0 to"):
        collect.count_unused(MATHS, -1)


def test_a_pile_counted_again_names_what_is_wrong_with_it(room: Room) -> None:
    finished(room, *HALL)
    room.vm.begin_recount(MATHS_HIGHER)
    again = room.vm.recount
    with pytest.raises(NotPossible, match="Nothing is counted"):
        again.finish()
    for number in (5, 2, 1, 5):
        again.scan(tag(number))
    assert again.fault == "1005 Madonna was counted already."
    again.scan("https://example.org")
    assert "can't be read" in again.fault
    assert {(one.what, one.who.split()[0]) for one in again.findings} == {
        ("Does not belong here", "1001"),
        ("Not in register order", "1005"),
    }
    assert (again.scanned, again.expected, again.missing) == (3, 2, ())
    again.take_back()
    assert again.finish() == "The pile is whole."
    assert room.vm.book.room.counted[MATHS_HIGHER] == 2


def test_the_second_of_two_may_draw_but_never_both(room: Room) -> None:
    collected(room, 1, 2)
    sign = room.vm.sign
    one = Signature("inv-1", PIN)
    with pytest.raises(NotPossible, match="too little"):
        sign.sign([one, Signature("inv-2", drawn="M1 1")])
    with pytest.raises(NotPossible, match="signs with a PIN"):
        sign.sign([Signature("inv-1", drawn=DRAWN), Signature("inv-2", drawn=DRAWN)])
    with pytest.raises(NotPossible, match="Two people"):
        sign.sign([one, Signature("inv-1", drawn=DRAWN)])
    with pytest.raises(NotPossible, match="Choose who"):
        sign.sign([one, Signature("nobody", drawn=DRAWN)])
    sign.sign([one, Signature("inv-2", drawn=DRAWN)])
    assert sign.is_signed
    assert sign.signed_by == ("Ruth Adeyemi", "Piotr Nowak")


def test_a_room_stays_open_while_the_office_owes_an_answer(room: Room) -> None:
    """A step passed over is no reason not to sign; it is one not to close, and says what to do."""
    for number in HALL:
        room.card(number).mark_absent()
    key = room.vm.unlisted.add(MATHS, "Jo New")
    room.vm.scan.open(key).confirm("document")
    room.start()
    room.at(200)
    room.vm.exam.finish()
    room.vm.collect.collect(key)
    for pile in room.vm.collect.piles:
        if pile.expected:
            room.vm.collect.count(pile.component, pile.collected)
    sign = room.vm.sign
    assert sign.missing == ()
    sign.sign([("inv-1", PIN), ("inv-2", PIN)])
    assert ("On no list: an entry has to be made", "Jo New · 8300/2F") in {
        (q.what, q.about) for q in sign.questions
    }
    with pytest.raises(NotPossible, match="can't close yet") as told:
        sign.close()
    assert "The office has to answer" in told.value.advice


def test_every_kind_of_question_has_words() -> None:
    from kiosk_app.viewmodels.questions import WORDS

    assert set(WORDS) == set(DiscrepancyKind)


def test_the_pack_goes_from_hand_to_hand(room: Room) -> None:
    pack = room.vm.pack
    with pytest.raises(NotPossible, match="not signed"):
        pack.hand_over("H. Jones")
    collected(room, 1, 2)
    room.vm.sign.sign([("inv-1", PIN), ("inv-2", PIN)])
    assert [(line.code, line.scripts) for line in pack.lines] == [
        ("8300/2F", 1),
        ("8300/2H", 1),
        ("4MA1 2F", 0),
    ]
    with pytest.raises(NotPossible, match="Who takes"):
        pack.hand_over("   ")
    for item, _text in pack.items[:-1]:
        pack.tick(item, True)
    room.now += timedelta(minutes=5)
    pack.hand_over("H. Jones", DRAWN)
    assert pack.done == "Handed to H. Jones by Ruth Adeyemi at 12:25."
    handed = room.vm.book.room.handed_over
    assert handed is not None
    assert handed.scripts == {MATHS: 1, MATHS_HIGHER: 1, IGCSE: 0}
    assert len(handed.items) == len(pack.items) - 1


def test_the_board_says_times_and_nothing_about_anybody(room: Room) -> None:
    board = room.vm.board
    before = {p.code: (p.start, p.finish, p.others) for p in board.papers}
    assert before["8300/2H"] == ("09:00", "10:30", ())
    room.present(*HALL)
    room.start(3)
    room.at(30)
    higher = next(p for p in board.papers if p.code == "8300/2H")
    assert (higher.start, higher.finish, higher.others) == ("09:03", "10:33", ("10:56",))
    assert (board.clock, board.date, board.centre) == ("09:30", "Monday 3 June 2024", "Centre 12345")
    room.vm.exam.stop_clock("evacuation")
    room.at(42)
    assert board.stopped == "STOPPED at 09:30: evacuation"
    higher = next(p for p in board.papers if p.code == "8300/2H")
    assert (higher.finish, higher.others) == ("10:45", ("11:08",))
    shown = repr([board.papers, board.stopped, board.room])
    for sitting in room.vm.book.sittings:
        assert room.vm.book.number(sitting) not in shown
        assert room.vm.book.candidate(sitting.candidate_id).surname not in shown
