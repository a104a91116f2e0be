"""One candidate as JSON: her day, and what the office authorises and corrects."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.api.answers import IN_SESSION, answer, tagged_answer
from hub.web.office.api.day_bodies import CandidateDay, Correct, Grant, Identify, Reseat
from hub.web.office.api.described import described
from hub.web.office.day import candidate_view
from hub.web.office.day.candidate_actions import CandidateActions, Move, arrangement_of
from hub.web.office.day.reading import readable, reader_of
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb
from shared.record.events.candidate import (
    ArrangementGranted,
    AttendanceCorrected,
    IdentityDecided,
    SeatChanged,
)

ONE = f"{IN_SESSION}/candidates/{{candidate_id}}"
_CORRECT = Correct(
    component_id="AQA:8300/1H",
    attendance="present",
    shown="absent",
    reason="She sat in the library; seen by the invigilator.",
)
_GRANT = Grant(kind="extra_time", percent=25, reason="Wrist in plaster since yesterday, doctor's note seen.")
_RESEAT = Reseat(
    component_id="AQA:8300/1H",
    room="main-hall",
    seat="C4",
    shown_room="main-hall",
    shown_seat="A1",
    reason="The desk is broken.",
)
_IDENTIFY = Identify(method="document", note="Passport, seen by the head of year.")


def candidate_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """What the candidate's page tells and does."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_day(router, web, guard)
    actions = CandidateActions(web.desk)
    _add_register(router, guard, actions)
    _add_authorising(router, guard, actions)
    return router


def _add_day(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.get(ONE, **described(gives=CandidateDay))
    def day(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Where a candidate is now, her sittings, and what was corrected or is open about her."""
        held = web.desk.in_hand(session)
        person = candidate_view.person_of(held, candidate_id)
        if person is None:
            raise NotThere("There is no such candidate in this session.")
        views = candidate_view.sittings_of(held, candidate_id)
        moves = candidate_view.moves_of(web.hub.live.facts(session), candidate_id, held)
        mine = readable(held.register, reader_of(account, held.pack))
        told = CandidateDay(
            person=person,
            now=candidate_view.now_in_words(held, views, moves),
            sittings=views,
            questions=candidate_view.questions_about(held, candidate_id),
            corrections=candidate_view.corrections_of(held, views),
            incidents=tuple(i.incident_id for i in mine if candidate_id in i.candidate_ids),
        )
        return tagged_answer(request, told)


def _add_register(router: APIRouter, guard: Guard, actions: CandidateActions) -> None:
    @router.post(f"{ONE}/attendance", **described(takes=Correct, gives=AttendanceCorrected, example=_CORRECT))
    async def correct(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Correct what the register says of one sitting; 409 where it says something else than ``shown``."""
        given = await read_json(request, Correct)
        done = await actions.correct(
            session,
            candidate_id,
            given.component_id,
            given.attendance,
            given.reason,
            actor=account.display_name,
            second=given.second,
            shown=given.shown or "nothing",
        )
        return answer(done)

    @router.post(f"{ONE}/identity", **described(takes=Identify, gives=IdentityDecided, example=_IDENTIFY))
    async def identify(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Confirm who the candidate is, by a document or by staff who know her."""
        given = await read_json(request, Identify)
        done = await actions.identify(
            session, candidate_id, given.method, given.note, actor=account.display_name
        )
        return answer(done)


def _add_authorising(router: APIRouter, guard: Guard, actions: CandidateActions) -> None:
    @router.post(f"{ONE}/arrangements", **described(takes=Grant, gives=ArrangementGranted, example=_GRANT))
    async def grant(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Grant an access arrangement on the day, with a reason."""
        given = await read_json(request, Grant)
        wanted = arrangement_of(given.kind, str(given.percent), given.note)
        done = await actions.grant(session, candidate_id, wanted, given.reason, actor=account.display_name)
        return answer(done)

    @router.post(f"{ONE}/seat", **described(takes=Reseat, gives=SeatChanged, example=_RESEAT))
    async def move(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Move a candidate to another seat or room; 409 where she sits elsewhere than shown."""
        given = await read_json(request, Reseat)
        wanted = Move(
            room=given.room,
            seat=given.seat,
            reason=given.reason,
            shown=(given.shown_room, given.shown_seat),
        )
        done = await actions.move(
            session, candidate_id, given.component_id, wanted, actor=account.display_name
        )
        return answer(done)
