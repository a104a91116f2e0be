"""The pages on which a room's paper register is keyed in: type, look at what comes of it, record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct
from starlette.datastructures import UploadFile

from hub.accounts import Account
from hub.after.paper_course import KINDS
from hub.after.paper_plan import Verdict
from hub.after.paper_sheet import register_lines
from hub.web.office.after_paper.actions import KeyedIn, PaperActions
from hub.web.office.after_paper.form import (
    CHECKERS,
    INCIDENTS,
    MOST_FIELDS,
    OUTINGS,
    SPARE_DUTIES,
    STOPS,
    WRITE_INS,
    form_field,
    line_field,
    paper_numbers,
    read_sheet,
)
from hub.web.office.desk import InHand
from hub.web.office.forms import LARGEST_BODY, check_size
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from hub.web.office.wording import DISCREPANCY_TITLES, INCIDENT_TITLES
from hub.web.problems import Problem
from hub.web.security import csrf
from shared.ids import RoomId
from shared.plan.centre import Invigilator
from shared.record.register import SittingRecord

VERDICTS = (
    (Verdict.CONTRADICTS, "Contradicts the record", "Recorded beside it. A question is raised: look."),
    (Verdict.CORRECTS, "Corrects what was keyed in before", "Recorded as a correction with your reason."),
    (Verdict.BESIDE, "Differs from the record", "Recorded beside it; nobody has to answer."),
    (Verdict.NEW, "New", "Recorded with the paper's time and signer."),
    (Verdict.AGREES, "On record already", "The tablets say the same. Not recorded twice."),
    (Verdict.KEYED_IN, "Keyed in before", "Not recorded twice."),
)
FOLDED_ABOVE = 12


class PaperRoom(Struct, frozen=True, kw_only=True):
    """One room in the list: how much of it is on record, and how much of that came from paper."""

    room: RoomId
    name: str
    lines: int
    decided: int
    from_paper: int
    open_questions: int


def paper_pages(web: OfficeWeb, guard: Guard, actions: PaperActions) -> APIRouter:
    router = APIRouter()

    async def keying_in(request: Request) -> Account:
        """Somebody who may send here; a whole hall has more fields than any other form. Raises Problem."""
        account = await guard.uploading(request)
        check_size(request)
        form = await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY)
        if any(isinstance(value, UploadFile) for value in form.values()):
            raise Problem(422, "No file is expected here.")
        guard.check_token(request, str(form.get(csrf.FIELD, "")))
        return account

    @router.get("/sessions/{session}/paper-in", dependencies=[Depends(guard.office)])
    def rooms(request: Request, session: str) -> HTMLResponse:
        """The rooms whose paper can be keyed in, and what of each is on record."""
        held = web.desk.in_hand(session)
        context = {"rooms": _rooms(web, held)}
        return web.page(request, "after/paper_rooms.html", in_session(held, "paper-in") | context)

    @router.get("/sessions/{session}/paper-in/{room:path}", dependencies=[Depends(guard.office)])
    def sheet(request: Request, session: str, room: str) -> HTMLResponse:
        """The form of one room, in the order of its printed register."""
        held = web.desk.in_hand(session)
        count = request.query_params.get("recorded", "")
        done = f"{count} facts were recorded from paper." if count.isdecimal() else ""
        return _page(web, request, held, room, {}, done=done)

    @router.post("/sessions/{session}/paper-in/{room:path}")
    async def key_in(
        request: Request, session: str, room: str, account: Account = Depends(keying_in)
    ) -> Response:
        """Check what was typed against the record, or record it as it was checked."""
        typed = {k: v for k, v in (await request.form()).items() if isinstance(v, str)}
        held = web.desk.in_hand(session)
        _known_room(held, room)
        read = read_sheet(typed, held, room)
        if not typed.get("record"):
            told = await actions.look(session, room, read, actor=account.display_name)
        else:
            told = await actions.key_in(
                session, room, read, actor=account.display_name, mark=typed.get("mark", "")
            )
        if told.recorded:
            return go_to(session_path(session, "paper-in", room), recorded=str(len(told.plan.recorded)))
        status = 422 if told.plan.faults else 409 if told.changed else 200
        return _page(web, request, web.desk.in_hand(session), room, typed, told, status=status)

    return router


def _rooms(web: OfficeWeb, held: InHand) -> tuple[PaperRoom, ...]:
    paper = [f for f in web.hub.live.facts(held.session) if f.is_from_paper]
    found = []
    for room in held.pack.rooms:
        lines = register_lines(held.pack, held.register, room.id)
        if not lines:
            continue
        found.append(
            PaperRoom(
                room=room.id,
                name=room.name,
                lines=len(lines),
                decided=sum(bool(s.evidence) for s in lines),
                from_paper=sum(f.envelope.room == room.id for f in paper),
                open_questions=sum(room.id in d.places for d in held.register.open_discrepancies),
            )
        )
    return tuple(found)


class Line(Struct, frozen=True, kw_only=True):
    """One line of the form: the fields' names, who it is, and what the record says of them now."""

    record: SittingRecord
    number: str
    name: str
    seat: str
    arrangements: str
    paper: str
    heads: str
    fields: dict[str, str]


def _page(
    web: OfficeWeb,
    request: Request,
    held: InHand,
    room: RoomId,
    typed: Mapping[str, str],
    told: KeyedIn | None = None,
    *,
    status: int = 200,
    done: str = "",
) -> HTMLResponse:
    _known_room(held, room)
    faults = {form_field(f.field, held): f.what for f in told.plan.faults} if told else {}
    paper = [f for f in web.hub.live.facts(held.session) if f.is_from_paper and f.envelope.room == room]
    context: dict[str, Any] = {
        "room": held.pack.room(room),
        "lines": _lines(held, room),
        "papers": [(n, c) for n, c in enumerate(held.pack.session.components) if _sits(held, room, c.id)],
        "typed": typed,
        "told": told,
        "faults": faults,
        "verdicts": _grouped(told) if told else (),
        "folded_above": FOLDED_ABOVE,
        "people": held.pack.invigilators,
        "duties": _duties(held, room),
        "checkers": range(CHECKERS),
        "write_ins": range(WRITE_INS),
        "incident_rows": range(INCIDENTS),
        "outing_rows": range(OUTINGS),
        "stop_rows": range(STOPS),
        "kinds": [(kind, INCIDENT_TITLES[kind]) for kind in KINDS],
        "from_paper": len(paper),
        "questions": [
            (d.id, DISCREPANCY_TITLES[d.kind], " and ".join(held.names.numbered(c) for c in d.candidate_ids))
            for d in held.register.open_discrepancies
            if room in d.places and d.candidate_ids
        ],
    }
    # Not live: nothing may change under the hands of who is typing.
    known = in_session(held, "paper-in") | {"live": False}
    if done:
        known["done"] = done
    return web.page(request, "after/paper_sheet.html", known | context, status=status)


def _grouped(told: KeyedIn) -> tuple[tuple[Verdict, str, str, tuple[Any, ...]], ...]:
    return tuple(
        (verdict, title, about, found)
        for verdict, title, about in VERDICTS
        if (found := told.plan.of(verdict))
    )


def _lines(held: InHand, room: RoomId) -> tuple[Line, ...]:
    numbers, people = paper_numbers(held), {c.id: c for c in held.pack.candidates}
    lines: list[Line] = []
    before = None
    for record in register_lines(held.pack, held.register, room):
        who, number = record.candidate_id, numbers.get(record.component_id, -1)
        person = people.get(who)
        lines.append(
            Line(
                record=record,
                number=held.names.number(who) or "–",
                name=held.names.candidate(who),
                seat=held.names.seat(record) or "–",
                arrangements=person.arrangement_codes if person else "",
                paper=held.names.paper(record.component_id),
                heads=held.names.paper_title(record.component_id) if record.component_id != before else "",
                fields={what: line_field(what, number, who) for what in "mtis"},
            )
        )
        before = record.component_id
    return tuple(lines)


def _duties(held: InHand, room: RoomId) -> tuple[Invigilator | None, ...]:
    """Who was to be on duty here, and lines for others."""
    expected = [held.pack.invigilator(d.invigilator_id) for d in held.pack.duties_in(room)]
    return (*dict.fromkeys(p for p in expected if p is not None), *(None,) * SPARE_DUTIES)


def _sits(held: InHand, room: RoomId, component: str) -> bool:
    return any(s.component_id == component for s in held.register.in_room(room))


def _known_room(held: InHand, room: RoomId) -> None:
    if held.pack.room(room) is None:
        raise NotThere(f"There is no room {room} in this session.")
