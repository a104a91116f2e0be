"""The routes of the day itself, in one list."""

from __future__ import annotations

from fastapi import APIRouter

from hub.web.office.day.candidate_pages import candidate_pages
from hub.web.office.day.draft_pages import draft_pages, very_late_pages
from hub.web.office.day.evacuation_pages import evacuation_pages
from hub.web.office.day.incident_pages import incident_pages
from hub.web.office.day.log_book_pages import log_book_pages
from hub.web.office.day.quarantine_pages import quarantine_pages
from hub.web.office.day.search_pages import search_pages
from hub.web.office.day.task_pages import task_pages
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb


def day_pages(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Everything the officer opens from the board beside rooms and tablets."""
    return [
        search_pages(web, guard),
        candidate_pages(web, guard),
        task_pages(web, guard),
        incident_pages(web, guard),
        draft_pages(web, guard),
        very_late_pages(web, guard),
        log_book_pages(web, guard),
        evacuation_pages(web, guard),
        quarantine_pages(web, guard),
    ]
