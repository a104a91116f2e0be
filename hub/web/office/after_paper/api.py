"""The JSON beside the page: a typed sheet to look at, or to record as it was looked at."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.paper_sheet import TypedSheet
from hub.web.office.after_paper.actions import KeyedIn, PaperActions
from hub.web.office.api.answers import IN_SESSION, answer
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard


class KeyIn(Struct, frozen=True, kw_only=True):
    """A sheet; with the ``mark`` of a look at it, it is recorded."""

    sheet: TypedSheet
    mark: str = ""


def paper_api(guard: Guard, actions: PaperActions) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.post(f"{IN_SESSION}/paper-in/{{room:path}}")
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


def _told(told: KeyedIn) -> dict[str, object]:
    return {
        "mark": told.mark,
        "recorded": told.recorded,
        "changed": told.changed,
        "faults": told.plan.faults,
        "blank": told.plan.blank,
        "facts": [
            {"about": f.about, "says": f.says, "verdict": f.verdict, "note": f.note, "at": f.at}
            for f in told.plan.facts
        ],
        "raised": told.raised,
    }
