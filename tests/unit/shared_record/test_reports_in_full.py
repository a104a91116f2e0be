"""Report drafts and missing steps with every field: none filled from the wrong place, none left out."""

from __future__ import annotations

from datetime import date, timedelta

from shared.record.drafts.malpractice import M1Draft, M2Draft, draft_m1, draft_m2
from shared.record.drafts.particulars import Paper, Particulars, Person, SittingFacts, paper_of
from shared.record.drafts.special_consideration import (
    SpecialConsiderationDraft,
    draft_special_consideration,
)
from shared.record.events import incident, room, scripts
from shared.record.events.candidate import Attendance
from shared.record.register import SittingRecord
from shared.record.register_codes import register_code
from shared.record.room_lists import CHECKLIST_ITEMS
from shared.record.room_protocol import Missing, RoomStep, missing_for_next
from tests.factories import HALL, IGCSE, MATHS, MATHS_HIGHER, START, candidate_id, small_pack
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, present

MINUTE = timedelta(minutes=1)
FOUNDATION = Paper(board="AQA", component="8300/2F", title="Mathematics Paper 2 Foundation")
HEAD = Particulars(
    centre_number="12345",
    centre_name="Riverside School",
    day=date(2024, 6, 3),
    half="AM",
    papers=(FOUNDATION,),
)
RULE_31 = ("warning_displayed", "information_issued", "candidates_reminded")


def in_the_hall() -> TwoTablets:
    """Siân and Zoë sit; Ruth is on duty; the three facts of rule 31 are confirmed."""
    world = TwoTablets()
    world.say(world.hall, room.InvigilatorSignedIn(invigilator_id="inv-1"))
    world.say(world.hall, room.ChecklistConfirmed(items=RULE_31))
    world.say(world.hall, present())
    return world


def told(world: TwoTablets, **more) -> incident.IncidentRecorded:
    fields = {
        "incident_id": "i-1",
        "kind": "malpractice",
        "happened_at": START + 20 * MINUTE,
        "text": "a phone",
    }
    event = incident.IncidentRecorded(**(fields | more))
    world.say(world.hall, event, at=START + 21 * MINUTE, actor="inv-2")
    return event


def test_an_m1_draft_in_full() -> None:
    world = in_the_hall()
    told(world, candidate_ids=(WHO,), action="phone taken", details={"candidate_said": "it was off"})
    more = incident.IncidentAmended(incident_id="i-1", text="it was on", action="office told")
    world.say(world.hall, more, at=START + 25 * MINUTE)
    register = world.register()
    assert draft_m1(world.pack, register, register.incidents[0]) == M1Draft(
        head=HEAD,
        candidates=(Person(name="O'Connor, Siân", number="1001"),),
        invigilators=(
            Person(name="Ruth Adeyemi", role="lead"),
            Person(name="Piotr Nowak", role="invigilator"),
        ),
        witnesses=(),
        type="",
        how="",
        when=START + 20 * MINUTE,
        accounts=("a phone", "it was on"),
        action="phone taken; office told",
        item_kept="",
        candidate_said="it was off",
        facts=SittingFacts(warning_displayed=True, information_issued=True, candidates_reminded=True),
    )


def test_a_draft_of_an_incident_without_answers_has_empty_fields_and_no_invented_people() -> None:
    world = in_the_hall()
    told(world, kind="wrong_paper", candidate_ids=(WHO,))
    register = world.register()
    (found,) = register.incidents
    assert draft_m2(world.pack, register, found) == M2Draft(
        head=HEAD,
        staff=(),
        reported_on=date(2024, 6, 3),
        when=START + 20 * MINUTE,
        description=("a phone",),
        effect="",
        planned_steps="",
    )
    assert draft_m1(world.pack, register, found).candidate_said == ""


def test_special_consideration_in_full_for_those_named_who_were_there() -> None:
    world = in_the_hall()
    other = candidate_id(3)
    world.say(world.hall, room.ExamStarted(component_ids=(MATHS,), actual_start=START))
    told(world, kind="illness", candidate_ids=(WHO, other), until=START + 30 * MINUTE)
    register = world.register()
    assert draft_special_consideration(
        world.pack, register, register.incidents[0]
    ) == SpecialConsiderationDraft(
        head=HEAD,
        candidates=(Person(name="O'Connor, Siân", number="1001"),),
        reason="illness",
        began=START + 20 * MINUTE,
        ended=START + 30 * MINUTE,
        minutes_lost="",
        description=("a phone",),
        due=date(2024, 6, 10),
    )


def test_a_paper_the_plan_does_not_know_is_named_by_its_identifier() -> None:
    pack = small_pack()
    assert paper_of(pack, "OCR:J560:04") == Paper(board="OCR", component="J560:04", title="")
    assert paper_of(pack, MATHS) == FOUNDATION


def test_staff_the_plan_does_not_know_stand_as_they_were_written() -> None:
    world = in_the_hall()
    told(world, witnesses=("N. Porter", "inv-3", "inv-3", ""))
    register = world.register()
    assert draft_m1(world.pack, register, register.incidents[0]).witnesses == (
        Person(name="N. Porter"),
        Person(name="Mary Quayle", role="reserve"),
    )


def test_what_is_missing_before_the_start_in_full() -> None:
    world = TwoTablets()
    world.say(world.hall, room.ChecklistConfirmed(items=CHECKLIST_ITEMS))
    for paper in (MATHS, MATHS_HIGHER, IGCSE):
        for who in ("inv-1", "inv-2"):
            world.say(world.hall, room.PacketChecked(component_id=paper, checked_by=who))
    for paper in (MATHS, IGCSE):
        world.say(world.hall, room.PacketOpened(component_id=paper))
    missing = missing_for_next(world.register(), world.pack, HALL)
    assert missing == (
        Missing(
            step=RoomStep.PACKETS_OPENED,
            what="The packet of 8300/2H is not opened in Main Hall.",
            component_id=MATHS_HIGHER,
        ),
    )
    assert missing[0].may_be_overridden
    world.say(world.hall, room.PacketOpened(component_id=MATHS_HIGHER))
    unread = missing_for_next(world.register(), world.pack, HALL)
    assert {m.step for m in unread} == {RoomStep.SCRIPT_READ}
    assert all(m.what.startswith("Not read out in Main Hall: ") for m in unread)
    assert all(m.component_id in (MATHS, MATHS_HIGHER, IGCSE) and m.item for m in unread)
    items = tuple(m.item for m in unread)
    world.say(world.hall, room.StartScriptRead(items=items, component_ids=(MATHS, IGCSE)))
    still = missing_for_next(world.register(), world.pack, HALL)
    assert {(m.item, m.component_id) for m in still} == {(item, MATHS_HIGHER) for item in items}
    world.say(world.hall, room.StartScriptRead(items=items, component_ids=(MATHS_HIGHER,)))
    assert missing_for_next(world.register(), world.pack, HALL) == (
        Missing(step=RoomStep.STARTED, what="Main Hall has 0 on duty and needs 1."),
    )


def test_what_is_missing_after_the_end_names_the_paper_that_is_not_counted() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    papers = (MATHS, MATHS_HIGHER, IGCSE)
    world.say(world.hall, room.ExamStarted(component_ids=papers, actual_start=START))
    world.say(world.hall, room.ExamFinished(component_ids=papers), at=START + 120 * MINUTE)
    world.say(world.hall, scripts.ScriptCollected(candidate_id=WHO, component_id=MATHS))
    missing = missing_for_next(world.register(), world.pack, HALL)
    assert (
        Missing(
            step=RoomStep.SCRIPTS_BALANCED,
            what="The scripts of 8300/2F are not counted by hand in Main Hall.",
            component_id=MATHS,
        )
        in missing
    )
    not_set = [m for m in missing if "neither present nor absent" in m.what]
    assert {m.component_id for m in not_set} == {MATHS, MATHS_HIGHER, IGCSE}
    assert all(m.discrepancy_ids and m.candidate_ids for m in not_set)


def test_a_listed_candidate_has_a_code_and_no_note() -> None:
    record = SittingRecord(candidate_id=WHO, component_id=MATHS, attendance=Attendance.PRESENT)
    assert register_code(record, small_pack().rules.board("AQA")).note == ""
