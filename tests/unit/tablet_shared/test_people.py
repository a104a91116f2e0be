"""One tablet, several people: wrong PINs wait, the screen locks itself, and every fact names who did it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk_app.clock import TabletClock
from kiosk_app.desk import RoomDesk
from kiosk_app.faults import RecordRefused
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.lock import LockViewModel
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.room import RoomViewModel
from shared.record.events.candidate import CandidateMarkedPresent
from tests.factories import HALL, MATHS, PIN, SESSION, candidate_id
from tests.unit.tablet_core.conftest import HandClock


def guess(desk: RoomDesk, times: int, who: str = "inv-1") -> None:
    for number in range(times):
        assert not desk.sign_in(who, f"{number:04d}")


def test_each_further_wrong_pin_waits_twice_as_long(desk: RoomDesk, clock: HandClock) -> None:
    guess(desk, 5)
    waits = []
    for _ in range(6):
        opens = desk.sign_in_opens
        assert opens is not None
        waits.append((opens - clock.time).total_seconds())
        clock.time = opens
        guess(desk, 1, "inv-2")
    assert waits == [30, 60, 120, 240, 480, 480]
    clock.forward(minutes=8)
    assert desk.sign_in("inv-1", PIN)
    guess(desk, 4)
    assert desk.sign_in_opens is None


def test_a_signature_is_no_way_round_the_wait(desk: RoomDesk) -> None:
    room = RoomViewModel(desk)
    assert desk.sign_in("inv-1", PIN)
    for _ in range(5):
        with pytest.raises(NotPossible, match="not right"):
            room.exam.duty.sign_in("inv-2", "0000")
    with pytest.raises(NotPossible, match="Too many wrong PINs"):
        room.exam.duty.sign_in("inv-2", PIN)
    room.close()


def test_switching_the_tablet_off_does_not_shorten_the_wait(tablet: Tablet, clock: HandClock) -> None:
    guess(tablet.open_room(SESSION, HALL), 5)
    tablet.close()
    again = Tablet.open(tablet.home, name="Hall", clock=TabletClock(clock), is_discovering=False)
    desk = again.open_room(SESSION, HALL)
    try:
        assert desk.sign_in_opens == clock.time + timedelta(seconds=30)
        # A clock that was set years back must not lock a room out for years.
        clock.time -= timedelta(days=900)
        assert desk.sign_in_opens is None
    finally:
        again.close()
        tablet._begin()


def test_the_tablet_changes_hands_and_each_fact_names_its_author(desk: RoomDesk) -> None:
    room = RoomViewModel(desk)
    lock = LockViewModel(room.book, lambda: False, lambda: 5)
    assert desk.sign_in("inv-1", PIN)
    first = desk.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS))
    assert lock.switch("inv-2", PIN)
    second = desk.record(CandidateMarkedPresent(candidate_id=candidate_id(2), component_id=MATHS))
    assert (first.actor, second.actor) == ("inv-1", "inv-2")
    assert [who for who, _ in lock.people] == ["inv-2", "inv-1"]
    assert not lock.switch("inv-1", "0000")
    assert desk.signed_in is not None
    assert desk.signed_in.id == "inv-2", "a wrong PIN takes the tablet from nobody"
    lock.lock()
    with pytest.raises(RecordRefused, match="Nobody is signed in"):
        desk.record(CandidateMarkedPresent(candidate_id=candidate_id(3), component_id=MATHS))
    assert set(desk.register().room(HALL).on_duty) == {"inv-1", "inv-2"}, "duty goes on behind the lock"
    room.close()


def test_it_locks_when_nobody_touches_it_and_warns_before(desk: RoomDesk, clock: HandClock) -> None:
    room = RoomViewModel(desk)
    lock = LockViewModel(room.book, lambda: room.scan.card is not None, lambda: 5)
    assert not lock.look(clock.time), "nobody is signed in: there is nothing to lock"
    assert desk.sign_in("inv-1", PIN)
    lock.touched(clock.time)
    clock.forward(minutes=4, seconds=45)
    assert not lock.look(clock.time)
    assert lock.warning == "Locks in 15 s. Touch to stay."
    lock.touched(clock.time)
    assert lock.warning == ""
    clock.forward(minutes=5)
    assert lock.look(clock.time)
    assert desk.signed_in is None
    assert lock.is_locked

    # Somebody who is deciding is somebody who is there, however long it takes.
    assert lock.switch("inv-1", PIN)
    lock.touched(clock.time)
    card = room.scan.open((candidate_id(1), MATHS))
    for _ in range(10):
        clock.forward(minutes=4)
        assert not lock.look(clock.time)
    card.confirm()
    clock.forward(minutes=4)
    assert not lock.look(clock.time)
    clock.forward(minutes=1, seconds=1)
    assert lock.look(clock.time)
    room.close()


def test_it_never_locks_where_the_centre_wants_it_open(desk: RoomDesk, clock: HandClock) -> None:
    room = RoomViewModel(desk)
    lock = LockViewModel(room.book, lambda: False, lambda: 0)
    assert desk.sign_in("inv-1", PIN)
    lock.touched(clock.time)
    clock.forward(hours=9)
    assert not lock.look(clock.time)
    room.close()
