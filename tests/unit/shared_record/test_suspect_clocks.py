"""Where a clock can't be trusted, its facts keep their time and stand by their arrival."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import msgspec
import pytest

from shared.record.events import candidate, room
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact, can_trust_clock, in_order
from shared.record.fold import RegisterFold
from tests.factories import ANNEXE, HALL, MATHS, START, Device, facts, rules, small_pack
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, present

MINUTE = timedelta(minutes=1)
LIMIT = rules().clock_suspect_ms.value
LEFT = candidate.CandidateLeftRoom(candidate_id=WHO, escort="inv-2")
BACK = candidate.CandidateReturned(candidate_id=WHO)


def judged(known: list[Fact]) -> list[Fact]:
    """As the register's fold looks at them."""
    return [msgspec.structs.replace(f, clock_trusted=can_trust_clock(f.envelope, LIMIT)) for f in known]


@pytest.mark.parametrize(
    ("offset", "uncertainty", "trusted"),
    [
        (LIMIT, 0, True),
        (-LIMIT, LIMIT, True),
        (LIMIT + 1, 0, False),
        (-LIMIT - 1, 0, False),
        (0, LIMIT + 1, False),
        (0, 86_400_000, False),
    ],
)
def test_a_clock_is_trusted_up_to_the_limit_of_the_rules(
    offset: int, uncertainty: int, trusted: bool
) -> None:
    envelope = msgspec.structs.replace(
        Device(device_id="t", room=HALL).write(LEFT),
        clock_offset_ms=offset,
        clock_uncertainty_ms=uncertainty,
    )
    assert can_trust_clock(envelope, LIMIT) is trusted


def test_a_fact_of_a_wrong_clock_stands_where_it_arrived_whatever_it_says() -> None:
    """The annexe's clock is a year ahead; its fact came second of three and stands second of three."""
    hall, annexe = Device(device_id="hall", room=HALL), Device(device_id="annexe", room=ANNEXE)
    first = hall.write(room.ClockStopped(reason="interruption"), at=START)
    odd = annexe.write(room.ClockResumed(), at=START + timedelta(days=365), clock_offset_ms=90_000)
    last = hall.write(room.ClockResumed(), at=START + 5 * MINUTE)
    known = judged(facts([first, odd, last], journal="j"))
    for order in permutations(known):
        assert [f.envelope for f in in_order(order)] == [first, odd, last]


def test_what_has_not_arrived_yet_stands_last_and_in_its_own_order() -> None:
    """A tablet that never measured its clock shows its own new facts behind everything the hub has."""
    hall, annexe = Device(device_id="hall", room=HALL), Device(device_id="annexe", room=ANNEXE)
    known = judged(facts([hall.write(LEFT, at=START + 30 * MINUTE)], journal="j"))
    own = judged(
        facts(
            [
                annexe.write(e, at=START - day, clock_offset_ms=LIMIT + 1)
                for e, day in ((LEFT, MINUTE), (BACK, 2 * MINUTE))
            ]
        )
    )
    for order in permutations([*known, *own]):
        assert in_order(order) == (*known, *own)


def test_what_a_device_had_seen_still_goes_first() -> None:
    """Cause beats arrival, as it beats time: an answer never stands before its question."""
    hall, annexe = Device(device_id="hall", room=HALL), Device(device_id="annexe", room=ANNEXE)
    question = hall.write(LEFT, at=START + 40 * MINUTE, clock_offset_ms=LIMIT + 1)
    annexe.journal, annexe.seen = "j", 1
    answer = annexe.write(BACK, at=START)
    known = judged(facts([question, answer], journal="j"))
    assert [f.envelope for f in in_order(reversed(known))] == [question, answer]


def test_a_candidate_is_back_as_the_hub_heard_it_though_the_clock_says_earlier() -> None:
    """Left at 10:00 by the hall; the corridor's clock is an hour slow and says back at 09:05."""
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, LEFT, at=START + 60 * MINUTE)
    world.say(world.annexe, BACK, at=START + 5 * MINUTE, clock_offset_ms=-3_600_000)
    assert world.sitting().away_since is None
    assert "clock_suspect" in world.open()


def test_the_register_of_wrong_clocks_is_the_same_over_every_order_of_delivery() -> None:
    """Also where the tablet's own fact is shown before the hub has placed it."""
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, LEFT, at=START + 60 * MINUTE)
    world.say(world.annexe, BACK, at=START + 5 * MINUTE, clock_offset_ms=-3_600_000)
    world.say(
        world.annexe,
        candidate.CandidateMarkedAbsent(candidate_id=WHO, component_id=MATHS),
        clock_offset_ms=90_000,
    )
    expected = world.register()
    assert expected.sittings[0].attendance is Attendance.CONTRADICTED
    for order in permutations(world.facts()):
        fold = RegisterFold(small_pack())
        for fact in order:
            fold.take(msgspec.structs.replace(fact, journal="", hub_seq=None))
            fold.register()
            fold.take(fact)
        assert fold.register() == expected
