"""What the pages of one draft import show: what every step knows, headings, questions, preview."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from hub.before.import_drafts import ImportDraft
from hub.before.importing.reading import Want
from hub.web.office.before.import_options import ENCODINGS, PHOTOS_BY
from hub.web.office.before.import_view import (
    MOST_GROUPS,
    change_page,
    people_of,
    problem_groups,
    problem_page,
)
from hub.web.office.before.import_words import KINDS, REASONS, SEVERITIES, field_words, for_a_page
from hub.web.office.forms import Form
from hub.web.office.refusals import NotNow
from hub.web.office.web import OfficeWeb

PARTS: Final = ("problems", "added", "changed", "withdrawn")


def wants(draft: ImportDraft) -> tuple[Want, ...]:
    """What the files leave open."""
    return tuple(draft.planned.reading.wants) if draft.planned is not None else ()


def draft_known(draft: ImportDraft, step: str) -> dict[str, Any]:
    """What every step knows."""
    open_questions = wants(draft)
    return {
        "draft": draft,
        "words": KINDS[draft.kind],
        "step": step,
        "wants": open_questions,
        "told": for_a_page(draft.told),
        "base": f"/plan/drafts/{draft.id}",
    }


def headings_page(
    web: OfficeWeb, request: Request, draft: ImportDraft, error: str = "", status: int = 200
) -> HTMLResponse:
    """What the columns were taken for, with the first values of each."""
    context = draft_known(draft, "headings") | {
        "error": error,
        "reasons": REASONS,
        "field_words": field_words,
        "fields": {name: field_words(name) for name in draft.headings.fields},
        "encodings": ENCODINGS,
        "photos_by": PHOTOS_BY,
        "options": draft.options,
        "profiles": [p.name for p in web.hub.plan.import_profiles() if p.kind is draft.kind],
    }
    return web.page(request, "before/headings.html", context, status=status)


def questions_page(
    web: OfficeWeb,
    request: Request,
    draft: ImportDraft,
    form: Form | None = None,
    wrong: dict[str, str] | None = None,
) -> HTMLResponse:
    """A field for everything that the files leave open."""
    context = draft_known(draft, "questions") | {"form": form or Form({}), "wrong": wrong or {}}
    return web.page(request, "before/questions.html", context, status=422 if wrong else 200)


def preview_page(
    web: OfficeWeb, request: Request, draft: ImportDraft, *, show: str, query: str, group: int, number: int
) -> HTMLResponse:
    """Counts, and one part of what there is to see."""
    planned = draft.planned
    if planned is None:
        raise NotNow("This import is being read. Wait a moment, then load the page again.")
    changes, problems = planned.changes, planned.reading.problems
    counts = {
        "problems": len(problems),
        "added": len(changes.added),
        "changed": len(changes.changed),
        "withdrawn": len(changes.withdrawn),
    }
    shown = show if show in PARTS else next((part for part in PARTS if counts[part]), "problems")
    context = draft_known(draft, "preview") | {
        "planned": planned,
        "counts": counts,
        "shown": shown,
        "query": query,
        "group": group,
        "groups": problem_groups(problems)[:MOST_GROUPS] if shown == "problems" else (),
        "severities": SEVERITIES,
        "for_a_page": for_a_page,
        "unread": planned.reading.rows_read - planned.reading.rows_ok,
        "page": problem_page(problems, query, group, number)
        if shown == "problems"
        else change_page(
            getattr(changes, shown), people_of(web.hub.plan.candidates(), changes), query, number
        ),
    }
    return web.page(request, "before/preview.html", context)
