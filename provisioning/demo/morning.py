"""The director: stage, rooms and officer together, from the first spreadsheet to the proven journal."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from provisioning.demo.cast import choose_cast
from provisioning.demo.closing import Closing
from provisioning.demo.outcome import Outcome, count, read_journal, read_manifest, replay
from provisioning.demo.processes import run
from provisioning.demo.room_play import RoomPlay
from provisioning.demo.stage import OPENS, Stage

Done = Callable[[float], None]
"""Told how much of the morning is over, 0 to 1."""


async def play_morning(stage: Stage, done: Done) -> Outcome:
    """Play everything and count what came of it. The hub is left running.

    Raises ProcessFailed or OfficeRefused where a program or the hub doesn't do its part.
    """
    began = time.monotonic()
    await stage.set_up()
    done(0.25)
    closing = Closing(stage)
    await play_rooms(stage, closing, done)
    stage.say("The officer settles, seals, packs and hands over")
    await closing.settle()
    await closing.dispatch()
    done(0.9)
    stage.say("Registers, plans and the manifest are printed; the evidence is exported and verified")
    await closing.print_everything()
    evidence = await closing.export()
    outcome = await _count(stage, evidence, began)
    done(1.0)
    return outcome


async def play_rooms(stage: Stage, closing: Closing, done: Done) -> None:
    cast = choose_cast(stage.pack)
    all_but_one, found = asyncio.Event(), asyncio.Event()
    missing_room = next(s.room_id for s in stage.pack.sittings if s.candidate_id == cast.missing_script_of)
    plays = {
        room: RoomPlay(
            stage, cast, room, closing, all_but_one if room == missing_room else asyncio.Event(), found
        )
        for room in stage.rooms
    }
    stage.say("Check-in, a morning of exams in fast motion, and the scripts")

    async def officer_waits(others: list[asyncio.Task[None]]) -> None:
        await all_but_one.wait()
        await asyncio.gather(*others)
        stage.say(f"A script is missing: {await closing.try_to_seal_too_early()}")
        found.set()

    async def progress() -> None:
        opens, ends = stage.at(*OPENS), stage.at(11, 50)
        for minute in range(1, int((ends - opens).total_seconds() // 60)):
            moment = opens + (ends - opens) * minute * 60 / (ends - opens).total_seconds()
            await stage.until(moment)
            done(0.25 + 0.6 * (moment - opens) / (ends - opens))

    ticking = asyncio.create_task(progress())
    try:
        async with asyncio.TaskGroup() as group:
            playing = {room: group.create_task(play.play()) for room, play in plays.items()}
            group.create_task(officer_waits([task for room, task in playing.items() if room != missing_room]))
    finally:
        ticking.cancel()


async def _count(stage: Stage, evidence: Path, began: float) -> Outcome:
    ledgers = [await tablet.ask(do="ledger") for tablet in stage.tablets.values()]
    verify = [sys.executable, "-m", "hub.cli.app", "verify", str(evidence)]
    status, said = await run("examday verify", verify, environment=stage.environment)
    stage.say(said.strip().splitlines()[0] if said.strip() else "verify said nothing")
    return await asyncio.to_thread(_figures, stage, evidence, ledgers, status == 0, began)


def _figures(
    stage: Stage, evidence: Path, ledgers: list[dict[str, Any]], verified: bool, began: float
) -> Outcome:
    lines = read_journal(evidence)
    register, raised = replay(stage.pack, lines, read_manifest(evidence))
    return count(
        stage.pack,
        register,
        raised,
        lines=lines,
        ledgers=ledgers,
        chain_verified=verified,
        pdfs=(stage.site / "print").rglob("*.pdf"),
        seconds=time.monotonic() - began,
    )
