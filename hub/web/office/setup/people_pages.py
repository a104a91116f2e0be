"""Who may use the office's pages: invitations, roles, forgotten passwords and who has to wait."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.account_checks import AccountError
from hub.accounts import Account, Role
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.web import OfficeWeb, go_to

WORDS: Final = {
    Role.OFFICER: ("Exams officer", "decides: settles, overrides, seals, publishes, wipes, and this page"),
    Role.ASSISTANT: ("Assistant", "answers calls, hands out tablets, prints, prepares rooms, seats and rota"),
    Role.VIEWER: ("Viewer", "looks only, without restricted incidents: head of centre, reception"),
}


class Drawn(Struct, frozen=True, kw_only=True):
    """A one-time password, to be shown on this one answer and nowhere else."""

    name: str
    display_name: str
    password: str


def people_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """For officers only: see ``hub.web.office.roles``."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    accounts = web.hub.accounts

    async def page(
        request: Request, *, form: Form | None = None, error: str = "", drawn: Drawn | None = None
    ) -> Response:
        people = await asyncio.to_thread(accounts.all)
        context: dict[str, Any] = {
            "people": sorted(people, key=lambda a: (list(Role).index(a.role), a.display_name.casefold())),
            "locked": await asyncio.to_thread(accounts.attempts.locked_out),
            "roles": WORDS,
            "form": form or Form({}),
            "error": error,
            "drawn": drawn,
        }
        return web.page(request, "setup/people.html", context, status=422 if error else 200)

    @router.get("/accounts")
    async def people(request: Request) -> Response:
        """Who may use these pages, and who has to wait after wrong passwords."""
        return await page(request)

    @router.post("/accounts")
    async def invite(request: Request) -> Response:
        """Make an account; the hub draws a one-time password and shows it once."""
        form = await read_form(request)
        try:
            name, shown = form.text("name"), form.text("display_name")
            password = await asyncio.to_thread(accounts.invite, name, shown, _role(form))
        except AccountError as error:
            return await page(request, form=form, error=str(error))
        return await page(request, drawn=Drawn(name=name, display_name=shown, password=password))

    @router.post("/accounts/{name}/role")
    async def change_role(request: Request, name: str, account: Account = Depends(guard.office)) -> Response:
        """Let somebody do more or less."""
        form = await read_form(request)
        if name == account.name:
            raise NotNow("Nobody changes their own role: ask another officer.")
        await _told(accounts.change_role, name, _role(form))
        return go_to("/accounts", done="role")

    @router.post("/accounts/{name}/password")
    async def reset(request: Request, name: str) -> Response:
        """Draw a new one-time password and sign the account out everywhere."""
        drawn = await _told(accounts.reset_password, name)
        shown = next((a.display_name for a in accounts.all() if a.name == name), name)
        return await page(request, drawn=Drawn(name=name, display_name=shown, password=str(drawn)))

    @router.post("/accounts/{name}/remove")
    async def remove(request: Request, name: str, account: Account = Depends(guard.office)) -> Response:
        """Take an account away; what it did stays on record."""
        if name == account.name:
            raise NotNow("Nobody removes their own account: ask another officer.")
        await _told(accounts.remove, name)
        return go_to("/accounts", done="removed")

    @router.post("/accounts/lift")
    async def lift(request: Request) -> Response:
        """Let somebody try again who typed too many wrong passwords."""
        form = await read_form(request)
        await asyncio.to_thread(accounts.attempts.lift, form.text("name"), form.text("address"))
        return go_to("/accounts", done="lifted")

    return router


def _role(form: Form) -> Role:
    """Raises NotUsable."""
    try:
        return Role(form.text("role"))
    except ValueError as error:
        raise NotUsable("Choose a role: officer, assistant or viewer.") from error


async def _told(change: Any, *values: Any) -> Any:  # noqa: ANN401 - one of the changes of Accounts
    """Raises NotNow where the account can't be changed so."""
    try:
        return await asyncio.to_thread(change, *values)
    except AccountError as error:
        raise NotNow(str(error)) from error
