"""A whole exam of one room by a rehearsal clock: ``python -m tests.bench.tablet_exam CANDIDATES HOURS``.

Real desk, real journal on disk, real view-models that are asked as a screen asks them once a second of the
exam's time. Prints the process' resident memory before, halfway and at the end.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from kiosk_app.clock import TabletClock
from kiosk_app.desk import RoomDesk
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.room import RoomViewModel
from shared.record.events.candidate import CandidateLeftRoom, CandidateReturned
from shared.record.events.incident import IncidentRecorded
from shared.record.events.room import ExamStarted
from tests.factories import HALL, PIN, SESSION, START, small_pack


class ExamClock:
    """The exam day, second by second as the exam is played."""

    def __init__(self) -> None:
        self.time = START.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.time


def resident_mb() -> float:
    """What the system says that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / 1_000_000, 1)


def glance(room: RoomViewModel) -> None:
    """What a screen asks in one second."""
    assert room.status.clock
    assert room.status.connection
    assert room.next_step is not None
    assert room.register.rows is not None


def begin(room: RoomViewModel, desk: RoomDesk, clock: ExamClock) -> None:
    """Everybody is seated and the exam starts."""
    for sitting in desk.pack.sittings_in(HALL):
        room.scan.open((sitting.candidate_id, sitting.component_id)).confirm()
    papers = tuple(c.id for c in desk.pack.components_in(HALL))
    desk.record(ExamStarted(component_ids=papers, actual_start=clock.time))


def play(room: RoomViewModel, desk: RoomDesk, clock: ExamClock, hours: float) -> None:
    """In turn they go out and come back, and incidents happen; the screen asks once a second."""
    people = cycle([s.candidate_id for s in desk.pack.sittings_in(HALL)])
    for second in range(round(hours * 3600)):
        clock.time += timedelta(seconds=1)
        if second % 60 == 0:
            who = next(people)
            desk.record(CandidateLeftRoom(candidate_id=who, escort="inv-2"))
            desk.record(CandidateReturned(candidate_id=who))
        if second % 600 == 0:
            name = f"i-{clock.time:%H%M%S}"
            desk.record(IncidentRecorded(incident_id=name, kind="other", happened_at=clock.time, text="x"))
        glance(room)


def main() -> None:
    candidates, hours = int(sys.argv[1]), float(sys.argv[2])
    clock = ExamClock()
    with tempfile.TemporaryDirectory(prefix="examday-exam-") as folder:
        tablet = Tablet.open(Path(folder), name="bench", clock=TabletClock(clock), is_discovering=False)
        tablet.adopt_pack(small_pack(candidates))
        desk = tablet.open_room(SESSION, HALL)
        assert desk.sign_in("inv-1", PIN)
        room = RoomViewModel(desk)
        glance(room)
        begin(room, desk, clock)
        before = resident_mb()
        play(room, desk, clock, hours / 2)
        halfway = resident_mb()
        play(room, desk, clock, hours / 2)
        print(
            json.dumps(
                {"before_mb": before, "halfway_mb": halfway, "end_mb": resident_mb(), "facts": tablet.records}
            )
        )
        room.close()
        tablet.close()


if __name__ == "__main__":
    main()
