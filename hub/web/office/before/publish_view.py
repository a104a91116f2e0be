"""What the publish pages show: sessions and their versions, and what differs between two of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hub.before.pack_differences import is_same_plan
from hub.before.packs import PackError
from hub.before.session_plan import Timetabling
from hub.during.office import HUB_ACTOR
from hub.web.office.refusals import NotNow
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.office import PackPublished
from shared.rules.faults import ProfileError

if TYPE_CHECKING:
    from hub.bootstrap import Hub

MOST_LINES: Final = 25
"""Of each part; the rest is behind "show all"."""


class SessionState(Struct, frozen=True, kw_only=True):
    """One session in the list: how it is published, and whether the plan has moved on since."""

    session: SessionId
    papers: tuple[str, ...]
    entered: int
    version: int = 0
    published_at: datetime | None = None
    has_changed: bool = False


class Version(Struct, frozen=True, kw_only=True):
    """One published version; ``actor`` is empty where nobody is on record, as with packs laid by hand."""

    number: int
    published_at: datetime
    content_hash: str
    actor: str
    candidates: int
    rooms: int


def session_states(hub: Hub) -> tuple[SessionState, ...]:
    """Every session of the timetable, the next one first as the calendar goes."""
    states = []
    for session, timetabling in hub.plan.timetabling().by_session().items():
        latest = read(hub, session)
        entered = timetabling.entered(session)
        states.append(
            SessionState(
                session=session,
                papers=tuple(f"{row.board} {row.code}" for row in timetabling.components(session)),
                entered=len(entered),
                version=latest.version if latest else 0,
                published_at=latest.published_at if latest else None,
                has_changed=latest is not None and not is_same_plan(draft(hub, session, timetabling), latest),
            )
        )
    return tuple(states)


def read(hub: Hub, session: SessionId, version: int | None = None) -> SessionPack | None:
    """A published version, or the latest one; None where there is none. Raises NotNow for a damaged file."""
    try:
        if version is None:
            return hub.packs.latest(session)
        return hub.packs.load(session, version) if version in hub.packs.versions(session) else None
    except PackError as error:
        raise NotNow(str(error)) from error


def draft(hub: Hub, session: SessionId, timetabling: Timetabling | None = None) -> SessionPack:
    """The session as it would be published now. Raises NotNow where the rules can't be read."""
    try:
        return hub.packs.draft(session, hub.now(), timetabling)
    except ProfileError as error:
        raise NotNow(str(error)) from error


def versions(hub: Hub, session: SessionId) -> tuple[Version, ...]:
    """Newest first, each with who published it as the record has it."""
    actors = _actors(hub, session)
    found = []
    for number in reversed(hub.packs.versions(session)):
        pack = read(hub, session, number)
        if pack is not None:
            found.append(
                Version(
                    number=number,
                    published_at=pack.published_at,
                    content_hash=pack.published_hash,
                    actor=actors.get(pack.published_hash, ""),
                    candidates=len(pack.candidates),
                    rooms=len(pack.rooms),
                )
            )
    return tuple(found)


def _actors(hub: Hub, session: SessionId) -> dict[str, str]:
    """Content hash → who published it; what came by command has no name on record."""
    actors = {}
    for fact in hub.live.facts(session):
        event = fact.envelope.event
        if isinstance(event, PackPublished) and fact.envelope.device_id == OFFICE_DEVICE:
            actor = fact.envelope.actor
            actors[event.content_hash] = "by command" if actor == HUB_ACTOR else actor
    return actors
