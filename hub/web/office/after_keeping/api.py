"""The retention list for programs: only to look at, since nothing is released without a person."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter, Depends, Response
from msgspec import Struct

from hub.after.retention.survey import Survey
from hub.web.office.after_keeping.actions import SITE_WORD, KeepingActions
from hub.web.office.api.answers import answer
from hub.web.office.api.described import described
from hub.web.office.guard import Guard


class KeptThing(Struct, frozen=True, kw_only=True):
    """One kind of thing: how much there is, whether it may go, and if not why."""

    kind: str
    title: str
    count: int
    what: str
    bytes: int
    may_go: bool
    blocks: tuple[str, ...]
    why: str
    source: str


class ReleaseTold(Struct, frozen=True, kw_only=True):
    """What was released when by whom."""

    at: datetime
    by: str
    kinds: tuple[str, ...]
    reason: str


class KeptOf(Struct, frozen=True, kw_only=True):
    """What is kept of one session, or of the site."""

    session: str
    archives: tuple[str, ...]
    reviews_until: date | None
    held: str
    things: tuple[KeptThing, ...]
    released: tuple[ReleaseTold, ...]


def keeping_api(guard: Guard, actions: KeepingActions) -> APIRouter:
    router = APIRouter(prefix="/api/office/retention", dependencies=[Depends(guard.office)])

    @router.get("", **described(gives=tuple[KeptOf, ...]))
    def everything() -> Response:
        """What is kept of every session and of the site, what may be released and what stands against it."""
        released = [history.session for history in actions.released()]
        sessions = dict.fromkeys((*actions.kept(), *released, SITE_WORD))
        return answer(tuple(_told(actions.survey(session), session) for session in sessions))

    @router.get("/{session}", **described(gives=KeptOf))
    def one(session: str) -> Response:
        """What is kept of one session."""
        return answer(_told(actions.survey(session), session))

    return router


def _told(survey: Survey, session: str) -> KeptOf:
    history = survey.history
    return KeptOf(
        session=session,
        archives=tuple(archived.event.file for archived in history.archives),
        reviews_until=history.reviews_until,
        held=history.hold.reason if history.hold else "",
        things=tuple(
            KeptThing(
                kind=line.kind,
                title=line.rule.title,
                count=line.holding.count,
                what=line.holding.what,
                bytes=line.holding.size,
                may_go=line.may_go,
                blocks=line.blocks,
                why=line.rule.why,
                source=line.rule.source,
            )
            for line in survey.lines
        ),
        released=tuple(
            ReleaseTold(at=one.at, by=one.by, kinds=one.event.kinds, reason=one.event.reason)
            for one in history.released
        ),
    )
