"""Figures and files after the exam: statistics, attendance for the school's system, deadlines for a diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.after_figures.file_pages import file_pages
from hub.web.office.after_figures.statistics_pages import statistics_pages

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hub.web.office.guard import Guard
    from hub.web.office.web import OfficeWeb


def figures_routers(web: OfficeWeb, guard: Guard) -> list[APIRouter]:
    """Pages that count, and files that leave the hub."""
    return [statistics_pages(web, guard), file_pages(web, guard)]
