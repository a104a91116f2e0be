"""Messages to bytes and back with every fault in a sentence; the clock estimate; the sync state's edges."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.protocol import codec
from shared.protocol.clock import DRIFT_PPM, ClockEstimate, better, measure, uncertainty_now
from shared.protocol.messages import (
    MAX_MESSAGE_BYTES,
    PUSH_BATCH,
    Events,
    Hello,
    Push,
    Receipt,
    Refusal,
    TimeBeacon,
    Welcome,
)
from shared.protocol.sync_state import (
    ASK_AGAIN_AFTER,
    HEALTH_EVERY,
    MAX_BACKOFF,
    PUSH_TIMEOUT,
    ApplyRows,
    Connected,
    Disconnected,
    ForgetReceipts,
    Reconnect,
    Recorded,
    SendHello,
    SendPush,
    Show,
    StoreReceipt,
    SyncState,
    Tick,
    step,
)
from tests.factories import SESSION, START, MemoryJournal

SECOND = timedelta(seconds=1)
HELLO = Hello(session=SESSION, journal="j", seen=3, device_seq=4, app_version="1")


def test_a_message_comes_back_as_it_was_sent() -> None:
    assert codec.decode_from_tablet(codec.encode(HELLO)) == HELLO
    batch = [HELLO, Push(envelopes=("a", "b"))]
    assert codec.decode_many_from_tablet(codec.encode_many(batch)) == batch


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"type":"Nonsense"}',
        b'{"type":"Push"}',
        b'{"type":"Push","envelopes":[1]}',
        b"\xff",
    ],
)
def test_what_is_no_message_is_told_in_one_sentence(data: bytes) -> None:
    for decode in (codec.decode_from_tablet, codec.decode_from_hub):
        with pytest.raises(codec.MalformedMessageError) as refused:
            decode(data)
        assert str(refused.value)


def test_a_hub_does_not_take_a_hub_s_message() -> None:
    with pytest.raises(codec.MalformedMessageError):
        codec.decode_from_tablet(codec.encode(Receipt(acked_through=1, signed="x")))


def test_too_many_bytes_are_not_even_looked_at() -> None:
    with pytest.raises(codec.MalformedMessageError, match=str(MAX_MESSAGE_BYTES)):
        codec.decode_from_tablet(b"x" * (MAX_MESSAGE_BYTES + 1))


def beacon(there: float, back: float, *, ahead: float, work: float = 0.0) -> tuple[TimeBeacon, object]:
    """A beacon of a hub whose clock is ``ahead``; seconds on the way there and back."""
    sent = START
    received = sent + timedelta(seconds=there + ahead)
    answered = received + timedelta(seconds=work)
    arrived = sent + timedelta(seconds=there + work + back)
    return TimeBeacon(request_sent_at=sent, received_at=received, sent_at=answered), arrived


@pytest.mark.parametrize("ahead", [0.0, 12.5, -3600.0])
@pytest.mark.parametrize(("there", "back"), [(0.05, 0.05), (0.0, 0.4), (0.4, 0.0), (2.0, 0.1)])
def test_the_true_offset_lies_within_the_uncertainty(there: float, back: float, ahead: float) -> None:
    estimate = measure(*beacon(there, back, ahead=ahead, work=0.3))  # type: ignore[arg-type]
    assert estimate.uncertainty_ms is not None
    assert abs(estimate.offset_ms - ahead * 1000) <= estimate.uncertainty_ms
    assert estimate.uncertainty_ms == pytest.approx((there + back) * 500 + 1, abs=1)


def test_an_old_measurement_loses_its_certainty() -> None:
    estimate = ClockEstimate(offset_ms=5, uncertainty_ms=20, measured_at=START)
    assert uncertainty_now(estimate, START) == 20
    assert uncertainty_now(estimate, START + timedelta(hours=1)) == 20 + 3600 * DRIFT_PPM // 1000
    assert uncertainty_now(ClockEstimate(), START) is None


def test_the_surer_estimate_is_believed() -> None:
    good = ClockEstimate(offset_ms=1, uncertainty_ms=20, measured_at=START)
    poor = ClockEstimate(offset_ms=9, uncertainty_ms=100, measured_at=START)
    assert better(good, poor, START) is good
    assert better(poor, good, START) is good
    assert better(ClockEstimate(), poor, START) is poor
    assert better(good, poor, START + timedelta(hours=2)) is good
    later = ClockEstimate(offset_ms=2, uncertainty_ms=100, measured_at=START + timedelta(hours=2))
    assert better(good, later, START + timedelta(hours=2)) is later


def online(**changed: object) -> SyncState:
    """A tablet that was welcomed by journal ``j`` a moment ago."""
    given = {"session": SESSION, "journal": "j", "connected": True, "welcomed": True, "hello_at": START}
    return SyncState(**{**given, "beacon_at": START, "health_at": START, **changed})


def welcome(**changed: object) -> Welcome:
    given = {"hub_id": "h", "journal": "j", "head_seq": 0, "acked_through": 0, "hub_time": START}
    return Welcome(**{**given, **changed})


def kinds(actions: object) -> list[str]:
    return [type(a).__name__ for a in actions]  # type: ignore[attr-defined]


def test_first_contact_says_hello_then_sends_what_waits() -> None:
    state, actions = step(SyncState(session=SESSION, device_seq=3), Connected(), START)
    assert actions == (SendHello(),)
    assert not state.is_online
    state, actions = step(state, welcome(), START)
    assert kinds(actions) == ["SendClockRequest", "SendHealth", "SendPush"]
    assert actions[-1] == SendPush(1, 3)
    assert (state.is_online, state.unsent, state.journal) == (True, 3, "j")


def test_nothing_is_sent_before_the_welcome_and_a_silent_hub_is_greeted_again() -> None:
    state, _ = step(SyncState(session=SESSION), Connected(), START)
    state, actions = step(state, Recorded(1), START + SECOND)
    assert actions == ()
    assert step(state, Tick(), START + PUSH_TIMEOUT - SECOND)[1] == ()
    assert step(state, Tick(), START + PUSH_TIMEOUT)[1] == (SendHello(),)


def test_pushes_go_in_batches_and_a_receipt_asks_for_the_next() -> None:
    state, actions = step(online(), Recorded(PUSH_BATCH + 50), START)
    assert actions == (SendPush(1, PUSH_BATCH),)
    state, actions = step(state, Recorded(PUSH_BATCH + 51), START)
    assert actions == ()
    state, actions = step(state, Receipt(acked_through=PUSH_BATCH, signed="s"), START)
    assert actions == (StoreReceipt(PUSH_BATCH, "s"), SendPush(PUSH_BATCH + 1, PUSH_BATCH + 51))
    assert step(state, Receipt(acked_through=5, signed="old"), START) == (state, ())


def test_a_push_without_receipt_is_sent_again_from_the_last_receipt() -> None:
    state, _ = step(online(), Recorded(5), START)
    assert SendPush(1, 5) not in step(state, Tick(), START + PUSH_TIMEOUT - SECOND)[1]
    assert SendPush(1, 5) in step(state, Tick(), START + PUSH_TIMEOUT)[1]


def test_another_hub_is_given_everything_again() -> None:
    known = online(device_seq=9, acked_through=9, pushed_through=9, seen=40)
    state, actions = step(known, welcome(journal="new"), START)
    assert actions[0] == ForgetReceipts()
    assert actions[-1] == SendPush(1, 9)
    assert (state.journal, state.seen, state.acked_through) == ("new", 0, 0)


def test_rows_are_applied_once_and_a_gap_is_asked_for_once_a_second() -> None:
    journal = MemoryJournal("j")
    rows = tuple(journal.append(f"row {n}") for n in range(1, 7))
    first = Events(journal="j", after=0, rows=rows[:3], head_seq=3)
    last = Events(journal="j", after=3, rows=rows[3:], head_seq=6)
    state, actions = step(online(hello_at=None), last, START)
    assert actions == (SendHello(),)
    again, actions = step(state, last, START + SECOND / 2)
    assert actions == ()
    assert SendHello() in step(again, Tick(), START + ASK_AGAIN_AFTER)[1]
    state, actions = step(again, first, START)
    assert actions == (ApplyRows("j", rows[:3]),)
    assert SendHello() in step(state, Tick(), START + ASK_AGAIN_AFTER)[1]
    state, actions = step(state, last, START)
    assert (actions, state.seen) == ((ApplyRows("j", rows[3:]),), 6)
    assert step(state, first, START) == (state, ())
    assert SendHello() not in step(state, Tick(), START + ASK_AGAIN_AFTER)[1]


def test_rows_of_a_journal_that_was_not_welcomed_are_left_alone() -> None:
    row = MemoryJournal("x").append("row")
    state, actions = step(online(), Events(journal="x", after=0, rows=(row,), head_seq=1), START)
    assert (actions, state.seen) == ((), 0)


def test_waiting_between_attempts_grows_and_stays_bounded() -> None:
    state, waits = online(), []
    for _ in range(12):
        state, (reconnect,) = step(state, Disconnected(), START)
        assert isinstance(reconnect, Reconnect)
        waits.append(reconnect.wait)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(seconds=0.25), MAX_BACKOFF)
    assert state.offline_since == START
    assert step(state, welcome(), START)[0].offline_since is None


def test_a_refusal_is_shown_and_forgotten_with_the_next_welcome() -> None:
    refusal = Refusal(reason="revoked", detail="ask the officer")
    state, actions = step(online(), refusal, START)
    assert (actions, state.refusal) == ((Show(refusal),), "ask the officer")
    assert step(state, welcome(), START)[0].refusal == ""


def test_health_and_clock_are_told_regularly() -> None:
    state = online()
    assert step(state, Tick(), START + SECOND)[1] == ()
    assert "SendHealth" in kinds(step(state, Tick(), START + HEALTH_EVERY)[1])
    assert "SendClockRequest" in kinds(step(state, Tick(), START + 2 * HEALTH_EVERY)[1])
