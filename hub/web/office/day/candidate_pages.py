"""The page of one candidate, and what the officer may do there."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.day import candidate_view
from hub.web.office.day.candidate_actions import CandidateActions, Move, arrangement_of
from hub.web.office.day.reading import readable, reader_of, without_secrets
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.timeline import Line, timeline
from hub.web.office.web import OfficeWeb, go_to, session_path
from hub.web.office.wording import INCIDENT_TITLES
from shared.ids import CandidateId, parse_session_id
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact

CHOICES: Final = (
    Attendance.PRESENT,
    Attendance.ABSENT,
    Attendance.TRANSFERRED,
    Attendance.WITHDRAWN,
    Attendance.EXPECTED,
)
CHOICE_WORDS: Final = {Attendance.EXPECTED: "not decided yet"}
KIND_WORDS: Final = {
    kind.value: Arrangement(kind=kind).label.capitalize()
    for kind in ArrangementKind
    if kind is not ArrangementKind.MODIFIED_PAPER
}


def candidate_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = CandidateActions(web.desk)

    def refused(request: Request, session: str, who: str, form: Form, error: NotUsable | NotNow) -> Response:
        status = 422 if isinstance(error, NotUsable) else 409
        told = " ".join((str(error), *getattr(error, "reasons", ())))
        return _page(web, request, session, who, form=form, error=told, status=status)

    @router.get("/sessions/{session}/candidates/{candidate_id}")
    def candidate(request: Request, session: str, candidate_id: str) -> HTMLResponse:
        """One candidate: where she is now, and everything recorded of her today."""
        return _page(web, request, session, candidate_id)

    @router.post("/sessions/{session}/candidates/{candidate_id}/attendance")
    async def correct(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Correct what the register says of one sitting, with a reason."""
        form = await read_form(request)
        try:
            await actions.correct(
                session,
                candidate_id,
                form.text("component_id"),
                form.text("attendance"),
                form.text("reason"),
                actor=account.display_name,
                second=form.text("second"),
                shown=form.text("shown"),
            )
        except (NotUsable, NotNow) as error:
            return refused(request, session, candidate_id, form, error)
        return go_to(session_path(session, "candidates", candidate_id), done="corrected")

    @router.post("/sessions/{session}/candidates/{candidate_id}/arrangements")
    async def grant(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Grant an access arrangement on the day, with a reason."""
        form = await read_form(request)
        try:
            arrangement = arrangement_of(form.text("kind"), form.text("percent"), form.text("note"))
            await actions.grant(
                session, candidate_id, arrangement, form.text("reason"), actor=account.display_name
            )
        except (NotUsable, NotNow) as error:
            return refused(request, session, candidate_id, form, error)
        return go_to(session_path(session, "candidates", candidate_id), done="granted")

    @router.post("/sessions/{session}/candidates/{candidate_id}/seat")
    async def move(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Move a candidate to another seat or room, with a reason."""
        form = await read_form(request)
        try:
            wanted = Move(room=form.text("room"), seat=form.text("seat"), reason=form.text("reason"))
            await actions.move(
                session, candidate_id, form.text("component_id"), wanted, actor=account.display_name
            )
        except (NotUsable, NotNow) as error:
            return refused(request, session, candidate_id, form, error)
        return go_to(session_path(session, "candidates", candidate_id), done="moved")

    @router.post("/sessions/{session}/candidates/{candidate_id}/identity")
    async def identify(
        request: Request, session: str, candidate_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Confirm who the candidate is, by a document or by staff who know her."""
        form = await read_form(request)
        try:
            await actions.identify(
                session, candidate_id, form.text("method"), form.text("note"), actor=account.display_name
            )
        except (NotUsable, NotNow) as error:
            return refused(request, session, candidate_id, form, error)
        return go_to(session_path(session, "candidates", candidate_id), done="identified")

    return router


def _page(
    web: OfficeWeb,
    request: Request,
    session: str,
    who: CandidateId,
    *,
    form: Form | None = None,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    person = candidate_view.person_of(held, who)
    if person is None:
        raise NotThere("There is no such candidate in this session.")
    account: Account = request.state.account
    views = candidate_view.sittings_of(held, who)
    day = _day(web, held)
    other = [(h, candidate_view.sittings_of(h, who)) for h in day if h.session != session]
    reader = reader_of(account, held.pack)
    mine = tuple(i for i in readable(held.register, reader) if who in i.candidate_ids)
    moves = candidate_view.moves_of(web.hub.live.facts(session), who, held)
    context: dict[str, Any] = {
        "person": person,
        "views": views,
        "other": [(h, v) for h, v in other if v],
        "now_words": candidate_view.now_in_words(held, views, moves),
        "questions": candidate_view.questions_about(held, who),
        "corrections": candidate_view.corrections_of(held, views),
        "incidents": mine,
        "incident_titles": INCIDENT_TITLES,
        "lines": _lines(web, day, who, account),
        "rooms": [r for r in held.pack.rooms if r.id in {s.place for s in held.register.sittings}],
        "invigilators": held.pack.invigilators,
        "choices": tuple((c.value, CHOICE_WORDS.get(c, c.value)) for c in CHOICES),
        "kinds": tuple(KIND_WORDS.items()),
        "form": form or Form({}),
        "error": error,
        "failed": request.url.path.rsplit("/", 1)[-1] if error else "",
        "live": not error,
    }
    return web.page(request, "day/candidate.html", in_session(held, "overview") | context, status=status)


def _day(web: OfficeWeb, held: InHand) -> list[InHand]:
    """The published sessions of the same day, this one among them."""
    day = parse_session_id(held.session)[0]
    same = [s for s in web.hub.live.sessions() if web.hub.live.pack(s) and parse_session_id(s)[0] == day]
    return [held if s == held.session else web.desk.in_hand(s) for s in sorted(same)]


class DayLine(Line, frozen=True, kw_only=True):
    """A line of the record with the name of its place."""

    place: str


def _lines(web: OfficeWeb, day: list[InHand], who: CandidateId, account: Account) -> tuple[DayLine, ...]:
    """Everything recorded of her on this day, the newest first."""
    told: list[DayLine] = []
    for held in day:
        facts: tuple[Fact, ...] = web.hub.live.facts(held.session)
        reader = reader_of(account, held.pack)
        register = held.register
        hers = candidate_view.facts_about(facts, who, register.incidents, register.discrepancies)
        shown = without_secrets(hers, register, reader)
        for line in timeline(shown, held.names, held.zone, restricted=True):
            told.append(
                DayLine(
                    id=line.id,
                    at=line.at,
                    room=line.room,
                    actor=line.actor,
                    text=line.text,
                    note=line.note,
                    place=held.names.room(line.room),
                )
            )
    return tuple(sorted(told, key=lambda line: line.at, reverse=True))
