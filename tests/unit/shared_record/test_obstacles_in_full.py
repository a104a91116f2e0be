"""What stops a room or a paper, with every part that a screen shows or leads on from."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from shared.record.closing import (
    Obstacle,
    ObstacleKind,
    candidate_label,
    what_stops_component,
    what_stops_room,
)
from shared.record.discrepancies import discrepancy_id
from shared.record.events import candidate, office, room, scripts
from shared.record.register import DiscrepancyKind, SittingRecord
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, MATHS_HIGHER, START, candidate_id, small_pack
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, present

SITTING = f"{WHO}|{MATHS}"


def of_room(world: TwoTablets, kind: ObstacleKind, where: str = HALL) -> list[Obstacle]:
    return [o for o in what_stops_room(world.register(), world.pack, where) if o.kind is kind]


def of_paper(world: TwoTablets, kind: ObstacleKind, paper: str = MATHS) -> list[Obstacle]:
    return [o for o in what_stops_component(world.register(), world.pack, paper) if o.kind is kind]


def about_sian(kind: ObstacleKind, what: str, raises: DiscrepancyKind | None = None) -> Obstacle:
    return Obstacle(
        kind=kind,
        what=what,
        rooms=(HALL,),
        component_id=MATHS,
        candidate_ids=(WHO,),
        seats=("A1",),
        discrepancy_ids=(discrepancy_id(raises, SITTING),) if raises else (),
    )


def test_every_paper_of_the_room_is_asked_for_its_finish() -> None:
    world = TwoTablets()
    world.say(world.hall, room.ExamFinished(component_ids=(MATHS,)))
    open_papers = of_room(world, ObstacleKind.NOT_FINISHED)
    assert {o.component_id for o in open_papers} == {MATHS_HIGHER, IGCSE}
    assert of_paper(world, ObstacleKind.NOT_FINISHED) == [
        Obstacle(
            kind=ObstacleKind.NOT_FINISHED,
            what="8300/2F is not finished in Annexe.",
            rooms=(ANNEXE,),
            component_id=MATHS,
        )
    ]


def test_a_clock_that_stands_still_stops_the_room_until_it_runs() -> None:
    world = TwoTablets()
    world.say(world.hall, room.ClockStopped(reason="interruption"))
    assert of_room(world, ObstacleKind.CLOCK_STOPPED) == [
        Obstacle(
            kind=ObstacleKind.CLOCK_STOPPED, what="The clock of Main Hall is still stopped.", rooms=(HALL,)
        )
    ]
    world.say(world.hall, room.ClockResumed(), at=START + timedelta(minutes=1))
    assert of_room(world, ObstacleKind.CLOCK_STOPPED) == []


def test_neither_present_nor_absent_before_and_after_it_was_raised() -> None:
    """The same obstacle; once the room has finished it leads on to the question for the office."""
    world = TwoTablets()
    what = "1001 O'Connor, Siân (Main Hall, seat A1) is neither present nor absent for 8300/2F."
    before = [o for o in of_room(world, ObstacleKind.ATTENDANCE_NOT_SET) if o.candidate_ids == (WHO,)]
    assert before == [about_sian(ObstacleKind.ATTENDANCE_NOT_SET, what)]
    world.say(world.hall, room.ExamFinished(component_ids=(MATHS,)))
    after = [o for o in of_room(world, ObstacleKind.ATTENDANCE_NOT_SET) if o.candidate_ids == (WHO,)]
    assert after == [about_sian(ObstacleKind.ATTENDANCE_NOT_SET, what, DiscrepancyKind.ATTENDANCE_NOT_SET)]
    told_twice = [o for o in of_room(world, ObstacleKind.DISCREPANCY_OPEN) if WHO in o.candidate_ids]
    assert told_twice == []


def test_away() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, candidate.CandidateLeftRoom(candidate_id=WHO, escort="inv-2"))
    assert of_room(world, ObstacleKind.AWAY) == [
        about_sian(
            ObstacleKind.AWAY,
            "1001 O'Connor, Siân (Main Hall, seat A1) left the room and has not returned.",
        )
    ]
    world.say(world.hall, candidate.CandidateReturned(candidate_id=WHO), at=START + timedelta(minutes=2))
    assert of_room(world, ObstacleKind.AWAY) == []


def test_a_script_too_many_is_told_once_with_its_question() -> None:
    world = TwoTablets()
    world.say(world.hall, absent())
    world.say(world.hall, scripts.ScriptCollected(candidate_id=WHO, component_id=MATHS))
    assert of_room(world, ObstacleKind.SCRIPT_SURPLUS) == [
        about_sian(
            ObstacleKind.SCRIPT_SURPLUS,
            "A 8300/2F script was collected from 1001 O'Connor, Siân (Main Hall, seat A1), "
            "who is not recorded as present.",
            DiscrepancyKind.SCRIPT_WITHOUT_PRESENCE,
        )
    ]
    world.settle(world.open()["script_without_presence"])
    assert of_room(world, ObstacleKind.SCRIPT_SURPLUS) == []


def test_an_open_question_is_a_sentence_with_all_it_is_about() -> None:
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.hall, absent())
    question = world.open()["attendance_contradicted"]
    expected = about_sian(
        ObstacleKind.DISCREPANCY_OPEN,
        "1001 O'Connor, Siân, Main Hall, seat A1, 8300/2F: recorded as absent and present.",
        DiscrepancyKind.ATTENDANCE_CONTRADICTED,
    )
    assert expected.discrepancy_ids == (question.id,)
    assert expected in of_room(world, ObstacleKind.DISCREPANCY_OPEN)
    assert expected in of_paper(world, ObstacleKind.DISCREPANCY_OPEN)
    assert expected not in of_paper(world, ObstacleKind.DISCREPANCY_OPEN, IGCSE)
    assert expected not in of_room(world, ObstacleKind.DISCREPANCY_OPEN, ANNEXE)


def test_a_seat_taken_twice_names_both_people_and_stops_both_papers() -> None:
    world = TwoTablets()
    world.say(world.hall, present(seat="A1"))
    other = candidate.CandidateMarkedPresent(candidate_id=candidate_id(3), component_id=IGCSE, seat="A1")
    world.say(world.hall, other)
    for paper in (MATHS, IGCSE):
        (stop,) = [
            o for o in of_paper(world, ObstacleKind.DISCREPANCY_OPEN, paper) if len(o.candidate_ids) == 2
        ]
        assert "1001 O'Connor, Siân" in stop.what
        assert "1003 Smith-Jones, Zoë" in stop.what
        assert " and " in stop.what
        assert stop.what.endswith("Main Hall, seat A1: 2 candidates are recorded on seat A1.")
        assert stop.component_id is None
    assert [
        o for o in of_paper(world, ObstacleKind.DISCREPANCY_OPEN, MATHS_HIGHER) if len(o.candidate_ids) == 2
    ] == []


def test_a_question_about_a_room_stops_it_and_no_paper_of_others() -> None:
    world = TwoTablets()
    world.say(world.hall, present(), clock_offset_ms=90_000)
    (stop,) = of_room(world, ObstacleKind.DISCREPANCY_OPEN)
    assert stop.what == "Main Hall: the clock of tablet-hall was 90 s off."
    assert (stop.rooms, stop.component_id, stop.candidate_ids, stop.seats) == ((HALL,), None, (), ())


def test_names_as_far_as_this_pack_knows_them() -> None:
    pack = small_pack()
    here = SittingRecord(candidate_id=WHO, component_id=MATHS)
    assert candidate_label(pack, here) == "1001 O'Connor, Siân"
    assert candidate_label(pack.for_rooms([ANNEXE]), here) == "A candidate of another room"
    added = SittingRecord(
        candidate_id="new", component_id=MATHS, unlisted_name="Åse Öberg", unlisted_number="2001"
    )
    assert candidate_label(pack, added) == "2001 Åse Öberg"
    assert candidate_label(pack, msgspec.structs.replace(added, unlisted_number="")) == "Åse Öberg"


def test_a_room_or_paper_the_plan_does_not_know_is_called_as_it_is_recorded() -> None:
    world = TwoTablets()
    added = candidate.UnlistedCandidateAdded(candidate_id="new", component_id="OCR:J560/04", name="Åse")
    world.say(world.hall, added, room="library")
    sentences = [o.what for o in what_stops_room(world.register(), world.pack, "library")]
    assert "OCR:J560/04 is not finished in library." in sentences
    assert "The register of library is not signed." in sentences
    assert any(s.startswith("No OCR:J560/04 script was collected from Åse (library)") for s in sentences)


def test_who_has_no_room_yet_is_said_to_have_none() -> None:
    pack = small_pack()
    nowhere = [msgspec.structs.replace(s, room_id=None, seat=None) for s in pack.sittings]
    world = TwoTablets(msgspec.structs.replace(pack, sittings=tuple(nowhere)))
    (stop, *_) = [o for o in of_paper(world, ObstacleKind.ATTENDANCE_NOT_SET) if o.candidate_ids == (WHO,)]
    assert stop.what == "1001 O'Connor, Siân (no room) is neither present nor absent for 8300/2F."
    assert (stop.rooms, stop.seats) == ((), ())


def test_what_is_in_quarantine_without_a_room_is_the_sessions() -> None:
    world = TwoTablets()
    fact = office.RecordQuarantined(
        quarantine_id="aa", device_id="tablet-hall", reason="malformed", detail="ends early", code_digest="aa"
    )
    world.office.write(fact)
    world.journal.take(world.office)
    assert all(
        "ends early" not in o.what
        for where in (HALL, ANNEXE)
        for o in what_stops_room(world.register(), world.pack, where)
    )
    assert world.open()["quarantined_record"].room is None
