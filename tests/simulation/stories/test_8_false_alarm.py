"""False alarm, disturbance.

A lorry backs up to the kitchen at ten, beeping, and stands there for six minutes. The hall stops writing;
nobody leaves, no roll is called: it is an interruption and no evacuation. Half an hour later the same
again, four minutes. The annexe hears nothing. Whoever sat by the window is listed for special
consideration.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.record.drafts.special_consideration import draft_special_consideration
from shared.record.events import incident, room
from shared.record.finishes import paper_finish, sitting_finish, stopped_since
from tests.factories import ANNEXE, HALL, IGCSE, MATHS
from tests.simulation.stories.exam_day import SIAN, ZOE, ExamDay, Post, every_way, minutes, present, started


def begun() -> tuple[ExamDay, Post, Post]:
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3")
    day.says(hall, present(SIAN, seat="A1"), present(ZOE, IGCSE, "A3"), at=-5)
    for post in (hall, annexe):
        day.says(post, started(MATHS))
    return day, hall, annexe


def interrupted(day: ExamDay, post: Post, *, at: float, lasts: float) -> None:
    day.says(post, room.ClockStopped(reason="interruption", note="lorry"), at=at)
    day.says(post, room.ClockResumed(), at=at + lasts)


def ends(day: ExamDay, where: str) -> float:
    """When Foundation ends here for those without extra time, in minutes after the published start."""
    paper = day.pack.component(MATHS)
    assert paper is not None
    finish = paper_finish(paper, day.register().room(where), minutes(200))
    assert finish is not None
    return (finish - minutes(0)) / timedelta(minutes=1)


def test_each_interruption_adds_its_minutes_to_its_own_room_only() -> None:
    day, hall, _ = begun()
    interrupted(day, hall, at=60, lasts=6)
    assert (ends(day, HALL), ends(day, ANNEXE)) == (96, 90)
    interrupted(day, hall, at=95, lasts=4)
    assert (ends(day, HALL), ends(day, ANNEXE)) == (100, 90)
    stops = day.all_agree().room(HALL).stops
    assert [stop.reason for stop in stops] == ["interruption", "interruption"]
    assert stopped_since(day.register().room(HALL), minutes(0), minutes(200)) == timedelta(minutes=10)


def test_an_interruption_is_no_evacuation() -> None:
    """No roll, no candidate away, and the reason stays its own."""
    day, hall, _ = begun()
    interrupted(day, hall, at=60, lasts=6)
    register = day.register()
    assert {stop.reason for stop in register.room(HALL).stops} == {"interruption"}
    assert not any(s.away_since for s in register.sittings)
    assert register.incidents == ()


def test_only_minutes_in_which_somebody_could_have_written_are_added() -> None:
    """Whoever came in its middle gets what was left of it, and who came after it nothing."""
    day, hall, _ = begun()
    interrupted(day, hall, at=60, lasts=6)
    register = day.register()
    paper, sitting = day.pack.component(MATHS), register.sitting(SIAN, MATHS)
    assert paper is not None
    assert sitting is not None
    hall_record = register.room(HALL)
    assert sitting_finish(paper, sitting, hall_record, 0, minutes(70)) == minutes(96)
    assert stopped_since(hall_record, minutes(63), minutes(70)) == timedelta(minutes=3)
    assert stopped_since(hall_record, minutes(66), minutes(70)) == timedelta()


@pytest.mark.parametrize("order", every_way(2))
def test_the_noise_note_names_whom_to_consider_whichever_tablet_comes_back_first(
    order: tuple[int, ...],
) -> None:
    day, hall, annexe = begun()
    day.cut(hall, annexe)
    interrupted(day, hall, at=60, lasts=6)
    noise = incident.IncidentRecorded(
        incident_id="noise-1",
        kind="disturbance",
        happened_at=minutes(60),
        text="Lorry at the kitchen door, beeping for six minutes.",
        candidate_ids=(SIAN, ZOE),
        witnesses=("inv-1",),
        action="Six minutes added.",
    )
    day.says(hall, noise, at=67)
    day.says(annexe, incident.HelpRequested(help_id="h-1", kind="technician"), at=61)
    day.join(*((hall, annexe)[i] for i in order))
    (logged,) = day.all_agree().incidents
    assert (logged.kind, logged.room, logged.candidate_ids) == ("disturbance", HALL, (SIAN, ZOE))
    assert not logged.restricted
    draft = draft_special_consideration(day.pack, day.register(), logged)
    assert draft.reason == "disturbance"
    assert {person.number for person in draft.candidates} == {"1001", "1003"}
    assert draft.began == minutes(60)
