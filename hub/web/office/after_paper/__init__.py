"""Paper back in: a register on paper is keyed in beside what the tablets recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.after_paper.actions import PaperActions
from hub.web.office.after_paper.api import paper_api
from hub.web.office.after_paper.pages import paper_pages

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hub.web.office.guard import Guard
    from hub.web.office.web import OfficeWeb


def paper_in_routers(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Pages and JSON on which a room's paper is keyed in."""
    actions = PaperActions(web.desk)
    return [paper_pages(web, guard, actions), paper_api(guard, actions)]
