"""The pages of the plan, in the order in which an officer needs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter
from fastapi.routing import APIRoute
from msgspec import Struct


class PlanTab(Struct, frozen=True, kw_only=True):
    """One page among the tabs of "Before the exam"."""

    name: str
    href: str
    text: str


PLAN_TABS: Final = (
    PlanTab(name="import", href="/plan/import", text="Import"),
    PlanTab(name="rooms", href="/plan/rooms", text="Rooms"),
    PlanTab(name="clashes", href="/plan/clashes", text="Clashes"),
    PlanTab(name="seating", href="/plan/seating", text="Seating"),
    PlanTab(name="rota", href="/plan/rota", text="Rota"),
    PlanTab(name="publish", href="/plan/publish", text="Publish"),
    PlanTab(name="print", href="/plan/print", text="Print"),
)
"""A page's template says ``{{ plan_head("rooms", "Rooms", "What the page is for.") }}`` (parts.html)."""


def tabs_that_lead_somewhere(routers: Iterable[APIRouter]) -> tuple[PlanTab, ...]:
    """The tabs whose page exists."""
    paths = {route.path for router in routers for route in router.routes if isinstance(route, APIRoute)}
    return tuple(tab for tab in PLAN_TABS if tab.href in paths)
