"""How fast this machine takes in and folds: the real journal on its real disk, in a bounded amount."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from msgspec import Struct

from hub.before.rules_files import profile_for
from hub.during.ingest import Ingest
from hub.during.live import LiveRegisters
from hub.during.office import Office
from hub.storage.journal import Journal, read_back
from hub.storage.writer import LARGEST_GROUP
from shared.canonical import GENESIS, digest
from shared.plan.candidates import Candidate
from shared.plan.centre import Centre, Room, Seat
from shared.plan.pack import SessionPack
from shared.plan.timetable import Component, Session, Sitting, TimetabledComponent, in_zone
from shared.protocol.signing import SigningKey, VerifyKey, sign_envelope
from shared.record.envelope import Envelope
from shared.record.events.candidate import CandidateMarkedPresent

SESSION: Final = "2024-06-03-AM"
COMPONENT: Final = Component(board="AQA", code="8300/2F", title="Mathematics")
ROOM: Final = "hall"
CANDIDATES: Final = 200
Progress = Callable[[int], None]


class IngestRate(Struct, frozen=True, kw_only=True):
    """How many envelopes, how long, and how often the disk was waited for."""

    envelopes: int
    seconds: float
    commits: int
    per_second: float


class FoldRate(Struct, frozen=True, kw_only=True):
    """Reading a journal back, folding it, and working out the register after one more fact."""

    facts: int
    replay_seconds: float
    fold_seconds: float
    register_ms: float


class Figures(Struct, frozen=True, kw_only=True):
    """What one run measured. ``ratio`` compares its two ways of committing."""

    tablets: int
    grouped: IngestRate
    one_by_one: IngestRate
    ratio: float
    fold: FoldRate


class _Tablet:
    """Signs facts about invented candidates."""

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id
        self.key = SigningKey(secrets.token_bytes(32))

    def write(self, count: int) -> list[str]:
        prev, written = GENESIS, []
        for number in range(1, count + 1):
            event = CandidateMarkedPresent(
                candidate_id=f"{number % CANDIDATES:08d}", component_id=COMPONENT.id, seat=f"A{number}"
            )
            envelope = Envelope(
                device_id=self.device_id,
                device_seq=number,
                prev=prev,
                session=SESSION,
                room=ROOM,
                occurred_at=_start() + timedelta(seconds=number),
                actor="inv-1",
                event=event,
            )
            written.append(sign_envelope(envelope, self.key))
            prev = digest(written[-1])
        return written


class _Approved:
    def __init__(self, tablets: Sequence[_Tablet]) -> None:
        self._keys = {tablet.device_id: tablet.key.public for tablet in tablets}

    def key_of(self, device_id: str) -> VerifyKey | None:
        return self._keys.get(device_id)

    def is_revoked(self, device_id: str) -> bool:
        return device_id not in self._keys


async def measure(folder: Path, *, tablets: int, each: int, progress: Progress) -> Figures:
    """Measure both ways of committing with the same envelopes, then fold what was taken."""
    writers = [_Tablet(f"bench-{number:03d}") for number in range(tablets)]
    pushes = {tablet.device_id: tablet.write(each) for tablet in writers}
    approved = _Approved(writers)
    one_by_one = await _ingest(folder / "one.db", approved, pushes, largest_group=1, progress=progress)
    file = folder / "grouped.db"
    grouped = await _ingest(file, approved, pushes, largest_group=LARGEST_GROUP, progress=progress)
    return Figures(
        tablets=tablets,
        grouped=grouped,
        one_by_one=one_by_one,
        ratio=round(grouped.per_second / one_by_one.per_second, 2),
        fold=await asyncio.to_thread(_fold, file),
    )


async def _ingest(
    file: Path, approved: _Approved, pushes: dict[str, list[str]], *, largest_group: int, progress: Progress
) -> IngestRate:
    """Every tablet pushes one envelope at a time and waits for its receipt, as a morning's ticks come in."""
    journal = _open(file, largest_group)
    try:
        key = SigningKey(secrets.token_bytes(32))
        ingest = Ingest(journal, Office(journal, key), approved, key, _now)

        async def push(device_id: str, written: Sequence[str]) -> None:
            for number, jws in enumerate(written, start=1):
                taken = await ingest.take(device_id, [jws])
                if taken.acked_through != number or taken.quarantined:
                    raise RuntimeError(f"envelope {number} of {device_id} was not taken")
                progress(1)

        commits, began = journal.writer.commits, perf_counter()
        await asyncio.gather(*(push(*item) for item in pushes.items()))
        seconds = perf_counter() - began
        count = sum(map(len, pushes.values()))
        return IngestRate(
            envelopes=count,
            seconds=round(seconds, 3),
            commits=journal.writer.commits - commits,
            per_second=round(count / seconds, 1),
        )
    finally:
        journal.close()


def _fold(file: Path) -> FoldRate:
    journal = _open(file, LARGEST_GROUP)
    try:
        began = perf_counter()
        committed = read_back(journal.rows())
        replayed = perf_counter()
        live = LiveRegisters(journal.journal_id)
        live.publish(_pack())
        live.take(committed[:-1])
        live.register(SESSION)
        folded = perf_counter()
        live.take(committed[-1:])
        live.register(SESSION)
        return FoldRate(
            facts=len(committed),
            replay_seconds=round(replayed - began, 3),
            fold_seconds=round(folded - replayed, 3),
            register_ms=round((perf_counter() - folded) * 1000, 2),
        )
    finally:
        journal.close()


def _open(file: Path, largest_group: int) -> Journal:
    return Journal.open(file, now=_now, draw=secrets.token_bytes, largest_group=largest_group)


def _now() -> datetime:
    return datetime.now(UTC)


def _start() -> datetime:
    return in_zone(datetime(2024, 6, 3, tzinfo=UTC).date(), 9, 0, "Europe/London")


def _pack() -> SessionPack:
    """A hall of two hundred, who all sit one paper."""
    seats = tuple(
        Seat(label=f"{chr(65 + n // 20)}{n % 20 + 1}", row=n % 20, column=n // 20) for n in range(CANDIDATES)
    )
    ids = [f"{number:08d}" for number in range(CANDIDATES)]
    papers = (TimetabledComponent(component=COMPONENT, published_start=_start(), minutes=90),)
    return SessionPack(
        version=1,
        published_at=_start(),
        centre=Centre(number="00000", name="Bench"),
        session=Session(id=SESSION, components=papers),
        rooms=(Room(id=ROOM, name="Hall", rows=20, columns=10, seats=seats),),
        candidates=tuple(Candidate(id=i, number=i[-4:], surname=i) for i in ids),
        sittings=tuple(
            Sitting(candidate_id=i, component_id=COMPONENT.id, room_id=ROOM, seat=seat.label)
            for i, seat in zip(ids, seats, strict=True)
        ),
        invigilators=(),
        rules=profile_for(_start().date()),
        tag_keys={},
    )
