"""Counting a pile again: tags scanned one after the other, held against the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.envelopes import find_envelope
from hub.after.reconcile import Unready
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.ids import CandidateId, ComponentId
from shared.protocol.scan import FAULT_TEXTS, ScanFault, check_scan
from shared.record.pile import Pile, count_pile

MOST_CODES: Final = 400
COUNTS_ALL_THE_SAME: Final = (None, ScanFault.OTHER_ROOM, ScanFault.SUPERSEDED)
"""The office is no room, and an old tag names the same person: on a pile both say whose script it is."""


class Unread(Struct, frozen=True, kw_only=True):
    """A line that names nobody's script, and why."""

    line: int
    why: str
    todo: str


class Reading(Struct, frozen=True, kw_only=True):
    """The lines of a pile: whose scripts they are, and what could not be read."""

    candidates: tuple[CandidateId, ...]
    unread: tuple[Unread, ...]


def pile_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/close/pile")
    def ask(request: Request, session: str, component: str = "", envelope: str = "") -> HTMLResponse:
        """Where a pile is scanned again: of a component, or of one envelope."""
        held = web.desk.in_hand(session)
        return _page(web, request, held, component, envelope)

    @router.post("/sessions/{session}/close/pile")
    async def count(request: Request, session: str) -> HTMLResponse:
        """What the scanned pile came to; nothing is recorded."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        return _page(web, request, held, form.text("component"), form.text("envelope"), form)

    @router.post("/sessions/{session}/close/pile/found")
    async def found(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Put on record that scripts which nobody had collected were found in a pile."""
        form = await read_form(request)
        await web.actions.record_found(
            session, form.text("component"), form.text("candidates").split(), actor=account.display_name
        )
        return go_to(session_path(session, "close"), done="found")

    return router


def read_pile(held: InHand, text: str) -> Reading:
    """Tags, or candidate numbers keyed in where a tag is torn, one a line in the order of the pile."""
    numbers = {c.number: c.id for c in held.pack.candidates if c.number}
    numbers |= {s.unlisted_number: s.candidate_id for s in held.register.sittings if s.unlisted_number}
    known = {s.candidate_id for s in held.register.sittings}
    candidates, unread = [], []
    for line, code in enumerate(text.splitlines()[:MOST_CODES], start=1):
        if not code.strip():
            continue
        if code.strip() in numbers:
            candidates.append(numbers[code.strip()])
            continue
        scan = check_scan(code, held.pack, "")
        is_unlisted = scan.fault is ScanFault.NOT_ENTERED and scan.candidate_id in known
        if scan.candidate_id and (scan.fault in COUNTS_ALL_THE_SAME or is_unlisted):
            candidates.append(scan.candidate_id)
        elif scan.fault is not None:
            why, todo = FAULT_TEXTS[scan.fault]
            unread.append(Unread(line=line, why=why, todo=todo))
    return Reading(candidates=tuple(candidates), unread=tuple(unread))


def _page(
    web: OfficeWeb,
    request: Request,
    held: InHand,
    component: ComponentId,
    envelope_id: str,
    form: Form | None = None,
) -> HTMLResponse:
    expected, envelope = None, None
    if envelope_id:
        try:
            envelope = find_envelope(held.register, envelope_id)
        except Unready as error:
            raise NotThere(error.what) from error
        component, expected = envelope.component_id, envelope.candidate_ids
    if held.pack.component(component) is None:
        raise NotThere("There is no such component in this session. Go back, and choose one.")
    context: dict[str, Any] = {
        "after": "envelopes" if envelope_id else "reconcile",
        "component": component,
        "envelope": envelope,
        "should": len(expected) if expected is not None else _present(held, component),
        "typed": form.text("codes") if form else "",
        "pile": None,
    }
    if form is not None:
        reading = read_pile(held, form.text("codes"))
        pile = count_pile(held.register, held.pack, component, reading.candidates, expected=expected)
        context |= {"pile": pile, "reading": reading, "to_record": to_record(held, component, pile)}
    known = in_session(held, "close") | {"live": False}
    return web.page(request, "after/pile.html", known | context)


def to_record(held: InHand, component: ComponentId, pile: Pile) -> tuple[CandidateId, ...]:
    """Scripts that lie here and belong here, and that nobody recorded as collected yet."""
    return tuple(_uncollected(held, component, pile.right))


def _uncollected(held: InHand, component: ComponentId, who: Iterable[CandidateId]) -> Iterable[CandidateId]:
    for candidate in who:
        sitting = held.register.sitting(candidate, component)
        if sitting is not None and sitting.is_present and sitting.script_collected_at is None:
            yield candidate


def _present(held: InHand, component: ComponentId) -> int:
    return sum(s.is_present for s in held.register.of_component(component))
