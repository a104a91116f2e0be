"""Months later: sessions are archived, held, released, and a candidate gets what is kept about her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.after_keeping.actions import KeepingActions
from hub.web.office.after_keeping.api import keeping_api
from hub.web.office.after_keeping.archive_pages import archive_pages
from hub.web.office.after_keeping.hold_pages import hold_pages
from hub.web.office.after_keeping.retention_pages import retention_pages
from hub.web.office.after_keeping.subject_pages import subject_pages

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hub.web.office.guard import Guard
    from hub.web.office.web import OfficeWeb


def keeping_routers(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Pages and JSON of keeping and releasing."""
    actions = KeepingActions(web.desk)
    return [
        *archive_pages(web, guard, actions),
        hold_pages(web, guard, actions),
        retention_pages(web, guard, actions),
        subject_pages(web, guard),
        keeping_api(guard, actions),
    ]
