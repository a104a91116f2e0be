"""How heavy the live board of sixty rooms is, and how long the hub takes to draw it.

``python -m tests.bench.board_measure``: a hub with sixty rooms of twenty candidates, asked over HTTP as a
browser asks. "After a fact" includes folding the register again, as every refetch of a live board does.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import httpx

from shared.record.events.room import ScanRefused
from tests.factories import SESSION
from tests.web import mornings
from tests.web.conftest import PASSWORD, Running, running
from tests.web.school import MIDDLE


def measure(runs: int) -> list[tuple[str, float, float, int]]:
    """(page, median ms, p95 ms, bytes) of every page, nothing new and after a fact."""
    day = mornings.sixty_rooms()
    with (
        tempfile.TemporaryDirectory() as site,
        running(Path(site), [day.pack], shown=MIDDLE) as hub,
        httpx.Client(base_url=hub.url, trust_env=False) as client,
    ):
        for device in day.tablets.values():
            hub.enrol(device)
            hub.take(device)
            hub.say(device)
        client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD}).raise_for_status()
        pages = {
            "board": f"/sessions/{SESSION}",
            "big screen": f"/sessions/{SESSION}?wall=1",
            "one room": f"/sessions/{SESSION}/rooms/room-00",
        }
        told = [_timed(client, name, path, runs) for name, path in pages.items()]
        return [*told, _after_facts(client, hub, day, pages["board"], runs)]


def _timed(client: httpx.Client, name: str, path: str, runs: int) -> tuple[str, float, float, int]:
    client.get(path).raise_for_status()
    times, size = [], 0
    for _ in range(runs):
        began = time.perf_counter()
        size = len(client.get(path).raise_for_status().content)
        times.append((time.perf_counter() - began) * 1000)
    return name, median(times), quantiles(times, n=20)[-1], size


def _after_facts(
    client: httpx.Client, hub: Running, day: mornings.Morning, path: str, runs: int
) -> tuple[str, float, float, int]:
    device = next(iter(day.tablets.values()))
    times, size = [], 0
    for _ in range(runs):
        device.write(ScanRefused(reason="not_readable", code_digest="0" * 64), at=MIDDLE)
        hub.take(device, first=device.seq)
        began = time.perf_counter()
        size = len(client.get(path).raise_for_status().content)
        times.append((time.perf_counter() - began) * 1000)
    return "board, after a fact", median(times), quantiles(times, n=20)[-1], size


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=40)
    print("| page | median | p95 | size |\n|---|---|---|---|")
    for name, middle, slow, size in measure(asked.parse_args().runs):
        print(f"| {name} | {middle:.0f} ms | {slow:.0f} ms | {size / 1000:.0f} kB |")
