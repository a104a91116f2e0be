"""What the officer can look at: one session's pack, register and names at one revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from hub.after.in_the_building import slot_warnings
from hub.after.retention.history import history_of
from hub.during.live import NoPackError
from hub.during.office import SITE
from hub.web.office.during.officers import acknowledgements
from hub.web.office.during.silent import silent_tablets
from hub.web.office.overview import Overview, TileDevice, overview
from hub.web.office.queue import PendingDevice, QueueItem, by_need, slot_items, waiting
from hub.web.office.refusals import NotThere
from hub.web.office.wording import Names
from shared.ids import EnvelopeId, RoomId, SessionId
from shared.plan.days import day_in_words
from shared.plan.pack import SessionPack
from shared.record.register import Register
from shared.rules.profile import RulesProfile

if TYPE_CHECKING:
    from hub.before.setting import Setting
    from hub.bootstrap import Hub


class SessionLine(Struct, frozen=True, kw_only=True):
    """One session in the list."""

    session: SessionId
    version: int
    papers: tuple[str, ...]
    rooms: int
    candidates: int
    present: int
    open_discrepancies: int
    revision: int
    closed_rooms: int


class InHand(Struct, frozen=True, kw_only=True):
    """A session as it stands: pack, register, and how many facts the register was folded from."""

    session: SessionId
    pack: SessionPack
    register: Register
    names: Names
    seen: int
    revision: int
    now: datetime

    holidays: tuple[date, ...] | None = None
    """The days without deadlines as the centre has them now; None: as they were when it was published."""

    @property
    def zone(self) -> str:
        return self.pack.centre.time_zone

    @property
    def deadline_rules(self) -> RulesProfile:
        """The published rules with today's holidays: a day that is added later moves what is still due."""
        rules = self.pack.rules
        return rules if self.holidays is None else replace(rules, holidays=self.holidays)


def holidays_now(setting: Setting, pack: SessionPack) -> tuple[date, ...] | None:
    """The holidays of the profile that the pack was published with; None where the site goes by another."""
    current = setting.rules(pack.session.day)
    return current.holidays if current.id == pack.rules.id else None


class OfficeDesk:
    """Reads for pages and JSON alike. May be asked from any thread."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def sessions(self) -> tuple[SessionLine, ...]:
        """Every session with a published plan, the latest day first."""
        lines = []
        for session in reversed(self.hub.live.sessions()):
            pack = self.hub.live.pack(session)
            if pack is None:
                continue
            register = self.hub.live.register(session)
            lines.append(
                SessionLine(
                    session=session,
                    version=pack.version,
                    papers=tuple(f"{c.component.board} {c.component.code}" for c in pack.session.components),
                    rooms=len({s.room_id for s in pack.sittings if s.room_id}),
                    candidates=len({s.candidate_id for s in pack.sittings}),
                    present=len({s.candidate_id for s in register.sittings if s.is_present}),
                    open_discrepancies=len(register.open_discrepancies),
                    revision=self.hub.live.revision(session),
                    closed_rooms=sum(r.closed_at is not None for r in register.rooms),
                )
            )
        return tuple(lines)

    def in_hand(self, session: SessionId) -> InHand:
        """Pack and register that belong together. Raises NotThere."""
        while True:
            revision = self.hub.live.revision(session)
            facts = self.hub.live.facts(session)
            pack = self.hub.live.pack(session)
            try:
                register = self.hub.live.register(session)
            except NoPackError as error:
                raise NotThere(self._why_not_there(session)) from error
            if pack is not None and revision == self.hub.live.revision(session):
                break
        return InHand(
            session=session,
            pack=pack,
            register=register,
            names=Names(pack, register),
            seen=max((f.hub_seq or 0 for f in facts), default=0),
            revision=revision,
            now=self.hub.now(),
        )

    def _why_not_there(self, session: SessionId) -> str:
        released = history_of(self.hub.live.facts(SITE), session).record_released
        if released is None:
            return f"No plan was published for session {session}."
        when = released.at.astimezone(ZoneInfo(self.hub.centre.time_zone)).date()
        return (
            f"The record of {session} was released on {day_in_words(when)} by {released.by}: "
            f"{released.event.reason.rstrip('.')}. What was released stands on the page Retention."
        )

    def overview(self, held: InHand) -> Overview:
        return overview(held.pack, held.register, self.tile_devices(), held.now, revision=held.revision)

    def queue(
        self, held: InHand, *, looking: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    ) -> tuple[QueueItem, ...]:
        """What waits for a person in this session, and the tablets that wait anywhere."""
        facts = self.hub.live.facts(held.session)
        couriers = slot_items(slot_warnings(held.register, held.pack, held.now))
        items = waiting(
            held.register,
            held.names,
            self.moments(held.session),
            self.pending_devices(),
            answered=acknowledgements(facts, held.names),
            looking=looking,
        )
        silent = silent_tablets(self.hub.devices.health(), held.register, held.names, self.hub.real_now())
        return by_need((*couriers, *items, *silent))

    def moments(self, session: SessionId) -> dict[EnvelopeId, datetime]:
        """When each fact of the session happened."""
        return {fact.id: fact.envelope.occurred_at for fact in self.hub.live.facts(session)}

    def pending_devices(self) -> tuple[PendingDevice, ...]:
        devices = sorted(self.hub.devices.pending(), key=lambda d: d.asked_at)
        return tuple(
            PendingDevice(device_id=d.device_id, name=d.name, code=self.hub.devices.answer(d.device_id).code)
            for d in devices
        )

    def tile_devices(self) -> dict[RoomId, tuple[TileDevice, ...]]:
        """The tablets that are in use, by the room they said they are in."""
        by_room: dict[RoomId, list[TileDevice]] = {}
        for health in self.hub.devices.health():
            room = health.room or (health.rooms[0] if len(health.rooms) == 1 else "")
            if health.status != "approved" or not room:
                continue
            by_room.setdefault(room, []).append(
                TileDevice(
                    device_id=health.device_id,
                    name=health.name,
                    online=health.online,
                    last_seen=health.last_seen,
                    queue=health.queue,
                    battery_percent=health.battery_percent,
                    clock_offset_ms=health.clock_offset_ms,
                    app_version=health.app_version,
                )
            )
        return {room: tuple(sorted(found, key=lambda d: d.name)) for room, found in by_room.items()}
