"""The paper fallback: a room's register lies in the folder, whole and fresh, whatever the stick does."""

from __future__ import annotations

import asyncio
import errno
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hub.during.fallback_folder import FallbackFolder, FolderFault
from hub.during.live import LiveRegisters
from hub.during.paper_fallback import INDEX, PaperFallback
from hub.printing import FallbackSheets
from hub.storage.journal import Committed
from shared.canonical import short_digest
from shared.plan.pack import SessionPack
from shared.record.events.candidate import CandidateMarkedAbsent, CandidateMarkedPresent
from tests import factories
from tests.factories import ANNEXE, HALL, SESSION, START, Device, MemoryJournal
from tests.paper_reader import squeezed, text


class Morning:
    """Live registers of one pack, fed from a journal in memory, and a clock that is moved by hand."""

    def __init__(self, folder: Path | None, *, every: timedelta = timedelta(minutes=1)) -> None:
        self.pack: SessionPack = factories.small_pack(8)
        self.journal = MemoryJournal()
        self.live = LiveRegisters(self.journal.journal_id)
        self.live.publish(self.pack)
        self.tablets = {room: Device(f"tab-{room}", room=room) for room in (HALL, ANNEXE)}
        self.now: datetime = START
        self.fallback = PaperFallback(
            self.live,
            FallbackSheets(factories.secret_key("hub").public),
            now=lambda: self.now,
            site=Path(__file__).parent,
            folder=folder,
            every=every,
            again=timedelta(milliseconds=1),
        )

    def mark(self, room: str, *, absent: bool = False) -> str:
        """The next candidate of the room is decided; their number."""
        register = self.live.register(SESSION)
        sitting = next(s for s in register.in_room(room) if s.attendance == "expected")
        kind = CandidateMarkedAbsent if absent else CandidateMarkedPresent
        event = kind(candidate_id=sitting.candidate_id, component_id=sitting.component_id)
        envelope = self.tablets[room].write(event, at=self.now)
        row = self.journal.append(self.tablets[room].written[-1])
        self.live.take([Committed(row=row, envelope=envelope)])
        candidate = self.pack.candidate(sitting.candidate_id)
        assert candidate is not None
        return candidate.number

    def words(self, folder: Path, name: str) -> str:
        return squeezed(text((folder / SESSION / name).read_bytes()))


async def test_every_room_lies_in_the_folder_before_anything_is_recorded(tmp_path: Path) -> None:
    morning = Morning(tmp_path / "stick")
    await morning.fallback.look()
    assert sorted(p.name for p in (tmp_path / "stick" / SESSION).glob("*.pdf")) == [
        INDEX,
        "Annexe.pdf",
        "Main-Hall.pdf",
    ]
    words = morning.words(tmp_path / "stick", "Main-Hall.pdf")
    assert "anemptyjournal" in words
    assert "0present,0absent" in words
    status = morning.fallback.status()
    assert (status.fault, len(status.sheets), status.looked_at) == ("", 2, START)


async def test_the_sheet_says_until_which_fact_it_holds_and_what_is_still_to_be_set(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.mark(HALL)
    morning.mark(HALL, absent=True)
    morning.now = START + timedelta(minutes=14)
    await morning.fallback.look()
    words = morning.words(tmp_path, "Main-Hall.pdf")
    assert "HoldswhatthehubhadonMon3Jun202409:14" in words
    assert f"fact2ofthehub'sjournal,{squeezed(short_digest(morning.journal.head))}" in words
    assert "1present,1absent,transferredorwithdrawn,4notset" in words
    assert "1of6" in morning.words(tmp_path, INDEX)


async def test_only_the_room_that_changed_is_written_again_and_three_earlier_ones_are_kept(
    tmp_path: Path,
) -> None:
    morning = Morning(tmp_path)
    await morning.fallback.look()
    annexe = (tmp_path / SESSION / "Annexe.pdf").stat().st_mtime_ns
    for minute in range(1, 6):
        morning.mark(HALL)
        morning.now = START + timedelta(minutes=minute)
        await morning.fallback.look()
    assert (tmp_path / SESSION / "Annexe.pdf").stat().st_mtime_ns == annexe
    earlier = sorted(p.name for p in (tmp_path / SESSION / "earlier").glob("Main-Hall_*.pdf"))
    assert earlier == [f"Main-Hall_{n:07d}_080{n}00.pdf" for n in (3, 4, 5)]
    newest = tmp_path / SESSION / "earlier" / earlier[-1]
    assert newest.read_bytes() == (tmp_path / SESSION / "Main-Hall.pdf").read_bytes()
    await morning.fallback.look()
    assert sorted(p.name for p in (tmp_path / SESSION / "earlier").glob("Main-Hall_*.pdf")) == earlier


async def test_a_stick_that_is_pulled_out_is_told_and_written_from_scratch_when_it_is_back(
    tmp_path: Path,
) -> None:
    (tmp_path / "usb").mkdir()
    stick = tmp_path / "usb" / "exams"
    morning = Morning(stick)
    await morning.fallback.look()
    (tmp_path / "usb").rename(tmp_path / "in a pocket")
    morning.mark(ANNEXE)
    await morning.fallback.look()
    status = morning.fallback.status()
    assert "is not there: plug the stick in again" in status.fault
    assert (status.since, status.free_bytes) == (START, None)
    assert not (tmp_path / "usb").exists(), "the place where a stick was is not made on the wrong disk"
    (tmp_path / "usb").mkdir()
    await morning.fallback.look()
    assert morning.fallback.status().fault == ""
    assert "1present" in morning.words(stick, "Annexe.pdf")
    assert (stick / SESSION / "Main-Hall.pdf").is_file(), "another stick has everything, not only news"


async def test_a_file_that_somebody_deleted_is_written_again(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    await morning.fallback.look()
    (tmp_path / SESSION / "Annexe.pdf").unlink()
    await morning.fallback.look()
    assert (tmp_path / SESSION / "Annexe.pdf").is_file()


async def test_another_day_s_session_stays_away_from_the_stick(tmp_path: Path) -> None:
    morning = Morning(tmp_path)
    morning.now = START + timedelta(days=1)
    await morning.fallback.look()
    assert not (tmp_path / SESSION).exists()


async def test_it_follows_the_record_by_itself_until_it_is_stopped(tmp_path: Path) -> None:
    morning = Morning(tmp_path / "stick", every=timedelta(milliseconds=5))
    stopping = asyncio.Event()
    with morning.fallback.watchers.watching("") as looked:
        running = asyncio.create_task(morning.fallback.run(stopping))
        await asyncio.wait_for(looked.wait(), 20)
        morning.mark(HALL)
        while morning.fallback.status().sheets[-1].mark.seq < 1:
            await asyncio.wait_for(looked.wait(), 20)
    stopping.set()
    await asyncio.wait_for(running, 20)
    assert "1present" in morning.words(tmp_path / "stick", "Main-Hall.pdf")


async def test_the_folder_can_be_chosen_and_given_up_while_it_runs(tmp_path: Path) -> None:
    morning = Morning(None)
    await morning.fallback.look()
    assert morning.fallback.status().folder == ""
    await morning.fallback.use(tmp_path / "a")
    await morning.fallback.use(tmp_path / "b")
    await morning.fallback.use(None)
    morning.mark(HALL)
    await morning.fallback.look()
    assert morning.words(tmp_path / "a", "Main-Hall.pdf") == morning.words(tmp_path / "b", "Main-Hall.pdf")
    assert morning.fallback.status().sheets == ()


def test_a_half_written_file_never_takes_the_place_of_a_whole_one(tmp_path: Path) -> None:
    """The disk is full in the middle: a limit on the size of files stands for it."""
    resource = pytest.importorskip("resource")
    folder = FallbackFolder(tmp_path)
    folder.write(SESSION, "Hall.pdf", "0000001_080000", b"whole" * 100)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal = pytest.importorskip("signal")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        with pytest.raises(FolderFault):
            folder.write(SESSION, "Hall.pdf", "0000002_080100", b"larger" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert (tmp_path / SESSION / "Hall.pdf").read_bytes() == b"whole" * 100
    assert [p.name for p in tmp_path.rglob("*.part")] == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("ENOSPC", "is full"),
        ("EROFS", "can only be read"),
        ("EACCES", "may not be written"),
        ("EIO", "another stick"),
    ],
)
def test_each_fault_says_what_to_do(
    number: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object, *_: object, **__: object) -> None:
        raise OSError(getattr(errno, number), os.strerror(getattr(errno, number)))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FolderFault, match=told):
        FallbackFolder(tmp_path / "stick").open()
