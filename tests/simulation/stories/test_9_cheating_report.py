"""Cheating report.

Twenty past nine: a phone in Siân's pencil case lights up. The invigilator takes it, writes three lines on
the tablet with the screen turned away, and lets her write on. The second invigilator saw it. In the office
the entry stands among those that not everybody reads; what was put up and read out before the exam is asked
for later.
"""

from __future__ import annotations

import msgspec
import pytest

from shared.record.closing import what_stops_room
from shared.record.drafts.malpractice import draft_m1
from shared.record.events import incident, room
from shared.record.incident_templates import Reader, may_read
from tests.factories import HALL, MATHS
from tests.simulation.stories.exam_day import SIAN, ExamDay, every_way, minutes, present, started

RULE_31 = ("warning_displayed", "information_issued", "candidates_reminded")


def phone(at: float = 20) -> incident.IncidentRecorded:
    return incident.IncidentRecorded(
        incident_id="m-1",
        kind="malpractice",
        happened_at=minutes(at),
        text="A phone in the pencil case lit up.",
        candidate_ids=(SIAN,),
        witnesses=("inv-1", "inv-2"),
        action="Phone taken and sealed in an envelope.",
        restricted=True,
    )


def test_a_quick_entry_holds_time_witness_item_and_action_and_is_restricted() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    (said,) = day.says(hall, phone(), at=21)
    (logged,) = day.all_agree().incidents
    assert logged.restricted
    assert logged.happened_at == minutes(20)
    assert logged.witnesses == ("inv-1", "inv-2")
    assert [(n.at, n.actor, n.action) for n in logged.notes] == [
        (said.occurred_at, "inv-1", "Phone taken and sealed in an envelope.")
    ]


def test_the_candidate_writes_on_and_the_register_says_nothing_of_it() -> None:
    """A suspicion is no state of the register: whoever looks over a shoulder learns nothing."""
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, present(SIAN, seat="A1"), at=-5)
    day.says(hall, started(MATHS))
    before, stops = hall.sitting(SIAN, MATHS), what_stops_room(hall.register(), hall.pack, HALL)
    day.says(hall, phone(), at=21)
    assert hall.sitting(SIAN, MATHS) == before
    assert what_stops_room(hall.register(), hall.pack, HALL) == stops
    assert day.open_kinds() == {d.kind for d in hall.register().open_discrepancies}
    assert not any(SIAN in d.candidate_ids for d in day.register().open_discrepancies)


@pytest.mark.parametrize("order", every_way(2))
def test_what_the_second_tablet_adds_stands_below_and_replaces_nothing(order: tuple[int, ...]) -> None:
    """Also where the addition reaches the hub before what it adds to."""
    day = ExamDay()
    posts = (day.tablet("tablet-1", HALL), day.tablet("tablet-2", HALL, "inv-2"))
    day.says(posts[0], phone(), at=21)
    day.cut(*posts)
    day.says(posts[0], incident.IncidentAmended(incident_id="m-1", text="It was switched on."), at=24)
    day.says(posts[1], incident.IncidentAmended(incident_id="m-1", text="A friend's number."), at=23)
    day.join(*(posts[i] for i in order))
    (logged,) = day.all_agree().incidents
    assert [(note.actor, note.text) for note in logged.notes] == [
        ("inv-1", "A phone in the pencil case lit up."),
        ("inv-2", "A friend's number."),
        ("inv-1", "It was switched on."),
    ]
    assert logged.restricted


def test_the_three_facts_of_the_sitting_are_on_record_for_the_report() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, room.ChecklistConfirmed(items=RULE_31[:2]), at=-30)
    assert set(RULE_31) - set(day.register().room(HALL).checklist) == {"candidates_reminded"}
    day.says(hall, room.ChecklistConfirmed(items=RULE_31[2:]), at=-2)
    assert set(RULE_31) <= set(day.all_agree().room(HALL).checklist)


def test_the_m1_draft_is_filled_from_the_record_and_says_nothing_that_nobody_recorded() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, room.InvigilatorSignedIn(invigilator_id="inv-1"), at=-30)
    day.says(hall, room.ChecklistConfirmed(items=RULE_31[:2]), at=-30)
    day.says(hall, present(SIAN, seat="A1"), at=-5)
    found = msgspec.structs.replace(
        phone(), details={"type": "phone or device", "how": "it lit up", "item_kept": "phone, in the safe"}
    )
    day.says(hall, found, at=21)
    register = day.all_agree()
    draft = draft_m1(day.pack, register, register.incidents[0])
    assert [(p.board, p.component) for p in draft.head.papers] == [("AQA", "8300/2F")]
    assert [(p.number, p.name) for p in draft.candidates] == [("1001", "O'Connor, Siân")]
    assert [p.name for p in draft.witnesses] == ["Ruth Adeyemi", "Piotr Nowak"]
    assert (draft.type, draft.how, draft.item_kept) == ("phone or device", "it lit up", "phone, in the safe")
    facts = draft.facts
    assert (facts.warning_displayed, facts.information_issued, facts.candidates_reminded) == (
        True,
        True,
        None,
    )


def test_only_those_who_need_it_read_it() -> None:
    """The office, and whoever wrote it; not the colleague of another room who opens the log."""
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, phone(), at=21)
    (logged,) = day.register().incidents
    assert may_read(logged, Reader(id="officer", is_officer=True))
    assert may_read(logged, Reader(id="inv-1"))
    assert not may_read(logged, Reader(id="inv-3"))
    assert not may_read(logged, Reader(id="inv-2", rooms=(HALL,)))
    plain = msgspec.structs.replace(logged, restricted=False)
    assert may_read(plain, Reader(id="inv-3", rooms=(HALL,)))
