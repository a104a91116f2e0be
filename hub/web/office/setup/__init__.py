"""The pages of setting a centre up: what it is, who may do what, which rules hold, is all ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.setup.people_pages import people_pages
from hub.web.office.setup.preflight_pages import preflight_pages

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hub.web.office.guard import Guard
    from hub.web.office.web import OfficeWeb


def setup_pages(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Everything under /setup, and the accounts."""
    return [people_pages(web, guard), preflight_pages(web, guard)]
