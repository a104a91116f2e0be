"""Question papers from packet to last spare one (rules 8 and 9): who, when, how many, whether it balances."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from shared.plan.timetable import Component
from shared.record.custody import (
    PacketCheck,
    PacketHandling,
    PaperBalance,
    PaperCustody,
    compare_packet,
    fold_custody,
    paper_balance,
    tier_of,
)
from shared.record.events import room, scripts
from shared.record.events.room import PacketIdentity
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, MATHS, MATHS_HIGHER, START, Device, facts, small_pack
from tests.unit.shared_record.two_tablets import TwoTablets, present

MINUTE = timedelta(minutes=1)
RIGHT = PacketIdentity(
    board="AQA", code="8300/2F", tier="Foundation", day=date(2024, 6, 3), half="AM", papers=30, label="P1"
)


def opened(papers: int = 0, label: str = "") -> room.PacketOpened:
    return room.PacketOpened(component_id=MATHS, papers=papers, label=label)


def unused(count: int, spoiled: int = 0) -> scripts.UnusedPapersCounted:
    return scripts.UnusedPapersCounted(component_id=MATHS, unused=count, spoiled=spoiled)


def custody_of(*events) -> PaperCustody:
    """What one tablet's facts, a minute apart, make of Foundation."""
    tablet = Device(device_id="tablet-hall", room=HALL)
    written = [tablet.write(event, at=START + n * MINUTE) for n, event in enumerate(events)]
    (custody,) = fold_custody(facts(written))
    return custody


def test_everything_that_was_done_is_kept_with_its_person_and_time() -> None:
    first = room.PacketChecked(component_id=MATHS, checked_by="inv-1", packet=RIGHT)
    second = room.PacketChecked(component_id=MATHS, checked_by="inv-2", matches=False)
    resealed = room.PacketResealed(component_id=MATHS, reason="wrong tier", label="P1")
    at = [(START + n * MINUTE).astimezone(START.tzinfo) for n in range(5)]
    assert custody_of(first, second, opened(30, "P1"), resealed, unused(4, 1)) == PaperCustody(
        component_id=MATHS,
        checks=(
            PacketCheck(by="inv-1", at=at[0], matches=True, packet=RIGHT),
            PacketCheck(by="inv-2", at=at[1], matches=False),
        ),
        opened=(PacketHandling(label="P1", at=at[2], by="inv-1", papers=30),),
        resealed=(PacketHandling(label="P1", at=at[3], by="inv-1", reason="wrong tier"),),
        received=None,
        unused=4,
        spoiled=1,
        evidence=("tablet-hall:3", "tablet-hall:4", "tablet-hall:5"),
    )


def test_papers_of_each_component_are_kept_apart() -> None:
    tablet = Device(device_id="tablet-hall", room=HALL)
    other = room.PacketOpened(component_id=MATHS_HIGHER, papers=12)
    written = [tablet.write(other), tablet.write(opened(30)), tablet.write(room.RoomClosed())]
    assert [(c.component_id, c.received) for c in fold_custody(facts(written))] == [
        (MATHS, 30),
        (MATHS_HIGHER, 12),
    ]


def test_only_different_people_who_found_it_right_count_as_checkers() -> None:
    looks = [("inv-1", True), ("inv-2", False), ("inv-1", True), ("inv-3", True)]
    custody = custody_of(
        *(room.PacketChecked(component_id=MATHS, checked_by=who, matches=right) for who, right in looks)
    )
    assert custody.checked_by == ("inv-1", "inv-3")


@pytest.mark.parametrize(
    ("events", "received"),
    [
        ((), None),
        ((opened(),), None),
        ((opened(30),), 30),
        ((opened(30, "P1"), opened(20, "P2")), 50),
        ((opened(30, "P1"), opened(label="P2")), 30),
        # Said again by who had said it before: the later word counts.
        ((opened(30, "P1"), opened(28, "P1")), 28),
        # Sealed again, it gave nothing away; opened once more, it did.
        ((opened(30, "P1"), room.PacketResealed(component_id=MATHS, reason="x", label="P1")), None),
        (
            (
                opened(30, "P1"),
                room.PacketResealed(component_id=MATHS, reason="x", label="P1"),
                opened(30, "P1"),
            ),
            30,
        ),
        ((opened(30, "P1"), room.PacketResealed(component_id=MATHS, reason="x", label="P2")), 30),
    ],
)
def test_how_many_papers_came_out_of_packets_that_stayed_open(events, received: int | None) -> None:
    custody = custody_of(unused(0), *events)
    assert (custody.received, custody.counts_disagree) == (received, False)


def test_what_the_label_says_counts_as_said() -> None:
    check = room.PacketChecked(component_id=MATHS, checked_by="inv-1", packet=RIGHT)
    assert custody_of(check, opened(label="P1")).received == 30
    assert custody_of(check, opened(label="P2")).received is None
    differs = custody_of(check, opened(29, "P1"))
    assert (differs.received, differs.counts_disagree) == (None, True)


def test_two_tablets_that_count_differently_leave_the_count_open() -> None:
    one, other = Device(device_id="tablet-1", room=HALL), Device(device_id="tablet-2", room=HALL)
    written = [one.write(unused(4)), other.write(unused(5))]
    (custody,) = fold_custody(facts(written))
    assert (custody.unused, custody.spoiled, custody.counts_disagree) == (None, None, True)
    (agreed,) = fold_custody(facts([one.write(unused(4, 1)), other.write(unused(4, 1))]))
    assert (agreed.unused, agreed.spoiled, agreed.counts_disagree) == (4, 1, False)
    (again,) = fold_custody(facts([one.write(unused(4)), one.write(unused(6))]))
    assert (again.unused, again.counts_disagree) == (6, False)


def test_received_is_used_and_unused_and_spoiled() -> None:
    custody = custody_of(opened(30), unused(4, 1))
    balance = paper_balance(custody, used=24)
    assert balance == PaperBalance(component_id=MATHS, received=30, used=24, unused=4, spoiled=1)
    assert balance.unaccounted == 1
    assert msgspec.structs.replace(balance, used=26).unaccounted == -1


@pytest.mark.parametrize("missing", ["received", "unused", "spoiled"])
def test_there_is_no_balance_before_everything_was_counted(missing: str) -> None:
    custody = custody_of(opened(30), unused(4, 1))
    assert paper_balance(msgspec.structs.replace(custody, **{missing: None}), used=25) is None


def test_the_right_packet_differs_in_nothing_however_it_is_written() -> None:
    pack = small_pack()
    paper = pack.component(MATHS)
    assert paper is not None
    for packet in (
        RIGHT,
        PacketIdentity(),
        msgspec.structs.replace(RIGHT, board="aqa", code="8300 / 2f", tier="FOUNDATION"),
    ):
        assert compare_packet(packet, paper, pack.session) == ()


def test_a_wrong_packet_is_told_field_by_field_in_words() -> None:
    pack = small_pack()
    paper = pack.component(MATHS)
    assert paper is not None
    wrong = PacketIdentity(board="OCR", code="J560/04", tier="Higher", day=date(2024, 6, 10), half="PM")
    told = compare_packet(wrong, paper, pack.session)
    assert [d.sentence for d in told] == [
        "awarding body: the packet says OCR, the timetable AQA",
        "component: the packet says J560/04, the timetable 8300/2F",
        "tier: the packet says Higher, the timetable foundation",
        "date: the packet says 10 June 2024, the timetable 3 June 2024",
        "session: the packet says PM, the timetable AM",
    ]


@pytest.mark.parametrize(
    ("title", "tier"),
    [
        ("Mathematics Paper 2 Foundation", "foundation"),
        ("Mathematics (Higher) Paper 1", "higher"),
        ("English Language Paper 1", ""),
        ("Highers revisited", ""),
    ],
)
def test_the_tier_stands_in_the_title(title: str, tier: str) -> None:
    paper = small_pack().component(MATHS)
    assert paper is not None
    named = msgspec.structs.replace(paper, component=Component(board="AQA", code="8300/2F", title=title))
    assert tier_of(named) == tier


def test_two_tablets_that_disagree_are_a_question_before_the_finish() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, unused(4))
    second = Device(device_id="tablet-2", room=HALL)
    world.say(second, unused(5))
    told = world.open()[DiscrepancyKind.PAPERS_DIFFER]
    assert told.detail == "tablets that had not seen each other counted the papers differently"
    assert told.evidence == ("tablet-2:1", "tablet-hall:2")
