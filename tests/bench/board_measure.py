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
from typing import NamedTuple

import httpx

from shared.record.events.room import ScanRefused
from tests.factories import SESSION
from tests.web import mornings
from tests.web.conftest import PASSWORD, Running, running
from tests.web.school import MIDDLE


class Figures(NamedTuple):
    """One page: processor time and time that passed in ms (medians, p95), and its bytes."""

    page: str
    worked: float
    passed: float
    slow: float
    size: int


def measure(runs: int) -> list[Figures]:
    """Every page with nothing new, and the board after a fact. The client's own work is counted, too."""
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


def _timed(client: httpx.Client, name: str, path: str, runs: int) -> Figures:
    client.get(path).raise_for_status()
    return _figures(name, [_one(client, path) for _ in range(runs)])


def _after_facts(client: httpx.Client, hub: Running, day: mornings.Morning, path: str, runs: int) -> Figures:
    device = next(iter(day.tablets.values()))
    told = []
    for _ in range(runs):
        device.write(ScanRefused(reason="not_readable", code_digest="0" * 64), at=MIDDLE)
        hub.take(device, first=device.seq)
        told.append(_one(client, path))
    return _figures("board, after a fact", told)


def _one(client: httpx.Client, path: str) -> tuple[float, float, int]:
    began, worked = time.perf_counter(), time.process_time()
    size = len(client.get(path).raise_for_status().content)
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, size


def _figures(name: str, told: list[tuple[float, float, int]]) -> Figures:
    passed, worked = [one[0] for one in told], [one[1] for one in told]
    return Figures(name, median(worked), median(passed), quantiles(passed, n=20)[-1], told[-1][2])


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=40)
    print("| page | processor, median | passed, median | passed, p95 | size |\n|---|---|---|---|---|")
    for one in measure(asked.parse_args().runs):
        print(
            f"| {one.page} | {one.worked:.0f} ms | {one.passed:.0f} ms | {one.slow:.0f} ms"
            f" | {one.size / 1000:.0f} kB |"
        )
