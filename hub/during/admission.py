"""What happens to each envelope of a push: taken, known already, quarantined, or asked for again.

Facts are never refused. An envelope that is authentic and readable is taken, once. What is not goes into
quarantine with its bytes and counts as received, so that no tablet sends it for ever, and what follows it is
taken all the same. An envelope that follows a gap waits: the receipt stops before the gap, the tablet
sends again from there. Where the same gap is offered ``GAP_PATIENCE`` times, the tablet has lost what is
missing: that is put on record, and what it does have is taken.

One device's chain holds through quarantine: ``prev`` of the next envelope is the digest of the row before
it, or ``code_digest`` of the ``RecordQuarantined`` that stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from hub.during.office import HUB_ACTOR, SITE, Office
from hub.storage.journal import Entry, JournalUnit, QuarantineRecord, Tail
from shared.canonical import digest
from shared.protocol.messages import PUSH_BATCH, Quarantined
from shared.record.events.office import QuarantineReason, RecordQuarantined

GAP_PATIENCE: Final = 3
MOST_WORDS: Final = 300
MOST_QUARANTINED: Final = 2000
"""Of one tablet. One that sends nothing but rubbish must not fill the hub's disk."""


class QuarantineFullError(Exception):
    """The tablet sent more rubbish than any fault explains; the push was not taken."""


class Suspect(Struct, frozen=True, kw_only=True):
    """Bytes that are not authentic or not readable; number and session only as they claim it."""

    data: str
    reason: QuarantineReason
    detail: str
    device_seq: int | None = None
    session: str = ""
    room: str | None = None


Offered = Entry | Suspect


class Admission(Struct, frozen=True, kw_only=True):
    """What became of a push. ``gap_at`` is the first number that is missing, where one is."""

    acked_through: int
    hub_seq: int
    row_hash: str
    quarantined: tuple[Quarantined, ...]
    gap_at: int | None = None


class Desk:
    """Admits one push of one device within one transaction."""

    def __init__(self, unit: JournalUnit, office: Office, device_id: str) -> None:
        self._unit = unit
        self._office = office
        self._device_id = device_id
        self._tail = unit.tail(device_id)
        self._quarantined: list[Quarantined] = []
        self._gap_at: int | None = None

    def admit(self, offered: Sequence[Offered], *, gap_is_loss: bool) -> Admission:
        """Go through the push in the tablet's order."""
        before = self._tail
        for number, item in zip(numbers(offered, before.received_through + 1), offered, strict=True):
            if number > self._tail.received_through + 1:
                if not gap_is_loss:
                    self._gap_at = self._tail.received_through + 1
                    break
                self._record_loss(number, item)
            self._admit(number, item)
        if self._tail != before:
            self._unit.move_tail(self._device_id, self._tail)
        return Admission(
            acked_through=self._tail.received_through,
            hub_seq=self._unit.head_seq,
            row_hash=self._unit.head_hash,
            quarantined=tuple(self._quarantined),
            gap_at=self._gap_at,
        )

    def _admit(self, number: int, item: Offered) -> None:
        if isinstance(item, Suspect):
            self._quarantine(number, item)
            self._advance(number, "")
            return
        link = digest(item.jws)
        known = self._unit.taken(self._device_id, number)
        if known is None and self._follows(number, item):
            self._unit.add(item)
        elif known is None:
            self._quarantine_entry(number, item, "it does not follow from the envelope before it")
        elif known != link:
            self._quarantine_entry(number, item, "another envelope with this number was taken before")
        self._advance(number, link)

    def _follows(self, number: int, item: Entry) -> bool:
        # A number below the tail that is free was quarantined earlier; its true envelope is welcome late.
        is_next = number == self._tail.received_through + 1
        return not is_next or self._tail.link in ("", item.envelope.prev)

    def _advance(self, number: int, link: str) -> None:
        if number == self._tail.received_through + 1:
            self._tail = Tail(received_through=number, link=link)

    def _quarantine_entry(self, number: int, item: Entry, detail: str) -> None:
        envelope = item.envelope
        suspect = Suspect(
            data=item.jws,
            reason="broken_chain",
            detail=detail,
            session=envelope.session,
            room=envelope.room,
        )
        self._quarantine(number, suspect)

    def _quarantine(self, number: int, item: Suspect) -> None:
        data = item.data.encode("utf-8", "surrogatepass")
        code = digest(data)
        if self._unit.quarantined_of(self._device_id) >= MOST_QUARANTINED:
            raise QuarantineFullError(
                f"{MOST_QUARANTINED} records of this tablet are in quarantine: nothing more of it is taken. "
                "Use another tablet, and show this one to the exams office"
            )
        fresh = self._unit.quarantine(
            QuarantineRecord(
                quarantine_id=code,
                device_id=self._device_id,
                device_seq=number,
                session=item.session,
                reason=item.reason,
                detail=item.detail,
                received_at=self._unit.now,
                data=data,
            )
        )
        detail = f"envelope {number}: {item.detail}"
        self._quarantined.append(Quarantined(device_seq=number, reason=item.reason, detail=detail))
        if fresh:
            self._tell(item, code, code, detail)

    def _record_loss(self, number: int, item: Offered) -> None:
        first, last = self._tail.received_through + 1, number - 1
        which = f"envelope {first}" if first == last else f"envelopes {first} to {last}"
        detail = f"{which} never arrived: the tablet no longer has {'it' if first == last else 'them'}"
        lost = Suspect(
            data="",
            reason="broken_chain",
            detail=detail,
            session=item.session if isinstance(item, Suspect) else item.envelope.session,
            room=item.room if isinstance(item, Suspect) else item.envelope.room,
        )
        self._tell(lost, digest(f"{self._device_id}:{first}-{last}"), "", detail)
        self._tail = Tail(received_through=last, link="")

    def _tell(self, item: Suspect, quarantine_id: str, code: str, detail: str) -> None:
        event = RecordQuarantined(
            quarantine_id=quarantine_id,
            device_id=self._device_id,
            reason=item.reason,
            detail=detail[:MOST_WORDS],
            code_digest=code,
        )
        # What suspect bytes claim must not make the hub's own envelope too large to be read.
        room = item.room if item.room is not None and len(item.room) <= MOST_WORDS else None
        session = item.session if len(item.session) <= MOST_WORDS else SITE
        self._office.write(self._unit, session, event, actor=HUB_ACTOR, room=room)


def numbers(offered: Sequence[Offered], expected: int) -> list[int]:
    """The number of each envelope of a push.

    A push is in the tablet's order and without gaps, so an authentic neighbour's number tells an unreadable
    one's. Its own claim counts only where nothing authentic stands beside it, and only near the expected.
    """
    authentic = [None if isinstance(item, Suspect) else item.envelope.device_seq for item in offered]
    anchor = next((number - i for i, number in enumerate(authentic) if number is not None), None)
    if anchor is None:
        claims = [item.device_seq for item in offered if isinstance(item, Suspect)]
        credible = range(1, expected + PUSH_BATCH)
        anchor = next((n - i for i, n in enumerate(claims) if n is not None and n in credible), expected)
    found: list[int] = []
    for number in authentic:
        found.append(number if number is not None else (found[-1] + 1 if found else max(1, anchor)))
    return found
