"""What the office keeps beside the rooms, as JSON: log book, counted rolls, answers about quarantine."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.api.answers import (
    BASE,
    IN_SESSION,
    USUAL_ROWS,
    Cursor,
    Limit,
    answer,
    page_of,
    tagged_answer,
)
from hub.web.office.api.day_bodies import Counted, Delivered, Enter, LogLines, OnPaper, Outcome
from hub.web.office.api.described import described
from hub.web.office.day.evacuation_pages import RollActions
from hub.web.office.day.log_book import LogBookActions, Paper
from hub.web.office.day.log_book_pages import every_line
from hub.web.office.day.quarantine_pages import QuarantineActions
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb

_DELIVERED = Delivered(board="AQA", boxes=3, received_by="S. Patel, reception")
_ENTER = Enter(sort="Visitor came", text="JCQ inspector, shown to the exams office.")
_COUNTED = Counted(room="main-hall", counted=41, where="out")
_OUTCOME = Outcome(answer="The tablet was taken back in May; the paper register holds it all.", way="invalid")


def log_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """For who is at reception or in the yard, and for who answers for a record that can't be read."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_log_book(router, web, guard)
    _add_counts(router, web, guard)
    return router


def _add_log_book(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    actions = LogBookActions(web.desk)

    @router.get(f"{BASE}/log-book", **described(gives=LogLines, paged=True))
    def lines(request: Request, limit: Limit = USUAL_ROWS, cursor: Cursor = "") -> Response:
        """The reception log book, the latest first."""
        found = every_line(web)
        page, links = page_of(request, found, limit, cursor)
        return tagged_answer(request, LogLines(total=len(found), lines=tuple(page)), headers=links)

    @router.post(f"{BASE}/log-book/deliveries", **described(takes=Delivered, example=_DELIVERED))
    async def delivery(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Log a delivery of confidential material."""
        given = await read_json(request, Delivered)
        await actions.delivery(
            given.board,
            str(given.boxes),
            given.received_by,
            _paper(given.paper),
            actor=account.display_name,
        )
        return answer({})

    @router.post(f"{BASE}/log-book/entries", **described(takes=Enter, example=_ENTER))
    async def entry(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Write an entry into the log book: a visitor, a call, a note."""
        given = await read_json(request, Enter)
        await actions.entry(given.sort, given.text, _paper(given.paper), actor=account.display_name)
        return answer({})


def _add_counts(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    rolls, quarantine = RollActions(web.desk), QuarantineActions(web.desk)

    @router.post(f"{IN_SESSION}/evacuation", **described(takes=Counted, example=_COUNTED))
    async def counted(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Put a roll call on record that reached the office by voice or on paper."""
        given = await read_json(request, Counted)
        await rolls.counted(session, given.room, str(given.counted), given.where, actor=account.display_name)
        return answer({})

    @router.post(f"{BASE}/quarantine/{{quarantine_id}}", **described(takes=Outcome, example=_OUTCOME))
    async def settle(
        request: Request, quarantine_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Say what came of a quarantined record of no published session; others are discrepancies."""
        given = await read_json(request, Outcome)
        await quarantine.settle(quarantine_id, given.answer, given.way, actor=account.display_name)
        return answer({})


def _paper(given: OnPaper) -> Paper:
    return Paper(signed_by=given.signed_by, day=given.day, at=given.at)
