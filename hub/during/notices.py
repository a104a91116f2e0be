"""What the office told the rooms, and who has read it: read from the record, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from shared.ids import DeviceId, InvigilatorId, RoomId
from shared.protocol.messages import Notice
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.office import NoticeSent
from shared.record.events.room import NoticeRead
from shared.record.facts import Fact


class Reading(Struct, frozen=True, kw_only=True):
    """Somebody put the message away on one tablet."""

    by: InvigilatorId
    room: RoomId | None
    device_id: DeviceId
    at: datetime


class SentNotice(Struct, frozen=True, kw_only=True):
    """A message of the office with who has read it; without ``room`` it went to the whole session."""

    notice: Notice
    room: RoomId | None
    by: str
    at: datetime
    read: tuple[Reading, ...] = ()

    def read_in(self, room: RoomId) -> tuple[Reading, ...]:
        """Who has read it in this room."""
        return tuple(one for one in self.read if one.room == room)


def notices_of(facts: Iterable[Fact]) -> tuple[SentNotice, ...]:
    """Every message of the office among these facts, oldest first, each with its readings."""
    sent: list[tuple[Fact, NoticeSent]] = []
    read: dict[str, list[Reading]] = {}
    for fact in facts:
        envelope = fact.envelope
        match envelope.event:
            case NoticeSent() as event if envelope.device_id == OFFICE_DEVICE:
                sent.append((fact, event))
            case NoticeRead() as event:
                one = Reading(
                    by=envelope.actor,
                    room=envelope.room,
                    device_id=envelope.device_id,
                    at=envelope.occurred_at,
                )
                read.setdefault(event.notice_id, []).append(one)
            case _:
                pass
    return tuple(
        SentNotice(
            notice=Notice(notice_id=event.notice_id, text=event.text, urgent=event.urgent),
            room=fact.envelope.room,
            by=fact.envelope.actor,
            at=fact.envelope.occurred_at,
            read=tuple(read.get(event.notice_id, ())),
        )
        for fact, event in sent
    )


def unread_by(device_id: DeviceId, told: Iterable[SentNotice], room: RoomId | None) -> tuple[Notice, ...]:
    """What went to this room, or with None to the whole session, and wasn't put away on this tablet."""
    return tuple(
        one.notice
        for one in told
        if one.room == room and all(reading.device_id != device_id for reading in one.read)
    )
