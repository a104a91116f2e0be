"""``python -m tests.bench.print_measure``: how fast tags, registers and plans are drawn, how large they are.

A thousand seat tags with names in eleven scripts, and the papers of a hall of 240. Medians of a few runs;
the figures in docs/quality.md come from here.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

from msgspec import Struct

from printables import room_register, seat_tags, seating_plan
from tests import factories, paper_factory
from tests.factories import HALL
from tests.paper_names import ODD_NAMES, SCRIPT_NAMES
from tests.paper_reader import pages


class Measured(Struct, frozen=True, kw_only=True):
    """One document: medians in seconds by the clock and of the processor, its size and its pages."""

    what: str
    seconds: float
    cpu_seconds: float
    kilobytes: int
    pages: int


def measure(tags: int = 1_000, *, hall: int = 240, runs: int = 3) -> tuple[Measured, ...]:
    """Draw each document ``runs`` times; every drawing has to be the same bytes."""
    key = factories.tag_key()
    many = paper_factory.named(paper_factory.full_pack(tags, columns=25), ODD_NAMES + SCRIPT_NAMES)
    full = paper_factory.full_pack(hall, columns=15)
    imprint = paper_factory.imprint()
    documents: dict[str, Callable[[], bytes]] = {
        f"{tags:,} seat tags, L7160": lambda: seat_tags.draw(many, HALL, key, sheet="L7160"),
        f"{tags:,} seat tags, L7163": lambda: seat_tags.draw(many, HALL, key),
        f"register of {hall}": lambda: room_register.draw(full, HALL, imprint),
        f"seating plan of {hall}": lambda: seating_plan.draw(full, HALL, imprint),
    }
    return tuple(_measured(what, draw, runs) for what, draw in documents.items())


def _measured(what: str, draw: Callable[[], bytes], runs: int) -> Measured:
    clock: list[float] = []
    cpu: list[float] = []
    made: set[bytes] = set()
    for _ in range(runs):
        began, began_cpu = perf_counter(), process_time()
        made.add(draw())
        clock.append(perf_counter() - began)
        cpu.append(process_time() - began_cpu)
    (pdf,) = made
    return Measured(
        what=what,
        seconds=median(clock),
        cpu_seconds=median(cpu),
        kilobytes=len(pdf) // 1024,
        pages=len(pages(pdf)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure drawing of tags, registers and plans.")
    parser.add_argument("--tags", type=int, default=1_000)
    for told in measure(parser.parse_args().tags):
        print(
            f"{told.what:<28}{told.seconds:>8.2f} s{told.cpu_seconds:>8.2f} s of processor"
            f"{told.kilobytes:>8,} kB{told.pages:>5} pages"
        )


if __name__ == "__main__":
    main()
