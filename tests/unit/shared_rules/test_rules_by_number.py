"""Rules that hold in more than one place, each by its number; the others are cited beside their code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.after.dispatch import plan_collection, plan_consignment
from hub.after.reconcile import Unready
from hub.after.seal import plan_envelopes
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.record.drafts.malpractice import draft_m2
from shared.record.drafts.special_consideration import draft_special_consideration
from shared.record.events import candidate, incident, room
from shared.record.events.candidate import Identity
from shared.record.finishes import room_finish
from shared.record.incident_templates import template_for
from shared.record.room_lists import CHECKLIST_ITEMS
from shared.record.script_handling import CORRECTIONS, TYPED_PAGES, cover_sheet, handling_notes
from tests.exam_morning import ordinary_morning
from tests.factories import HALL, IGCSE, MATHS, MATHS_HIGHER, START
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, present

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> TwoTablets:
    return TwoTablets()


def test_rule_2_a_move_during_the_exam_is_recorded_beside_the_planned_seat(world: TwoTablets) -> None:
    world.say(world.hall, present())
    planned = world.sitting().planned_seat
    moved = candidate.SeatChanged(candidate_id=WHO, component_id=MATHS, old=planned, new="B2", reason="glare")
    world.say(world.hall, moved)
    assert (world.sitting().seat, world.sitting().planned_seat) == ("B2", planned)
    assert planned != "B2"


def test_rule_3_what_stands_on_the_board_is_the_actual_start_and_the_finish_that_follows(
    world: TwoTablets,
) -> None:
    world.say(world.hall, present())
    late_start = START + 12 * MINUTE
    world.say(world.hall, room.ExamStarted(component_ids=(MATHS,), actual_start=late_start))
    paper = world.pack.component(MATHS)
    assert paper is not None
    finish = room_finish(world.register(), world.pack, HALL, late_start + MINUTE)
    assert finish == late_start + paper.minutes * MINUTE


@pytest.mark.parametrize("item", ["board_written", "clock_visible", "seating_plan"])
def test_rules_3_4_and_6_are_lines_of_the_checklist(item: str) -> None:
    assert item in CHECKLIST_ITEMS


def test_rule_10_a_wrong_paper_asks_whether_the_candidates_were_held_and_drafts_an_m2() -> None:
    template = template_for("wrong_paper")
    assert "held" in {field.key for field in template.fields}
    assert template.drafts == ("m2",)


def test_rule_21_a_document_settles_who_a_private_candidate_is(world: TwoTablets) -> None:
    world.say(
        world.hall, candidate.IdentityDecided(candidate_id=WHO, decision=Identity.PENDING, method="none")
    )
    world.say(world.hall, present())
    assert world.sitting().identity is Identity.PENDING
    seen = candidate.IdentityDecided(candidate_id=WHO, decision=Identity.CONFIRMED, method="document")
    world.say(world.hall, seen)
    assert world.sitting().identity is Identity.CONFIRMED


def test_rule_27_the_forms_that_travel_with_scripts() -> None:
    """Forms 8 and 9 are evidence for an application and never go along."""
    forms = {kind: cover_sheet([Arrangement(kind=kind)]) for kind in ArrangementKind}
    assert {kind: form for kind, form in forms.items() if form} == {
        ArrangementKind.WORD_PROCESSOR: "Form 4",
        ArrangementKind.SCRIBE: "Form 2",
    }


def test_rules_28_and_36_whoever_holds_a_script_is_told_what_to_look_at() -> None:
    """Typed pages need their numbers; on every script only four things may be put right."""
    typed = handling_notes([Arrangement(kind=ArrangementKind.WORD_PROCESSOR)])
    assert typed == (TYPED_PAGES, CORRECTIONS)
    assert handling_notes([Arrangement(kind=ArrangementKind.READER)]) == (CORRECTIONS,)
    for part in ("centre number", "candidate number", "name", "component code", "countersigned"):
        assert part in CORRECTIONS


def test_rules_32_and_34_drafts_name_the_sitting_they_are_about(world: TwoTablets) -> None:
    world.say(world.hall, present())
    world.say(world.hall, room.ExamStarted(component_ids=(MATHS,), actual_start=START))
    happened = START + 20 * MINUTE
    for number, kind in enumerate(("wrong_paper", "disturbance")):
        told = incident.IncidentRecorded(
            incident_id=f"i{number}",
            kind=kind,
            happened_at=happened,
            text="in the hall",
            candidate_ids=(WHO,),
        )
        world.say(world.hall, told)
    wrong, disturbance = world.register().incidents
    staff = draft_m2(world.pack, world.register(), wrong)
    consideration = draft_special_consideration(world.pack, world.register(), disturbance)
    assert staff.when == consideration.began == happened
    assert [p.component for p in consideration.head.papers] == ["8300/2F"]
    assert [p.number for p in consideration.candidates] == ["1001"]


def test_rule_41_a_hand_over_names_the_driver_and_keeps_the_proof() -> None:
    morning = ordinary_morning()
    for component in (MATHS, MATHS_HIGHER, IGCSE):
        for envelope in plan_envelopes(morning.register(), morning.pack, component):
            morning.record(envelope)
    packed = plan_consignment(morning.register(), morning.pack, "AQA")
    morning.record(packed)
    with pytest.raises(Unready, match="driver"):
        plan_collection(morning.register(), packed.consignment_id, now=START, driver=" ")
    morning.record(
        plan_collection(
            morning.register(), packed.consignment_id, now=START, driver="K. Osei", proof="RM 12 34"
        )
    )
    (sack,) = [c for c in morning.register().consignments if c.consignment_id == packed.consignment_id]
    assert (sack.driver, sack.proof) == ("K. Osei", "RM 12 34")
