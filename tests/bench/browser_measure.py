"""From a record's receipt to ten real browsers, under the load of a whole site; and what the pages weigh.

``python -m tests.bench.browser_measure``: sixty tablets send while ten pages of Chromium, each a browser of
its own, show the live board. Hub, load and measuring share one process and its interpreter, so that the
figures are on the high side. ``--quick`` is a tenth of it.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from msgspec import Struct
from playwright.sync_api import Browser, Page, sync_playwright

from shared.record.events.incident import HelpClosed, HelpRequested
from shared.record.events.room import ScanRefused
from tests.factories import SESSION, Device
from tests.web import mornings, school
from tests.web.conftest import ARGUMENTS, Running, running, sign_in
from tests.web.school import MIDDLE, Morning

BROWSERS = 10
BOARD = f"/sessions/{SESSION}"
_WATCH = """
() => {
  globalThis.seenAt = {};
  const look = () => {
    for (const mark of document.body.textContent.match(/mark-\\d+\\./g) ?? []) {
      globalThis.seenAt[mark] ??= performance.timeOrigin + performance.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""
_LOADED = """
() => {
  const [page] = performance.getEntriesByType("navigation");
  const parts = performance.getEntriesByType("resource");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {
    paint: paint?.startTime ?? page.domContentLoadedEventEnd,
    complete: page.loadEventEnd,
    kilobytes: [page, ...parts].reduce((sum, one) => sum + one.encodedBodySize, 0) / 1000,
  };
}
"""


class Loaded(Struct, frozen=True, kw_only=True):
    """One page: first paint and complete in milliseconds, medians; what all of it weighs the first time."""

    name: str
    paint_ms: float
    complete_ms: float
    kilobytes: float


class Figures(Struct, frozen=True, kw_only=True):
    """One run."""

    browsers: int
    marks: int
    sent_per_second: float
    median_ms: float
    p99_ms: float
    slowest_ms: float
    pages: tuple[Loaded, ...]
    memory_before_mb: float
    memory_after_mb: float


def measure(*, marks: int, browsers: int, pause: float, loads: int) -> Figures:
    """Show ``marks`` calls for help to ``browsers`` while tablets send one record every ``pause`` seconds."""
    with ExitStack() as open_:
        chromium = open_.enter_context(_chromium())
        small = _board_of_six(chromium, open_, loads)
        day = mornings.sixty_rooms()
        site = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        hub = open_.enter_context(running(site, [day.pack], shown=MIDDLE))
        _stand_by(hub, day)
        before = _resident_mb()
        pages = [_page(chromium, hub, BOARD) for _ in range(browsers)]
        for page in pages:
            page.locator("[data-connection=live]").wait_for(timeout=60_000)
            page.evaluate(_WATCH)
        caller = next(iter(day.tablets.values()))
        senders = [device for device in day.tablets.values() if device is not caller]
        with _load(hub, senders, pause) as sent:
            began, times = time.monotonic(), []
            for number in range(marks):
                times += _mark(hub, caller, pages, f"mark-{number}.")
            rate = sent() / (time.monotonic() - began)
        after = _resident_mb()
        large = [
            _loaded(chromium, hub, "board, 60 rooms", BOARD, loads),
            _loaded(chromium, hub, "one room", f"{BOARD}/rooms/room-00", loads),
        ]
    return Figures(
        browsers=browsers,
        marks=marks,
        sent_per_second=round(rate, 1),
        median_ms=round(median(times)),
        p99_ms=round(quantiles(times, n=100)[-1]),
        slowest_ms=round(max(times)),
        pages=(small, *large),
        memory_before_mb=before,
        memory_after_mb=after,
    )


@contextmanager
def _chromium() -> Generator[Browser]:
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        launched = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield launched
        launched.close()


def _board_of_six(chromium: Browser, open_: ExitStack, loads: int) -> Loaded:
    day = school.troubled_morning()
    site = Path(open_.enter_context(tempfile.TemporaryDirectory()))
    with running(site, [day.pack], shown=MIDDLE) as hub:
        _stand_by(hub, day)
        return _loaded(chromium, hub, "board, 6 rooms", BOARD, loads)


def _stand_by(hub: Running, day: Morning) -> None:
    for device in day.tablets.values():
        hub.enrol(device)
        hub.take(device)
        hub.say(device)


def _page(chromium: Browser, hub: Running, path: str) -> Page:
    """In a context of its own: a browser opens six connections to one hub at most."""
    page = sign_in(chromium.new_context().new_page(), hub.url, path)
    page.wait_for_url(f"**{path}")
    return page


def _mark(hub: Running, caller: Device, pages: Sequence[Page], mark: str) -> list[float]:
    """Milliseconds from the hub's receipt until each browser shows the call; then the call is closed."""
    caller.write(HelpRequested(help_id=mark, kind="officer", note=mark), at=MIDDLE)
    hub.take(caller, first=caller.seq)
    acknowledged = time.time() * 1000
    shown = [
        page.wait_for_function("(m) => globalThis.seenAt[m]", arg=mark, timeout=60_000) for page in pages
    ]
    times = [max(0.0, float(one.json_value()) - acknowledged) for one in shown]
    caller.write(HelpClosed(help_id=mark), at=MIDDLE)
    hub.take(caller, first=caller.seq)
    return times


@contextmanager
def _load(hub: Running, senders: Sequence[Device], pause: float) -> Iterator[Any]:
    """The other tablets send in turn, until the block ends; told is how many records they sent."""
    stop, sent = threading.Event(), itertools.count()
    faults: list[Exception] = []

    def work() -> None:
        try:
            for device in itertools.cycle(senders):
                if stop.wait(pause):
                    return
                device.write(ScanRefused(reason="not_readable", code_digest="0" * 64), at=MIDDLE)
                hub.take(device, first=device.seq)
                next(sent)
        except Exception as error:
            faults.append(error)

    thread = threading.Thread(target=work, name="load")
    thread.start()
    try:
        yield lambda: next(sent)
    finally:
        stop.set()
        thread.join(60)
    if faults:
        raise faults[0]


def _loaded(chromium: Browser, hub: Running, name: str, path: str, loads: int) -> Loaded:
    told: list[dict[str, float]] = []
    for _ in range(loads):
        page = _page(chromium, hub, path)
        page.goto(f"{hub.url}{path}", wait_until="load")
        told.append(page.evaluate(_LOADED))
        page.context.close()
    return Loaded(
        name=name,
        paint_ms=round(median(one["paint"] for one in told)),
        complete_ms=round(median(one["complete"] for one in told)),
        kilobytes=round(max(one["kilobytes"] for one in told)),
    )


def _resident_mb() -> float:
    """Of this whole process. Linux only; 0 elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of it")
    quick = parser.parse_args().quick
    told = measure(
        marks=3 if quick else 30, browsers=3 if quick else BROWSERS, pause=0.1, loads=1 if quick else 5
    )
    print(f"{told.browsers} browsers, {told.marks} calls, {told.sent_per_second} other records a second")
    print(f"acknowledged → visible: median {told.median_ms:.0f} ms, p99 {told.p99_ms:.0f} ms")
    print(f"slowest {told.slowest_ms:.0f} ms; memory {told.memory_before_mb} → {told.memory_after_mb} MB")
    print("| page | first paint | complete | first visit |\n|---|---|---|---|")
    for page in told.pages:
        print(
            f"| {page.name} | {page.paint_ms:.0f} ms | {page.complete_ms:.0f} ms | {page.kilobytes:.0f} kB |"
        )


if __name__ == "__main__":
    main()
