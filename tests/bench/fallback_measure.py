"""What the paper registers cost: how long a tablet waits for its receipt with them off, on, and on at once.

    python -m tests.bench.fallback_measure [--rooms 20] [--each 30]

Each tablet pushes one fact at a time, as a register is taken. "On" writes as the hub does, once in a while;
"without rest" writes every changed room again and again, which the hub never does: the worst there can be.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Final, Literal

import msgspec

from hub.during.ingest import Ingest
from hub.during.live import LiveRegisters
from hub.during.office import Office
from hub.during.paper_fallback import PaperFallback
from hub.printing import FallbackSheets
from hub.storage.journal import Journal
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.protocol.signing import VerifyKey
from shared.record.events.candidate import CandidateMarkedPresent
from tests import factories
from tests.factories import MATHS, START, Device

Mode = Literal["off", "on", "without rest"]
IN_A_ROOM: Final = 30
PAUSES: Final[dict[Mode, timedelta]] = {"on": timedelta(seconds=1), "without rest": timedelta(milliseconds=1)}


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """How long a push took, in milliseconds, and how many sheets were drawn meanwhile."""

    median_ms: float
    p95_ms: float
    worst_ms: float
    sheets: int


class _Approved:
    def __init__(self, tablets: Sequence[Device]) -> None:
        self._keys = {tablet.device_id: tablet.key.public for tablet in tablets}

    def key_of(self, device_id: str) -> VerifyKey | None:
        return self._keys.get(device_id)

    def is_revoked(self, device_id: str) -> bool:
        return device_id not in self._keys


class _Counting(FallbackSheets):
    drawn = 0

    def register(self, *given, **named):  # type: ignore[no-untyped-def]
        self.drawn += 1
        return super().register(*given, **named)


def many_rooms(rooms: int) -> SessionPack:
    """So many rooms with thirty candidates each, who all sit one paper."""
    small = factories.small_pack(0)
    places = tuple(factories.room(f"room-{n}", f"Room {n}") for n in range(rooms))
    people, sittings = [], []
    for number in range(rooms * IN_A_ROOM):
        place = places[number // IN_A_ROOM]
        person = Candidate(
            id=factories.candidate_id(number + 1), number=f"{number + 1:04d}", surname=f"Candidate {number}"
        )
        people.append(person)
        seat = place.seats[number % IN_A_ROOM].label
        sittings.append(Sitting(candidate_id=person.id, component_id=MATHS, room_id=place.id, seat=seat))
    pack = msgspec.structs.replace(
        small, rooms=places, candidates=tuple(people), sittings=tuple(sittings), published_hash=""
    )
    return msgspec.structs.replace(pack, published_hash=pack.content_hash)


async def measure(folder: Path, mode: Mode, *, rooms: int, each: int) -> Waits:
    """One morning's ticks of all rooms at once."""
    pack = many_rooms(rooms)
    journal = Journal.open(folder / "journal.db", now=lambda: START, draw=lambda n: bytes(n))
    live = LiveRegisters(journal.journal_id)
    live.publish(pack)
    journal.follow(live.take)
    tablets = [Device(f"tab-{place.id}", room=place.id) for place in pack.rooms]
    for tablet in tablets:
        for sitting in pack.sittings_in(tablet.room or "")[:each]:
            tablet.write(CandidateMarkedPresent(candidate_id=sitting.candidate_id, component_id=MATHS))
    key = factories.secret_key("hub")
    ingest = Ingest(journal, Office(journal, key), _Approved(tablets), key, lambda: START)
    sheets, stopping = _Counting(key.public), asyncio.Event()
    running: asyncio.Task[None] | None = None
    if mode != "off":
        fallback = PaperFallback(
            live, sheets, now=lambda: START, site=folder, folder=folder / "stick", every=PAUSES[mode]
        )
        running = asyncio.create_task(fallback.run(stopping))
    waits: list[float] = []

    async def push(tablet: Device) -> None:
        for jws in tablet.written:
            began = perf_counter()
            await ingest.take(tablet.device_id, [jws])
            waits.append((perf_counter() - began) * 1000)

    try:
        await asyncio.gather(*map(push, tablets))
    finally:
        stopping.set()
        if running is not None:
            await running
        journal.close()
    ranked = statistics.quantiles(waits, n=20)
    return Waits(
        median_ms=round(statistics.median(waits), 2),
        p95_ms=round(ranked[-1], 2),
        worst_ms=round(max(waits), 2),
        sheets=sheets.drawn,
    )


async def measure_all(*, rooms: int, each: int) -> dict[Mode, Waits]:
    """The three ways, each on a journal of its own."""
    found: dict[Mode, Waits] = {}
    modes: tuple[Mode, ...] = ("off", "on", "without rest")
    for mode in modes:
        with tempfile.TemporaryDirectory(prefix="examday-bench-") as place:
            found[mode] = await measure(Path(place), mode, rooms=rooms, each=each)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="What the paper registers cost.")
    parser.add_argument("--rooms", type=int, default=20)
    parser.add_argument("--each", type=int, default=IN_A_ROOM)
    given = parser.parse_args()
    for mode, waits in asyncio.run(measure_all(rooms=given.rooms, each=given.each)).items():
        print(
            f"{mode:13} median {waits.median_ms:7.2f} ms  p95 {waits.p95_ms:7.2f} ms  "
            f"worst {waits.worst_ms:7.2f} ms  {waits.sheets} sheets"
        )


if __name__ == "__main__":
    main()
