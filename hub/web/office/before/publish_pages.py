"""Publishing: freezing a session's plan as the pack that tablets fetch, and what every version changed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.before.pack_difference_lines import PART_TITLES
from hub.before.pack_differences import is_same_plan, pack_differences
from hub.before.packs import PackError
from hub.before.publish_checks import publish_checks
from hub.before.session_plan import UnknownSessionError
from hub.web.office.before.publish_view import MOST_LINES, draft, read, session_states, versions
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to
from shared.canonical import short_digest
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.protocol.pack_difference import document_hash

BASE = "/plan/publish"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def publish_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get(BASE)
    def sessions(request: Request) -> HTMLResponse:
        """Every session of the timetable, and which version of it is published."""
        return web.page(request, "before/publish.html", {"states": session_states(web.hub)})

    @router.get(BASE + "/{session}")
    def one(request: Request, session: str, all: bool = False) -> HTMLResponse:
        """What to look at before publishing, what differs from the last version, and all versions."""
        return _session_page(web, request, session, whole=all)

    @router.get(BASE + "/{session}/versions")
    def compare(
        request: Request, session: str, old: int = 0, new: int = 0, all: bool = False
    ) -> HTMLResponse:
        """What differs between any two versions."""
        known = versions(web.hub, session)
        numbers = [version.number for version in known]
        if len(numbers) < 2 and not (old in numbers and new in numbers):
            raise NotThere("There are no two versions of this session to compare.")
        new = new if new in numbers else numbers[0]
        old = old if old in numbers else next((n for n in numbers if n < new), numbers[-1])
        before, after = read(web.hub, session, old), read(web.hub, session, new)
        if before is None or after is None:
            raise NotThere("There are no two versions of this session to compare.")
        context = {"session": session, "versions": known, "old": old, "new": new}
        return web.page(request, "before/versions.html", context | _differences(before, after, whole=all))

    @router.post(BASE + "/{session}")
    async def publish(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Publish the session as it was shown; a plan that changed meanwhile is shown again first."""
        form = await read_form(request)
        if form.text("sure") != "yes":
            raise NotUsable("Say that you have looked at it: tick the box beside the button.")
        seen = await asyncio.to_thread(_seen, web, session)
        if form.text("seen") != seen:
            return await asyncio.to_thread(_session_page, web, request, session, whole=False, moved_on=True)
        try:
            await web.hub.publisher.publish(session, account.display_name)
        except PackError as error:
            raise NotNow(str(error)) from error
        return go_to(f"{BASE}/{session}", done="published")

    return router


def _session_page(
    web: OfficeWeb, request: Request, session: SessionId, *, whole: bool, moved_on: bool = False
) -> HTMLResponse:
    fresh = _draft(web, session)
    latest = read(web.hub, session)
    checks = publish_checks(web.hub.plan.session_plan(session), fresh)
    context: dict[str, Any] = {
        "session": session,
        "draft": fresh,
        "latest": latest,
        "checks": checks,
        "may_publish": not any(check.severity == "stop" for check in checks),
        "is_new": latest is None or not is_same_plan(fresh, latest),
        "has_begun": _has_begun(web, session),
        "versions": versions(web.hub, session),
        "short": short_digest,
        "seen": _mark(fresh),
        "moved_on": moved_on,
        **_differences(latest, fresh, whole=whole),
    }
    return web.page(request, "before/publish_session.html", context, status=409 if moved_on else 200)


def _differences(before: SessionPack | None, after: SessionPack, *, whole: bool) -> dict[str, Any]:
    found = pack_differences(before, after) if before is not None else None
    names = {room.id: room.name for pack in (before, after) if pack for room in pack.rooms}
    concerned = None if found is None or found.rooms is None else [names.get(r, r) for r in found.rooms]
    return {
        "differences": found,
        "titles": PART_TITLES,
        "most": None if whole else MOST_LINES,
        "rooms_concerned": concerned,
    }


def _draft(web: OfficeWeb, session: SessionId) -> SessionPack:
    try:
        return draft(web.hub, session)
    except (UnknownSessionError, PackError) as error:
        raise NotThere(str(error)) from error


def _seen(web: OfficeWeb, session: SessionId) -> str:
    return _mark(_draft(web, session))


def _mark(fresh: SessionPack) -> str:
    """Names what a draft holds, PINs too, but not the moment at which it was drafted."""
    return document_hash(msgspec.structs.replace(fresh, published_at=_NEVER))


def _has_begun(web: OfficeWeb, session: SessionId) -> bool:
    return any(fact.envelope.room for fact in web.hub.live.facts(session))
