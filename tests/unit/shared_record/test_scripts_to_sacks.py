"""Script envelopes and consignments in full, and the balance across rooms that they close."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from shared.record.consignment import Consignment, fold_consignments
from shared.record.events import office, scripts
from shared.record.register import ScriptBalance
from shared.record.script_envelopes import ScriptEnvelope, fold_script_envelopes
from tests.exam_morning import ordinary_morning
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, MATHS_HIGHER, START, Device, candidate_id, facts
from tests.factories import office as office_device
from tests.unit.shared_record.two_tablets import TwoTablets, absent, present

ONE, FOUR, SEVEN = map(candidate_id, (1, 4, 7))
"""All three sit Foundation: in the hall, in the annexe, in the hall."""


def sealed(number: int, *people: str, paper: str = MATHS, of: int = 2) -> office.EnvelopeSealed:
    return office.EnvelopeSealed(
        script_envelope_id=f"{paper}-{number}",
        component_id=paper,
        number=number,
        of=of,
        candidate_ids=people,
        first_number="1001",
        last_number="1007",
    )


def packed(sack: str, *envelopes: str) -> office.ConsignmentPacked:
    return office.ConsignmentPacked(
        consignment_id=sack,
        board="AQA",
        script_envelope_ids=envelopes,
        service="yellow label",
        booking_reference="PF-1",
    )


def test_an_envelope_keeps_all_that_was_written_on_it_and_learns_its_sack() -> None:
    desk = office_device()
    by_whom = {"sealed_at": START.astimezone(UTC), "sealed_by": "officer"}
    written = [
        desk.write(sealed(2, FOUR)),
        desk.write(sealed(1, ONE, SEVEN)),
        desk.write(sealed(1, candidate_id(2), paper=MATHS_HIGHER, of=1)),
        desk.write(packed("sack-1", f"{MATHS}-1", f"{MATHS_HIGHER}-1")),
    ]
    assert fold_script_envelopes(facts(written)) == (
        ScriptEnvelope(
            script_envelope_id=f"{MATHS}-1",
            component_id=MATHS,
            number=1,
            of=2,
            candidate_ids=(ONE, SEVEN),
            first_number="1001",
            last_number="1007",
            **by_whom,
            consignment_id="sack-1",
        ),
        ScriptEnvelope(
            script_envelope_id=f"{MATHS}-2",
            component_id=MATHS,
            number=2,
            of=2,
            candidate_ids=(FOUR,),
            first_number="1001",
            last_number="1007",
            **by_whom,
        ),
        ScriptEnvelope(
            script_envelope_id=f"{MATHS_HIGHER}-1",
            component_id=MATHS_HIGHER,
            number=1,
            of=1,
            candidate_ids=(candidate_id(2),),
            first_number="1001",
            last_number="1007",
            **by_whom,
            consignment_id="sack-1",
        ),
    )


def test_a_consignment_waits_until_the_driver_signed() -> None:
    desk = office_device()
    went_in = desk.write(packed("sack-1", f"{MATHS}-1"), at=START)
    stays = desk.write(packed("sack-2", f"{MATHS}-2"), at=START + timedelta(minutes=1))
    taken = desk.write(
        office.ConsignmentCollected(consignment_id="sack-1", driver="D. River", proof="receipt 7"),
        at=START + timedelta(hours=1),
    )
    told = fold_consignments(facts([went_in, stays, taken]))
    assert told == (
        Consignment(
            consignment_id="sack-1",
            board="AQA",
            script_envelope_ids=(f"{MATHS}-1",),
            service="yellow label",
            booking_reference="PF-1",
            packed_at=went_in.occurred_at,
            packed_by="officer",
            collected_at=taken.occurred_at,
            driver="D. River",
            proof="receipt 7",
        ),
        Consignment(
            consignment_id="sack-2",
            board="AQA",
            script_envelope_ids=(f"{MATHS}-2",),
            service="yellow label",
            booking_reference="PF-1",
            packed_at=stays.occurred_at,
            packed_by="officer",
        ),
    )


def test_the_balance_counts_one_paper_in_all_rooms() -> None:
    """Candidate 1 in the hall, 4 in the annexe; 7 is absent; what is sealed is counted by person."""
    world = TwoTablets()
    collected = scripts.ScriptCollected(candidate_id=ONE, component_id=MATHS)
    for event in (present(ONE), absent(SEVEN), collected):
        world.say(world.hall, event)
    world.say(world.annexe, present(FOUR))
    world.office.write(sealed(1, ONE, of=1))
    world.journal.take(world.office)
    balance = world.register().balance(MATHS)
    assert balance == ScriptBalance(
        component_id=MATHS,
        expected=3,
        present=2,
        absent=1,
        undecided=0,
        collected=1,
        sealed=1,
        missing=(FOUR,),
    )
    assert not balance.is_balanced
    world.say(world.annexe, scripts.ScriptCollected(candidate_id=FOUR, component_id=MATHS))
    after = world.register().balance(MATHS)
    assert after is not None
    assert after.is_balanced
    assert (world.sitting(ONE).script_room, world.sitting(FOUR).script_room) == (HALL, ANNEXE)


@pytest.mark.parametrize("paper", [MATHS, MATHS_HIGHER, IGCSE])
def test_after_an_ordinary_morning_every_paper_balances(paper: str) -> None:
    balance = ordinary_morning().register().balance(paper)
    assert balance is not None
    assert balance.is_balanced
    assert balance.present == balance.collected == balance.expected
    assert (balance.absent, balance.undecided, balance.sealed) == (0, 0, 0)


def test_a_sealed_candidate_leaves_the_envelope_when_it_is_sealed_again_without_them() -> None:
    """The same envelope said anew replaces what it said before, also in a register already worked out."""
    world = TwoTablets()
    world.say(world.hall, present(ONE))
    world.office.write(sealed(1, ONE, SEVEN, of=1))
    world.journal.take(world.office)
    assert [world.sitting(who).sealed_in for who in (ONE, SEVEN)] == [f"{MATHS}-1"] * 2
    world.office.write(sealed(1, ONE, of=1), at=START + timedelta(minutes=1))
    world.journal.take(world.office)
    assert [world.sitting(who).sealed_in for who in (ONE, SEVEN)] == [f"{MATHS}-1", ""]


def test_a_script_of_a_tablet_that_is_another_rooms_counts_where_it_was_collected() -> None:
    world = TwoTablets()
    second = Device(device_id="tablet-2", room=ANNEXE)
    world.say(world.hall, present(ONE))
    world.say(second, scripts.ScriptCollected(candidate_id=ONE, component_id=MATHS), at=START)
    sitting = world.sitting(ONE)
    assert (sitting.place, sitting.script_room) == (HALL, ANNEXE)
    world.say(
        world.hall, scripts.ScriptCollected(candidate_id=ONE, component_id=MATHS), at=START + timedelta(1)
    )
    again = world.sitting(ONE)
    assert (again.script_room, again.script_collected_at) == (ANNEXE, sitting.script_collected_at)
    assert len(again.script_evidence) == 2
