"""The stage: a sample site, a real hub, the officer signed in, printed tags, paired tablets."""

from __future__ import annotations

import asyncio
import csv
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from provisioning.demo.office import Officer
from provisioning.demo.processes import ProcessFailed, Program, run
from provisioning.demo.tags import photograph_tags
from shared.ids import CandidateId, RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.plan.timetable import in_zone
from shared.protocol.signing import SigningKey
from shared.protocol.tags import Tag, TagKind, write_tag
from shared.rehearsal import RehearsalClock

SESSION: SessionId = "2024-06-03-AM"
OFFICER = "officer"
OPENS = (7, 0)
"""When the fast morning begins by the clock on the wall: early, so that a slow machine has time to pair."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Stage:
    """Everything that the play needs at hand."""

    site: Path
    work: Path
    rate: float
    say: Say
    window: bool
    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    pack: SessionPack = field(init=False)
    clock: RehearsalClock = field(init=False)
    hub: Program = field(init=False)
    office_url: str = field(init=False)
    officer: Officer = field(init=False)
    pins: dict[str, str] = field(init=False)
    frames: dict[CandidateId, Path] = field(init=False)
    tablets: dict[RoomId, Program] = field(default_factory=dict)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def environment(self) -> dict[str, str]:
        """What every process gets; the password travels by environment, not on a command line."""
        return dict(os.environ) | {"EXAMDAY_OFFICER_PASSWORD": self.password}

    async def set_up(self) -> None:
        """From an empty folder to paired tablets. Raises ProcessFailed or OfficeRefused."""
        self.say("A sample school exports its spreadsheets; they are imported, seated and published")
        status, said = await run(
            "examday sample",
            [sys.executable, "-m", "hub.cli.app", "sample", str(self.site)],
            environment=self.environment,
        )
        if status:
            raise ProcessFailed(f"the sample site can't be made: {said.strip()[-400:]}")
        await asyncio.to_thread(self._read_site)
        self.say("The hub starts")
        await self._start_hub()
        self.say(f"Seat tags are printed; {len(self.rooms)} tablets are paired and approved")
        await asyncio.gather(self._print_tags(), *(self._start_tablet(room) for room in self.rooms))

    async def tear_down(self) -> None:
        """End what was started, the tablets first."""
        await self._open.aclose()

    async def until_stopped(self) -> None:
        """Wait until somebody presses Ctrl-C or the hub ends."""
        await self.hub.wait()

    @property
    def rooms(self) -> tuple[RoomId, ...]:
        """The rooms that have candidates."""
        return tuple(r.id for r in self.pack.rooms if self.pack.sittings_in(r.id))

    def at(self, hours: int, minutes: int) -> datetime:
        """A moment of the exam day by the centre's wall clock."""
        return in_zone(self.pack.session.day, hours, minutes, self.pack.centre.time_zone)

    async def until(self, moment: datetime) -> None:
        """Wait until the exam day shows ``moment``; at once if it is past."""
        wait = (self.clock.real(moment) - datetime.now(UTC)).total_seconds()
        if wait > 0:
            await asyncio.sleep(wait)

    def forged_tag(self, candidate: CandidateId) -> str:
        """A tag that looks right and isn't the centre's."""
        tag = Tag(
            kind=TagKind.SEAT, key_id=next(iter(self.pack.tag_keys)), candidate_id=candidate, session=SESSION
        )
        return write_tag(tag, SigningKey(secrets.token_bytes(32)))

    def _read_site(self) -> None:
        packs = sorted((self.site / "packs").glob(f"{SESSION}-v*.json"))
        if not packs:
            raise ProcessFailed(f"no pack of {SESSION} was published in {self.site}")
        self.pack = msgspec.json.decode(packs[-1].read_bytes(), type=SessionPack)
        handed_out = next(self.site.rglob("invigilator-pins.csv"))
        with handed_out.open(encoding="utf-8", newline="") as file:
            self.pins = {row["Ref"]: row["PIN"] for row in csv.DictReader(file)}
        self.work.mkdir(parents=True, exist_ok=True)

    async def _start_hub(self) -> None:
        self.clock = RehearsalClock(
            anchor=datetime.now(UTC) + timedelta(seconds=1), shown=self.at(*OPENS), rate=self.rate
        )
        options = ["--host", "127.0.0.1", "--port", "0", "--office-port", "0", "--interface", "127.0.0.1"]
        self.hub = await Program.start(
            "the hub",
            ["-m", "hub.cli.app", "hub", "--site", str(self.site), *options, "--rehearse", self.clock.text],
            self.work / "hub.log",
            environment=self.environment,
        )
        self._open.push_async_callback(self.hub.stop)
        ready = await self.hub.read_line()
        self.office_url = ready["office_url"]
        self.officer = Officer(self.office_url)
        self._open.push_async_callback(self.officer.close)
        await self.officer.sign_in(OFFICER, self.password)

    async def _print_tags(self) -> None:
        printed = await self.officer.post(f"/api/office/sessions/{SESSION}/print", {"what": "seat-tags"})
        sheets = [self.site / "print" / name for name in printed["files"] if name.endswith(".pdf")]
        folder = self.work / "frames"
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        self.frames = await photograph_tags(sheets, folder, self.pack.tag_keys, self.environment)
        planned = {s.candidate_id for s in self.pack.sittings if s.room_id}
        if unread := planned - set(self.frames):
            raise ProcessFailed(f"{len(unread)} printed tags can't be read")

    async def _start_tablet(self, room: RoomId) -> None:
        named = self.pack.room(room)
        name = named.name if named else room
        home = self.work / "tablets" / room
        module = (
            "kiosk_app.scripted.window" if self.window and room == self.rooms[0] else "kiosk_app.scripted"
        )
        tablet = await Program.start(
            f"the tablet of {name}",
            ["-m", module, "--home", str(home), "--name", name, "--rehearse", self.clock.text],
            self.work / f"tablet-{room}.log",
            environment=self.environment | {"KIVY_NO_ARGS": "1"},
        )
        self._open.push_async_callback(tablet.stop)
        self.tablets[room] = tablet
        offer = await self.officer.post("/api/office/pairing-offers")
        code = await tablet.ask(do="pair", offer=offer["offer"])
        waiting = await self.officer.get("/api/office/devices")
        device = next(d["device_id"] for d in waiting["pending"] if d["code"] == code)
        await self.officer.post(f"/api/office/devices/{device}/approve", {"rooms": [room]})
        await tablet.ask(do="await_approval")
        await tablet.ask(do="open_room", session=SESSION, room=room)
