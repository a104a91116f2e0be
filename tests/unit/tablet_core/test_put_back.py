"""A hub put back to an older copy keeps its journal's name: what it lacks gives it away."""

from __future__ import annotations

from msgspec.structs import replace

from shared.protocol.messages import Welcome
from shared.protocol.sync_state import Connected, ForgetReceipts, SendHello, SendPush, SyncState, step
from tests.factories import JOURNAL, SESSION, START

STATE = SyncState(session=SESSION, device_seq=9, acked_through=7, journal=JOURNAL, seen=40)


def welcome(head_seq: int, acked_through: int, journal: str = JOURNAL) -> Welcome:
    return Welcome(
        hub_id="hub", journal=journal, head_seq=head_seq, acked_through=acked_through, hub_time=START
    )


def greet(told: Welcome) -> tuple[SyncState, tuple[object, ...]]:
    connected, _ = step(STATE, Connected(), START)
    return step(connected, told, START)


def test_fewer_rows_or_fewer_receipts_than_told_before_start_everything_anew() -> None:
    for told in (welcome(39, 7), welcome(60, 6)):
        state, actions = greet(told)
        assert (state.seen, state.acked_through, state.unsent) == (0, 0, 9)
        assert actions[:2] == (ForgetReceipts(), SendHello())
        assert SendPush(1, 9) in actions


def test_the_second_greeting_of_the_same_hub_is_an_ordinary_one() -> None:
    state, _ = greet(welcome(39, 6))
    again, actions = step(state, welcome(39, 6), START)
    assert ForgetReceipts() not in actions
    assert again.acked_through == 6


def test_a_hub_that_has_what_it_had_is_believed() -> None:
    state, actions = greet(welcome(40, 7))
    assert (state.seen, state.acked_through) == (40, 7)
    assert ForgetReceipts() not in actions


def test_the_first_hub_of_all_has_nothing_to_be_measured_by() -> None:
    fresh = replace(STATE, journal="", seen=0, acked_through=0)
    _, actions = step(fresh, welcome(0, 0), START)
    assert ForgetReceipts() not in actions
