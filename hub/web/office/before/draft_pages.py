"""An import that is being looked at: headings, questions, preview, and the yes or no."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from hub.before.import_drafts import DraftBusyError, ImportDraft
from hub.before.importing.profiles import ProfileNameError
from hub.before.imports import ImportOptions
from hub.web.office.before.draft_view import (
    draft_known,
    headings_page,
    preview_page,
    questions_page,
    wants,
)
from hub.web.office.before.import_options import answers, heading_options, reading_options
from hub.web.office.before.import_view import LONGEST_QUERY, problems_as_csv
from hub.web.office.before.working import Working
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to

BASE: Final = "/plan/drafts/{draft_id}"
READING_FIELDS: Final = ("encoding", "sheet", "photos_by", "partial", "staff")


def draft_pages(web: OfficeWeb, guard: Guard, working: Working) -> APIRouter:
    """Officers only: who looks on sees an import once it is written."""
    router = APIRouter(dependencies=[Depends(guard.acting)])
    _add_preview(router, web)
    _add_steps(router, web, working)
    _add_end(router, web, working)
    return router


def _add_preview(router: APIRouter, web: OfficeWeb) -> None:
    @router.get(BASE)
    def preview(
        request: Request, draft_id: str, show: str = "", q: str = "", group: int = 0, page: int = 1
    ) -> Response:
        """What the import would change, and everything that is to be told about it."""
        draft = _draft(web, draft_id)
        if draft.state == "written":
            return go_to(_written(draft), done="imported")
        if draft.is_busy:
            return web.page(request, "before/working.html", draft_known(draft, "preview"))
        if draft.state == "failed":
            return web.page(request, "before/failed.html", draft_known(draft, "preview"))
        if draft.state == "unreadable":
            return headings_page(web, request, draft)
        return preview_page(web, request, draft, show=show, query=q[:LONGEST_QUERY], group=group, number=page)

    @router.get(BASE + "/problems.csv")
    def problems(draft_id: str) -> Response:
        """Every problem as a file for a spreadsheet."""
        draft = _draft(web, draft_id)
        if draft.planned is None:
            raise NotThere("This import has no problems to download.")
        headers = {"Content-Disposition": f'attachment; filename="problems-{draft.kind.value}.csv"'}
        return Response(
            problems_as_csv(draft.planned.reading.problems), headers=headers, media_type="text/csv"
        )


def _add_steps(router: APIRouter, web: OfficeWeb, working: Working) -> None:
    @router.get(BASE + "/headings")
    def headings(request: Request, draft_id: str) -> Response:
        """What the columns were taken for, to be corrected."""
        draft = _ready(web, draft_id)
        return headings_page(web, request, draft) if draft else go_to(f"/plan/drafts/{draft_id}")

    @router.post(BASE + "/headings")
    async def correct(request: Request, draft_id: str) -> Response:
        """Read the files again with other headings, encoding or sheet; save the mapping under a name."""
        draft, form = _draft(web, draft_id), await read_form(request)
        try:
            names = tuple(sample.heading for sample in draft.headings.samples)
            options = heading_options(form, names, draft.options)
            options = reading_options({name: form.text(name) for name in READING_FIELDS}, options)
            if form.text("profile").strip():
                await asyncio.to_thread(_save_profile, web, draft, form, options)
        except (NotUsable, ProfileNameError) as error:
            return headings_page(web, request, draft, str(error), 422)
        await _again(web, working, draft, options)
        return go_to(f"/plan/drafts/{draft.id}")

    @router.get(BASE + "/questions")
    def questions(request: Request, draft_id: str) -> Response:
        """What the files leave open."""
        draft = _ready(web, draft_id)
        return questions_page(web, request, draft) if draft else go_to(f"/plan/drafts/{draft_id}")

    @router.post(BASE + "/questions")
    async def answer(request: Request, draft_id: str) -> Response:
        """Answer what the files leave open, and read them again."""
        draft, form = _draft(web, draft_id), await read_form(request)
        options, wrong = answers(form, wants(draft), draft.options)
        if wrong:
            return questions_page(web, request, draft, form, wrong)
        await _again(web, working, draft, options)
        return go_to(f"/plan/drafts/{draft.id}")


def _add_end(router: APIRouter, web: OfficeWeb, working: Working) -> None:
    @router.post(BASE + "/accept")
    async def accept(draft_id: str) -> Response:
        """Write the import to the plan."""
        draft = _draft(web, draft_id)
        if draft.state != "ready":
            raise NotNow("This import can't be accepted as it stands. Look at it again.")
        await working.begin(lambda: _accept(web, draft))
        return go_to(f"/plan/drafts/{draft.id}")

    @router.post(BASE + "/discard")
    async def discard(draft_id: str) -> Response:
        """Forget the upload; the plan stays as it is."""
        draft = _draft(web, draft_id)
        try:
            await asyncio.to_thread(web.hub.imports.discard, draft)
        except DraftBusyError as error:
            raise NotNow(str(error)) from error
        return go_to("/plan/import", done="import-discarded")


def _draft(web: OfficeWeb, draft_id: str) -> ImportDraft:
    draft = web.hub.imports.get(draft_id)
    if draft is None:
        raise NotThere("This upload isn't kept any more. Nothing of it was written; upload the files again.")
    return draft


def _ready(web: OfficeWeb, draft_id: str) -> ImportDraft | None:
    """The draft where somebody may work on it now."""
    draft = _draft(web, draft_id)
    return draft if draft.state in ("ready", "unreadable") else None


def _written(draft: ImportDraft) -> str:
    return f"/plan/imports/{draft.import_id}" if draft.import_id is not None else "/plan/import"


async def _again(web: OfficeWeb, working: Working, draft: ImportDraft, options: ImportOptions) -> None:
    try:
        web.hub.imports.answer(draft, options)
    except DraftBusyError as error:
        raise NotNow(str(error)) from error
    await working.begin(lambda: web.hub.imports.read(draft))


def _accept(web: OfficeWeb, draft: ImportDraft) -> None:
    try:
        web.hub.imports.accept(draft)
    except DraftBusyError:
        return  # somebody else was quicker: what came of it is what the page shows


def _save_profile(web: OfficeWeb, draft: ImportDraft, form: Form, options: ImportOptions) -> None:
    mapping = draft.headings.mapping | dict(options.headings)
    web.hub.plan.save_import_profile(draft.kind, form.text("profile"), mapping)
