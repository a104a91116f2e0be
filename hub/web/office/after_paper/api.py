"""The JSON beside the page: a typed sheet to look at, or to record as it was looked at."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.paper_plan import Verdict
from hub.after.paper_sheet import Fault, TypedSheet
from hub.web.office.after_paper.actions import KeyedIn, PaperActions
from hub.web.office.api.answers import IN_SESSION, answer
from hub.web.office.api.described import described
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from shared.record.register import Discrepancy


class KeyIn(Struct, frozen=True, kw_only=True):
    """A sheet; with the ``mark`` of a look at it, it is recorded."""

    sheet: TypedSheet
    mark: str = ""


class TypedFact(Struct, frozen=True, kw_only=True):
    """One fact of the sheet: what it is about, what the paper says, and how it stands to the record."""

    about: str
    says: str
    verdict: Verdict
    note: str
    at: datetime


class PaperTold(Struct, frozen=True, kw_only=True):
    """What came of a sheet; ``changed`` where something came in since the look whose mark was sent."""

    mark: str
    recorded: bool
    changed: bool
    faults: tuple[Fault, ...]
    blank: int
    facts: tuple[TypedFact, ...]
    raised: tuple[Discrepancy, ...]


def paper_api(guard: Guard, actions: PaperActions) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.post(f"{IN_SESSION}/paper-in/{{room:path}}", **described(takes=KeyIn, gives=PaperTold))
    async def key_in(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Look at a typed paper register, or record it with the mark that a look gave; 422 tells faults."""
        given = await read_json(request, KeyIn)
        actor = account.display_name
        if given.mark:
            told = await actions.key_in(session, room, given.sheet, actor=actor, mark=given.mark)
        else:
            told = await actions.look(session, room, given.sheet, actor=actor)
        status = 422 if told.plan.faults else 409 if told.changed else 200
        return answer(_told(told), status)

    return router


def _told(told: KeyedIn) -> PaperTold:
    return PaperTold(
        mark=told.mark,
        recorded=told.recorded,
        changed=told.changed,
        faults=told.plan.faults,
        blank=told.plan.blank,
        facts=tuple(
            TypedFact(about=f.about, says=f.says, verdict=f.verdict, note=f.note, at=f.at)
            for f in told.plan.facts
        ),
        raised=told.raised,
    )
