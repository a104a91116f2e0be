"""Who may use the hub, as JSON: accounts, and the tokens of the school's own reports. For officers only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.account_checks import AccountError
from hub.accounts import Account, Role
from hub.report_tokens import ReportToken, ReportTokenError
from hub.sign_in_attempts import LockOut
from hub.web.office.api.answers import BASE, answer, tagged_answer
from hub.web.office.api.described import described
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb

ACCOUNTS = f"{BASE}/accounts"
TOKENS = f"{BASE}/report-tokens"
T = TypeVar("T")


class AccountLine(Struct, frozen=True, kw_only=True):
    """One account, never with anything of its password."""

    name: str
    display_name: str
    role: Role
    must_change: bool
    last_sign_in_at: datetime | None


class People(Struct, frozen=True, kw_only=True):
    """Every account, and who has to wait after wrong passwords."""

    accounts: tuple[AccountLine, ...]
    waiting: tuple[LockOut, ...]


class Invite(Struct, frozen=True, kw_only=True):
    """A new account."""

    name: str
    display_name: str
    role: Role


class OneTime(Struct, frozen=True, kw_only=True):
    """A one-time password, told in this answer and nowhere else."""

    name: str
    password: str


class NewRole(Struct, frozen=True, kw_only=True):
    """What somebody may do from now on; ``shown`` is the role that they had when somebody looked."""

    role: Role
    shown: Role


class Lift(Struct, frozen=True, kw_only=True):
    """Who may try again: a sign-in name (empty: every name) at an address."""

    name: str
    address: str


class Ask(Struct, frozen=True, kw_only=True):
    """Whose report a token is for, and how long it is good: ``week``, ``month`` or ``series``."""

    label: str
    lasts: str


class MadeToken(Struct, frozen=True, kw_only=True):
    """The token, and the text that opens, told in this answer and nowhere else."""

    token: ReportToken
    secret: str


def access_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """What the pages People and Exports do; see ``hub.web.office.roles``."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_accounts(router, web)
    _add_changes(router, web, guard)
    _add_tokens(router, web, guard)
    return router


def _add_accounts(router: APIRouter, web: OfficeWeb) -> None:
    accounts = web.hub.accounts

    @router.get(ACCOUNTS, **described(gives=People))
    def people(request: Request) -> Response:
        """Who may use the pages, and who has to wait after wrong passwords."""
        lines = (
            AccountLine(
                name=a.name,
                display_name=a.display_name,
                role=a.role,
                must_change=a.must_change,
                last_sign_in_at=a.last_sign_in_at,
            )
            for a in accounts.all()
        )
        return tagged_answer(request, People(accounts=tuple(lines), waiting=accounts.attempts.locked_out()))

    @router.post(
        ACCOUNTS,
        **described(
            takes=Invite,
            gives=OneTime,
            example=Invite(name="nkechi", display_name="Nkechi Obi", role=Role.ASSISTANT),
        ),
    )
    async def invite(request: Request) -> Response:
        """Make an account; the answer holds its one-time password."""
        given = await read_json(request, Invite)
        try:
            drawn = await asyncio.to_thread(accounts.invite, given.name, given.display_name, given.role)
        except AccountError as error:
            raise NotUsable(str(error)) from error
        return answer(OneTime(name=given.name, password=drawn))

    @router.post(f"{ACCOUNTS}/lift", **described(takes=Lift, example=Lift(name="nkechi", address="10.0.0.7")))
    async def lift(request: Request) -> Response:
        """Let somebody try again who typed too many wrong passwords."""
        given = await read_json(request, Lift)
        if not await asyncio.to_thread(accounts.attempts.lift, given.name, given.address):
            raise NotThere("Nobody of this name has to wait at this address.")
        return answer({})


def _add_changes(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    accounts = web.hub.accounts

    @router.post(
        f"{ACCOUNTS}/{{name}}/role",
        **described(takes=NewRole, example=NewRole(role=Role.OFFICER, shown=Role.ASSISTANT)),
    )
    async def change_role(request: Request, name: str, account: Account = Depends(guard.office)) -> Response:
        """Let somebody do more or less; 409 where they have another role than shown."""
        given = await read_json(request, NewRole)
        if name == account.name:
            raise NotNow("Nobody changes their own role: ask another officer.")
        known = next((a for a in accounts.all() if a.name == name), None)
        if known is not None and known.role is not given.shown:
            raise NotNow(f"The role was changed meanwhile: it is {known.role.value} now. Look again.")
        await _told(lambda: accounts.change_role(name, given.role))
        return answer({})

    @router.post(f"{ACCOUNTS}/{{name}}/password", **described(gives=OneTime))
    async def reset(name: str) -> Response:
        """Draw a new one-time password and sign the account out everywhere."""
        drawn = await _told(lambda: accounts.reset_password(name))
        return answer(OneTime(name=name, password=drawn))

    @router.post(f"{ACCOUNTS}/{{name}}/remove", **described())
    async def remove(name: str, account: Account = Depends(guard.office)) -> Response:
        """Take an account away; what it did stays on record."""
        if name == account.name:
            raise NotNow("Nobody removes their own account: ask another officer.")
        await _told(lambda: accounts.remove(name))
        return answer({})


def _add_tokens(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    tokens = web.hub.report_tokens

    @router.get(TOKENS, **described(gives=tuple[ReportToken, ...]))
    def every(request: Request) -> Response:
        """Every token of a report, without its secret."""
        return tagged_answer(request, tokens.all())

    @router.post(
        TOKENS,
        **described(takes=Ask, gives=MadeToken, example=Ask(label="attendance report", lasts="series")),
    )
    async def make(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Make a read-only token for a report; the answer holds its secret."""
        given = await read_json(request, Ask)
        try:
            made, text = await asyncio.to_thread(tokens.make, given.label, account.display_name, given.lasts)
        except ReportTokenError as error:
            raise NotUsable(str(error)) from error
        return answer(MadeToken(token=made, secret=text))

    @router.post(f"{TOKENS}/{{token_id}}/revoke", **described(gives=ReportToken))
    async def revoke(token_id: str, account: Account = Depends(guard.office)) -> Response:
        """Revoke a report's token."""
        try:
            return answer(await asyncio.to_thread(tokens.revoke, token_id, account.display_name))
        except ReportTokenError as error:
            raise NotThere(str(error)) from error


async def _told(change: Callable[[], T]) -> T:
    """Raises NotNow where the account can't be changed so."""
    try:
        return await asyncio.to_thread(change)
    except AccountError as error:
        raise NotNow(str(error)) from error
