"""The session in figures: counted from the register, timed from the facts, and about nobody in particular."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from hub.after.statistics import SessionStatistics, statistics_of
from shared.record.events import candidate, incident, room
from shared.record.times import Lateness
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import ANNEXE, HALL, MATHS, START, candidate_id

MINUTE = timedelta(minutes=1)


def figures(morning: Morning) -> SessionStatistics:
    return statistics_of(morning.pack, morning.register(), morning.facts())


def test_an_ordinary_morning_is_everybody_present_and_nothing_else() -> None:
    told = figures(ordinary_morning())
    assert (told.attended.entered, told.attended.present, told.attended.percent) == (8, 8, 100)
    assert (told.incidents, told.calls, told.corrections, told.questions) == ((), (), 0, 0)
    assert sum(paper.attended.present for paper in told.components) == 8
    assert [line.room_id for line in told.rooms] == [HALL, ANNEXE]


def test_check_ins_are_counted_by_the_minute_and_timed_by_tablet() -> None:
    told = figures(ordinary_morning())
    assert [(m.at, m.checked_in) for m in told.check_in.by_minute] == [(START - 10 * MINUTE, 8)]
    assert told.check_in.busiest == told.check_in.by_minute[0]
    assert told.check_in.tablets == 2
    assert told.check_in.seconds == 0


def test_a_correction_is_no_second_check_in() -> None:
    morning = ordinary_morning()
    again = candidate.CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS, seat="A1")
    morning.record(again, at=START + 30 * MINUTE)
    assert sum(m.checked_in for m in figures(morning).check_in.by_minute) == 8


def test_absent_late_and_withdrawn_are_told_apart_and_withdrawn_are_not_due() -> None:
    morning = ordinary_morning()
    register = morning.register()
    changed = {
        0: {"attendance": candidate.Attendance.ABSENT},
        1: {"attendance": candidate.Attendance.WITHDRAWN},
        2: {"lateness": Lateness.LATE},
        3: {"lateness": Lateness.VERY_LATE},
        4: {"attendance": candidate.Attendance.CONTRADICTED},
    }
    rows = tuple(
        msgspec.structs.replace(s, **changed.get(index, {})) for index, s in enumerate(register.sittings)
    )
    told = statistics_of(morning.pack, msgspec.structs.replace(register, sittings=rows), ()).attended
    assert (told.present, told.absent, told.withdrawn, told.undecided) == (5, 1, 1, 1)
    assert (told.late, told.very_late) == (2, 1)
    assert told.percent == 100 * 5 / 7


def test_incidents_calls_and_stops_are_told_by_kind_and_by_room() -> None:
    morning = ordinary_morning()
    for number in range(2):
        text = incident.IncidentRecorded(
            incident_id=f"i-{number}", kind="illness", happened_at=START, text="unwell"
        )
        morning.hall.write(text, at=START + 20 * MINUTE, room=HALL)
    morning.hall.write(room.ClockStopped(reason="evacuation"), at=START + 30 * MINUTE, room=HALL)
    morning.hall.write(room.ClockResumed(), at=START + 42 * MINUTE, room=HALL)
    call = incident.HelpRequested(help_id="h-1", kind="first_aid")
    morning.hall.write(call, at=START + 21 * MINUTE, room=HALL)
    morning.journal.take(morning.hall)
    morning.record(incident.HelpAcknowledged(help_id="h-1"), at=START + 23 * MINUTE)
    told = figures(morning)
    assert told.incidents == (("illness", 2),)
    assert told.calls == (("first_aid", 1),)
    assert told.answered_after_seconds == 120
    hall = next(line for line in told.rooms if line.room_id == HALL)
    assert (hall.incidents, hall.calls, hall.stopped) == (2, 1, 12)


def test_a_session_that_nobody_began_has_no_figures_to_divide_by() -> None:
    morning = ordinary_morning()
    empty = msgspec.structs.replace(morning.register(), sittings=(), help_calls=(), incidents=())
    told = statistics_of(morning.pack, empty, ())
    assert (told.attended.percent, told.check_in.busiest, told.check_in.seconds) == (None, None, None)
    assert told.answered_after_seconds is None
