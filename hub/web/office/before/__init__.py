"""The officer's pages of the weeks before an exam: import, rooms, seating, clashes, rota, publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.before.clashes_pages import clashes_pages
from hub.web.office.before.draft_pages import draft_pages
from hub.web.office.before.import_pages import import_pages
from hub.web.office.before.publish_pages import publish_pages
from hub.web.office.before.rooms_pages import rooms_pages
from hub.web.office.before.rota_pages import rota_pages
from hub.web.office.before.seating_pages import seating_pages
from hub.web.office.before.working import Working

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hub.web.office.guard import Guard
    from hub.web.office.web import OfficeWeb


def before_pages(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Everything under /plan; a page that is added here appears among the tabs by its path."""
    working = Working()
    return [
        import_pages(web, guard, working),
        draft_pages(web, guard, working),
        rooms_pages(web, guard),
        clashes_pages(web, guard),
        seating_pages(web, guard),
        rota_pages(web, guard),
        publish_pages(web, guard),
    ]
