"""What happens in one room of the morning, as lines that its tablet is given."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from provisioning.demo.cast import Cast, staff_of
from provisioning.demo.closing import Closing
from provisioning.demo.stage import Stage
from shared.ids import CandidateId, ComponentId, RoomId


@dataclass(slots=True)
class RoomPlay:
    """One room from the first sign-in to the closed door."""

    stage: Stage
    cast: Cast
    room: RoomId
    closing: Closing
    all_but_one_collected: asyncio.Event
    script_found: asyncio.Event

    async def play(self) -> None:
        """The whole morning of this room."""
        await self._prepare()
        await self._check_in()
        await self.stage.until(self.stage.at(9, 5))
        await self._ask("read_script")
        await self._ask("start")
        for at, happening in self._happenings():
            await self.stage.until(at)
            await happening()
        await self.stage.until(datetime.fromisoformat(await self._ask("last_finish")))
        await self._ask("finish")
        await self._collect()
        await self._sign()

    async def _prepare(self) -> None:
        staff = staff_of(self.stage.pack, self.room)
        await self._ask("sign_in", who=staff[0], pin=self.stage.pins[staff[0]])
        for person in staff[1:]:
            await self._ask("take_duty", who=person, pin=self.stage.pins[person])
        await self._ask("confirm_checklist")
        for paper in self.stage.pack.components_in(self.room):
            for person in staff[:2]:
                await self._ask(
                    "check_packet",
                    component=paper.id,
                    who=person,
                    pin=self.stage.pins[person],
                    read=paper.component.code,
                )
            entered = sum(s.component_id == paper.id for s in self.stage.pack.sittings_in(self.room))
            await self._ask("open_packet", component=paper.id, papers=entered)

    async def _check_in(self) -> None:
        cast = self.cast
        later = {*cast.absentees, *cast.late, cast.very_late}
        if cast.strayed[1] == self.room:
            await self._ask("show_refused", frame=self._frame(cast.strayed[0]))
            await self._ask("show_refused", text=self.stage.forged_tag(cast.strayed[0]))
            await self._ask("show_refused", text="https://example.invalid/not-a-tag")
        for sitting in self.stage.pack.sittings_in(self.room):
            who = sitting.candidate_id
            if who in later:
                continue
            if who == cast.wrong_person_on_seat_of:
                await self._ask("not_this_person", frame=self._frame(who), note="not the face on the photo")
            elif who == cast.pending:
                await self._ask("seat_pending", frame=self._frame(who), note="no photo card yet")
            else:
                await self._ask("confirm", frame=self._frame(who))

    def _happenings(self) -> list[tuple[datetime, Callable[[], Awaitable[object]]]]:
        """What this room sees between start and finish, and when."""
        cast, at = self.cast, self.stage.at
        here = {s.candidate_id for s in self.stage.pack.sittings_in(self.room)}
        found: list[tuple[datetime, Callable[[], Awaitable[object]]]] = []
        if self.room == cast.offline_room:
            found.append((at(9, 12), partial(self._ask, "network", on=False)))
            found.append((at(10, 15), partial(self._ask, "network", on=True)))
        if self.room == cast.unlisted_room:
            found.append((at(9, 16), self._unlisted))
        if self.room == cast.incident_room:
            text = "Fire doors were tested in the corridor for two minutes."
            found.append((at(9, 55), partial(self._ask, "record_incident", kind="disturbance", text=text)))
        found += [(at(9, 22), partial(self._late, who, "bus late")) for who in cast.late if who in here]
        found += [(at(9, 36), partial(self._absent, who)) for who in cast.absentees if who in here]
        if (who := cast.wrong_person_on_seat_of) in here:
            found.append((at(9, 40), partial(self._late, who, "found in the wrong corridor")))
        if cast.pending in here:
            found.append((at(9, 50), partial(self._document, cast.pending)))
        if cast.very_late in here:
            found.append((at(10, 12), partial(self._late, cast.very_late, "train cancelled, came alone")))
        return sorted(found, key=lambda happening: happening[0])

    async def _collect(self) -> None:
        missing = self.cast.missing_script_of
        waiting = [(c, p) for c, p in await self._ask("present") if c != missing]
        for candidate, component in waiting:
            if candidate in self.stage.frames:
                await self._ask("collect", frame=self._frame(candidate))
            else:
                await self._ask("collect_listed", candidate=candidate, component=component, note="no tag")
        await self._count()
        for candidate, component in await self._ask("present"):
            await self._ask("await_sent")
            self.all_but_one_collected.set()
            await self.script_found.wait()
            note = "lay in the pile of another paper"
            await self._ask("collect_listed", candidate=candidate, component=component, note=note)
            await self._count()

    async def _count(self) -> None:
        for component, scripts in (await self._ask("piles")).items():
            await self._ask("count", component=component, scripts=scripts)

    async def _sign(self) -> None:
        staff = staff_of(self.stage.pack, self.room)
        await self._ask("sign", signers=[[person, self.stage.pins[person]] for person in staff[:2]])
        await self._ask("await_sent")
        await self.closing.settle()
        await self._ask("await_closable")
        await self._ask("close_room")
        await self._ask("await_sent")

    async def _unlisted(self) -> None:
        component = self.cast.unlisted_component
        who = await self._ask(
            "add_unlisted", component=component, name="Ferreira, João", reason="moved here on Friday"
        )
        await self._ask("settle_identity", candidate=who[0], component=who[1])

    async def _late(self, who: CandidateId, reason: str) -> None:
        await self._ask("admit_late", frame=self._frame(who), reason=reason)

    async def _absent(self, who: CandidateId) -> None:
        await self._ask("mark_absent", candidate=who, component=self._component(who))

    async def _document(self, who: CandidateId) -> None:
        await self._ask("settle_identity", candidate=who, component=self._component(who))

    def _component(self, who: CandidateId) -> ComponentId:
        return next(s.component_id for s in self.stage.pack.sittings_in(self.room) if s.candidate_id == who)

    def _frame(self, who: CandidateId) -> str:
        return str(self.stage.frames[who])

    async def _ask(self, do: str, **words: Any) -> Any:  # noqa: ANN401 - whatever the line answers
        return await self.stage.tablets[self.room].ask(do=do, **words)
