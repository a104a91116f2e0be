"""What another tablet of the room ticked and recorded is ticked here, too, until somebody takes it back."""

from __future__ import annotations

from datetime import timedelta

from kiosk_app.desk import RoomDesk
from kiosk_app.viewmodels.room import RoomViewModel
from shared.record.events.room import ExamStarted, RollCalled
from tests.factories import HALL, MATHS, PIN, START, Device, MemoryJournal, candidate_id
from tests.unit.tablet_core.conftest import HandClock

ONE, TWO, THREE = (candidate_id(number) for number in (1, 2, 3))


def test_two_tablets_tick_one_roll(desk: RoomDesk, clock: HandClock) -> None:
    assert desk.sign_in("inv-1", PIN)
    room = RoomViewModel(desk)
    for sitting in desk.pack.sittings_in(HALL)[:3]:
        room.scan.open((sitting.candidate_id, sitting.component_id)).confirm()
    desk.record(ExamStarted(component_ids=(MATHS,), actual_start=clock()))
    clock.forward(minutes=20)
    room.stops.stop("evacuation")
    roll = room.stops.roll
    roll.begin("out")
    roll.turn(ONE)

    # Somebody else has seen the other two; their count arrives while this roll is on the screen.
    journal, other = MemoryJournal(), Device(device_id="tablet-second", room=HALL)
    other.write(RollCalled(counted=2, where="out", here=(TWO, THREE)), at=START + timedelta(minutes=22))
    journal.take(other)
    desk._parts.record.take_rows(journal.journal_id, journal.rows, seen=1)
    assert roll.missing == ()
    assert roll.counts == {"out": 2}

    # One of them was a mistake: taken back here, and what is recorded says so.
    roll.turn(THREE)
    clock.forward(minutes=3)
    assert [row.candidate for row in roll.record()] == [THREE]
    counts = [f.envelope.event for f in desk.facts() if isinstance(f.envelope.event, RollCalled)]
    assert counts[-1] == RollCalled(counted=2, where="out", here=(ONE, TWO))
    assert roll.counts == {"out": 2}

    # On the way back nobody is ticked.
    roll.begin("back")
    assert len(roll.missing) == 3
    room.close()
