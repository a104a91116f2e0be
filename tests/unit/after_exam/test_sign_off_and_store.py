"""From the signed component register to the courier: differences, reopened envelopes, the safe, the slot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.after.dispatch import plan_collection, plan_consignment
from hub.after.dispatch_log import entries_of
from hub.after.in_the_building import in_the_building, slot_warnings
from hub.after.reconcile import Unready, what_stops_session
from hub.after.seal import plan_envelopes
from hub.after.sign_off import changed_since_signed, plan_sign_off
from shared.record.closing import ObstacleKind
from shared.record.component_closing import what_stops_sealing
from shared.record.events import candidate, dispatch
from shared.record.events.candidate import Attendance
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import HALL, MATHS, MATHS_HIGHER, START, candidate_id

HOUR = timedelta(hours=1)
WHY = "One script was lost when the hall was cleared; the awarding body was told."


def with_a_missing_script() -> Morning:
    """Candidate 1 was present, and after the count the office learns that somebody else was too."""
    morning = ordinary_morning()
    morning.hall.catch_up(morning.journal)
    came = candidate.UnlistedCandidateAdded(
        candidate_id="00000000", component_id=MATHS, name="N. Guest", seat="A9"
    )
    morning.hall.write(came, at=START + 3 * HOUR, room=HALL)
    morning.hall.write(
        candidate.IdentityDecided(
            candidate_id="00000000", decision=candidate.Identity.CONFIRMED, method="document"
        ),
        at=START + 3 * HOUR,
        room=HALL,
    )
    morning.journal.take(morning.hall)
    return morning


def sealed(morning: Morning, component: str = MATHS) -> None:
    for event in plan_envelopes(morning.register(), morning.pack, component):
        morning.record(event)


def test_a_component_that_balances_is_signed_without_a_word() -> None:
    morning = ordinary_morning()
    event = plan_sign_off(morning.register(), morning.pack, MATHS, actor="officer")
    assert (event.present, event.absent, event.scripts, event.differences) == (3, 0, 3, ())
    morning.record(event)
    signed = morning.register().sign_off(MATHS)
    assert signed is not None
    assert signed.signed_by == "officer"
    assert not changed_since_signed(morning.register(), MATHS)


def test_a_difference_needs_a_reason_and_somebody_else() -> None:
    morning = with_a_missing_script()

    def sign(**more: str) -> dispatch.ComponentSignedOff:
        return plan_sign_off(morning.register(), morning.pack, MATHS, actor="officer", **more)

    with pytest.raises(Unready, match="give the reason"):
        sign()
    for second in ("", "officer"):
        with pytest.raises(Unready, match="second, different person"):
            sign(reason=WHY, second=second)
    with pytest.raises(Unready, match="can't be sealed yet"):
        plan_envelopes(morning.register(), morning.pack, MATHS)
    morning.record(sign(reason=WHY, second="h.jones"))
    assert what_stops_sealing(morning.register(), morning.pack, MATHS) == ()
    assert len(plan_envelopes(morning.register(), morning.pack, MATHS)) == 1


def test_a_difference_that_comes_after_the_signature_is_not_accepted_by_it() -> None:
    morning = with_a_missing_script()
    morning.record(
        plan_sign_off(morning.register(), morning.pack, MATHS, actor="officer", reason=WHY, second="h.jones")
    )
    another = candidate.UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="A. Other", seat="A8"
    )
    morning.hall.write(another, at=START + 4 * HOUR, room=HALL)
    morning.journal.take(morning.hall)
    stops = what_stops_sealing(morning.register(), morning.pack, MATHS)
    assert {who for o in stops for who in o.candidate_ids} == {"ZZZZZZZZ"}
    assert changed_since_signed(morning.register(), MATHS)
    assert any("ZZZZZZZZ" in o.candidate_ids for o in what_stops_session(morning.register(), morning.pack))


def test_nobody_may_accept_that_a_candidate_is_neither_present_nor_absent() -> None:
    morning = ordinary_morning()
    morning.hall.write(candidate.CandidateLeftRoom(candidate_id=candidate_id(1), escort="inv-2"), room=HALL)
    morning.journal.take(morning.hall)
    with pytest.raises(Unready, match="can't be signed yet") as refused:
        plan_sign_off(morning.register(), morning.pack, MATHS, actor="officer", reason=WHY, second="h.jones")
    assert {o.kind for o in refused.value.obstacles} >= {ObstacleKind.AWAY}


def test_a_correction_after_the_officer_signed_needs_a_second_signature_before_anything_is_packed() -> None:
    morning = ordinary_morning()
    for component in (MATHS, MATHS_HIGHER):
        sealed(morning, component)
        morning.record(plan_sign_off(morning.register(), morning.pack, component, actor="officer"))
    corrected = candidate.AttendanceCorrected(
        candidate_id=candidate_id(1),
        component_id=MATHS,
        old=Attendance.PRESENT,
        new=Attendance.TRANSFERRED,
        reason="sat elsewhere",
    )
    morning.record(corrected)
    with pytest.raises(Unready, match="nobody signed beside"):
        plan_consignment(morning.register(), morning.pack, "AQA")


def test_a_reopened_envelope_is_loose_again_and_is_sealed_under_its_number() -> None:
    morning = ordinary_morning()
    sealed(morning)
    first = morning.register().script_envelopes[0]
    morning.record(
        dispatch.EnvelopeReopened(
            script_envelope_id=first.script_envelope_id, reason="a foreign script", witness="h.jones"
        )
    )
    assert morning.register().script_envelopes == ()
    assert [(r.reason, r.by, r.witness) for r in morning.register().reopenings] == [
        ("a foreign script", "officer", "h.jones")
    ]
    assert in_the_building(morning.register(), morning.pack).loose[0].candidates == 3
    (again,) = plan_envelopes(morning.register(), morning.pack, MATHS)
    assert (again.script_envelope_id, again.number, again.of) == (first.script_envelope_id, 1, 1)


def test_what_is_still_here_and_what_lies_in_no_safe() -> None:
    morning = ordinary_morning()
    sealed(morning)
    (envelope,) = morning.register().script_envelopes
    morning.record(
        dispatch.EnvelopesStored(script_envelope_ids=(envelope.script_envelope_id,), place="exams safe")
    )
    here = in_the_building(morning.register(), morning.pack)
    assert [e.stored_in for e in here.sealed] == ["exams safe"]
    assert here.out_of_store == ()
    morning.record(
        dispatch.EnvelopesTakenOut(script_envelope_ids=(envelope.script_envelope_id,), reason="to pack")
    )
    assert in_the_building(morning.register(), morning.pack).out_of_store != ()


def booked(morning: Morning, *, hours: float) -> None:
    morning.record(
        dispatch.CollectionBooked(
            booking_id="b-1",
            board="AQA",
            service="yellow label",
            slot_from=START + hours * HOUR,
            slot_until=START + (hours + 1) * HOUR,
        )
    )


def test_a_near_courier_and_unsealed_scripts_are_a_warning_until_all_is_packed() -> None:
    morning = ordinary_morning()
    booked(morning, hours=6)

    def told(hours: float) -> tuple[str, ...]:
        return tuple(
            what
            for w in slot_warnings(morning.register(), morning.pack, START + hours * HOUR)
            for what in w.what
        )

    assert told(4.5) == ()
    assert told(5.5) == ("8300/2F: 3 scripts not sealed", "8300/2H: 3 scripts not sealed")
    sealed(morning)
    sealed(morning, MATHS_HIGHER)
    assert told(5.5) == ("2 sealed envelopes in no consignment",)
    packed = plan_consignment(
        morning.register(), morning.pack, "AQA", labels=(" YL 1 ", ""), weight_grams=900
    )
    assert packed.labels == ("YL 1",)
    morning.record(packed)
    assert told(5.5) == ()
    assert told(8) == ("1 consignment not collected: the slot is over",)
    morning.record(
        plan_collection(
            morning.register(), packed.consignment_id, now=START, driver="D. River", signature="M0 0L9 9"
        )
    )
    assert told(8) == ()
    assert morning.register().consignments[0].signature == "M0 0L9 9"


def test_a_cancelled_collection_warns_of_nothing_and_a_changed_slot_counts() -> None:
    morning = ordinary_morning()
    booked(morning, hours=6)
    booked(morning, hours=9)
    assert slot_warnings(morning.register(), morning.pack, START + 6 * HOUR) == ()
    assert slot_warnings(morning.register(), morning.pack, START + 8.5 * HOUR) != ()
    morning.record(dispatch.CollectionCancelled(booking_id="b-1", reason="moved to Friday"))
    assert slot_warnings(morning.register(), morning.pack, START + 8.5 * HOUR) == ()


def test_the_hand_over_counts_from_when_it_was_not_from_when_it_was_noted() -> None:
    morning = ordinary_morning()
    for component in (MATHS, MATHS_HIGHER):
        sealed(morning, component)
    packed = plan_consignment(morning.register(), morning.pack, "AQA")
    morning.record(packed)
    sealed_at = max(e.sealed_at for e in morning.register().script_envelopes if e.sealed_at)
    now = sealed_at + 2 * HOUR
    for wrong, words in ((now + HOUR, "still to come"), (sealed_at - HOUR, "was sealed only later")):
        with pytest.raises(Unready, match=words):
            plan_collection(
                morning.register(), packed.consignment_id, now=now, driver="K. Osei", handed_over_at=wrong
            )
    then = sealed_at + HOUR
    gone = plan_collection(
        morning.register(), packed.consignment_id, now=now, driver="K. Osei", handed_over_at=then
    )
    morning.record(gone)
    assert morning.register().consignments[0].collected_at == then
    line = next(e for e in entries_of(morning.pack, morning.facts()) if e.what == "Collected")
    assert line.at == then
    assert "on record" in line.detail


def test_a_sack_that_has_not_left_can_be_opened_and_one_that_has_can_not() -> None:
    morning = ordinary_morning()
    for component in (MATHS, MATHS_HIGHER):
        sealed(morning, component)
    first = plan_consignment(morning.register(), morning.pack, "AQA")
    morning.record(first)
    morning.record(
        dispatch.ConsignmentOpened(consignment_id=first.consignment_id, reason="one more to go in")
    )
    assert morning.register().consignments == ()
    again = plan_consignment(morning.register(), morning.pack, "AQA")
    assert again == first
    morning.record(again)
    morning.record(plan_collection(morning.register(), again.consignment_id, now=START, driver="D. River"))
    morning.record(dispatch.ConsignmentOpened(consignment_id=first.consignment_id, reason="too late"))
    assert [c.driver for c in morning.register().consignments] == ["D. River"]
