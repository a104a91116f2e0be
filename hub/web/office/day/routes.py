"""The routes of the day itself, in one list."""

from __future__ import annotations

from fastapi import APIRouter

from hub.web.office.day.candidate_pages import candidate_pages
from hub.web.office.day.search_pages import search_pages
from hub.web.office.day.task_pages import task_pages
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb


def day_pages(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Everything the officer opens from the board beside rooms and tablets."""
    return [search_pages(web, guard), candidate_pages(web, guard), task_pages(web, guard)]
