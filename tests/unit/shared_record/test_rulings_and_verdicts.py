"""What a ruling decides and leaves alone, which verdict stands, and what the register carries as it is."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from shared.plan.timetable import Sitting
from shared.record.events import candidate, incident, office
from shared.record.events.candidate import Attendance, Identity
from shared.record.fold import RegisterFold
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, SESSION, START, small_pack
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, present

MINUTE = timedelta(minutes=1)


def two_papers() -> TwoTablets:
    """Siân also sits the IGCSE."""
    pack = small_pack()
    second = Sitting(candidate_id=WHO, component_id=IGCSE, room_id=HALL, seat="A1")
    return TwoTablets(msgspec.structs.replace(pack, sittings=(*pack.sittings, second)))


def test_a_ruling_on_one_paper_says_nothing_of_the_candidates_other_paper() -> None:
    world = two_papers()
    world.say(world.hall, present())
    world.say(world.annexe, absent())
    world.settle(world.open()["attendance_contradicted"], Attendance.ABSENT)
    assert world.sitting(WHO, MATHS).attendance is Attendance.ABSENT
    other = world.sitting(WHO, IGCSE)
    assert (other.attendance, other.evidence) == (Attendance.EXPECTED, ())


def test_a_ruling_on_where_takes_the_seat_that_was_told_there() -> None:
    world = TwoTablets()
    world.say(world.hall, present(seat="A4"))
    world.say(world.annexe, present(seat="B2"), at=START + MINUTE)
    question = world.open()["two_places"]
    world.settle(question, Attendance.PRESENT, HALL)
    assert (world.sitting().place, world.sitting().seat) == (HALL, "A4")
    world.settle(question, Attendance.PRESENT, ANNEXE)
    assert (world.sitting().place, world.sitting().seat) == (ANNEXE, "B2")


def test_of_two_verdicts_unaware_of_each_other_the_graver_stands_whatever_the_order() -> None:
    def verdict(decision: Identity) -> candidate.IdentityDecided:
        return candidate.IdentityDecided(candidate_id=WHO, decision=decision, method="document")

    for one, other, stands in (
        (Identity.CONFIRMED, Identity.PENDING, Identity.PENDING),
        (Identity.MISMATCH, Identity.CONFIRMED, Identity.MISMATCH),
        (Identity.PENDING, Identity.MISMATCH, Identity.MISMATCH),
        (Identity.UNDECIDED, Identity.CONFIRMED, Identity.CONFIRMED),
    ):
        for first, second in ((one, other), (other, one)):
            world = TwoTablets()
            world.say(world.hall, verdict(first))
            world.say(world.annexe, verdict(second), at=START + MINUTE)
            assert world.sitting().identity is stands, (first, second)


def test_the_register_says_which_session_and_plan_it_is_of_and_what_was_sent() -> None:
    world = TwoTablets()
    packed = office.ConsignmentPacked(consignment_id="sack-1", board="AQA", script_envelope_ids=())
    world.office.write(packed)
    world.journal.take(world.office)
    register = world.register()
    assert (register.session, register.pack_version, register.revision) == (SESSION, 1, 1)
    assert [c.consignment_id for c in register.consignments] == ["sack-1"]


def test_facts_are_listed_by_their_own_clock() -> None:
    world = TwoTablets()
    world.say(world.hall, present(), at=START + 2 * MINUTE)
    world.say(world.annexe, absent(), at=START)
    fold = RegisterFold(world.pack)
    fold.take_all(world.facts())
    assert [f.envelope.device_id for f in fold.facts()] == ["tablet-annexe", "tablet-hall"]


def test_an_addition_without_its_incident_stands_under_its_own_time() -> None:
    world = TwoTablets()
    alone = incident.IncidentAmended(incident_id="i-9", text="more of it")
    said = world.say(world.hall, alone, at=START + 5 * MINUTE)
    (found,) = world.register().incidents
    assert (found.happened_at, found.kind, found.room) == (said.occurred_at, "other", HALL)


def test_a_number_used_twice_counts_as_the_hub_has_it() -> None:
    """A restored tablet wrote number 1 again: what the hub placed stands, the other leaves no trace."""
    world = TwoTablets()
    fold = RegisterFold(world.pack)
    world.say(world.hall, present())
    (placed,) = world.facts()
    other = msgspec.structs.replace(placed.envelope, event=absent())
    fold.take(msgspec.structs.replace(placed, envelope=other, journal="", hub_seq=None))
    assert fold.register().sitting(WHO, MATHS).attendance is Attendance.ABSENT
    assert fold.take(placed)
    sitting = fold.register().sitting(WHO, MATHS)
    assert (sitting.attendance, sitting.claimed) == (Attendance.PRESENT, (Attendance.PRESENT,))
