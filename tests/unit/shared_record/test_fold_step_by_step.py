"""What the fold keeps between two looks never goes stale: after each fact it equals a fresh fold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.record.events import candidate, incident, office, room
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact
from shared.record.fold import RegisterFold, project
from shared.record.times import Lateness
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import ANNEXE, HALL, MATHS, MATHS_HIGHER, START, Device, candidate_id, small_pack


def full_morning() -> Morning:
    """A morning with everything after it: seals, a consignment, incidents, a settled contradiction."""
    morning = ordinary_morning()
    sealed = office.EnvelopeSealed(
        script_envelope_id="e1",
        component_id=MATHS,
        number=1,
        of=1,
        candidate_ids=(candidate_id(1), candidate_id(4)),
        first_number="1001",
        last_number="1004",
    )
    morning.annexe.write(
        candidate.CandidateMarkedAbsent(candidate_id=candidate_id(2), component_id=MATHS_HIGHER), room=ANNEXE
    )
    morning.hall.write(
        incident.IncidentRecorded(incident_id="i1", kind="illness", happened_at=START, text="felt unwell"),
        clock_offset_ms=90_000,
    )
    morning.hall.write(incident.HelpRequested(help_id="h1", kind="first_aid"))
    morning.journal.take(morning.annexe, morning.hall)
    morning.record(sealed)
    morning.record(office.ConsignmentPacked(consignment_id="c1", board="AQA", script_envelope_ids=("e1",)))
    morning.record(office.ConsignmentCollected(consignment_id="c1", driver="D. River"))
    contradicted = next(
        d for d in morning.register().open_discrepancies if candidate_id(2) in d.candidate_ids
    )
    ruling = office.AttendanceRuling(
        candidate_id=candidate_id(2), component_id=MATHS_HIGHER, attendance=Attendance.PRESENT
    )
    morning.record(
        office.DiscrepancySettled(
            discrepancy_id=contradicted.id,
            answer="seen in the hall",
            evidence=contradicted.evidence,
            ruling=ruling,
        )
    )
    return morning


def orders(facts: list[Fact]) -> dict[str, list[Fact]]:
    by_room = sorted(facts, key=lambda f: (f.envelope.room != HALL, f.hub_seq or 0))
    return {"as it came": facts, "backwards": facts[::-1], "room by room": by_room}


@pytest.mark.parametrize("order", ["as it came", "backwards", "room by room"])
def test_after_every_fact_the_kept_register_equals_a_fresh_one(order: str) -> None:
    morning = full_morning()
    facts = orders(morning.facts())[order]
    fold = RegisterFold(morning.pack)
    for count, fact in enumerate(facts, start=1):
        fold.take(fact)
        assert fold.register() == project(morning.pack, facts[:count]), fact.envelope.event


def test_two_looks_without_a_new_fact_are_the_same_register() -> None:
    morning = full_morning()
    fold = RegisterFold(morning.pack)
    fold.take_all(morning.facts())
    assert fold.register() == fold.register()
    assert fold.take_all(morning.facts()) == 0


def test_a_start_that_becomes_known_later_decides_anew_who_was_late() -> None:
    """Published 09:00, on the board 09:05: who came at 09:03 was not late after all."""
    pack, tablet = small_pack(), Device(device_id="tablet-hall", room=HALL)
    came = tablet.write(
        candidate.LateArrivalAdmitted(
            candidate_id=candidate_id(1), component_id=MATHS, arrived_at=START + timedelta(minutes=3)
        )
    )
    began = tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START + timedelta(minutes=5)))
    fold = RegisterFold(pack)

    def lateness() -> Lateness:
        record = fold.register().sitting(candidate_id(1), MATHS)
        assert record is not None
        return record.lateness

    fold.take(Fact(envelope=came))
    assert lateness() is Lateness.LATE
    fold.take(Fact(envelope=began))
    assert lateness() is Lateness.ON_TIME
