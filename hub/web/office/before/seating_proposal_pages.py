"""A proposal is looked at first: room by room, who moves, who stays without a seat; then taken or left."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.before.seating import SeatingOptions
from hub.web.office.before.seating_keeping import InPlan, SeatingKeeping
from hub.web.office.before.seating_proposal import (
    CHOICES,
    SWITCHES,
    Proposal,
    options_as_fields,
    propose,
    propose_clone,
    read_options,
)
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow
from hub.web.office.web import OfficeWeb, go_to
from shared.plan.days import session_in_words

FIELDS = (*CHOICES, *SWITCHES, "spare_seats", "spare_percent", "from")
MOST_NAMED = 60


def add_proposals(router: APIRouter, web: OfficeWeb, guard: Guard, keeping: SeatingKeeping) -> None:
    """The preview of a seating, and taking it."""

    @router.get("/plan/seating/{session}/proposal")
    def proposal(request: Request, session: str) -> HTMLResponse:
        """What seating everybody by these choices would change; nothing is written."""
        held = keeping.held(session)
        asked = dict(request.query_params)
        options = read_options(asked, held.options)
        found = _proposed(keeping, held, options, asked)
        names = {c.number: c.register_name for c in held.plan.sitting_candidates()}
        context = {
            "of": session,
            "held": held,
            "proposal": found,
            "names": names,
            "options": options,
            "fields": options_as_fields(options) | ({"from": found.source} if found.source else {}),
            "choices": CHOICES,
            "switches": SWITCHES,
            "most_named": MOST_NAMED,
            "pack": web.hub.live.pack(session),
            "base": f"/plan/seating/{session}",
        }
        return web.page(request, "before/seating_proposal.html", context)

    @router.post("/plan/seating/{session}/apply")
    async def apply(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seat everybody as the proposal said, as one step that can be undone."""
        form = await read_form(request)
        asked = {name: form.text(name) for name in FIELDS}

        def work() -> None:
            held = keeping.held(session)
            options = read_options(asked, held.options)
            found = _proposed(keeping, held, options, asked)
            if form.text("digest") != found.digest:
                raise NotNow("The plan was changed since this was proposed. Look at the proposal once more.")
            how = f"as on {session_in_words(found.source)}" if found.source else "by proposal"
            what = f"{found.seated} candidates were seated {how}; {len(found.moved)} of them moved."
            keeping.take(held.plan, found.plan.seatings, what, account.display_name)
            web.hub.plan.set_seating_options(session, options)

        await asyncio.to_thread(work)
        return go_to(f"/plan/seating/{session}")


def _proposed(
    keeping: SeatingKeeping, held: InPlan, options: SeatingOptions, asked: Mapping[str, str]
) -> Proposal:
    source = asked.get("from", "")
    if not source:
        return propose(held, options)
    return propose_clone(held, source, keeping.hub.plan.seatings(source))
