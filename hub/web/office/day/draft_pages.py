"""Drafts of reports: fields to copy, a PDF to print, and the note that it went."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.printing.draft_sheet import draft_report_pdf
from hub.web.office.day.incident_actions import IncidentActions
from hub.web.office.day.incident_actions import Report as ReportGone
from hub.web.office.day.incident_pages import find_incident
from hub.web.office.day.reports import draft_path, sent_of
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.ids import safe_file_name
from shared.record.deadlines import day_of, working_days_left
from shared.record.drafts.malpractice import draft_m1, draft_m2
from shared.record.drafts.report import Report, report_of
from shared.record.drafts.special_consideration import draft_special_consideration
from shared.record.drafts.very_late import draft_very_late
from shared.record.events.office import ReportKind
from shared.record.incident_log import Incident
from shared.record.incident_templates import template_for

REPORTS: Final[dict[str, ReportKind]] = {
    "m1": "m1",
    "m2": "m2",
    "special-consideration": "special_consideration",
}


def draft_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Reports about incidents: some are about what only the officer reads."""
    router = APIRouter(dependencies=[Depends(guard.acting)])
    actions = IncidentActions(web.desk)

    @router.get("/sessions/{session}/incidents/{incident_id}/drafts/{report}")
    def of_incident(
        request: Request,
        session: str,
        incident_id: str,
        report: str,
        pdf: bool = False,
        account: Account = Depends(guard.acting),
    ) -> Response:
        """A report about an incident as a draft; with ``pdf`` on paper."""
        held = web.desk.in_hand(session)
        found = find_incident(held, incident_id, account)
        gone = gone_of_incident(found, report)
        return _shown(web, request, held, draft_of_incident(held, found, gone.report), gone, pdf=pdf)

    @router.post("/sessions/{session}/incidents/{incident_id}/drafts/{report}")
    async def incident_sent(
        request: Request,
        session: str,
        incident_id: str,
        report: str,
        account: Account = Depends(guard.acting),
    ) -> Response:
        """Note that a report about an incident was sent."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        found = find_incident(held, incident_id, account)
        gone = gone_of_incident(found, report)
        try:
            await actions.sent(session, _filled(gone, form), actor=account.display_name)
        except NotUsable as error:
            return _page(
                web, request, held, draft_of_incident(held, found, gone.report), gone, form, str(error), 422
            )
        return go_to(draft_path(session, incident_id, gone.report), done="sent")

    return router


def very_late_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """The report of a very late arrival: nothing in it is restricted, and only an officer sends it."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = IncidentActions(web.desk)

    @router.get("/sessions/{session}/drafts/very-late/{candidate_id}/{component_id:path}")
    def very_late(
        request: Request, session: str, candidate_id: str, component_id: str, pdf: bool = False
    ) -> Response:
        """The report of a very late arrival as a draft; with ``pdf`` on paper."""
        held = web.desk.in_hand(session)
        draft = very_late_draft(held, candidate_id, component_id)
        gone = gone_very_late(held, candidate_id, component_id)
        return _shown(web, request, held, draft, gone, pdf=pdf)

    @router.post("/sessions/{session}/drafts/very-late/{candidate_id}/{component_id:path}")
    async def very_late_sent(
        request: Request,
        session: str,
        candidate_id: str,
        component_id: str,
        account: Account = Depends(guard.office),
    ) -> Response:
        """Note that the report of a very late arrival was sent."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        draft = very_late_draft(held, candidate_id, component_id)
        gone = gone_very_late(held, candidate_id, component_id)
        try:
            await actions.sent(session, _filled(gone, form), actor=account.display_name)
        except NotUsable as error:
            return _page(web, request, held, draft, gone, form, str(error), 422)
        return go_to(session_path(session, "drafts", "very-late", candidate_id, component_id), done="sent")

    return router


def gone_of_incident(incident: Incident, report: str) -> ReportGone:
    """The note that this report about an incident went, still without its addressee. Raises NotThere."""
    kind = REPORTS.get(report)
    if kind is None or kind not in template_for(incident.kind).drafts:
        raise NotThere("There is no such report about an incident of this kind.")
    return ReportGone(report=kind, incident_id=incident.incident_id)


def gone_very_late(held: InHand, who: str, what: str) -> ReportGone:
    """The same of the report about a very late arrival."""
    sitting = held.register.sitting(who, what)
    return ReportGone(
        report="very_late",
        candidate_id=who,
        component_id=what,
        room=sitting.place if sitting else None,
    )


def _filled(gone: ReportGone, form: Form) -> ReportGone:
    return ReportGone(
        report=gone.report,
        incident_id=gone.incident_id,
        candidate_id=gone.candidate_id,
        component_id=gone.component_id,
        room=gone.room,
        sent_to=form.text("sent_to"),
        reference=form.text("reference"),
    )


def draft_of_incident(held: InHand, incident: Incident, report: ReportKind) -> Report:
    """The report field by field, as far as the record can fill it in."""
    if report == "m1":
        return report_of(draft_m1(held.pack, held.register, incident), held.zone)
    if report == "m2":
        return report_of(draft_m2(held.pack, held.register, incident), held.zone)
    return report_of(draft_special_consideration(held.pack, held.register, incident), held.zone)


def very_late_draft(held: InHand, who: str, what: str) -> Report:
    """The same about a very late arrival. Raises NotThere."""
    draft = draft_very_late(held.pack, held.register, who, what)
    if draft is None:
        raise NotThere("This candidate was not very late for that paper.")
    return report_of(draft, held.zone)


def _shown(
    web: OfficeWeb, request: Request, held: InHand, report: Report, gone: ReportGone, *, pdf: bool
) -> Response:
    if not pdf:
        return _page(web, request, held, report, gone, Form({}), "")
    drawn = draft_report_pdf(held.pack, report, held.now, web.hub.live.head[1])
    name = safe_file_name(f"{held.session}_{gone.report}_draft.pdf")
    disposition = f'inline; filename="{name}"'
    return Response(drawn, media_type="application/pdf", headers={"Content-Disposition": disposition})


def _page(
    web: OfficeWeb,
    request: Request,
    held: InHand,
    report: Report,
    gone: ReportGone,
    form: Form,
    error: str,
    status: int = 200,
) -> HTMLResponse:
    today = day_of(held.now, held.zone)
    left = working_days_left(today, report.due, held.deadline_rules.holidays) if report.due else None
    sent = sent_of(
        web.hub.live.facts(held.session),
        gone.report,
        incident=gone.incident_id,
        candidate=gone.candidate_id,
        component=gone.component_id,
    )
    context: dict[str, Any] = {
        "report": report,
        "days_left": left,
        "at_once": gone.report in ("m1", "m2") and report.due is None,
        "sent": sent,
        "back_to": session_path(held.session, "incidents", gone.incident_id)
        if gone.incident_id
        else session_path(held.session, "candidates", gone.candidate_id),
        "form": form,
        "error": error,
        "live": False,
    }
    return web.page(request, "day/draft.html", in_session(held, "incidents") | context, status=status)
