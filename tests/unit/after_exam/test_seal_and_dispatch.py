"""From balanced components to numbered envelopes, sacks and the driver's signature."""

from __future__ import annotations

import msgspec
import pytest

from hub.after.dispatch import boards_to_dispatch, manifest_of, plan_collection, plan_consignment
from hub.after.reconcile import Unready, reconcile, what_stops_session
from hub.after.seal import plan_envelopes
from shared.plan.timetable import Component
from shared.record.events import candidate, incident, room, scripts
from shared.record.events.office import DiscrepancySettled
from shared.record.fold import project, room_register_digest
from shared.record.pile import register_order
from shared.rules.profile import BoardRules
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, MATHS_HIGHER, START, candidate_id

AQA, PEARSON = "AQA", "Pearson"


@pytest.fixture
def morning() -> Morning:
    return ordinary_morning()


def seal(morning: Morning, *components: str) -> None:
    for component in components:
        for envelope in plan_envelopes(morning.register(), morning.pack, component):
            morning.record(envelope)


def with_envelope_size(morning: Morning, most: int) -> None:
    rules = msgspec.structs.replace(
        morning.pack.rules, boards={AQA: BoardRules(scripts_per_envelope=most, packing_hint="no tags")}
    )
    morning.pack = msgspec.structs.replace(morning.pack, rules=rules)


def test_each_component_is_reconciled_across_its_rooms(morning: Morning) -> None:
    """Candidates 1 and 7 sat Foundation in the hall, candidate 4 in the annexe."""
    foundation = reconcile(morning.register(), morning.pack)[0]
    assert (foundation.component_id, foundation.is_ready) == (MATHS, True)
    assert [(r.name, r.present, r.collected, r.counted) for r in foundation.rooms] == [
        ("Main Hall", 2, 2, 2),
        ("Annexe", 1, 1, 1),
    ]
    assert what_stops_session(morning.register(), morning.pack) == ()


def test_envelopes_follow_the_component_in_register_order_across_rooms(morning: Morning) -> None:
    (envelope,) = plan_envelopes(morning.register(), morning.pack, MATHS)
    assert envelope.candidate_ids == (candidate_id(1), candidate_id(4), candidate_id(7))
    assert (envelope.number, envelope.of) == (1, 1)
    assert (envelope.first_number, envelope.last_number) == ("1001", "1007")


@pytest.mark.parametrize(
    ("most", "piles"), [(1, [1, 1, 1]), (2, [2, 1]), (3, [3]), (50, [3]), (0, [1, 1, 1])]
)
def test_a_board_limits_scripts_per_envelope(morning: Morning, most: int, piles: list[int]) -> None:
    with_envelope_size(morning, most)
    envelopes = plan_envelopes(morning.register(), morning.pack, MATHS)
    assert [len(e.candidate_ids) for e in envelopes] == piles
    assert [(e.number, e.of) for e in envelopes] == [(n, len(piles)) for n in range(1, len(piles) + 1)]
    assert len({e.script_envelope_id for e in envelopes}) == len(piles)


def test_sealing_is_refused_with_every_reason_while_something_is_open(morning: Morning) -> None:
    morning.hall.write(candidate.CandidateLeftRoom(candidate_id=candidate_id(1), escort="inv-2"))
    morning.hall.write(
        candidate.IdentityDecided(
            candidate_id=candidate_id(7), decision=candidate.Identity.MISMATCH, method="none"
        )
    )
    morning.journal.take(morning.hall)
    with pytest.raises(Unready) as refused:
        plan_envelopes(morning.register(), morning.pack, MATHS)
    told = str(refused.value)
    assert told.startswith("8300/2F can't be sealed yet. ")
    assert "1001 O'Connor, Siân (Main Hall, seat A1) left the room" in told
    assert "the person is not the one on the photo" in told
    assert plan_envelopes(morning.register(), morning.pack, IGCSE)


def test_sealed_scripts_show_in_register_and_balance_and_are_not_sealed_twice(morning: Morning) -> None:
    seal(morning, MATHS)
    balance = morning.register().balance(MATHS)
    assert balance is not None
    assert (balance.collected, balance.sealed) == (3, 3)
    with pytest.raises(Unready, match="All scripts of 8300/2F are sealed already"):
        plan_envelopes(morning.register(), morning.pack, MATHS)


def test_a_script_found_after_sealing_gets_an_envelope_of_its_own(morning: Morning) -> None:
    """Candidate 1's script was missing, the officer let that stand, and then it was found."""
    facts = [
        f
        for f in morning.facts()
        if not (
            isinstance(f.envelope.event, scripts.ScriptCollected)
            and f.envelope.event.candidate_id == candidate_id(1)
        )
    ]
    found_late = [f for f in morning.facts() if f not in facts]
    register = project(morning.pack, facts)
    missing = next(d for d in register.open_discrepancies if d.kind == "present_without_script")
    with pytest.raises(Unready, match="No 8300/2F script was collected from 1001"):
        plan_envelopes(register, morning.pack, MATHS)
    counted = next(d for d in register.open_discrepancies if d.kind == "counts_differ")
    from shared.record.events.office import DiscrepancySettled

    for discrepancy in (missing, counted):
        morning.record(
            DiscrepancySettled(
                discrepancy_id=discrepancy.id, answer="not handed in", evidence=discrepancy.evidence
            )
        )
    without = [f for f in morning.facts() if f not in found_late]
    (first,) = plan_envelopes(project(morning.pack, without), morning.pack, MATHS)
    assert (first.number, first.of, len(first.candidate_ids)) == (1, 1, 2)
    morning.record(first)
    (second,) = plan_envelopes(morning.register(), morning.pack, MATHS)
    assert (second.number, second.of, second.candidate_ids) == (2, 2, (candidate_id(1),))


def test_where_everybody_was_absent_the_register_still_travels(morning: Morning) -> None:
    facts = []
    for fact in morning.facts():
        event = fact.envelope.event
        kept = isinstance(event, room.PacketChecked | room.PacketOpened)
        if kept or getattr(event, "component_id", None) != IGCSE:
            facts.append(fact)
    for who in (candidate_id(3), candidate_id(6)):
        envelope = morning.hall.write(candidate.CandidateMarkedAbsent(candidate_id=who, component_id=IGCSE))
        facts.append(type(facts[0])(envelope=envelope))
    register = project(morning.pack, facts)
    signed = morning.hall.write(
        room.RegisterSigned(
            signed_by=("inv-1",), register_digest=room_register_digest(register, HALL), present=4, absent=2
        )
    )
    register = project(morning.pack, [*facts, type(facts[0])(envelope=signed)])
    (envelope,) = plan_envelopes(register, morning.pack, IGCSE)
    assert (envelope.candidate_ids, envelope.first_number) == ((), "")


def test_an_unlisted_sitter_without_a_number_stands_behind(morning: Morning) -> None:
    unlisted = candidate.UnlistedCandidateAdded(candidate_id="00000000", component_id=MATHS, name="Åse")
    morning.hall.write(unlisted)
    morning.journal.take(morning.hall)
    order = register_order(morning.register(), morning.pack, MATHS)
    assert [s.candidate_id for s in order][-1] == "00000000"


def test_an_envelope_with_an_unlisted_sitter_still_says_from_which_number_to_which(morning: Morning) -> None:
    who = "00000000"
    morning.hall.write(candidate.UnlistedCandidateAdded(candidate_id=who, component_id=MATHS, name="Åse"))
    morning.hall.write(scripts.ScriptCollected(candidate_id=who, component_id=MATHS))
    morning.hall.write(scripts.ScriptsCounted(component_id=MATHS, count=3))
    morning.journal.take(morning.hall)
    for found in morning.register().open_discrepancies:
        morning.record(
            DiscrepancySettled(discrepancy_id=found.id, answer="entry made", evidence=found.evidence)
        )
    (envelope,) = plan_envelopes(morning.register(), morning.pack, MATHS)
    assert envelope.candidate_ids[-1] == who
    assert (envelope.first_number, envelope.last_number) == ("1001", "1007")


def test_components_that_read_alike_on_a_label_get_different_envelopes(morning: Morning) -> None:
    first = morning.pack.session.components[0]
    alike = msgspec.structs.replace(first, component=Component(board=AQA, code="8300-2F", title="another"))
    session = msgspec.structs.replace(
        morning.pack.session, components=(*morning.pack.session.components, alike)
    )
    pack = msgspec.structs.replace(morning.pack, session=session)
    (envelope,) = plan_envelopes(project(pack, morning.facts()), pack, MATHS)
    assert envelope.script_envelope_id.endswith("-2of2-1")


def test_a_component_of_another_day_is_refused(morning: Morning) -> None:
    with pytest.raises(Unready, match="not a component of this session"):
        plan_envelopes(morning.register(), morning.pack, "AQA:9999")


def test_a_board_s_envelopes_go_into_one_consignment_with_its_manifest(morning: Morning) -> None:
    with_envelope_size(morning, 2)
    seal(morning, MATHS, MATHS_HIGHER, IGCSE)
    assert boards_to_dispatch(morning.register(), morning.pack) == (AQA, PEARSON)
    packed = plan_consignment(
        morning.register(), morning.pack, AQA, service="yellow label ", booking_reference=" B1"
    )
    assert (packed.service, packed.booking_reference, len(packed.script_envelope_ids)) == (
        "yellow label",
        "B1",
        4,
    )
    morning.record(packed)
    assert boards_to_dispatch(morning.register(), morning.pack) == (PEARSON,)
    manifest = manifest_of(morning.register(), morning.pack, packed.consignment_id)
    assert [(line.code, line.number, line.of, line.scripts) for line in manifest.lines] == [
        ("8300/2F", 1, 2, 2),
        ("8300/2F", 2, 2, 1),
        ("8300/2H", 1, 2, 2),
        ("8300/2H", 2, 2, 1),
    ]
    assert (manifest.scripts, manifest.packing_hint, manifest.collected_at) == (6, "no tags", None)


def test_a_consignment_is_refused_while_scripts_of_the_board_would_stay_behind(morning: Morning) -> None:
    seal(morning, MATHS)
    with pytest.raises(Unready, match="Seal all scripts of 8300/2H before AQA's are packed"):
        plan_consignment(morning.register(), morning.pack, AQA)
    with pytest.raises(Unready, match="No paper of OCR"):
        plan_consignment(morning.register(), morning.pack, "OCR")
    seal(morning, IGCSE)
    morning.record(plan_consignment(morning.register(), morning.pack, PEARSON))
    with pytest.raises(Unready, match="packed already"):
        plan_consignment(morning.register(), morning.pack, PEARSON)


def test_the_driver_signs_once(morning: Morning) -> None:
    seal(morning, IGCSE)
    packed = plan_consignment(morning.register(), morning.pack, PEARSON)
    morning.record(packed)
    with pytest.raises(Unready, match="driver's name"):
        plan_collection(morning.register(), packed.consignment_id, now=START, driver=" ")
    morning.record(
        plan_collection(morning.register(), packed.consignment_id, now=START, driver="D. River", proof="7")
    )
    manifest = manifest_of(morning.register(), morning.pack, packed.consignment_id)
    assert (manifest.driver, manifest.proof) == ("D. River", "7")
    assert manifest.collected_at is not None
    with pytest.raises(Unready, match=r"collected by D\. River already"):
        plan_collection(morning.register(), packed.consignment_id, now=START, driver="Other")
    with pytest.raises(Unready, match="no consignment sack-9"):
        plan_collection(morning.register(), "sack-9", now=START, driver="Other")


def test_what_belongs_to_no_component_still_stops_the_session(morning: Morning) -> None:
    morning.hall.write(
        incident.HelpRequested(help_id="h", kind="officer"), clock_offset_ms=60_000, room=ANNEXE
    )
    morning.journal.take(morning.hall)
    told = [o.what for o in what_stops_session(morning.register(), morning.pack)]
    assert told == ["Annexe: the clock of tablet-hall was 60 s off."]
