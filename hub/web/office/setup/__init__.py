"""The pages of setting a centre up: what it is, who may do what, which rules hold, is all ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.setup.board_pages import board_pages
from hub.web.office.setup.centre_pages import centre_pages
from hub.web.office.setup.holiday_pages import holiday_pages
from hub.web.office.setup.invigilator_pages import invigilator_pages
from hub.web.office.setup.people_pages import people_pages
from hub.web.office.setup.preflight_pages import preflight_pages
from hub.web.office.setup.rules_pages import rules_pages

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hub.web.office.guard import Guard
    from hub.web.office.web import OfficeWeb


def setup_pages(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Everything under /setup, and the accounts."""
    return [
        centre_pages(web, guard),
        people_pages(web, guard),
        invigilator_pages(web, guard),
        holiday_pages(web, guard),
        board_pages(web, guard),
        rules_pages(web, guard),
        preflight_pages(web, guard),
    ]
