"""Whatever way facts take through the network, the register is the same."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.canonical import canonical_json
from shared.plan.timetable import Sitting
from shared.record.facts import Fact, can_trust_clock, had_seen, in_order
from shared.record.fold import RegisterFold, project
from tests.factories import ANNEXE, IGCSE, candidate_id, small_pack
from tests.property.strategies import mornings, own

SMALL = small_pack(4)
PACK = msgspec.structs.replace(
    SMALL,
    sittings=(
        *SMALL.sittings,
        Sitting(candidate_id=candidate_id(1), component_id=IGCSE, room_id=ANNEXE, seat="A2"),
    ),
)
"""The first candidate has two papers at one time, so that somebody has to supervise in between."""


@settings(max_examples=40)
@given(mornings(), st.randoms(use_true_random=False))
def test_any_order_duplication_and_split_of_deliveries_folds_to_the_same_register(facts, random) -> None:
    """A fold that is looked at now and then, in any order, equals one that got everything at once."""
    expected = project(PACK, facts)
    deliveries = facts + random.sample(facts, k=random.randint(0, len(facts)))
    random.shuffle(deliveries)
    fold = RegisterFold(PACK)
    for fact in deliveries:
        fold.take(fact)
        if random.random() < 0.5:
            fold.register()
    assert fold.register() == expected
    assert canonical_json(fold.register()) == canonical_json(expected)


@settings(max_examples=40)
@given(mornings(), st.randoms(use_true_random=False))
def test_own_facts_shown_before_the_hub_placed_them_leave_nothing_behind(facts, random) -> None:
    """A tablet folds its own fact at once, and again when it comes back with its place in the journal."""
    fold = RegisterFold(PACK)
    for fact in random.sample(facts, k=len(facts)):
        if fact.envelope.device_id == "tablet-1":
            assert fold.take(own(fact))
            fold.register()
    for fact in random.sample(facts, k=len(facts)):
        fold.take(fact)
    assert fold.register() == project(PACK, facts)
    assert fold.revision == len(facts)


@settings(max_examples=40)
@given(mornings())
def test_a_rebuilt_hub_gives_the_register_of_its_own_journal(facts) -> None:
    """Rows of the new journal replace what was known of the old one's places."""
    moved = [
        msgspec.structs.replace(fact, journal="journal-2", hub_seq=number)
        for number, fact in enumerate(reversed(facts), start=1)
    ]
    fold = RegisterFold(PACK)
    fold.take_all(facts)
    fold.register()
    fold.take_all(moved)
    assert fold.register() == project(PACK, moved)


@settings(max_examples=40)
@given(mornings())
def test_what_is_told_stands_in_the_order_in_which_it_was_seen(facts) -> None:
    """By the clocks, or by arrival where a clock is wrong; what one device wrote keeps its own order.

    What was typed from paper on it has an order of its own: the time on the paper may be any.
    """
    limit = PACK.rules.clock_suspect_ms.value
    facts = [msgspec.structs.replace(f, clock_trusted=can_trust_clock(f.envelope, limit)) for f in facts]
    order = in_order(facts)
    assert sorted(f.id for f in order) == sorted(f.id for f in facts)
    assert in_order(reversed(facts)) == order
    for device, paper in {(f.envelope.device_id, f.is_from_paper) for f in facts}:
        numbers = [
            f.envelope.device_seq for f in order if (f.envelope.device_id, f.is_from_paper) == (device, paper)
        ]
        assert numbers == sorted(numbers)


@settings(max_examples=40)
@given(mornings())
def test_in_order_is_what_its_slow_definition_says(facts) -> None:
    """The short cut past most comparisons changes nothing."""
    slow: list[Fact] = []
    for fact in sorted(facts, key=lambda f: f.order):
        place = next((i for i, other in enumerate(slow) if had_seen(other, fact)), len(slow))
        slow.insert(place, fact)
    assert in_order(facts) == tuple(slow)


@settings(max_examples=40)
@given(mornings())
def test_scripts_balance_by_name_for_every_component(facts) -> None:
    """Nobody is lost or counted twice between present, absent, undecided, missing and surplus."""
    register = project(PACK, facts)
    for balance in register.balances:
        rows = register.of_component(balance.component_id)
        assert balance.present + balance.absent + balance.undecided == len(rows)
        assert balance.expected == sum(s.listed for s in rows)
        assert balance.present - len(balance.missing) == balance.collected - len(balance.surplus)
        assert not set(balance.missing) & set(balance.surplus)
        assert balance.sealed <= len(rows)
        assert balance.is_balanced == (
            balance.undecided == 0
            and {s.candidate_id for s in rows if s.is_present}
            == {s.candidate_id for s in rows if s.script_collected_at}
        )


@settings(max_examples=40)
@given(mornings())
def test_every_discrepancy_names_its_evidence_and_is_told_once(facts) -> None:
    """Each has an id of its own and points at facts that are there."""
    register = project(PACK, facts)
    known = {fact.id for fact in facts}
    assert len({d.id for d in register.discrepancies}) == len(register.discrepancies)
    for discrepancy in register.discrepancies:
        assert discrepancy.is_open
        assert set(discrepancy.evidence) <= known
