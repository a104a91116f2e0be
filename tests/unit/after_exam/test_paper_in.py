"""Paper keyed in: read as typed, held against the record, recorded once; faults are told by their field."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from msgspec.structs import replace

from hub.after.paper_in import plan_paper
from hub.after.paper_plan import PaperPlan, Verdict
from hub.after.paper_sheet import (
    TypedDuty,
    TypedIncident,
    TypedLine,
    TypedOuting,
    TypedPaper,
    TypedSheet,
    TypedStop,
    TypedWriteIn,
    field_of,
    read_clock,
    register_lines,
)
from hub.after.statistics import statistics_of
from shared.record.envelope import Transcribed
from shared.record.events import candidate, incident
from shared.record.events import room as room_events
from shared.record.events.candidate import Attendance
from shared.record.movements import movements_in
from shared.record.register import DiscrepancyKind
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import HALL, IGCSE, MATHS, START, candidate_id, small_pack

NOW = START + timedelta(hours=6)
MINUTE = timedelta(minutes=1)
FIRST = candidate_id(1)
SIGNED = TypedSheet(signed_by="ruth  adeyemi", written="12:10")


def planned(morning: Morning, sheet: TypedSheet, room: str = HALL) -> PaperPlan:
    return plan_paper(
        sheet,
        room,
        morning.pack,
        morning.register(),
        morning.facts(),
        now=NOW,
        typist="Ms Officer",
        new_id=lambda: candidate_id(99),
    )


def empty_morning() -> Morning:
    """Nothing of the rooms was recorded."""
    morning = ordinary_morning()
    morning.journal.rows.clear()
    morning.office.written.clear()
    morning.office.seq, morning.office.prev = 0, "0" * 64
    return morning


def key_in(morning: Morning, sheet: TypedSheet, room: str = HALL) -> PaperPlan:
    """Record the plan as the page does: the office, which has everything before its eyes."""
    plan = planned(morning, sheet, room)
    assert plan.faults == ()
    for fact in plan.recorded:
        paper = Transcribed(signed_by=plan.signer, written_at=fact.at)
        morning.office.catch_up(morning.journal)
        morning.office.write(fact.event, at=NOW, room=room, source=paper)
        morning.journal.take(morning.office)
    return plan


def line(letter: str, note: str = "", number: int = 1, component: str = MATHS, **ticks: bool) -> TypedLine:
    return TypedLine(
        candidate_id=candidate_id(number), component_id=component, mark=letter, note=note, **ticks
    )


def sheet(*lines: TypedLine, **fields: object) -> TypedSheet:
    return replace(SIGNED, lines=lines, **fields)


def verdicts(plan: PaperPlan) -> list[tuple[str, Verdict]]:
    return [(f.says, f.verdict) for f in plan.facts]


@pytest.mark.parametrize("text", ["9:05", "09:05", "0905", "905", "9.05", " 09h05 "])
def test_a_time_is_read_however_somebody_writes_it(text: str) -> None:
    assert read_clock(text, small_pack()) == START + 5 * MINUTE


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "nine", "12345", "-9:05"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_clock(text, small_pack()) is None


def test_the_lines_stand_as_on_the_printed_register() -> None:
    morning = ordinary_morning()
    told = register_lines(morning.pack, morning.register(), HALL)
    order = [c.id for c in morning.pack.session.components]
    numbers = {c.id: c.number for c in morning.pack.candidates}
    assert [(order.index(r.component_id), numbers[r.candidate_id]) for r in told] == sorted(
        (order.index(r.component_id), numbers[r.candidate_id]) for r in told
    )


def test_a_letter_becomes_a_fact_with_the_paper_s_time_and_signer() -> None:
    plan = planned(empty_morning(), sheet(line("p"), taken="8:55"))
    (fact,) = plan.recorded
    assert isinstance(fact.event, candidate.CandidateMarkedPresent)
    assert (plan.signer, fact.at) == ("inv-1", START - 5 * MINUTE)
    assert fact.at.tzinfo is UTC
    assert (plan.present, plan.blank) == (1, 5)


def test_what_a_tablet_has_already_is_not_recorded_twice() -> None:
    plan = planned(ordinary_morning(), sheet(line("P", script=True, identity=True)))
    assert {f.verdict for f in plan.facts} == {Verdict.AGREES}
    assert plan.is_empty


def test_what_a_tablet_has_otherwise_is_told_recorded_and_raised() -> None:
    morning = ordinary_morning()
    plan = key_in(morning, sheet(line("A")))
    assert verdicts(plan) == [("absent", Verdict.CONTRADICTS)]
    assert plan.facts[0].note == "the record says present"
    open_now = {d.kind for d in morning.register().open_discrepancies}
    assert DiscrepancyKind.ATTENDANCE_CONTRADICTED in open_now


def test_paper_typed_again_corrects_paper_and_needs_its_reason() -> None:
    morning = empty_morning()
    key_in(morning, sheet(line("A")))
    without = planned(morning, sheet(line("P")))
    assert [f.field for f in without.faults] == ["reason"]
    plan = key_in(morning, sheet(line("P"), reason="typed into the wrong line"))
    assert verdicts(plan) == [("present", Verdict.CORRECTS)]
    sitting = morning.register().sitting(FIRST, MATHS)
    assert sitting is not None
    assert sitting.is_present
    assert [c.reason for c in sitting.corrections] == ["typed into the wrong line"]
    assert planned(morning, sheet(line("P"))).of(Verdict.KEYED_IN)


def test_a_late_arrival_needs_its_time_and_is_late_by_it() -> None:
    morning = empty_morning()
    times = TypedPaper(component_id=MATHS, started="9:00")
    missing = planned(morning, sheet(line("L"), papers=(times,)))
    assert [f.field for f in missing.faults] == [field_of("note", FIRST, MATHS)]
    key_in(morning, sheet(line("L", "9:20"), papers=(times,)))
    sitting = morning.register().sitting(FIRST, MATHS)
    assert sitting is not None
    assert (sitting.lateness.value, sitting.arrived_at) == ("late", START + 20 * MINUTE)


def test_late_on_paper_and_on_time_on_the_tablet_is_told_before_it_is_recorded() -> None:
    plan = planned(ordinary_morning(), sheet(line("L", "9:20")))
    assert verdicts(plan) == [("late, 09:20", Verdict.BESIDE)]
    assert "the register will say late" in plan.facts[0].note


def test_a_whole_room_that_went_by_hand_is_in_step_and_balances() -> None:
    morning = empty_morning()
    papers = tuple(
        TypedPaper(
            component_id=c.id,
            checked_by=("inv-1", "inv-2"),
            opened="8:50",
            started="9:00",
            finished="11:05",
            counted="2",
            unused="1",
        )
        for c in morning.pack.session.components
    )
    whole = sheet(
        rest="P",
        every_script=True,
        every_identity=True,
        checklist=True,
        script_read=True,
        papers=papers,
        duties=(TypedDuty(invigilator_id="inv-1", came="8:30", left="11:30"),),
        total_present="6",
        total_scripts="6",
    )
    key_in(morning, whole)
    register = morning.register()
    assert [d.detail for d in register.open_discrepancies if d.room == HALL] == []
    hall = register.room(HALL)
    assert hall.served == ("inv-1",)
    assert hall.skipped == ()
    assert all(s.script_collected_at and s.is_present for s in register.in_room(HALL))
    assert planned(morning, whole).is_empty


def test_totals_under_the_paper_find_a_slip_of_the_hand() -> None:
    plan = planned(empty_morning(), sheet(line("P"), total_present="2"))
    assert [(f.field, f.what) for f in plan.faults] == [
        ("total_present", "The paper's total is 2 present, the lines typed make 1. Compare them.")
    ]


def test_whoever_compares_is_somebody_else_than_the_typist() -> None:
    plan = planned(empty_morning(), sheet(line("P"), compared_by="ms  officer"))
    assert [f.field for f in plan.faults] == ["compared_by"]


def test_somebody_written_in_is_added_once() -> None:
    morning = empty_morning()
    written = (TypedWriteIn(name="Okafor, Ada", number="9001", time="9:02", component_id=IGCSE),)
    assert verdicts(key_in(morning, sheet(written_in=written))) == [("written in", Verdict.NEW)]
    assert verdicts(planned(morning, sheet(written_in=written))) == [("written in", Verdict.AGREES)]


def test_an_incident_typed_twice_is_one_incident() -> None:
    morning = empty_morning()
    typed = (TypedIncident(at="9:40", kind="illness", numbers="1001", text="Felt sick, went out with staff"),)
    (fact,) = key_in(morning, sheet(incidents=typed)).recorded
    assert isinstance(fact.event, incident.IncidentRecorded)
    assert fact.event.candidate_ids == (FIRST,)
    assert planned(morning, sheet(incidents=typed)).is_empty


def test_a_start_that_the_tablet_has_otherwise_stands_beside() -> None:
    times = TypedPaper(component_id=MATHS, started="9:07", finished="11:05", counted="3")
    plan = planned(ordinary_morning(), sheet(papers=(times,)))
    found = {type(f.event): f for f in plan.facts}
    assert found[room_events.ExamStarted].verdict is Verdict.BESIDE
    assert found[room_events.ExamFinished].verdict is Verdict.AGREES
    assert plan.of(Verdict.CONTRADICTS)[0].note == "the record counts 2"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (sheet(line("X")), field_of("mark", FIRST, MATHS)),
        (sheet(line("", "9:12")), field_of("mark", FIRST, MATHS)),
        (sheet(line("P", "9 o'clock")), field_of("note", FIRST, MATHS)),
        (sheet(line("L", "23:50")), field_of("note", FIRST, MATHS)),
        (replace(SIGNED, signed_by=" "), "signed_by"),
        (replace(SIGNED, written=""), "written"),
        (replace(SIGNED, written="12:99"), "written"),
        (sheet(papers=(TypedPaper(component_id=MATHS, started="11:00", finished="9:00"),)), f"paper-{MATHS}"),
        (sheet(papers=(TypedPaper(component_id=MATHS, counted="many"),)), f"paper-{MATHS}"),
        (sheet(papers=(TypedPaper(component_id="AQA:0"),)), "paper-AQA:0"),
        (sheet(duties=(TypedDuty(invigilator_id="inv-77"),)), "duty-0"),
        (sheet(written_in=(TypedWriteIn(name="", number="9001"),)), "written_in-0"),
        (sheet(written_in=(TypedWriteIn(name="Ada"),)), "written_in-0"),
        (sheet(incidents=(TypedIncident(text="something"),)), "incident-0"),
        (sheet(incidents=(TypedIncident(at="9:40", text="x", numbers="4711"),)), "incident-0"),
        (sheet(incidents=(TypedIncident(at="9:40", text="x" * 3000),)), "incident-0"),
    ],
)
def test_wrong_typing_is_told_by_its_field(typed: TypedSheet, field: str) -> None:
    assert field in [f.field for f in planned(empty_morning(), typed).faults]


def test_a_contradiction_ends_with_the_officer_s_answer_not_with_more_typing() -> None:
    morning = ordinary_morning()
    key_in(morning, sheet(line("A")))
    key_in(morning, sheet(line("P"), reason="looked again"))
    sitting = morning.register().sitting(FIRST, MATHS)
    assert sitting is not None
    assert sitting.attendance is Attendance.PRESENT


def test_what_was_keyed_in_says_nothing_about_the_speed_of_check_in() -> None:
    morning = empty_morning()
    key_in(morning, sheet(rest="P"))
    told = statistics_of(morning.pack, morning.register(), morning.facts())
    assert (told.attended.present, told.check_in.from_paper) == (6, 6)
    assert (told.check_in.by_minute, told.check_in.seconds) == ((), None)


OUT = TypedOuting(number="1001", kind="toilet", left="9:30", back="9:36", escort="Kofi Mensah")
REST = TypedOuting(number="1001", kind="rest_break", left="9:50", back="10:00")
ALARM = TypedStop(kind="evacuation", began="10:10", ended="10:30", note="fire bell")


def test_who_left_rest_breaks_and_stopped_clocks_count_from_paper_as_from_a_tablet() -> None:
    morning = empty_morning()
    whole = sheet(
        line("P"),
        papers=(TypedPaper(component_id=MATHS, started="9:00"),),
        outings=(OUT, REST),
        stops=(ALARM,),
    )
    key_in(morning, whole)
    register = morning.register()
    (out,) = movements_in(morning.facts(), HALL)
    assert (out.candidate_id, out.escort, out.left_at) == (FIRST, "Kofi Mensah", START + 30 * MINUTE)
    assert out.returned_at == START + 36 * MINUTE
    sitting = register.sitting(FIRST, MATHS)
    assert sitting is not None
    assert [(b.began, b.ended) for b in sitting.breaks] == [(START + 50 * MINUTE, START + 60 * MINUTE)]
    assert [(s.reason, s.ended) for s in register.room(HALL).stops] == [("evacuation", START + 90 * MINUTE)]
    assert planned(morning, whole).is_empty


def test_the_same_person_out_twice_is_two_ways_and_an_overlap_is_told() -> None:
    morning = empty_morning()
    key_in(morning, sheet(outings=(OUT,)))
    again = replace(OUT, left="11:00", back="11:05")
    assert {f.verdict for f in planned(morning, sheet(outings=(again,))).facts} == {Verdict.NEW}
    overlapping = planned(morning, sheet(outings=(replace(OUT, left="9:31", back="9:40"),)))
    assert {(f.verdict, f.note) for f in overlapping.facts} == {
        (Verdict.BESIDE, "the record has 09:30 to 09:36")
    }


@pytest.mark.parametrize(
    ("outing", "words"),
    [
        (replace(OUT, number="7777"), "Nobody with the number 7777"),
        (replace(OUT, escort=" "), "nobody leaves alone"),
        (replace(OUT, left=""), "type the time at which it began"),
        (replace(OUT, back="9:20"), "the second time is not after the first"),
        (replace(OUT, kind="smoke"), "is none of"),
    ],
)
def test_a_line_of_who_left_that_can_not_be_is_told_by_its_field(outing: TypedOuting, words: str) -> None:
    (fault,) = planned(empty_morning(), sheet(outings=(outing,))).faults
    assert fault.field == "outing-0"
    assert words in fault.what
