"""``python -m tests.bench.fold_measure``: how fast facts are read, folded, and taken one by one.

The largest session that a centre could have: two thousand candidates in forty rooms, fifty facts about each.
Medians of a few runs are told; the figures in docs/quality.md come from here.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from msgspec import Struct

from shared.plan.candidates import Candidate
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack
from shared.plan.timetable import Component, Session, Sitting, TimetabledComponent
from shared.record.envelope import Envelope, decode_envelope, encode_envelope
from shared.record.events import KnownEvent, candidate, scripts
from shared.record.events import room as room_events
from shared.record.events.candidate import Identity
from shared.record.facts import Fact
from shared.record.fold import RegisterFold, project
from tests.factories import JOURNAL, SESSION, START, room, rules

IN_A_ROOM = 50
WHAT = Component(board="AQA", code="8300/2F", title="Mathematics")
T = TypeVar("T")


class Measured(Struct, frozen=True, kw_only=True):
    """Medians: read and fold in events a second, one more fact with its register in microseconds."""

    envelopes: int
    candidates: int
    read_per_second: int
    fold_per_second: int
    step_us: int
    steps: int
    runs: int


def large_pack(rooms: int) -> SessionPack:
    """``rooms`` halls of fifty, who all sit one paper."""
    halls = tuple(room(f"room-{n:02}", f"Room {n}", rows=10, columns=5) for n in range(rooms))
    people = [(hall.id, seat.label) for hall in halls for seat in hall.seats]
    papers = (TimetabledComponent(component=WHAT, published_start=START, minutes=90),)
    return SessionPack(
        version=1,
        published_at=START - timedelta(days=3),
        centre=Centre(number="12345", name="Riverside School"),
        session=Session(id=SESSION, components=papers),
        rooms=halls,
        candidates=tuple(
            Candidate(id=f"{n:08}", number=f"{n:04}", surname=f"S{n}") for n in range(len(people))
        ),
        sittings=tuple(
            Sitting(candidate_id=f"{n:08}", component_id=WHAT.id, room_id=where, seat=seat)
            for n, (where, seat) in enumerate(people)
        ),
        invigilators=(),
        rules=rules(),
        tag_keys={},
    )


def envelopes(pack: SessionPack, count: int) -> list[Envelope]:
    """``count`` facts as forty tablets would write them, one tablet a room, the rooms in turn."""
    streams = [_room_day(pack, hall.id) for hall in pack.rooms]
    written = dict.fromkeys((hall.id for hall in pack.rooms), 0)
    made: list[Envelope] = []
    while len(made) < count:
        hall = pack.rooms[len(made) % len(pack.rooms)]
        event = next(streams[len(made) % len(pack.rooms)])
        written[hall.id] += 1
        made.append(
            Envelope(
                device_id=f"tablet-{hall.id}",
                device_seq=written[hall.id],
                prev="0" * 64,
                session=pack.session.id,
                room=hall.id,
                journal=JOURNAL,
                seen=len(made),
                occurred_at=(START + timedelta(milliseconds=100 * len(made))).astimezone(UTC),
                actor="inv-1",
                event=event,
            )
        )
    return made


def _room_day(pack: SessionPack, where: str) -> Iterator[KnownEvent]:
    here = [s for s in pack.sittings if s.room_id == where]
    yield room_events.InvigilatorSignedIn(invigilator_id="inv-1")
    yield room_events.InvigilatorSignedIn(invigilator_id="inv-2")
    for s in here:
        yield candidate.IdentityDecided(
            candidate_id=s.candidate_id, decision=Identity.CONFIRMED, method="tag_and_photo"
        )
        yield candidate.CandidateMarkedPresent(
            candidate_id=s.candidate_id, component_id=s.component_id, seat=s.seat
        )
    yield room_events.ExamStarted(component_ids=(WHAT.id,), actual_start=START)
    for number in range(10**9):
        s = here[number % len(here)]
        kind = number // len(here) % 3
        if kind == 0:
            yield candidate.CandidateLeftRoom(candidate_id=s.candidate_id, escort="inv-2")
        elif kind == 1:
            yield candidate.CandidateReturned(candidate_id=s.candidate_id)
        else:
            yield scripts.ScriptCollected(candidate_id=s.candidate_id, component_id=s.component_id)


def measure(count: int, *, rooms: int = 40, steps: int = 200, runs: int = 3) -> Measured:
    """Read ``count`` envelopes, fold all but the last, then take those one by one with a register each."""
    pack = large_pack(rooms)
    lines = [encode_envelope(envelope) for envelope in envelopes(pack, count)]
    read: list[float] = []
    folded: list[float] = []
    stepped: list[float] = []
    for _ in range(runs):
        seconds, facts = _timed(lambda: _facts(lines))
        read.append(len(facts) / seconds)
        fold = RegisterFold(pack)
        seconds, _ = _timed(lambda: _fold_all(fold, facts[:-steps]))  # noqa: B023 - called at once
        folded.append((len(facts) - steps) / seconds)
        for fact in facts[-steps:]:
            stepped.append(_timed(lambda: _fold_all(fold, (fact,)))[0])  # noqa: B023 - called at once
    assert fold.register() == project(pack, reversed(facts))
    return Measured(
        envelopes=count,
        candidates=len(pack.candidates),
        read_per_second=round(median(read)),
        fold_per_second=round(median(folded)),
        step_us=round(median(stepped) * 1_000_000),
        steps=steps,
        runs=runs,
    )


def _facts(lines: Sequence[bytes]) -> list[Fact]:
    return [
        Fact(envelope=decode_envelope(line), journal=JOURNAL, hub_seq=number)
        for number, line in enumerate(lines, start=1)
    ]


def _fold_all(fold: RegisterFold, facts: Sequence[Fact]) -> None:
    assert fold.take_all(facts) == len(facts)
    fold.register()


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    done = work()
    return perf_counter() - began, done


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading and folding of one large session.")
    parser.add_argument("--envelopes", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    asked = parser.parse_args()
    told = measure(asked.envelopes)
    print(f"{told.envelopes:,} envelopes of {told.candidates:,} candidates, medians of {told.runs} runs")
    print(f"read from JSON  {told.read_per_second:>10,} events/s")
    print(f"folded          {told.fold_per_second:>10,} events/s")
    print(f"one more fact   {told.step_us:>10,} µs/event, with its register")
    if asked.json:
        figures = {name: getattr(told, name) for name in told.__struct_fields__}
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
