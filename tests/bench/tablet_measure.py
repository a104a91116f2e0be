"""``python -m tests.bench.tablet_measure``: how quick the tablet is, and which tags it still reads.

Real parts throughout: pictures decoded by zxing-cpp, signatures checked, facts committed to SQLite with
synchronous=FULL, the register folded, view-models asked. What the screen adds is measured by the UI's bench.
The figures in docs/quality.md come from here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import zxingcpp
from msgspec import Struct, to_builtins
from PIL import Image

from kiosk_app.desk import RoomDesk
from kiosk_app.scanner.decoder import decode
from kiosk_app.sealed import write_whole
from kiosk_app.shelf import PackCache
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.room import RoomViewModel
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance, CandidateLeftRoom
from tests.bench.degraded_tags import KINDS, degraded_tags, on_desk, printed, tag_text
from tests.factories import HALL, PIN, SESSION, candidate_id, small_pack

ROOT = Path(__file__).parents[2]


class Spread(Struct, frozen=True, kw_only=True):
    """Milliseconds."""

    median: float
    p95: float
    of: int


class DecodeRate(Struct, frozen=True, kw_only=True):
    """How many pictures of a kind were read: by one look of zxing-cpp, and by our decoder."""

    kind: str
    pictures: int
    single: int
    ours: int


def _disk() -> Path:
    """Where a real disk is behind: what the system keeps in memory says nothing of a commit."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    return folder


def spread(seconds: list[float]) -> Spread:
    """Median and 95th percentile."""
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return Spread(median=round(median(seconds) * 1000, 1), p95=round(p95 * 1000, 1), of=len(seconds))


@contextmanager
def opened(pack: SessionPack) -> Iterator[Tablet]:
    """A tablet of its own on the machine's disk, with this pack."""
    with tempfile.TemporaryDirectory(prefix="examday-bench-", dir=_disk()) as folder:
        tablet = Tablet.open(Path(folder), name="bench", is_discovering=False)
        try:
            tablet.adopt_pack(pack)
            yield tablet
        finally:
            tablet.close()


def frame_to_green(times: int) -> dict[str, Spread]:
    """A frame in memory until the view-model says that the candidate is present, step by step."""
    pack = small_pack(max(times, 8) + max(times, 8) // 3 + 2)
    steps: dict[str, list[float]] = {"decoded": [], "checked": [], "committed": [], "all": []}
    with opened(pack) as tablet:
        desk = tablet.open_room(SESSION, HALL)
        assert desk.sign_in("inv-1", PIN)
        room = RoomViewModel(desk)
        here = {s.candidate_id for s in pack.sittings_in(HALL)}
        numbers = [n for n in range(1, len(pack.candidates) + 1) if candidate_id(n) in here][:times]
        for number in numbers:
            frame = camera_frame(number)
            began = perf_counter()
            code = decode(frame)
            decoded = perf_counter()
            assert code is not None
            card = room.scan.scan(code)
            checked = perf_counter()
            assert isinstance(card, CardViewModel)
            card.confirm()
            present = room.book.sitting(card.key).attendance
            done = perf_counter()
            assert present is Attendance.PRESENT
            steps["decoded"].append(decoded - began)
            steps["checked"].append(checked - decoded)
            steps["committed"].append(done - checked)
            steps["all"].append(done - began)
        room.close()
    return {name: spread(seconds) for name, seconds in steps.items()}


def camera_frame(number: int) -> Image.Image:
    """A tag on a desk as a good camera sees it."""
    picture = on_desk(printed(tag_text(number), 250), random.Random(number))
    return Image.fromarray(picture).convert("RGB")


def decode_rates(each: int) -> tuple[list[DecodeRate], Spread, Spread, int]:
    """Rates by kind, our time and zxing-cpp's on the same frames, and how many were read wrongly."""
    pictures, single, ours = Counter[str](), Counter[str](), Counter[str]()
    our_seconds, single_seconds, wrong = [], [], 0
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for kind, _level, text, picture in degraded_tags(each):
        began = perf_counter()
        read = decode(picture)
        our_seconds.append(perf_counter() - began)
        began = perf_counter()
        found = zxingcpp.read_barcodes(picture, formats=formats)
        single_seconds.append(perf_counter() - began)
        pictures[kind] += 1
        ours[kind] += read == text
        single[kind] += bool(found) and found[0].text == text
        wrong += read is not None and read != text
    rates = [DecodeRate(kind=k, pictures=pictures[k], single=single[k], ours=ours[k]) for k in KINDS]
    return rates, spread(our_seconds), spread(single_seconds), wrong


def record_latency(facts: int, times: int = 50) -> dict[str, Spread]:
    """``record()`` with a nearly empty journal, and with one that holds ``facts``; and opening the latter."""
    pack = small_pack(120)
    with opened(pack) as tablet:
        desk = tablet.open_room(SESSION, HALL)
        assert desk.sign_in("inv-1", PIN)
        people = [s.candidate_id for s in pack.sittings_in(HALL)]
        fresh = [_timed_record(desk, people[n % len(people)]) for n in range(times)]
        for n in range(facts - times):
            _timed_record(desk, people[n % len(people)])
        full = [_timed_record(desk, people[n % len(people)]) for n in range(times)]
        began = perf_counter()
        tablet.open_room(SESSION, HALL).register()
        reopened = perf_counter() - began
    return {"fresh": spread(fresh), f"after {facts}": spread(full), "room opened again": spread([reopened])}


def _timed_record(desk: RoomDesk, who: str) -> float:
    began = perf_counter()
    desk.record(CandidateLeftRoom(candidate_id=who, escort="inv-2"))
    return perf_counter() - began


def cold_starts(times: int) -> Spread:
    """A new process until its first usable view-model: imports, journal, pack, register."""
    with opened(small_pack(120)) as tablet:
        home = tablet.home
        tablet.close()
        seconds = []
        for _ in range(times):
            began = perf_counter()
            subprocess.run(
                [sys.executable, "-m", "tests.bench.tablet_cold_start", str(home)], cwd=ROOT, check=True
            )
            seconds.append(perf_counter() - began)
        tablet._begin()
    return spread(seconds)


def exam_memory(candidates: int, hours: float) -> dict[str, float]:
    """Resident memory of a process before and after a simulated exam; see tests.bench.tablet_exam."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.tablet_exam", str(candidates), str(hours)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def sealing_cost(photos: int = 120, size: int = 30_000) -> dict[str, Spread]:
    """Writing and reading photos sealed, against the same bytes in the clear."""
    data = [random.Random(n).randbytes(size) for n in range(photos)]
    with tempfile.TemporaryDirectory(prefix="examday-bench-", dir=_disk()) as folder:
        home = Path(folder)
        shelf = PackCache(home)
        names = [hashlib.sha256(one).hexdigest() for one in data]
        both = list(zip(names, data, strict=True))
        sealed_write = [_timed(partial(shelf.keep_photo, name, one)) for name, one in both]
        plain_write = [_timed(partial(write_whole, home / name, one)) for name, one in both]
        sealed_read = [_timed(partial(shelf.photo, name)) for name in names]
        plain_read = [_timed((home / name).read_bytes) for name in names]
    return {
        "photo written sealed": spread(sealed_write),
        "photo written plain": spread(plain_write),
        "photo read sealed": spread(sealed_read),
        "photo read plain": spread(plain_read),
    }


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the tablet without its screen.")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    asked = parser.parse_args()
    part = 10 if asked.quick else 1
    figures: dict[str, object] = {}
    print("A frame until the view-model says present (ms: median, p95)")
    figures["frame_to_green"] = _told(frame_to_green(100 // part))
    rates, ours, single, wrong = decode_rates(20 // part)
    print("\nDegraded tags: read by one look of zxing-cpp / by the tablet")
    for rate in rates:
        print(f"  {rate.kind:<16}{rate.single:>5} {rate.ours:>5}  of {rate.pictures}")
    total = sum(r.pictures for r in rates)
    print(f"  all             {sum(r.single for r in rates):>5} {sum(r.ours for r in rates):>5}  of {total}")
    print(f"  read wrongly {wrong}; ms a frame: one look {single.median} / {single.p95},", end=" ")
    print(f"the tablet {ours.median} / {ours.p95}")
    figures["decode"] = to_builtins({"rates": rates, "ours": ours, "single": single, "wrong": wrong})
    print("\nrecord() (ms)")
    figures["record"] = _told(record_latency(10_000 // part))
    print("\nSealed on disk (ms)")
    figures["sealing"] = _told(sealing_cost())
    print("\nCold start to the first view-model (ms)")
    figures["cold_start"] = _told({"process": cold_starts(10 if part == 1 else 2)})
    figures["memory"] = exam_memory(120, 3 / part)
    print(f"\nMemory over the exam (MB): {figures['memory']}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _told(spreads: dict[str, Spread]) -> object:
    for name, one in spreads.items():
        print(f"  {name:<24}{one.median:>9} {one.p95:>9}   of {one.of}")
    return to_builtins(spreads)


if __name__ == "__main__":
    main()
