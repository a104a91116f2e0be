"""Who may read the JSON: whoever is signed in, and the school's own reports with a token."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from fastapi import Request

from hub.accounts import Account, Role
from hub.web.limits import WrongTries
from hub.web.office.guard import Guard
from hub.web.problems import Problem

if TYPE_CHECKING:
    from hub.bootstrap import Hub

BAD_TOKEN: Final = "token-refused"  # noqa: S105 - a word for programs, not a token
READS_A_MINUTE: Final = 120


class ReportGuard:
    """A dependency for routes that only read and hold back what only officers may see."""

    def __init__(self, hub: Hub, guard: Guard) -> None:
        self._hub, self._guard = hub, guard
        self._wrong = WrongTries(hub.real_now)
        self._reads = WrongTries(
            hub.real_now,
            most=READS_A_MINUTE,
            within=timedelta(minutes=1),
            told=f"this token reads at most {READS_A_MINUTE} times a minute",
        )

    async def reading(self, request: Request) -> Account:
        """Signed in, or with a token in ``Authorization: Bearer``: then as a viewer. Raises Problem."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return await self._guard.office(request)
        address = request.client.host if request.client else ""
        self._wrong.check(address)
        token = await asyncio.to_thread(self._hub.report_tokens.opened_by, text.strip())
        if token is None:
            self._wrong.count(address)
            raise Problem(
                401,
                "This token was never made here, has run out or was revoked. Ask the exams officer for one.",
                kind=BAD_TOKEN,
                headers={"WWW-Authenticate": "Bearer"},
            )
        self._reads.check(token.token_id)
        self._reads.count(token.token_id)
        return Account(name=f"token:{token.token_id}", display_name=token.label, role=Role.VIEWER)
