"""Question papers: what stands on the packet, two people, seals, and the balance (rules 8 and 9)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.record.custody import PaperCustody, compare_packet, paper_balance, tier_of
from shared.record.events import room, scripts
from shared.record.events.room import PacketIdentity
from tests.factories import ANNEXE, HALL, MATHS, MATHS_HIGHER, START, Device
from tests.unit.shared_record.two_tablets import TwoTablets, present

MINUTE = timedelta(minutes=1)
RIGHT = PacketIdentity(board="AQA", code="8300/2F", tier="Foundation", day=START.date(), half="AM", papers=30)


@pytest.fixture
def world() -> TwoTablets:
    return TwoTablets()


def custody(world: TwoTablets, where: str = HALL) -> PaperCustody:
    (found,) = world.register().room(where).custody
    return found


def opened(papers: int, label: str = "") -> room.PacketOpened:
    return room.PacketOpened(component_id=MATHS, papers=papers, label=label)


def left_over(unused: int, spoiled: int = 0) -> scripts.UnusedPapersCounted:
    return scripts.UnusedPapersCounted(component_id=MATHS, unused=unused, spoiled=spoiled)


def finish(world: TwoTablets) -> None:
    world.say(world.hall, room.ExamFinished(component_ids=(MATHS,)), at=START + 90 * MINUTE)


def test_rule_8_the_right_packet_differs_in_nothing(world: TwoTablets) -> None:
    paper = world.pack.component(MATHS)
    assert paper is not None
    assert compare_packet(RIGHT, paper, world.pack.session) == ()
    assert compare_packet(PacketIdentity(), paper, world.pack.session) == (), "nothing read says nothing"
    spaced = msgspec.structs.replace(RIGHT, code="8300 / 2f", board="aqa")
    assert compare_packet(spaced, paper, world.pack.session) == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("board", "OCR", "awarding body: the packet says OCR, the timetable AQA"),
        ("code", "8300/2H", "component: the packet says 8300/2H, the timetable 8300/2F"),
        ("tier", "Higher", "tier: the packet says Higher, the timetable foundation"),
        (
            "day",
            START.date() + timedelta(days=1),
            "date: the packet says 4 June 2024, the timetable 3 June 2024",
        ),
        ("half", "PM", "session: the packet says PM, the timetable AM"),
    ],
)
def test_rule_8_each_part_of_the_identity_is_compared(
    world: TwoTablets, field: str, value, said: str
) -> None:
    """Also where the person said that it matches: the eyes slipped, the packet did not."""
    packet = msgspec.structs.replace(RIGHT, **{field: value})
    world.say(world.hall, room.PacketChecked(component_id=MATHS, checked_by="inv-1", packet=packet))
    assert world.open()["packet_mismatch"].detail == said


def test_tiers_are_read_from_titles(world: TwoTablets) -> None:
    tiers = [tier_of(paper) for paper in world.pack.session.components]
    assert tiers == ["foundation", "higher", ""]


def test_rule_8_two_different_people(world: TwoTablets) -> None:
    for who in ("inv-1", "inv-1"):
        world.say(world.hall, room.PacketChecked(component_id=MATHS, checked_by=who, packet=RIGHT))
    assert custody(world).checked_by == ("inv-1",)
    world.say(world.hall, opened(30))
    assert "packet_opened_by_one" in world.open()
    world.say(world.hall, room.PacketChecked(component_id=MATHS, checked_by="inv-2", packet=RIGHT))
    assert custody(world).checked_by == ("inv-1", "inv-2")
    assert "packet_opened_by_one" not in world.open()


def test_rule_9_a_packet_sealed_again_gave_nothing_away(world: TwoTablets) -> None:
    world.say(world.hall, opened(30, "1"))
    world.say(world.hall, room.PacketResealed(component_id=MATHS, reason="wrong room", label="1"))
    world.say(world.hall, opened(20, "2"))
    found = custody(world)
    assert found.received == 20
    assert [(h.label, h.reason) for h in found.resealed] == [("1", "wrong room")]
    world.say(world.hall, opened(30, "1"))
    assert custody(world).received == 50


def test_several_packets_add_up_and_one_opened_twice_counts_once(world: TwoTablets) -> None:
    world.say(world.hall, opened(30, "1"))
    world.say(world.hall, opened(20, "2"))
    world.say(world.hall, opened(29, "1"))
    assert custody(world).received == 49, "counted again by somebody who knew"


def test_papers_balance(world: TwoTablets) -> None:
    """30 came, one candidate wrote, 28 are unused and 1 is spoiled."""
    world.say(world.hall, opened(30))
    world.say(world.hall, present())
    world.say(world.hall, left_over(28, 1))
    finish(world)
    balance = paper_balance(custody(world), used=1)
    assert balance is not None
    assert (balance.received, balance.unused, balance.spoiled, balance.unaccounted) == (30, 28, 1, 0)
    assert "papers_differ" not in world.open()


@pytest.mark.parametrize(("unused", "said"), [(27, "1 missing"), (30, "2 too many")])
def test_papers_that_do_not_balance_are_asked_about_at_the_end(
    world: TwoTablets, unused: int, said: str
) -> None:
    world.say(world.hall, opened(30))
    world.say(world.hall, present())
    world.say(world.hall, left_over(unused, 1))
    assert "papers_differ" not in world.open(), "while the exam runs nothing is final"
    finish(world)
    found = world.open()["papers_differ"]
    assert found.detail.endswith(said)
    assert (found.room, found.component_id) == (HALL, MATHS)
    assert found.evidence == ("tablet-hall:1", "tablet-hall:3")


def test_an_answer_about_papers_does_not_cover_other_numbers(world: TwoTablets) -> None:
    world.say(world.hall, opened(30))
    world.say(world.hall, present())
    world.say(world.hall, left_over(27))
    finish(world)
    world.settle(world.open()["papers_differ"])
    assert "papers_differ" not in world.open()
    other = world.pack.sittings[3].candidate_id
    world.say(world.hall, present(other))
    assert world.open()["papers_differ"].detail.endswith("1 missing")


def test_nothing_is_balanced_before_it_was_counted(world: TwoTablets) -> None:
    world.say(world.hall, left_over(28))
    finish(world)
    assert paper_balance(custody(world), used=0) is None
    world.say(world.hall, opened(0))
    assert custody(world).received is None, "opened, and nobody said how many"
    assert "papers_differ" not in world.open()


@pytest.mark.parametrize("event", [opened(30), left_over(3)])
def test_two_counts_unaware_of_each_other_are_asked_about_and_neither_wins(world: TwoTablets, event) -> None:
    """Never last-write-wins: a second tablet in the hall, an hour later by its clock."""
    second = Device(device_id="tablet-spare", room=HALL)
    other = opened(29) if isinstance(event, room.PacketOpened) else left_over(4)
    world.say(world.hall, event)
    world.say(second, other, at=START + 60 * MINUTE)
    assert custody(world).counts_disagree
    found = world.open()["papers_differ"]
    assert found.detail == "tablets that had not seen each other counted the papers differently"
    world.settle(found)
    assert "papers_differ" not in world.open()
    world.say(second, other)
    assert "papers_differ" in world.open(), "one more count reopens it"


def test_what_a_label_says_is_in_a_packet_counts_as_said(world: TwoTablets) -> None:
    world.say(world.hall, room.PacketChecked(component_id=MATHS, checked_by="inv-1", packet=RIGHT))
    world.say(world.hall, opened(28))
    assert custody(world).counts_disagree


def test_two_counts_of_a_pile_unaware_of_each_other_are_asked_about(world: TwoTablets) -> None:
    second = Device(device_id="tablet-spare", room=HALL)
    world.say(world.hall, scripts.ScriptsCounted(component_id=MATHS, count=1))
    world.say(second, scripts.ScriptsCounted(component_id=MATHS, count=0), at=START + 60 * MINUTE)
    assert (
        world.open()["counts_differ"].detail == "counted as 0 and 1 by tablets that had not seen each other"
    )
    second.catch_up(world.journal)
    world.say(second, scripts.ScriptsCounted(component_id=MATHS, count=0), at=START + 61 * MINUTE)
    assert "counts_differ" not in world.open()


def test_rooms_and_components_are_balanced_apart(world: TwoTablets) -> None:
    world.say(world.hall, opened(30))
    world.say(world.annexe, opened(5))
    world.say(world.hall, room.PacketOpened(component_id=MATHS_HIGHER, papers=7))
    assert [(c.component_id, c.received) for c in world.register().room(HALL).custody] == [
        (MATHS, 30),
        (MATHS_HIGHER, 7),
    ]
    assert custody(world, ANNEXE).received == 5
