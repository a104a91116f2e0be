"""The incident log as JSON: read, written, added to, and its reports."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.api.answers import IN_SESSION, USUAL_ROWS, Cursor, Limit, answer, page_of, tagged_answer
from hub.web.office.api.day_bodies import AddToIncident, Incidents, NewIncident, Noted, WentOut
from hub.web.office.api.described import described
from hub.web.office.day.draft_pages import (
    draft_of_incident,
    gone_of_incident,
    gone_very_late,
    very_late_draft,
)
from hub.web.office.day.incident_actions import IncidentActions, Told
from hub.web.office.day.incident_actions import Report as ReportGone
from hub.web.office.day.incident_pages import find_incident
from hub.web.office.day.incident_view import IncidentDetail, detail_of
from hub.web.office.day.reading import readable, reader_of
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb
from shared.record.drafts.report import Report

LOG = f"{IN_SESSION}/incidents"
_VERY_LATE = f"{IN_SESSION}/very-late-reports/{{candidate_id}}/{{component_id:path}}"
_NEW = NewIncident(
    kind="disturbance",
    at="09:40",
    room="main-hall",
    text="Drilling outside for about ten minutes.",
    action="The site team stopped it.",
    candidates=("0001", "0002"),
)
_ADD = AddToIncident(text="It began again and lasted three minutes.", until="09:53")
_SENT = WentOut(sent_to="AQA", reference="CAP-2024-0117")


def incident_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """What the incident pages tell and do, for who may read the incident concerned."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = IncidentActions(web.desk)
    _add_log(router, web, guard, actions)
    _add_reports(router, web, guard, actions)
    return router


def _add_log(router: APIRouter, web: OfficeWeb, guard: Guard, actions: IncidentActions) -> None:
    @router.get(LOG, **described(gives=Incidents, paged=True))
    def incidents(
        request: Request,
        session: str,
        limit: Limit = USUAL_ROWS,
        cursor: Cursor = "",
        account: Account = Depends(guard.office),
    ) -> Response:
        """The incident log of a session, the latest first, as far as its reader may see it."""
        held, facts = web.desk.in_hand(session), web.hub.live.facts(session)
        may = readable(held.register, reader_of(account, held.pack))[::-1]
        page, links = page_of(request, may, limit, cursor)
        told = Incidents(total=len(may), incidents=tuple(detail_of(held, one, facts) for one in page))
        return tagged_answer(request, told, headers=links)

    @router.post(LOG, **described(takes=NewIncident, gives=Noted, example=_NEW))
    async def record(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Record an incident in the office."""
        given = await read_json(request, NewIncident)
        made = await actions.record(
            session,
            given.kind,
            given.at,
            given.room,
            _told(given),
            restricted=given.restricted,
            actor=account.display_name,
        )
        return answer(Noted(incident_id=made))

    @router.get(f"{LOG}/{{incident_id}}", **described(gives=IncidentDetail))
    def incident(
        request: Request, session: str, incident_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """One incident with everything that was said about it since."""
        held = web.desk.in_hand(session)
        found = find_incident(held, incident_id, account)
        return tagged_answer(request, detail_of(held, found, web.hub.live.facts(session)))

    @router.post(
        f"{LOG}/{{incident_id}}/notes", **described(takes=AddToIncident, gives=IncidentDetail, example=_ADD)
    )
    async def amend(
        request: Request, session: str, incident_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Add to an incident; what stood there stays, so that nobody's words can be lost to another's."""
        given = await read_json(request, AddToIncident)
        find_incident(web.desk.in_hand(session), incident_id, account)
        await actions.amend(session, incident_id, _told(given), actor=account.display_name)
        held = web.desk.in_hand(session)
        found = find_incident(held, incident_id, account)
        return answer(detail_of(held, found, web.hub.live.facts(session)))


def _add_reports(router: APIRouter, web: OfficeWeb, guard: Guard, actions: IncidentActions) -> None:
    @router.get(f"{LOG}/{{incident_id}}/drafts/{{report}}", **described(gives=Report))
    def draft(
        request: Request,
        session: str,
        incident_id: str,
        report: str,
        account: Account = Depends(guard.acting),
    ) -> Response:
        """A report about an incident, field by field: ``m1``, ``m2`` or ``special-consideration``."""
        held = web.desk.in_hand(session)
        found = find_incident(held, incident_id, account)
        return tagged_answer(request, draft_of_incident(held, found, gone_of_incident(found, report).report))

    @router.post(f"{LOG}/{{incident_id}}/drafts/{{report}}/sent", **described(takes=WentOut, example=_SENT))
    async def sent(
        request: Request,
        session: str,
        incident_id: str,
        report: str,
        account: Account = Depends(guard.acting),
    ) -> Response:
        """Note that a report about an incident was sent."""
        given = await read_json(request, WentOut)
        found = find_incident(web.desk.in_hand(session), incident_id, account)
        await actions.sent(session, _gone(gone_of_incident(found, report), given), actor=account.display_name)
        return answer({})

    @router.get(_VERY_LATE, **described(gives=Report))
    def very_late(request: Request, session: str, candidate_id: str, component_id: str) -> Response:
        """The report of a very late arrival, field by field."""
        return tagged_answer(request, very_late_draft(web.desk.in_hand(session), candidate_id, component_id))

    @router.post(_VERY_LATE, **described(takes=WentOut, example=_SENT))
    async def very_late_sent(
        request: Request,
        session: str,
        candidate_id: str,
        component_id: str,
        account: Account = Depends(guard.office),
    ) -> Response:
        """Note that the report of a very late arrival was sent."""
        given = await read_json(request, WentOut)
        held = web.desk.in_hand(session)
        very_late_draft(held, candidate_id, component_id)
        gone = _gone(gone_very_late(held, candidate_id, component_id), given)
        await actions.sent(session, gone, actor=account.display_name)
        return answer({})


def _told(given: AddToIncident) -> Told:
    return Told(
        text=given.text,
        action=given.action,
        candidates=" ".join(given.candidates),
        people="\n".join(given.people),
        witnesses=given.witnesses,
        until=given.until,
        details=given.details,
    )


def _gone(gone: ReportGone, given: WentOut) -> ReportGone:
    return ReportGone(
        report=gone.report,
        incident_id=gone.incident_id,
        candidate_id=gone.candidate_id,
        component_id=gone.component_id,
        room=gone.room,
        sent_to=given.sent_to,
        reference=given.reference,
    )
