"""The days on which no deadline runs: bank holidays of the profile, and the centre's own."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from msgspec import Struct

from hub.before.rules_changes import changed_holidays, keep_rules
from hub.before.rules_files import centre_rules, load_profile
from hub.web.office.acting import LONGEST_TEXT, text_of
from hub.web.office.forms import Form, read_form
from hub.web.office.refusals import NotUsable
from hub.web.office.setup.rules_pages import kept, rules_today
from hub.web.office.web import OfficeWeb, go_to
from shared.rules.faults import ProfileError
from shared.rules.override import HolidayChange

if TYPE_CHECKING:
    from hub.bootstrap import Hub
    from hub.web.office.guard import Guard


class Day(Struct, frozen=True, kw_only=True):
    """One day: whether no deadline runs on it, and whether the centre says so or the profile."""

    day: date
    counts: bool
    is_own: bool


def holiday_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Everybody reads them; an officer changes them."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    def page(request: Request, form: Form, error: str = "") -> Response:
        profile, change = rules_today(hub), _change(hub)
        context = {
            "profile": profile,
            "days": days_of(load_profile(profile.id, hub.config.site).holidays, change),
            "change": change,
            "form": form,
            "error": error,
        }
        return web.page(request, "setup/holidays.html", context, status=422 if error else 200)

    @router.get("/setup/holidays")
    def holidays(request: Request) -> Response:
        """Every day without deadlines, and where it comes from."""
        return page(request, Form({}))

    @router.post("/setup/holidays")
    async def change_them(request: Request) -> Response:
        """Change the days without deadlines, or let the profile's hold again."""
        form = await read_form(request)
        if form.text("take_back"):
            await asyncio.to_thread(_keep, hub, None)
            return go_to("/setup/holidays", done="rule-back")
        try:
            await asyncio.to_thread(_keep, hub, asked(hub, form))
        except (NotUsable, ProfileError) as refused:
            return await asyncio.to_thread(page, request, form, str(refused))
        return go_to("/setup/holidays", done="holidays")

    return router


def days_of(profile: tuple[date, ...], change: HolidayChange | None) -> tuple[Day, ...]:
    """The profile's days and the centre's in their order; those it took out stay to be put back."""
    added, removed = (set(change.add), set(change.remove)) if change else (set(), set())
    return tuple(
        Day(day=day, counts=day not in removed, is_own=day not in profile)
        for day in sorted({*profile, *added})
    )


def asked(hub: Hub, form: Form) -> HolidayChange | None:
    """What the form changes of the profile's days; None where nothing is left to change. Raises NotUsable."""
    own = set(load_profile(rules_today(hub).id, hub.config.site).holidays)
    wanted = {_day(text) for text in form.texts("counts")}
    if form.text("new"):
        wanted.add(_day(form.text("new")))
    add, remove = tuple(sorted(wanted - own)), tuple(sorted(own - wanted))
    if not (add or remove):
        return None
    why = text_of(form.text("reason"), "the reason: who decided it and why", most=LONGEST_TEXT, least=3)
    return HolidayChange(add=add, remove=remove, reason=" ".join(why.split()))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise NotUsable(
            f"{text[:20]} is no date. Write it as year-month-day, for instance 2027-05-03."
        ) from error


def _change(hub: Hub) -> HolidayChange | None:
    centre = centre_rules(hub.config.site)
    return centre.holidays if centre else None


def _keep(hub: Hub, change: HolidayChange | None) -> None:
    with kept():
        keep_rules(hub.config.site, changed_holidays(hub.config.site, change))
        hub.setting.read_rules_again()
