"""Names are found however they are typed; each possible answer becomes a button with what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from hub.web.office.day.evacuation_view import evacuation
from hub.web.office.day.reports import reports_due
from hub.web.office.day.search import plain
from hub.web.office.day.settling import check_way, choices, chosen, what_follows
from hub.web.office.day.tasks import Need, Task, TaskKind, by_need
from hub.web.office.desk import InHand
from hub.web.office.refusals import NotUsable
from hub.web.office.wording import Names
from shared.protocol.signing import payload_of
from shared.record.drafts.report import report_of
from shared.record.drafts.very_late import draft_very_late
from shared.record.envelope import decode_envelope
from shared.record.events import candidate, room
from shared.record.events.candidate import Attendance, Identity, IdentityDecided
from shared.record.fold import project
from shared.record.register import Discrepancy, DiscrepancyKind
from tests import factories
from tests.factories import ANNEXE, HALL, MATHS, START, Device, candidate_id

PACK = factories.small_pack()
MINUTE = timedelta(minutes=1)


def held_of(*devices: Device) -> tuple[InHand, list]:
    written = [decode_envelope(payload_of(jws)) for device in devices for jws in device.written]
    facts = factories.facts(written)
    register = project(PACK, facts)
    held = InHand(
        session=PACK.session.id,
        pack=PACK,
        register=register,
        names=Names(PACK, register),
        seen=0,
        revision=1,
        now=START + timedelta(minutes=70),
    )
    return held, facts


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("o'connor", "O’CONNOR"),
        ("sian", "Siân"),
        ("oystein", "Øystein"),
        ("strasse", "Straße"),
        ("a b", "a-b"),
    ],
)
def test_accents_capitals_and_strokes_do_not_matter(typed: str, name: str) -> None:
    assert plain(typed) == plain(name)


def test_both_rooms_of_a_candidate_are_offered_and_the_chosen_one_is_ruled() -> None:
    held, _ = held_of()
    found = Discrepancy(
        id="d",
        kind=DiscrepancyKind.TWO_PLACES,
        room=HALL,
        component_id=MATHS,
        candidate_ids=(candidate_id(1),),
        detail=f"recorded as sitting in {ANNEXE} and {HALL}",
    )
    buttons = {b.then: chosen(b.value) for b in choices(held, found)}
    here = buttons["counts as present in Annexe"]
    assert here.ruling is not None
    assert (here.room, here.ruling.attendance, here.way) == (ANNEXE, Attendance.PRESENT, "present_here")
    check_way(found, here.way, here.ruling)
    with pytest.raises(NotUsable, match="counts as present"):
        check_way(found, here.way, None)
    with pytest.raises(NotUsable, match="no answer to a question of this kind"):
        check_way(found, "script_found", None)


def test_a_document_confirms_the_identity_on_record_beside_the_answer() -> None:
    found = Discrepancy(id="d", kind=DiscrepancyKind.IDENTITY_PENDING, candidate_ids=(candidate_id(1),))
    held, _ = held_of()
    answer = next(chosen(b.value) for b in choices(held, found) if "document" in b.value)
    (event,) = what_follows(found, answer.way, answer.method, "passport")
    assert isinstance(event, IdentityDecided)
    assert (event.decision, event.method, event.note) == (Identity.CONFIRMED, "document", "passport")


def test_who_waits_comes_before_what_is_due_and_what_is_due_before_what_can_wait() -> None:
    tasks = [
        Task(key="later", kind=TaskKind.DEADLINE, title="", need=Need.LATER),
        Task(key="new call", kind=TaskKind.CALL, title="", need=Need.SOMEBODY_WAITS, since=START),
        Task(key="old call", kind=TaskKind.CALL, title="", need=Need.SOMEBODY_WAITS, since=START - MINUTE),
        Task(key="due", kind=TaskKind.DEADLINE, title="", need=Need.DUE),
    ]
    assert [t.key for t in by_need(tasks)] == ["old call", "new call", "due", "later"]


def test_a_roll_counts_who_was_inside_and_only_the_counts_of_this_evacuation() -> None:
    tablet = Device("tablet-hall", room=HALL)
    for number in (1, 5):
        who = candidate.CandidateMarkedPresent(
            candidate_id=candidate_id(number), component_id=MATHS, seat=f"A{number}"
        )
        tablet.write(who, at=START)
    tablet.write(room.RollCalled(counted=9, where="out"), at=START + MINUTE)
    tablet.write(room.ClockStopped(reason="evacuation"), at=START + 10 * MINUTE)
    (first, *_) = evacuation(*held_of(tablet)).rolls
    assert (first.name, first.is_out, first.expected, first.missing) == ("Main Hall", True, 2, None)
    tablet.write(room.RollCalled(counted=1, where="out"), at=START + 12 * MINUTE)
    told = evacuation(*held_of(tablet))
    assert (told.missing, told.uncounted) == (1, ())
    tablet.write(room.RollCalled(counted=2, where="back"), at=START + 20 * MINUTE)
    assert evacuation(*held_of(tablet)).missing == 0


def test_a_draft_names_what_nobody_recorded() -> None:
    tablet = Device("tablet-hall", room=HALL)
    tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
    late = candidate.LateArrivalAdmitted(
        candidate_id=candidate_id(1), component_id=MATHS, arrived_at=START + 65 * MINUTE, reason="bus"
    )
    tablet.write(late, at=START + 65 * MINUTE)
    held, _ = held_of(tablet)
    draft = draft_very_late(PACK, held.register, candidate_id(1), MATHS)
    assert draft is not None
    report = report_of(draft, held.zone)
    values = {f.label: f.value for s in report.sections for f in s.fields}
    assert values["Candidate arrived"] == "10:05"
    assert values["Date and session"] == "Monday 3 June 2024, morning"
    assert "How the candidate travelled" in report.missing
    assert "Reason given" not in report.missing


def test_a_day_without_deadlines_that_is_added_after_the_exam_moves_what_is_still_due() -> None:
    tablet = Device("tablet-hall", room=HALL)
    late = candidate.LateArrivalAdmitted(
        candidate_id=candidate_id(1), component_id=MATHS, arrived_at=START + 65 * MINUTE, reason="bus"
    )
    tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
    tablet.write(late, at=START + 65 * MINUTE)
    held, facts = held_of(tablet)
    (published,) = reports_due(held, facts)
    closed = (*PACK.rules.holidays, START.date() + timedelta(days=3))
    (moved,) = reports_due(replace(held, holidays=closed), facts)
    assert published.due is not None
    assert moved.due == published.due + timedelta(days=1)
