"""A candidate asks what is kept about her: the officer looks, decides what is restricted, and fetches it."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.after.subject_access_file import file_name, subject_access_zip
from hub.during.office import SITE
from hub.printing.subject_sheet import subject_access_pdf
from hub.web.office.after_keeping.subject_reading import (
    kept_of,
    restricted_incidents,
    sessions_with,
    subject_access_of,
)
from hub.web.office.day.candidate_view import person_of
from hub.web.office.desk import OfficeDesk
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb
from hub.web.office.wording import INCIDENT_TITLES
from shared.ids import CandidateId
from shared.record.events.office import OfficeActed


def subject_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/candidates/{candidate_id}/subject-access")
    def look(request: Request, session: str, candidate_id: str) -> HTMLResponse:
        """What a candidate would get who asks what is kept about her."""
        held = kept_of(web.desk, session, candidate_id)
        by = request.state.account.display_name
        answer, photo = subject_access_of(web.desk, candidate_id, included=(), by=by)
        hers = sessions_with(web.desk, candidate_id)
        context = {
            "person": person_of(held, candidate_id),
            "answer": answer,
            "has_photo": photo is not None,
            "restricted": [(one, i) for one in hers for i in restricted_incidents(one, candidate_id)],
            "incident_titles": INCIDENT_TITLES,
        }
        known = in_session(held, "overview") | {"live": False}
        return web.page(request, "after/subject_access.html", known | context)

    @router.post("/sessions/{session}/candidates/{candidate_id}/subject-access")
    async def fetch(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Put together everything that is kept about one candidate, for her."""
        form = await read_form(request)
        included = form.texts("include")
        kept_of(web.desk, session, candidate_id)
        name, data = await asyncio.to_thread(
            answer_file, web.desk, candidate_id, included, account.display_name
        )
        await record_answer(web.desk, candidate_id, included, actor=account.display_name)
        return Response(
            data,
            media_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    return router


def answer_file(desk: OfficeDesk, who: CandidateId, included: tuple[str, ...], by: str) -> tuple[str, bytes]:
    """Name and bytes of the zip. Raises NotThere."""
    hub = desk.hub
    answer, photo = subject_access_of(desk, who, included=included, by=by)
    letter = subject_access_pdf(hub.centre, answer, hub.journal.head()[1])
    return file_name(answer), subject_access_zip(answer, letter=letter, photo=photo)


async def record_answer(desk: OfficeDesk, who: CandidateId, included: tuple[str, ...], *, actor: str) -> None:
    """That it was handed out is an act of the office; it names her by her pseudonym only."""
    about = {"candidate": who, "restricted incidents included": str(len(included))}
    event = OfficeActed(what="Put together everything that is kept about one candidate", about=about)
    await desk.hub.office.record(SITE, event, actor=actor)
