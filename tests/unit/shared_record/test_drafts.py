"""Reports drafted from the record: what is known is filled in, what nobody recorded stays empty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.record.drafts.malpractice import draft_m1, draft_m2
from shared.record.drafts.particulars import Person, SittingFacts
from shared.record.drafts.special_consideration import draft_special_consideration
from shared.record.drafts.very_late import draft_very_late, very_late_sittings
from shared.record.events import candidate, incident, room
from shared.record.incident_log import Incident
from tests.factories import MATHS, START, candidate_id
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, present

MINUTE = timedelta(minutes=1)
OTHER = candidate_id(3)


@pytest.fixture
def world() -> TwoTablets:
    world = TwoTablets()
    world.say(world.hall, room.InvigilatorSignedIn(invigilator_id="inv-1"))
    world.say(world.hall, present())
    world.say(world.hall, room.ExamStarted(component_ids=(MATHS,), actual_start=START))
    return world


def record(world: TwoTablets, **more: object) -> Incident:
    fields: dict[str, object] = {
        "incident_id": "i1",
        "kind": "malpractice",
        "happened_at": START + 20 * MINUTE,
        "text": "a phone rang in a blazer",
    }
    world.say(world.hall, incident.IncidentRecorded(**fields | more), at=START + 21 * MINUTE)  # type: ignore[arg-type]
    return world.register().incidents[0]


def test_rule_31_an_m1_draft_holds_what_the_record_knows(world: TwoTablets) -> None:
    items = ("clock", "warning_displayed", "information_issued")
    world.say(world.hall, room.ChecklistConfirmed(items=items), at=START - 30 * MINUTE)
    found = record(
        world,
        candidate_ids=(WHO,),
        witnesses=("inv-2",),
        action="phone taken",
        people=(incident.PersonInvolved(name="N. Porter", role="porter"),),
        details={"type": "phone or device", "how": "it rang", "item_kept": "phone, in the safe"},
    )
    draft = draft_m1(world.pack, world.register(), found)
    assert (draft.head.centre_number, draft.head.day, draft.head.half) == ("12345", date(2024, 6, 3), "AM")
    (paper,) = draft.head.papers
    assert (paper.board, paper.component, paper.title) == ("AQA", "8300/2F", "Mathematics Paper 2 Foundation")
    assert draft.candidates == (Person(name="O'Connor, Siân", number="1001"),)
    assert draft.invigilators == (Person(name="Ruth Adeyemi", role="lead"),)
    assert draft.witnesses == (
        Person(name="Piotr Nowak", role="invigilator"),
        Person(name="N. Porter", role="porter"),
    )
    assert (draft.type, draft.how, draft.when) == ("phone or device", "it rang", START + 20 * MINUTE)
    assert (draft.action, draft.item_kept) == ("phone taken", "phone, in the safe")
    assert draft.accounts == ("a phone rang in a blazer",)
    assert draft.facts == SittingFacts(
        warning_displayed=True, information_issued=True, candidates_reminded=None
    )


def test_rule_31_what_nobody_recorded_is_empty_and_never_a_no(world: TwoTablets) -> None:
    draft = draft_m1(world.pack, world.register(), record(world))
    assert draft.facts == SittingFacts()
    assert (draft.candidates, draft.witnesses, draft.type, draft.item_kept) == ((), (), "", "")
    assert (draft.head.papers, draft.head.head_contact) == ((), "")


def test_rule_31_somebody_on_no_list_is_named_as_they_were_written_in(world: TwoTablets) -> None:
    unlisted = candidate.UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="Åse Öberg", number="2001"
    )
    world.say(world.hall, unlisted)
    draft = draft_m1(world.pack, world.register(), record(world, candidate_ids=("ZZZZZZZZ", "YYYYYYYY")))
    assert draft.candidates == (Person(name="Åse Öberg", number="2001"), Person(name=""))


def test_rule_32_an_m2_draft_is_about_staff_and_the_papers_of_the_room(world: TwoTablets) -> None:
    found = record(
        world,
        kind="wrong_paper",
        text="the higher packet was opened",
        details={"staff": "P. Nowak, invigilator", "effect": "none seen it", "planned_steps": "training"},
    )
    draft = draft_m2(world.pack, world.register(), found)
    assert draft.staff == (Person(name="P. Nowak, invigilator"),)
    assert (draft.reported_on, draft.when) == (date(2024, 6, 3), START + 20 * MINUTE)
    assert {paper.component for paper in draft.head.papers} == {"8300/2F", "8300/2H", "4MA1 2F"}
    assert (draft.effect, draft.planned_steps) == ("none seen it", "training")
    assert draft.description == ("the higher packet was opened",)


def test_rule_17_a_very_late_draft_is_filled_from_the_admission(world: TwoTablets) -> None:
    came = START + 70 * MINUTE
    world.say(
        world.hall,
        candidate.LateArrivalAdmitted(
            candidate_id=OTHER,
            component_id="Pearson:4MA1 2F",
            arrived_at=came,
            reason="the train stood still",
            warned_may_be_refused=True,
            supervised_from=came - 10 * MINUTE,
            travel="by train",
        ),
    )
    paper = "Pearson:4MA1 2F"
    world.say(world.hall, room.ExamStarted(component_ids=(paper,), actual_start=START + 2 * MINUTE))
    world.say(
        world.hall,
        candidate.CandidateFinished(candidate_id=OTHER, component_id=paper),
        at=came + 120 * MINUTE,
    )
    world.say(world.hall, room.ExamFinished(component_ids=(paper,)), at=START + 122 * MINUTE)
    register = world.register()
    assert [s.key for s in very_late_sittings(register)] == [(OTHER, paper)]
    draft = draft_very_late(world.pack, register, OTHER, paper)
    assert draft is not None
    assert (draft.reason, draft.travel, draft.warned_may_be_refused) == (
        "the train stood still",
        "by train",
        True,
    )
    assert (draft.arrived_at, draft.supervised_from) == (came, came - 10 * MINUTE)
    assert (draft.centre_started, draft.centre_finished) == (START + 2 * MINUTE, START + 122 * MINUTE)
    assert (draft.candidate_started, draft.candidate_finished) == (came, came + 120 * MINUTE)
    assert draft.due == date(2024, 6, 12), "seven working days"
    assert not draft.to_be_decided


def test_rule_16_exactly_an_hour_is_drafted_for_the_officer_to_decide(world: TwoTablets) -> None:
    late = candidate.LateArrivalAdmitted(
        candidate_id=OTHER, component_id="Pearson:4MA1 2F", arrived_at=START + 60 * MINUTE
    )
    world.say(world.hall, late)
    draft = draft_very_late(world.pack, world.register(), OTHER, late.component_id)
    assert draft is not None
    assert draft.to_be_decided
    assert (draft.supervised_from, draft.centre_started, draft.candidate_started, draft.reason) == (
        None,
        None,
        None,
        "",
    )


def test_no_very_late_draft_of_somebody_who_came_in_time(world: TwoTablets) -> None:
    assert draft_very_late(world.pack, world.register(), WHO, MATHS) is None


@pytest.mark.parametrize(
    ("kind", "details", "reason"),
    [
        ("illness", {}, "illness"),
        ("illness", {"reason": "bereavement"}, "bereavement"),
        ("disturbance", {}, "disturbance"),
        ("evacuation", {}, "disturbance"),
        ("other", {}, ""),
    ],
)
def test_rule_34_the_reason_is_one_of_the_triggers(
    world: TwoTablets, kind: str, details: dict[str, str], reason: str
) -> None:
    found = record(world, kind=kind, details=details, candidate_ids=(WHO,))
    assert draft_special_consideration(world.pack, world.register(), found).reason == reason


def test_rule_34_a_disturbance_of_the_room_is_for_everybody_present_there(world: TwoTablets) -> None:
    world.say(world.annexe, present(candidate_id(4)))
    found = record(world, kind="disturbance", until=START + 30 * MINUTE, details={"minutes_lost": "4"})
    draft = draft_special_consideration(world.pack, world.register(), found)
    assert [person.number for person in draft.candidates] == ["1001"]
    assert (draft.began, draft.ended, draft.minutes_lost) == (START + 20 * MINUTE, START + 30 * MINUTE, "4")
