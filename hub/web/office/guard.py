"""Who may do what: asked before every route of the office but sign-in, help and static files."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from fastapi import Request

from hub.accounts import Account
from hub.web.office.audit import begin
from hub.web.office.forms import check_size, read_form
from hub.web.office.roles import READING, WALL_SENDS, may_call, route_of
from hub.web.problems import Problem
from hub.web.security import csrf
from hub.web.security.cookies import read_token

if TYPE_CHECKING:
    from hub.bootstrap import Hub

NOT_SIGNED_IN = "not-signed-in"
MOST_PICTURES = 20
PASSWORD_FIRST = "choose-password"  # noqa: S105 - a word for programs, not a password


LIVE: Final = "x-live"
"""What the page's own script sends with what it asks for by itself; see ``static/live.js``."""
UNTOUCHED: Final = "1"


def is_automatic(request: Request) -> bool:
    """Whether a page asked this by itself, so that it says nothing about a person being there.

    Marked by the page's script, or by the browser: parts of a page, and a page that reloads itself. None of
    these marks gives anything; who leaves them out has touched the page, as far as the hub can know.
    """
    if request.method not in READING:
        return False
    if getattr(request.state, "automatic", False) or request.headers.get(LIVE) == UNTOUCHED:
        return True
    told = request.headers.get
    if told("sec-fetch-dest", "") in ("image", "iframe"):
        return True
    reloads = told("sec-fetch-mode") == "navigate" and told("sec-fetch-site") == "same-origin"
    return reloads and "sec-fetch-user" not in request.headers


class Guard:
    """Dependencies for routers; which role a route asks for stands in ``hub.web.office.roles``."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def office(self, request: Request) -> Account:
        """Signed in, with a password of one's own and a role that may call this route. Raises Problem."""
        account = await self.own_account(request)
        if account.must_change:
            raise Problem(403, "Choose a password of your own first.", kind=PASSWORD_FIRST)
        self._check_role(request, account)
        await begin(self._hub, request, account)
        return account

    async def acting(self, request: Request) -> Account:
        """An officer, whatever the method: what a viewer may not even read. Raises Problem."""
        account = await self.office(request)
        if not account.may_act:
            raise Problem(403, "Only an exams officer may read this.")
        return account

    async def own_account(self, request: Request) -> Account:
        """Signed in; what is changed concerns only the own account. Raises Problem."""
        account, token = await self._signed_in(request)
        if account.wall and route_of(request) not in WALL_SENDS:
            self._check_role(request, account)
        if request.method in csrf.UNSAFE:
            await self._check_csrf(request, token)
        return account

    async def changing_own(self, request: Request) -> Account:
        """As :meth:`own_account`, where that account is changed. Raises Problem."""
        account = await self.own_account(request)
        await begin(self._hub, request, account)
        return account

    async def following(self, request: Request) -> Account:
        """As :meth:`office`, for a stream: that it is open says nothing about somebody being there.

        Raises Problem.
        """
        request.state.automatic = True
        return await self.office(request)

    async def uploading(self, request: Request) -> Account:
        """Somebody who may send files here. The route reads them itself and asks :meth:`check_token` first.

        Raises Problem.
        """
        account, _ = await self._signed_in(request)
        if account.must_change:
            raise Problem(403, "Choose a password of your own first.", kind=PASSWORD_FIRST)
        self._check_role(request, account)
        if csrf.comes_from_elsewhere(request):
            raise Problem(403, "Another site caused this request. Nothing was done.")
        await begin(self._hub, request, account)
        return account

    def check_token(self, request: Request, given: str) -> None:
        """The token that came with an upload is that of the sign-in. Raises Problem."""
        token = read_token(request)
        if token is None or not csrf.csrf_matches(token, given):
            raise Problem(403, "The page was too old. Load it again, then send the files once more.")

    async def sending_pictures(self, request: Request) -> Account:
        """An officer who uploads pictures, larger than any form, within the limits of a request."""
        account = await self.uploading(request)
        # Read once: the route gets the same form.
        form = await request.form(max_files=MOST_PICTURES, max_fields=MOST_PICTURES)
        self.check_token(request, str(form.get(csrf.FIELD, "")))
        return account

    async def anybody(self, request: Request) -> None:
        """Open to everybody; who is signed in is told so by the page."""
        if read_token(request) is not None:
            with suppress(Problem):
                await self._signed_in(request)

    async def stranger(self, request: Request) -> None:
        """Not signed in yet: at least no other site may have caused it. Raises Problem."""
        check_size(request)
        if request.method in csrf.UNSAFE and csrf.comes_from_elsewhere(request):
            raise Problem(403, "Another site caused this request. Nothing was done.")

    async def _signed_in(self, request: Request) -> tuple[Account, str]:
        """Who asks, with the token of the sign-in, which goes on where a person asked. Raises Problem."""
        token = read_token(request)
        if token is None:
            raise Problem(401, "You are not signed in.", kind=NOT_SIGNED_IN)
        used = not is_automatic(request)
        account = await asyncio.to_thread(self._hub.accounts.signed_in, token, used=used)
        if account is None:
            raise Problem(401, "Your sign-in has ended. Sign in again.", kind=NOT_SIGNED_IN, ended=True)
        request.state.account, request.state.csrf = account, csrf.csrf_token(token)
        return account, token

    def _check_role(self, request: Request, account: Account) -> None:
        if account.wall and not may_call(account, request.method, route_of(request)):
            raise Problem(
                403, "A wall screen shows the board only. Sign out here, then sign in as an officer."
            )
        if not may_call(account, request.method, route_of(request)):
            what = "read" if request.method in READING else "do"
            raise Problem(403, f"Only an exams officer may {what} this. Ask one, or sign in as one.")

    async def _check_csrf(self, request: Request, token: str) -> None:
        await self.stranger(request)
        given = request.headers.get(csrf.HEADER, "")
        if not given and not request.url.path.startswith("/api/"):
            given = (await read_form(request)).text(csrf.FIELD)
        if not csrf.csrf_matches(token, given):
            raise Problem(
                403, "The page was too old or the request came from elsewhere. Load the page, then try again."
            )
