"""The checklist of the day: whether a session is ready, line by line, with what to do and where."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.before.pack_differences import is_same_plan
from hub.before.preflight import PaperFallbackFacts, PreflightFacts, PreflightLine, preflight, worst
from hub.before.readiness import free_disk_mb, printed_versions, tablet_facts
from hub.bootstrap import Hub
from hub.storage.site_copy import last_copy
from hub.web.office.api.answers import answer
from hub.web.office.before.publish_view import draft, read
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb
from shared.ids import SessionId, parse_session_id


def preflight_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """For everybody who is signed in: a checklist holds no candidate's name."""
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/preflight")
    def page(request: Request, session: str) -> HTMLResponse:
        """Is everything ready? One line for each thing, with what to do."""
        lines = lines_of(web.hub, session)
        counts = {state: sum(line.state == state for line in lines) for state in ("stop", "look", "good")}
        context = {"of": session, "lines": lines, "worst": worst(lines), "counts": counts, "live": True}
        context["is_published"] = web.hub.live.pack(session) is not None
        return web.page(request, "setup/preflight.html", context)

    @router.get("/api/office/sessions/{session}/preflight")
    def lines(session: str) -> Response:
        """The checklist of the day; ``state`` is that of the worst line."""
        found = lines_of(web.hub, session)
        return answer({"session": session, "state": worst(found), "lines": found})

    return router


def lines_of(hub: Hub, session: SessionId) -> tuple[PreflightLine, ...]:
    """The checklist as the running hub knows it. Raises NotThere."""
    return preflight(facts_of(hub, session))


def facts_of(hub: Hub, session: SessionId) -> PreflightFacts:
    """What the checklist looks at. Raises NotThere, NotNow."""
    try:
        parse_session_id(session)
    except ValueError as error:
        raise NotThere(f"{session} is no session.") from error
    pack = read(hub, session)
    known = session in hub.plan.timetabling().sessions()
    if pack is None and not known:
        raise NotThere(f"There is no session {session} in the plan.")
    fallback = hub.fallback.status()
    return PreflightFacts(
        session=session,
        now=hub.real_now(),
        pack=pack,
        plan_moved_on=pack is not None and known and not is_same_plan(draft(hub, session), pack),
        tablets=tablet_facts(hub.devices.health(), session),
        printed=printed_versions(hub.config.print_folder, session),
        fallback=PaperFallbackFacts(
            folder=fallback.folder, fault=fallback.fault, same_disk=fallback.same_disk
        ),
        free_disk_mb=free_disk_mb(hub.config.site),
        backup_at=last_copy(hub.config.site),
        certificate_until=hub.authority.server_certificate_until,
    )
