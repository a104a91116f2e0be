"""Signing in and out, and what concerns one's own account."""

from __future__ import annotations

import asyncio
import math

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.accounts import Account, AccountError, NotAdmitted, Role
from hub.sign_in_attempts import TooManyAttempts
from hub.web.office.forms import Form, read_form, read_json
from hub.web.office.guard import Guard
from hub.web.office.web import LOOK_COOKIE, OfficeWeb, go_to
from hub.web.problems import Problem
from hub.web.security.cookies import clear_token, read_token, set_token
from hub.web.security.csrf import csrf_token

WRONG = "That name and password don't belong together."


class Credentials(Struct, frozen=True, kw_only=True):
    name: str
    password: str
    wall: bool = False
    """Of a wall screen: it reads the board only, and stays signed in untouched."""


def sign_in_router(web: OfficeWeb, guard: Guard) -> APIRouter:
    """For who is not signed in yet."""
    router = APIRouter(dependencies=[Depends(guard.stranger)])

    @router.get("/sign-in")
    async def ask(request: Request, next: str = "/") -> Response:
        """The sign-in form."""
        return web.page(
            request, "sign_in.html", {"next": _own_path(next), "error": "", "name": "", "wall": False}
        )

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        """Sign in."""
        form = await read_form(request)
        try:
            account, token = await _admit(
                web, request, form.text("name"), form.text("password"), wall=form.text("wall") == "yes"
            )
        except Problem as problem:
            context = {
                "next": _own_path(form.text("next")),
                "error": problem.detail,
                "name": form.text("name"),
                "wall": form.text("wall") == "yes",
            }
            page = web.page(request, "sign_in.html", context, status=problem.status)
            page.headers.update(problem.headers)
            return page
        answer = go_to("/password" if account.must_change else _own_path(form.text("next")))
        set_token(request, answer, token)
        return answer

    @router.post("/api/office/sign-in")
    async def sign_in_by_program(request: Request, response: Response) -> dict[str, str]:
        """Sign in: sets the cookie and tells the CSRF token."""
        given = await read_json(request, Credentials)
        account, token = await _admit(web, request, given.name, given.password, wall=given.wall)
        set_token(request, response, token)
        role = Role.VIEWER if given.wall else account.role
        return {"csrf": csrf_token(token), "name": account.display_name, "role": role.value}

    return router


def own_account_router(web: OfficeWeb, guard: Guard) -> APIRouter:
    """For who is signed in, officer or viewer, with a one-time password still or not."""
    router = APIRouter()

    @router.post("/sign-out")
    async def sign_out(request: Request, _: Account = Depends(guard.own_account)) -> Response:
        """Sign out."""
        answer = go_to("/sign-in", done="signed-out")
        await _sign_out(web, request, answer)
        return answer

    @router.post("/api/office/sign-out")
    async def sign_out_by_program(
        request: Request, response: Response, _: Account = Depends(guard.own_account)
    ) -> dict[str, str]:
        """Sign out."""
        await _sign_out(web, request, response)
        return {}

    @router.get("/password")
    async def password(request: Request, account: Account = Depends(guard.own_account)) -> Response:
        """The form for one's own password and name."""
        return web.page(request, "password.html", {"error": "", "display_name": account.display_name})

    @router.post("/password")
    async def change_password(request: Request, account: Account = Depends(guard.changing_own)) -> Response:
        """Choose one's own password and name for the record."""
        form = await read_form(request)
        try:
            changed = await asyncio.to_thread(_change, web, request, account, form)
        except (AccountError, NotAdmitted, TooManyAttempts) as error:
            context = {"error": _told(error), "display_name": form.text("display_name")}
            return web.page(request, "password.html", context, status=422)
        answer = go_to("/", done="password")
        set_token(request, answer, await asyncio.to_thread(web.hub.accounts.sign_in, changed))
        return answer

    @router.post("/look")
    async def look(request: Request, _: Account = Depends(guard.own_account)) -> Response:
        """Choose the light look, the dark one, or as the system."""
        form = await read_form(request)
        answer = go_to(_own_path(form.text("next")))
        chosen = form.text("look")
        if chosen in ("light", "dark"):
            answer.set_cookie(LOOK_COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="strict")
        else:
            answer.delete_cookie(LOOK_COOKIE)
        return answer

    return router


async def _admit(
    web: OfficeWeb, request: Request, name: str, password: str, *, wall: bool = False
) -> tuple[Account, str]:
    try:
        account = await asyncio.to_thread(web.hub.accounts.admit, name, password, _address(request))
    except NotAdmitted as error:
        raise Problem(401, WRONG, kind="not-admitted") from error
    except TooManyAttempts as error:
        seconds = math.ceil((error.until - web.hub.real_now()).total_seconds())
        raise Problem(
            429,
            f"Too many attempts. Try again in {max(1, math.ceil(seconds / 60))} minutes.",
            kind="too-many-tries",
            headers={"Retry-After": str(max(1, seconds))},
        ) from error
    # A one-time password is changed first: the wall screen is signed in with the person's own.
    wall = wall and not account.must_change
    return account, await asyncio.to_thread(web.hub.accounts.sign_in, account, wall=wall)


def _change(web: OfficeWeb, request: Request, account: Account, form: Form) -> Account:
    if form.text("new") != form.text("again"):
        raise AccountError("The two new passwords differ. Type the same one twice.")
    return web.hub.accounts.choose_password(
        account.name, form.text("old"), form.text("new"), form.text("display_name"), _address(request)
    )


def _told(error: Exception) -> str:
    if isinstance(error, NotAdmitted):
        return "The present password is wrong."
    if isinstance(error, TooManyAttempts):
        return "Too many attempts. Try again in some minutes."
    return str(error)


async def _sign_out(web: OfficeWeb, request: Request, answer: Response) -> None:
    await asyncio.to_thread(web.hub.accounts.sign_out, read_token(request) or "")
    clear_token(request, answer)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _own_path(path: str) -> str:
    """Only a path of this hub: never a place that an address smuggled in."""
    harmless = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if harmless else "/"
