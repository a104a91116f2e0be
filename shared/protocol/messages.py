"""The messages between tablet and hub, the same over WebSocket and over plain HTTPS."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from shared.ids import DeviceId, SessionId
from shared.record.chain import JournalRow
from shared.record.events.base import Moment

PROTOCOL_VERSION: Final = 1
MAX_MESSAGE_BYTES: Final = 2_000_000
PUSH_BATCH: Final = 100
"""Envelopes in one push, at most."""
EVENTS_BATCH: Final = 500
"""Journal rows in one ``Events``, at most."""


class Message(Struct, frozen=True, kw_only=True, tag_field="type", tag=lambda name: name):
    """What every message has in common."""


class Hello(Message, frozen=True, kw_only=True):
    """Tablet → hub, first: what it has (``seen`` of journal ``journal``) and what it holds itself."""

    session: SessionId
    journal: str
    seen: int
    device_seq: int
    app_version: str
    protocol: int = PROTOCOL_VERSION


class Push(Message, frozen=True, kw_only=True):
    """Tablet → hub: signed envelopes in the tablet's order, at most ``PUSH_BATCH``."""

    envelopes: tuple[str, ...]


class Health(Message, frozen=True, kw_only=True):
    """Tablet → hub: how the tablet is. ``battery_percent`` is None where the machine doesn't say.

    ``lock``: "locked" until somebody signs in, "held" until the office releases it, "wiped" as its last word.
    """

    battery_percent: int | None
    free_disk_mb: int
    queue: int
    camera: bool
    app_version: str
    room: str = ""
    lock: str = ""


class ClockRequest(Message, frozen=True, kw_only=True):
    """Tablet → hub: the tablet's clock when it asked."""

    sent_at: Moment


class Welcome(Message, frozen=True, kw_only=True):
    """Hub → tablet: who the hub is and through which envelope it has this device's record."""

    hub_id: str
    journal: str
    head_seq: int
    acked_through: int
    hub_time: Moment


class Receipt(Message, frozen=True, kw_only=True):
    """Hub → tablet: everything through ``acked_through`` is on the hub's disk; signed by the hub."""

    acked_through: int
    signed: str


class ReceiptClaim(Struct, frozen=True, kw_only=True):
    """What the hub signs in a receipt."""

    device_id: DeviceId
    acked_through: int
    journal: str
    hub_seq: int
    row_hash: str
    at: Moment


class Quarantined(Message, frozen=True, kw_only=True):
    """Hub → tablet: one envelope was not taken into the record; its bytes are kept by the hub."""

    device_seq: int
    reason: str
    detail: str


class Events(Message, frozen=True, kw_only=True):
    """Hub → tablet: journal rows of the session after ``after``, gap-free in the session's order."""

    journal: str
    after: int
    rows: tuple[JournalRow, ...]
    head_seq: int


class TimeBeacon(Message, frozen=True, kw_only=True):
    """Hub → tablet: the answer to a ``ClockRequest``, with the hub's clock on receipt and on sending."""

    request_sent_at: Moment
    received_at: Moment
    sent_at: Moment


class PackAvailable(Message, frozen=True, kw_only=True):
    """Hub → tablet: a newer pack version is to be fetched."""

    session: SessionId
    version: int
    content_hash: str


class Notice(Message, frozen=True, kw_only=True):
    """Hub → tablet: something to tell the invigilators of the room."""

    notice_id: str
    text: str
    urgent: bool = False


class DeviceCommand(Message, frozen=True, kw_only=True):
    """Hub → tablet: lock the screen, hold it locked whoever signs in, release it, or wipe the tablet.

    A wipe is refused while more than ``losing`` records are unsent: so many the officer agreed to lose.
    """

    command: Literal["lock", "wipe", "hold", "release"]
    losing: int = 0


class Refusal(Message, frozen=True, kw_only=True):
    """Hub → tablet: the connection is refused, and why, in words for the person who holds the tablet."""

    reason: str
    detail: str


TabletMessage: TypeAlias = Hello | Push | Health | ClockRequest
HubMessage: TypeAlias = (
    Welcome | Receipt | Quarantined | Events | TimeBeacon | PackAvailable | Notice | DeviceCommand | Refusal
)
