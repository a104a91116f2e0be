"""What arrived and was not authentic or not readable, with its bytes, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct
from msgspec.structs import replace

from hub.accounts import Account
from hub.during.office import SITE
from hub.web.office.acting import LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.device_pages import SHOWN_OF_QUARANTINE, readable
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.ids import SessionId
from shared.record.discrepancies import discrepancy_id
from shared.record.events.office import DiscrepancySettled, RecordQuarantined
from shared.record.facts import Fact
from shared.record.register import DiscrepancyKind
from shared.record.settling import ways_to_settle

if TYPE_CHECKING:
    from hub.bootstrap import Hub

KIND: Final = DiscrepancyKind.QUARANTINED_RECORD
WHY: Final = {
    "malformed": "It can't be read.",
    "bad_signature": "It is not signed by the tablet that it names.",
    "unknown_device": "The tablet was never approved here.",
    "revoked_device": "The tablet's permission had been taken back.",
    "broken_chain": "It does not follow from the tablet's record before it.",
}


class Held(Struct, frozen=True, kw_only=True):
    """What the record says of one quarantined record: where it is told, and what came of it."""

    fact: Fact
    about: str
    session: SessionId
    in_pack: bool
    answer: str = ""
    way: str = ""
    by: str = ""
    answered_at: datetime | None = None

    @property
    def settle_path(self) -> str:
        """The page of its discrepancy, where a published session has it; empty otherwise."""
        return session_path(self.session, "discrepancies", self.about) if self.in_pack else ""


def told_of(hub: Hub) -> dict[str, Held]:
    """Every quarantined record that the journal tells of, by its identifier."""
    return dict(_told(hub))


def _told(hub: Hub) -> Iterator[tuple[str, Held]]:
    for session in dict.fromkeys((SITE, *hub.live.sessions())):
        facts = hub.live.facts(session)
        settled = {
            f.envelope.event.discrepancy_id: f
            for f in facts
            if isinstance(f.envelope.event, DiscrepancySettled)
        }
        published = session != SITE and hub.live.pack(session) is not None
        for fact in facts:
            event = fact.envelope.event
            if not isinstance(event, RecordQuarantined):
                continue
            about = discrepancy_id(KIND, event.quarantine_id)
            done = settled.get(about)
            answer = done.envelope.event if done else None
            held = Held(fact=fact, about=about, session=session, in_pack=published)
            if done is not None and isinstance(answer, DiscrepancySettled):
                held = replace(
                    held,
                    answer=answer.answer,
                    way=answer.way,
                    by=done.envelope.actor,
                    answered_at=done.at,
                )
            yield event.quarantine_id, held


class QuarantineActions(Acting):
    """Answers about records of no published session; the others have a discrepancy with its own page."""

    async def settle(self, quarantine_id: str, answer: str, way: str, *, actor: str) -> None:
        """Say what came of it. Raises NotThere, NotNow, NotUsable."""
        answer = text_of(answer, "an answer", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        if way not in {w.id for w in ways_to_settle(KIND)}:
            raise NotUsable("Choose what came of it.")
        async with self._one_at_a_time:
            held = told_of(self._hub).get(quarantine_id)
            if held is None:
                raise NotThere("The record tells of no such quarantined record.")
            if held.by:
                raise NotNow(f"{held.by} settled this already: {held.answer}")
            event = DiscrepancySettled(
                discrepancy_id=held.about, answer=answer, evidence=(held.fact.id,), way=way
            )
            await self._hub.office.record(held.session, event, actor=actor)


def quarantine_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = QuarantineActions(web.desk)

    @router.get("/quarantine")
    def quarantine(request: Request) -> HTMLResponse:
        """What arrived and was not authentic or not readable, and what came of it."""
        return _page(web, request, Form({}), "")

    @router.post("/quarantine/{quarantine_id}")
    async def settle(
        request: Request, quarantine_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Say what came of a quarantined record."""
        form = await read_form(request)
        try:
            await actions.settle(
                quarantine_id, form.text("answer"), form.text("way"), actor=account.display_name
            )
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            return _page(web, request, form, str(error), status, failed=quarantine_id)
        return go_to("/quarantine", done="settled")

    return router


def _page(
    web: OfficeWeb, request: Request, form: Form, error: str, status: int = 200, *, failed: str = ""
) -> HTMLResponse:
    hub = web.hub
    context: dict[str, Any] = {
        "records": hub.journal.quarantine(SHOWN_OF_QUARANTINE),
        "told": told_of(hub),
        "names": {d.device_id: d.name for d in hub.devices.all()},
        "why": WHY,
        "ways": ways_to_settle(KIND),
        "way_words": {w.id: w.words for w in ways_to_settle(KIND)},
        "shown": readable,
        "form": form,
        "failed": failed,
        "error": error,
        "live": not error,
    }
    return web.page(request, "quarantine.html", context, status=status)
