"""The short queue of what needs a person: unanswered calls first, then what is wrong, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from hub.after.in_the_building import SlotWarning
from hub.web.office.during.officers import Acknowledged
from hub.web.office.wording import DISCREPANCY_ADVICE, DISCREPANCY_TITLES, HELP_TITLES, Names
from shared.ids import EnvelopeId, RoomId
from shared.record.incident_log import HelpCall
from shared.record.register import Discrepancy, DiscrepancyKind, Register

URGENT = frozenset(
    {
        DiscrepancyKind.ATTENDANCE_CONTRADICTED,
        DiscrepancyKind.TWO_PLACES,
        DiscrepancyKind.SEAT_TAKEN_TWICE,
        DiscrepancyKind.IDENTITY_MISMATCH,
        DiscrepancyKind.IDENTITY_PENDING,
        DiscrepancyKind.PACKET_MISMATCH,
        DiscrepancyKind.PRESENT_WITHOUT_SCRIPT,
    }
)
_TWO_PLACES: Final = "recorded as sitting in "
_APPEARS_AT_FINISH = (DiscrepancyKind.PRESENT_WITHOUT_SCRIPT, DiscrepancyKind.ATTENDANCE_NOT_SET)


class PendingDevice(Struct, frozen=True, kw_only=True):
    """A tablet that waits for approval; its times are real, not those of a rehearsal."""

    device_id: str
    name: str
    code: str


class QueueItem(Struct, frozen=True, kw_only=True):
    """One thing that waits. ``since`` is when the last fact about it happened; None for a tablet.

    ``answered_by`` told the room that somebody is on the way; ``looking`` have the question open just now.
    """

    kind: Literal["help", "discrepancy", "tablet", "device", "slot"]
    id: str
    title: str
    detail: str
    advice: str
    people: tuple[str, ...] = ()
    room: RoomId | None = None
    rooms: tuple[RoomId, ...] = ()
    room_name: str = ""
    seat: str = ""
    since: datetime | None = None
    urgent: bool = False
    acknowledged: bool = False
    answered_by: str = ""
    answered_at: datetime | None = None
    looking: tuple[str, ...] = ()


def waiting(
    register: Register,
    names: Names,
    when: dict[EnvelopeId, datetime],
    devices: Iterable[PendingDevice] = (),
    *,
    answered: Mapping[str, Acknowledged] = MappingProxyType({}),
    looking: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[QueueItem, ...]:
    """Everything that waits, in the order of its need; ``when`` tells the moment of each fact."""
    items = (
        *(
            _call(call, names, answered.get(call.help_id))
            for call in register.help_calls
            if call.closed_at is None
        ),
        *(_discrepancy(d, register, names, when) for d in register.open_discrepancies),
        *(_device(device) for device in devices),
    )
    return by_need(replace(item, looking=looking.get(item.id, ())) for item in items)


def by_need(items: Iterable[QueueItem]) -> tuple[QueueItem, ...]:
    """An unanswered call first, then what is wrong in a room, a courier, what somebody sees to, the rest.

    Within each the oldest first, as on the page of tasks.
    """
    return tuple(sorted(items, key=order_of))


def order_of(item: QueueItem) -> tuple[int, bool, float, str]:
    """The place of an item among others, those of another session too."""
    return (_need(item), item.since is None, item.since.timestamp() if item.since else 0.0, item.id)


def _need(item: QueueItem) -> int:
    if item.kind == "help":
        return 3 if item.acknowledged else 0
    if item.kind == "slot":
        return 2
    if item.kind in ("tablet", "device"):
        return 5 if item.kind == "tablet" else 6
    return 1 if item.urgent else 4


def opened_at(
    discrepancy: Discrepancy, register: Register, when: dict[EnvelopeId, datetime]
) -> datetime | None:
    """When it began to wait: its last fact, or the end of the paper where that brought it to light."""
    moments = [when[fact] for fact in discrepancy.evidence if fact in when]
    if discrepancy.kind in _APPEARS_AT_FINISH and discrepancy.room and discrepancy.component_id:
        finished = register.room(discrepancy.room).finished_at.get(discrepancy.component_id)
        moments += [finished] if finished else []
    return max(moments, default=None)


def slot_items(warnings: Iterable[SlotWarning]) -> tuple[QueueItem, ...]:
    """A courier who is near, or waits already, while scripts for it aren't ready."""
    return tuple(
        QueueItem(
            kind="slot",
            id=warning.booking.booking_id,
            title="The courier is near" if warning.minutes > 0 else "The courier's slot has begun",
            detail=f"{warning.booking.board}: {'; '.join(warning.what)}",
            advice="Seal and pack what is left, or change the slot.",
            room_name="Exams office",
            since=warning.booking.slot_from,
            urgent=True,
        )
        for warning in warnings
    )


def _call(call: HelpCall, names: Names, answered: Acknowledged | None) -> QueueItem:
    return QueueItem(
        kind="help",
        id=call.help_id,
        title=HELP_TITLES.get(call.kind, "Help wanted"),
        detail=call.note,
        advice="Somebody is on the way." if call.acknowledged_at else "Tell the room that somebody comes.",
        room=call.room,
        rooms=(call.room,) if call.room else (),
        room_name=names.room(call.room),
        since=call.asked_at,
        urgent=call.acknowledged_at is None,
        acknowledged=call.acknowledged_at is not None,
        answered_by=answered.by if answered else "",
        answered_at=call.acknowledged_at,
    )


def _discrepancy(
    discrepancy: Discrepancy, register: Register, names: Names, when: dict[EnvelopeId, datetime]
) -> QueueItem:
    return QueueItem(
        kind="discrepancy",
        id=discrepancy.id,
        title=DISCREPANCY_TITLES[discrepancy.kind],
        detail=detail_in_words(discrepancy, names),
        advice=DISCREPANCY_ADVICE[discrepancy.kind],
        people=tuple(names.numbered(c) for c in discrepancy.candidate_ids),
        room=discrepancy.room,
        rooms=rooms_concerned(discrepancy, names),
        room_name=" and ".join(names.room(r) for r in rooms_concerned(discrepancy, names))
        or names.room(None),
        seat=discrepancy.seat or "" if len(rooms_concerned(discrepancy, names)) < 2 else "",
        since=opened_at(discrepancy, register, when),
        urgent=discrepancy.kind in URGENT,
    )


def rooms_concerned(discrepancy: Discrepancy, names: Names) -> tuple[RoomId, ...]:
    """Where it has to be looked at: both rooms of a candidate who is recorded in two (never only one)."""
    if discrepancy.kind is DiscrepancyKind.TWO_PLACES:
        told = discrepancy.detail.removeprefix(_TWO_PLACES).split(" and ")
        rooms = tuple(room for room in told if names.knows_room(room))
        if len(rooms) > 1:
            return rooms
    return (discrepancy.room,) if discrepancy.room else ()


def detail_in_words(discrepancy: Discrepancy, names: Names) -> str:
    """The discrepancy's own words, with the component it is about and rooms by their names."""
    about = f"{names.paper(discrepancy.component_id)}: " if discrepancy.component_id else ""
    if discrepancy.kind is DiscrepancyKind.TWO_PLACES:
        rooms = rooms_concerned(discrepancy, names)
        return f"{about}{_TWO_PLACES}{' and '.join(names.room(r) for r in rooms)}"
    return f"{about}{discrepancy.detail}"


def _device(device: PendingDevice) -> QueueItem:
    return QueueItem(
        kind="device",
        id=device.device_id,
        title="Tablet waits for approval",
        detail=f"{device.name} shows code {device.code}",
        advice="Compare the code with the tablet's screen.",
    )
