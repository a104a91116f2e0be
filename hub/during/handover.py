"""Records that come without a network: codes read from a tablet's screen, taken in that tablet's name."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from hub.during.devices import Devices
from hub.during.ingest import Ingest, NotItsOwnError, Taken
from shared.protocol.handover import Collection, Handover, HandoverError, read_part
from shared.protocol.messages import PUSH_BATCH, Quarantined

MOST_SERIES: Final = 12
"""Read at the same time. The one that was touched longest ago gives way."""


class SeriesRead(Struct, frozen=True, kw_only=True):
    """How far a series has been read."""

    series: str
    read: int
    total: int
    missing: tuple[int, ...]


class Delivery(Struct, frozen=True, kw_only=True):
    """What became of the records that somebody brought for ``device_id``.

    ``missing_from`` to ``missing_to`` are records before them that the hub doesn't have: the tablet still
    does, and can show them. ``receipt`` is the hub's signed receipt, to be shown to the tablet.
    """

    device_id: str
    name: str
    offered: int
    acked_through: int
    receipt: str
    quarantined: tuple[Quarantined, ...] = ()
    missing_from: int | None = None
    missing_to: int | None = None


class HandoverDesk:
    """Takes codes in any order, and records from whoever carries them. May be asked from any thread."""

    def __init__(self, ingest: Ingest, devices: Devices) -> None:
        self._ingest = ingest
        self._devices = devices
        self._lock = threading.Lock()
        self._reading: OrderedDict[str, Collection] = OrderedDict()
        self._delivered: OrderedDict[str, Delivery] = OrderedDict()

    def read(self, text: str) -> SeriesRead:
        """Take one code. Raises HandoverError with the words for whoever holds it up."""
        part = read_part(text)
        with self._lock:
            held = self._reading.get(part.series)
            if held is None:
                held = Collection(part)
                self._reading[part.series] = held
                while len(self._reading) > MOST_SERIES:
                    self._reading.popitem(last=False)
            else:
                held.take(part)
            self._reading.move_to_end(part.series)
            return _progress(held)

    def reading(self) -> tuple[SeriesRead, ...]:
        """The series of which codes are still missing, the newest first."""
        with self._lock:
            return tuple(_progress(held) for held in reversed(self._reading.values()) if not held.is_whole)

    def delivered(self) -> tuple[Delivery, ...]:
        """What came in this way since the hub started, the newest first: one line a tablet."""
        with self._lock:
            return tuple(reversed(self._delivered.values()))

    def forget(self, series: str) -> None:
        """Begin a series anew: what was read of it is dropped; the tablet still has everything."""
        with self._lock:
            self._reading.pop(series, None)

    def whole(self) -> tuple[Handover, ...]:
        """Series that are read and not taken yet. One that is false is dropped. Raises HandoverError."""
        with self._lock:
            ready = [held for held in self._reading.values() if held.is_whole]
            found: list[Handover] = []
            for held in ready:
                try:
                    found.append(held.open())
                except HandoverError:
                    del self._reading[held.series]
                    raise
            return tuple(found)

    async def take_whole(self, actor: str) -> tuple[Delivery, ...]:
        """Take every series that is read. Raises HandoverError or StorageError."""
        done = []
        for handover in self.whole():
            try:
                delivery = await self.take(handover.device_id, handover.envelopes, carrier="", actor=actor)
            except HandoverError:
                self.forget(handover.series)
                raise
            self.forget(handover.series)
            done.append(delivery)
        return tuple(done)

    async def take(self, device_id: str, envelopes: Sequence[str], *, carrier: str, actor: str) -> Delivery:
        """Take envelopes of ``device_id`` that ``carrier`` brought. Raises HandoverError or StorageError."""
        name = next((d.name for d in self._devices.all() if d.device_id == device_id), device_id)
        quarantined: list[Quarantined] = []
        taken: Taken | None = None
        gap: int | None = None
        for batch in _batches(envelopes):
            try:
                taken, gap = await self._ingest.take_carried(device_id, batch, carrier=carrier, actor=actor)
            except NotItsOwnError as error:
                raise HandoverError(str(error)) from error
            quarantined += taken.quarantined
            self._devices.board.pushed(device_id, taken.acked_through, taken.last)
            if gap is not None:
                break
        if taken is None:
            raise HandoverError("These codes hold no records.")
        first = taken.last.device_seq - len(batch) + 1 if taken.last and gap is not None else None
        delivery = Delivery(
            device_id=device_id,
            name=name,
            offered=len(envelopes),
            acked_through=taken.acked_through,
            receipt=taken.receipt.signed,
            quarantined=tuple(quarantined),
            missing_from=gap,
            missing_to=None if first is None else first - 1,
        )
        with self._lock:
            self._delivered.pop(device_id, None)
            self._delivered[device_id] = delivery
        return delivery


def _progress(held: Collection) -> SeriesRead:
    return SeriesRead(series=held.series, read=held.read, total=held.total, missing=held.missing)


def _batches(envelopes: Sequence[str]) -> Iterable[Sequence[str]]:
    return (envelopes[start : start + PUSH_BATCH] for start in range(0, len(envelopes), PUSH_BATCH))
