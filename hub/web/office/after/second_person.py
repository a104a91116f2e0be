"""A second person at the same form: another account, proven by its own password."""

from __future__ import annotations

import asyncio
import math

from fastapi import Request

from hub.accounts import Account, NotAdmitted
from hub.sign_in_attempts import TooManyAttempts
from hub.web.office.forms import Form
from hub.web.office.refusals import NotUsable
from hub.web.office.web import OfficeWeb


async def second_person(web: OfficeWeb, request: Request, form: Form, first: Account) -> Account | None:
    """Who signs beside ``first``; None where the form names nobody. Raises NotUsable."""
    return await proven_second(web, request, form.text("second_name"), form.text("second_password"), first)


async def proven_second(
    web: OfficeWeb, request: Request, name: str, password: str, first: Account
) -> Account | None:
    """The account with this name and password beside ``first``; None without both. Raises NotUsable.

    The same limits hold as for signing in, so that nobody tries passwords here.
    """
    name = name.strip()
    if not name and not password:
        return None
    address = request.client.host if request.client else ""
    try:
        second = await asyncio.to_thread(web.hub.accounts.admit, name, password, address)
    except NotAdmitted as error:
        raise NotUsable("The second person's name and password don't belong together.") from error
    except TooManyAttempts as error:
        minutes = math.ceil((error.until - web.hub.real_now()).total_seconds() / 60)
        raise NotUsable(f"Too many attempts. Try again in {max(1, minutes)} minutes.") from error
    if second.name == first.name:
        raise NotUsable("The second person is you. Somebody else has to sign in here.")
    if second.must_change:
        raise NotUsable(
            f"{second.display_name} still has a one-time password, which others may know: "
            "they choose one of their own first."
        )
    return second
