"""The tablet's side of sync as a pure state machine: ``step(state, input, now) -> (state, actions)``.

It decides what to send and when; the sync worker only carries the actions out. Nothing is ever
forgotten here: what the hub has not receipted is pushed again, after every reconnect, and from the
first envelope if the hub is another one than before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from shared.ids import SessionId
from shared.protocol.messages import (
    PUSH_BATCH,
    DeviceCommand,
    Events,
    HubMessage,
    Notice,
    PackAvailable,
    Quarantined,
    Receipt,
    Refusal,
    TimeBeacon,
    Welcome,
)
from shared.record.chain import JournalRow

PUSH_TIMEOUT: Final = timedelta(seconds=10)
"""How long a push may stay without receipt before it is sent again."""
BEACON_EVERY: Final = timedelta(seconds=20)
HEALTH_EVERY: Final = timedelta(seconds=10)
ASK_AGAIN_AFTER: Final = timedelta(seconds=1)
"""How long a second hello waits where rows are missing: each makes the hub send them all once more."""
MAX_BACKOFF: Final = timedelta(seconds=15)


class SyncState(Struct, frozen=True, kw_only=True):
    """Where one tablet stands with its hub, for one session.

    ``device_seq`` is the last envelope in the tablet's own journal, ``acked_through`` the last one
    with the hub's receipt, ``pushed_through`` the last one sent on this connection. ``seen`` is the
    last row of hub journal ``journal`` that was applied. ``gap_to`` is the last row of journal
    ``gap_journal`` that came and could not be applied, since rows before it, or the welcome, were missing.
    """

    session: SessionId
    device_seq: int = 0
    acked_through: int = 0
    pushed_through: int = 0
    journal: str = ""
    seen: int = 0
    connected: bool = False
    welcomed: bool = False
    offline_since: datetime | None = None
    failures: int = 0
    gap_journal: str = ""
    gap_to: int = 0
    hello_at: datetime | None = None
    pushed_at: datetime | None = None
    beacon_at: datetime | None = None
    health_at: datetime | None = None
    refusal: str = ""

    @property
    def unsent(self) -> int:
        """Envelopes without the hub's receipt."""
        return self.device_seq - self.acked_through

    @property
    def is_online(self) -> bool:
        """Connected and welcomed: what the top bar shows."""
        return self.connected and self.welcomed


class Connected(Struct, frozen=True):
    """The transport is up; nothing was said yet."""


class Disconnected(Struct, frozen=True):
    """The transport is gone, or couldn't be opened."""


class Recorded(Struct, frozen=True):
    """The tablet's journal now ends at ``device_seq``."""

    device_seq: int


class Tick(Struct, frozen=True):
    """Time passed."""


Input: TypeAlias = Connected | Disconnected | Recorded | Tick | HubMessage


class SendHello(Struct, frozen=True):
    """Say hello with what the state holds."""


class SendPush(Struct, frozen=True):
    """Send the envelopes ``first`` to ``last`` of the tablet's journal, both included."""

    first: int
    last: int


class SendClockRequest(Struct, frozen=True):
    """Ask for the hub's clock."""


class SendHealth(Struct, frozen=True):
    """Tell how the tablet is."""


class StoreReceipt(Struct, frozen=True):
    """Keep the hub's signed receipt; everything through it may leave the outbox."""

    acked_through: int
    signed: str


class ForgetReceipts(Struct, frozen=True):
    """Another hub journal: earlier receipts and rows say nothing about it."""


class ApplyRows(Struct, frozen=True):
    """Take these journal rows into the tablet's register."""

    journal: str
    rows: tuple[JournalRow, ...]


class UseBeacon(Struct, frozen=True):
    """Measure the clock with this beacon."""

    beacon: TimeBeacon


class FetchPack(Struct, frozen=True):
    """Fetch this version of the pack."""

    offer: PackAvailable


class Show(Struct, frozen=True):
    """Tell the people in the room."""

    message: Notice | Quarantined | Refusal


class Obey(Struct, frozen=True):
    """Carry out the officer's command."""

    command: DeviceCommand


class Reconnect(Struct, frozen=True):
    """Open the transport again after ``wait``."""

    wait: timedelta


Action: TypeAlias = (
    SendHello
    | SendPush
    | SendClockRequest
    | SendHealth
    | StoreReceipt
    | ForgetReceipts
    | ApplyRows
    | UseBeacon
    | FetchPack
    | Show
    | Obey
    | Reconnect
)
Step: TypeAlias = tuple[SyncState, tuple[Action, ...]]


def step(state: SyncState, message: Input, now: datetime) -> Step:  # noqa: C901 - one case an input, flat
    """What follows from ``message`` at ``now``. Pure: the same arguments give the same answer."""
    match message:
        case Connected():
            fresh = replace(
                state,
                connected=True,
                welcomed=False,
                pushed_through=0,
                pushed_at=None,
                gap_to=0,
                hello_at=now,
            )
            return fresh, (SendHello(),)
        case Disconnected():
            return _disconnected(state, now)
        case Recorded(device_seq):
            return _push(replace(state, device_seq=max(state.device_seq, device_seq)), now)
        case Tick():
            return _tick(state, now)
        case Welcome():
            return _welcomed(state, message, now)
        case Receipt():
            return _receipted(state, message, now)
        case Events():
            return _events(state, message, now)
        case TimeBeacon():
            return state, (UseBeacon(message),)
        case PackAvailable():
            return state, (FetchPack(message),)
        case Refusal():
            return replace(state, refusal=message.detail or message.reason), (Show(message),)
        case Quarantined() | Notice():
            return state, (Show(message),)
        case DeviceCommand():
            return state, (Obey(message),)


def _disconnected(state: SyncState, now: datetime) -> Step:
    wait = min(timedelta(seconds=0.25 * 2 ** min(state.failures, 8)), MAX_BACKOFF)
    gone = replace(
        state,
        connected=False,
        welcomed=False,
        pushed_at=None,
        failures=state.failures + 1,
        offline_since=state.offline_since or now,
    )
    return gone, (Reconnect(wait),)


def was_put_back(state: SyncState, welcome: Welcome) -> bool:
    """Whether the hub has less under the same journal than it had told before: an older copy was restored."""
    return welcome.journal == state.journal and (
        welcome.head_seq < state.seen or welcome.acked_through < state.acked_through
    )


def _welcomed(state: SyncState, welcome: Welcome, now: datetime) -> Step:
    actions: list[Action] = []
    put_back = was_put_back(state, welcome)
    if put_back:
        # The rows it goes on with are others than those this tablet has: receive them from the first.
        actions += [ForgetReceipts(), SendHello()]
        state = replace(state, seen=0)
    elif welcome.journal != state.journal:
        if state.journal:
            actions.append(ForgetReceipts())
        state = replace(state, journal=welcome.journal, seen=0)
    # The hub says itself how far it has this tablet's record; a restored hub has less than we were told.
    acked = 0 if put_back else min(welcome.acked_through, state.device_seq)
    state = replace(
        state,
        welcomed=True,
        failures=0,
        offline_since=None,
        refusal="",
        acked_through=acked,
        pushed_through=acked,
        beacon_at=now,
        health_at=now,
    )
    actions += [SendClockRequest(), SendHealth()]
    state, pushes = _push(state, now)
    return state, (*actions, *pushes)


def _receipted(state: SyncState, receipt: Receipt, now: datetime) -> Step:
    if receipt.acked_through <= state.acked_through:
        return state, ()
    state = replace(state, acked_through=receipt.acked_through, pushed_at=now)
    state, pushes = _push(state, now)
    return state, (StoreReceipt(receipt.acked_through, receipt.signed), *pushes)


def _events(state: SyncState, events: Events, now: datetime) -> Step:
    if events.journal != state.journal or events.after > state.seen:
        # A gap, or rows of another journal: ask again from where we really are.
        known = state.gap_to if state.gap_journal == events.journal else 0
        behind = replace(state, gap_journal=events.journal, gap_to=max(known, events.head_seq))
        return _ask_again(behind, ASK_AGAIN_AFTER, now)
    fresh = tuple(row for row in events.rows if row.hub_seq > state.seen)
    seen = max((state.seen, events.head_seq, *(row.hub_seq for row in fresh)))
    state = replace(state, seen=seen)
    return state, (ApplyRows(events.journal, fresh),) if fresh else ()


def _ask_again(state: SyncState, patience: timedelta, now: datetime) -> Step:
    if not state.connected or (state.hello_at is not None and now - state.hello_at < patience):
        return state, ()
    return replace(state, hello_at=now), (SendHello(),)


def _tick(state: SyncState, now: datetime) -> Step:
    if not state.is_online:
        return _ask_again(state, PUSH_TIMEOUT, now)
    actions: list[Action] = []
    if state.gap_journal == state.journal and state.seen < state.gap_to:
        state, hello = _ask_again(state, ASK_AGAIN_AFTER, now)
        actions += hello
    if state.beacon_at is None or now - state.beacon_at >= BEACON_EVERY:
        state = replace(state, beacon_at=now)
        actions.append(SendClockRequest())
    if state.health_at is None or now - state.health_at >= HEALTH_EVERY:
        state = replace(state, health_at=now)
        actions.append(SendHealth())
    if state.pushed_at is not None and state.unsent and now - state.pushed_at >= PUSH_TIMEOUT:
        state = replace(state, pushed_through=state.acked_through)
    state, pushes = _push(state, now)
    return state, (*actions, *pushes)


def _push(state: SyncState, now: datetime) -> Step:
    """Send what was not sent on this connection, at most one batch beyond the last receipt."""
    last = min(state.device_seq, state.acked_through + PUSH_BATCH)
    if not state.is_online or state.pushed_through >= last:
        return state, ()
    first = state.pushed_through + 1
    return replace(state, pushed_through=last, pushed_at=now), (SendPush(first, last),)
