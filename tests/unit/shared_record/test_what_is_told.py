"""Each discrepancy in full: its identity, place, people, words and evidence, as a person reads it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared.record.discrepancies import discrepancy_id
from shared.record.events import KnownEvent, candidate, office, room, scripts
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import Discrepancy, DiscrepancyKind
from tests.factories import ANNEXE, HALL, MATHS, START, candidate_id
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, corrected, present

Kind = DiscrepancyKind
OTHER = candidate_id(7)
"""Also in the hall, also Foundation."""
SITTING = f"{WHO}|{MATHS}"


@pytest.fixture
def world() -> TwoTablets:
    return TwoTablets()


def found(world: TwoTablets, kind: DiscrepancyKind) -> Discrepancy:
    return world.open()[kind.value]


def said(world: TwoTablets, *events: KnownEvent) -> tuple[str, ...]:
    """The hall says these; the identifiers under which evidence names them."""
    return tuple(sorted(world.say(world.hall, event).id for event in events))


def of_sitting(kind: DiscrepancyKind, detail: str, evidence: tuple[str, ...]) -> Discrepancy:
    return Discrepancy(
        id=discrepancy_id(kind, SITTING),
        kind=kind,
        room=HALL,
        component_id=MATHS,
        candidate_ids=(WHO,),
        seat="A1",
        detail=detail,
        evidence=evidence,
    )


def of_person(kind: DiscrepancyKind, detail: str, evidence: tuple[str, ...]) -> Discrepancy:
    """About the person whatever the paper: one task, also where two papers are sat."""
    return msgspec.structs.replace(of_sitting(kind, detail, evidence), id=discrepancy_id(kind, WHO))


def of_hall(kind: DiscrepancyKind, detail: str, evidence: tuple[str, ...], paper: str = MATHS) -> Discrepancy:
    return Discrepancy(
        id=discrepancy_id(kind, HALL, paper),
        kind=kind,
        room=HALL,
        component_id=paper or None,
        detail=detail,
        evidence=evidence,
    )


def test_what_a_discrepancy_is_about_makes_its_identity() -> None:
    assert discrepancy_id(Kind.TWO_PLACES, WHO) != discrepancy_id(Kind.TWO_PLACES, OTHER)
    assert discrepancy_id(Kind.TWO_PLACES, WHO) != discrepancy_id(Kind.IDENTITY_PENDING, WHO)
    assert len(discrepancy_id(Kind.TWO_PLACES, WHO)) == 12


def test_attendance_contradicted(world: TwoTablets) -> None:
    said_here = said(world, present(), absent())
    assert found(world, Kind.ATTENDANCE_CONTRADICTED) == of_sitting(
        Kind.ATTENDANCE_CONTRADICTED, "recorded as absent and present", said_here
    )


def test_two_places(world: TwoTablets) -> None:
    one = world.say(world.hall, present())
    other = world.say(world.annexe, present(seat="A2"))
    place = world.sitting().place
    told = found(world, Kind.TWO_PLACES)
    assert told == msgspec.structs.replace(
        of_person(
            Kind.TWO_PLACES, "recorded as sitting in annexe and hall", tuple(sorted((one.id, other.id)))
        ),
        room=place,
        rooms=(ANNEXE, HALL),
        seat=world.sitting().seat,
    )


@pytest.mark.parametrize(
    ("decision", "kind", "detail"),
    [
        (Identity.PENDING, Kind.IDENTITY_PENDING, "identity not settled yet"),
        (Identity.MISMATCH, Kind.IDENTITY_MISMATCH, "the person is not the one on the photo"),
    ],
)
def test_identity(world: TwoTablets, decision: Identity, kind: DiscrepancyKind, detail: str) -> None:
    said_here = said(
        world, candidate.IdentityDecided(candidate_id=WHO, decision=decision, method="tag_and_photo")
    )
    assert found(world, kind) == of_person(kind, detail, said_here)


@pytest.mark.parametrize(
    ("name", "detail"),
    [("Åse Öberg", "Åse Öberg needs a formal entry"), ("", "an unlisted candidate needs a formal entry")],
)
def test_unlisted_sitter(world: TwoTablets, name: str, detail: str) -> None:
    added = candidate.UnlistedCandidateAdded(candidate_id="new", component_id=MATHS, name=name, seat="B1")
    said_here = said(world, added)
    assert found(world, Kind.UNLISTED_SITTER) == Discrepancy(
        id=discrepancy_id(Kind.UNLISTED_SITTER, f"new|{MATHS}"),
        kind=Kind.UNLISTED_SITTER,
        room=HALL,
        component_id=MATHS,
        candidate_ids=("new",),
        seat="B1",
        detail=detail,
        evidence=said_here,
    )


def test_script_without_presence(world: TwoTablets) -> None:
    said_here = said(world, absent(), scripts.ScriptCollected(candidate_id=WHO, component_id=MATHS))
    assert found(world, Kind.SCRIPT_WITHOUT_PRESENCE) == of_sitting(
        Kind.SCRIPT_WITHOUT_PRESENCE, "a script was collected, but the register says absent", said_here
    )


def test_attendance_not_set_names_everybody_it_is_about(world: TwoTablets) -> None:
    said(world, room.ExamFinished(component_ids=(MATHS,)))
    told = [d for d in world.register().open_discrepancies if d.kind is Kind.ATTENDANCE_NOT_SET]
    assert of_sitting(Kind.ATTENDANCE_NOT_SET, "neither present nor absent was recorded", ()) in told
    # The annexe has not finished: candidate 4, who sits there, may still come.
    assert {d.candidate_ids for d in told} == {(WHO,), (OTHER,)}


def test_present_without_script(world: TwoTablets) -> None:
    said_here = said(world, present())
    said(world, room.ExamFinished(component_ids=(MATHS,)))
    assert Kind.PRESENT_WITHOUT_SCRIPT not in world.open()
    said(world, candidate.CandidateFinished(candidate_id=WHO, component_id=MATHS))
    assert found(world, Kind.PRESENT_WITHOUT_SCRIPT) == of_sitting(
        Kind.PRESENT_WITHOUT_SCRIPT, "present, but no script was collected", said_here
    )


@pytest.mark.parametrize(
    "over",
    [
        scripts.ScriptsCounted(component_id=MATHS, count=0),
        room.RegisterSigned(signed_by=("inv-1",), register_digest="", present=1, absent=0),
        room.RoomClosed(),
    ],
)
def test_collecting_is_over_once_counted_signed_or_closed(world: TwoTablets, over: KnownEvent) -> None:
    said(world, present(), room.ExamFinished(component_ids=(MATHS,)))
    assert Kind.PRESENT_WITHOUT_SCRIPT not in world.open()
    said(world, over)
    assert Kind.PRESENT_WITHOUT_SCRIPT in world.open()


def test_opened_by_one(world: TwoTablets) -> None:
    said_here = said(
        world,
        room.PacketChecked(component_id=MATHS, checked_by="inv-1"),
        room.PacketOpened(component_id=MATHS),
    )
    assert found(world, Kind.PACKET_OPENED_BY_ONE) == of_hall(
        Kind.PACKET_OPENED_BY_ONE, "opened without a second person's check", said_here
    )


def test_packet_mismatch(world: TwoTablets) -> None:
    said_here = said(world, room.PacketChecked(component_id=MATHS, checked_by="inv-1", matches=False))
    assert found(world, Kind.PACKET_MISMATCH) == of_hall(
        Kind.PACKET_MISMATCH, "the packet does not match the timetable", said_here
    )


def test_counts_differ_names_the_count_and_every_script_of_the_pile(world: TwoTablets) -> None:
    said(world, present(), present(OTHER))
    said_here = said(
        world,
        scripts.ScriptCollected(candidate_id=WHO, component_id=MATHS),
        scripts.ScriptCollected(candidate_id=OTHER, component_id=MATHS),
        scripts.ScriptsCounted(component_id=MATHS, count=3),
    )
    assert found(world, Kind.COUNTS_DIFFER) == of_hall(
        Kind.COUNTS_DIFFER, "3 scripts counted by hand, 2 recorded", said_here
    )


def test_ratio_breached(world: TwoTablets) -> None:
    said(world, present())
    said_here = said(
        world,
        room.InvigilatorSignedIn(invigilator_id="inv-1"),
        room.InvigilatorSignedOut(invigilator_id="inv-1"),
    )
    assert Kind.RATIO_BREACHED not in world.open()
    said(world, room.ExamStarted(component_ids=(MATHS,), actual_start=START))
    assert found(world, Kind.RATIO_BREACHED) == of_hall(
        Kind.RATIO_BREACHED, "0 on duty, 1 needed", said_here, paper=""
    )
    said(world, room.ExamFinished(component_ids=(MATHS,)))
    assert Kind.RATIO_BREACHED not in world.open()


def test_register_unsigned(world: TwoTablets) -> None:
    said_here = said(world, room.RoomClosed())
    assert found(world, Kind.REGISTER_UNSIGNED) == of_hall(
        Kind.REGISTER_UNSIGNED, "closed with its register unsigned", said_here, paper=""
    )


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (31, "started 31 minutes after the published start"),
        (-31, "started 31 minutes before the published start"),
    ],
)
def test_start_outside_the_window(world: TwoTablets, off: int, words: str) -> None:
    at = START + timedelta(minutes=off)
    said(world, room.ExamStarted(component_ids=(MATHS,), actual_start=at))
    told = found(world, Kind.START_OUTSIDE_WINDOW)
    assert (told.detail, told.room, told.component_id) == (words, HALL, MATHS)
    assert told.id == discrepancy_id(Kind.START_OUTSIDE_WINDOW, HALL, MATHS)


def test_seat_taken_twice(world: TwoTablets) -> None:
    said_here = said(world, present(seat="A1"), present(OTHER, seat="A1"))
    assert found(world, Kind.SEAT_TAKEN_TWICE) == Discrepancy(
        id=discrepancy_id(Kind.SEAT_TAKEN_TWICE, HALL, "A1"),
        kind=Kind.SEAT_TAKEN_TWICE,
        room=HALL,
        candidate_ids=tuple(sorted((WHO, OTHER))),
        seat="A1",
        detail="2 candidates are recorded on seat A1",
        evidence=said_here,
    )


def test_a_suspect_clock_is_one_task_a_device_with_its_first_fact(world: TwoTablets) -> None:
    first = world.say(world.hall, present(), clock_offset_ms=-90_000)
    world.say(world.hall, present(), clock_offset_ms=-95_000)
    other = world.say(world.annexe, present(OTHER), clock_offset_ms=31_000)
    told = {d.id: d for d in world.register().open_discrepancies if d.kind is Kind.CLOCK_SUSPECT}
    assert told[discrepancy_id(Kind.CLOCK_SUSPECT, "tablet-hall")] == Discrepancy(
        id=discrepancy_id(Kind.CLOCK_SUSPECT, "tablet-hall"),
        kind=Kind.CLOCK_SUSPECT,
        room=HALL,
        detail="the clock of tablet-hall was 90 s off",
        evidence=(first.id,),
    )
    second = told[discrepancy_id(Kind.CLOCK_SUSPECT, "tablet-annexe")]
    assert (second.room, second.detail, second.evidence) == (
        ANNEXE,
        "the clock of tablet-annexe was 31 s off",
        (other.id,),
    )


def test_quarantined_record(world: TwoTablets) -> None:
    fact = office.RecordQuarantined(
        quarantine_id="aa",
        device_id="tablet-hall",
        reason="malformed",
        detail="envelope 5 ends early",
        code_digest="aa",
    )
    world.office.write(fact, room=HALL)
    world.journal.take(world.office)
    assert found(world, Kind.QUARANTINED_RECORD) == Discrepancy(
        id=discrepancy_id(Kind.QUARANTINED_RECORD, "aa"),
        kind=Kind.QUARANTINED_RECORD,
        room=HALL,
        detail="from tablet-hall: envelope 5 ends early",
        evidence=("hub:1",),
    )


def test_a_correction_nobody_signed_beside(world: TwoTablets) -> None:
    said(world, present())
    said(world, room.RegisterSigned(signed_by=("inv-1",), register_digest="", present=1, absent=0))
    said_here = said(world, corrected(Attendance.PRESENT, Attendance.ABSENT))
    assert found(world, Kind.CORRECTION_UNCOUNTERSIGNED) == of_sitting(
        Kind.CORRECTION_UNCOUNTERSIGNED,
        "corrected after the register was signed (present to absent); nobody signed beside it",
        said_here,
    )


def test_papers_that_do_not_balance(world: TwoTablets) -> None:
    said(world, present())
    said_here = said(
        world,
        room.PacketOpened(component_id=MATHS, papers=10),
        scripts.UnusedPapersCounted(component_id=MATHS, unused=7, spoiled=1),
    )
    assert Kind.PAPERS_DIFFER not in world.open()
    said(world, room.ExamFinished(component_ids=(MATHS,)))
    told = found(world, Kind.PAPERS_DIFFER)
    assert told == Discrepancy(
        id=discrepancy_id(Kind.PAPERS_DIFFER, HALL, MATHS, "10", "1", "7", "1"),
        kind=Kind.PAPERS_DIFFER,
        room=HALL,
        component_id=MATHS,
        detail="10 papers came, 1 were used, 7 are unused and 1 spoiled: 1 missing",
        evidence=said_here,
    )
    world.see(world.hall)
    said(world, scripts.UnusedPapersCounted(component_id=MATHS, unused=9, spoiled=1))
    assert found(world, Kind.PAPERS_DIFFER).detail.endswith(": 1 too many")
    said(world, scripts.UnusedPapersCounted(component_id=MATHS, unused=8, spoiled=1))
    assert Kind.PAPERS_DIFFER not in world.open()


def test_a_step_that_was_passed_over(world: TwoTablets) -> None:
    said_here = said(world, room.ExamFinished(component_ids=(MATHS,)))
    assert found(world, Kind.STEP_SKIPPED) == Discrepancy(
        id=discrepancy_id(Kind.STEP_SKIPPED, HALL, "started", MATHS),
        kind=Kind.STEP_SKIPPED,
        room=HALL,
        component_id=MATHS,
        detail="finished without a recorded start",
        evidence=said_here,
    )
