"""The retention list: what is there of each kind, what stands against letting it go, and what went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from hub.after.retention.blocks import Standing, what_blocks
from hub.after.retention.history import KeepingHistory, histories, history_of
from hub.after.retention.holdings import (
    Holding,
    TabletHolding,
    holdings_of,
    holdings_of_site,
    last_day_of,
    tablets_holding,
)
from hub.after.retention.rules import KeepingRule, Kind, keeping_rules
from hub.after.retention.standing import standing_of
from hub.during.live import NoPackError
from hub.during.office import SITE
from shared.canonical import canonical_json, digest
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.record.register import Register

if TYPE_CHECKING:
    from hub.bootstrap import Hub

Unsent = Callable[[SessionId, SessionPack, Register], Iterable[str]]
"""The titles of reports that the rules ask for and that nobody noted as sent."""


class KeptLine(Struct, frozen=True, kw_only=True):
    """One line of the list: the rule, what there is, and why it must stay (empty: it may go)."""

    rule: KeepingRule
    holding: Holding
    blocks: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        return self.holding.kind

    @property
    def may_go(self) -> bool:
        """Whether the officer may choose it."""
        return self.holding.is_there and not self.blocks


class Survey(Struct, frozen=True, kw_only=True):
    """Everything about keeping one session; of the site where ``session`` is empty."""

    session: SessionId
    lines: tuple[KeptLine, ...]
    history: KeepingHistory
    tablets: tuple[TabletHolding, ...] = ()

    def chosen(self, kinds: Iterable[str]) -> tuple[KeptLine, ...]:
        """The lines of these kinds that may go, in the order of the list."""
        wanted = set(kinds)
        return tuple(line for line in self.lines if line.kind in wanted and line.may_go)

    def seal(self, kinds: Iterable[str]) -> str:
        """A digest of exactly what would go: another one means that something came or went meanwhile."""
        told = [
            (line.kind, line.holding.count, line.holding.size, line.holding.names)
            for line in self.chosen(kinds)
        ]
        return digest(canonical_json(told))[:16]


def survey_of(hub: Hub, session: SessionId, unsent: Unsent, today: date) -> Survey:
    """The list of one session. Raises KeepingRulesError, or ValueError where this is no session."""
    rules = keeping_rules(hub.config.site)
    history = history_of(hub.live.facts(SITE), session)
    pack, register = hub.live.pack(session), None
    try:
        register = hub.live.register(session)
    except NoPackError:
        pack = None
    facts = hub.live.facts(session)
    standing = standing_of(
        session,
        pack,
        register,
        history,
        last_row=max((fact.hub_seq or 0 for fact in facts), default=0),
        unsent=unsent(session, pack, register) if pack and register else (),
    )
    return Survey(
        session=session,
        lines=_lines(holdings_of(hub, session), rules, history, standing, today),
        history=history,
        tablets=tablets_holding(hub, session),
    )


def survey_of_site(hub: Hub, today: date) -> Survey:
    """The list of what belongs to no session. Raises KeepingRulesError."""
    rules = keeping_rules(hub.config.site)
    history = history_of(hub.live.facts(SITE), "")
    kept = kept_sessions(hub)
    standing = Standing(day=None, last_day=last_day_of(hub, kept))
    held = holdings_of_site(hub, kept, today)
    return Survey(session="", lines=_lines(held, rules, history, standing, today), history=history)


def kept_sessions(hub: Hub) -> tuple[SessionId, ...]:
    """Sessions of which the record is here, the latest first."""
    return tuple(sorted((s for s in hub.live.sessions() if s), reverse=True))


def released_sessions(hub: Hub) -> tuple[KeepingHistory, ...]:
    """Sessions whose record was released, the latest first."""
    known = histories(hub.live.facts(SITE))
    found = (known[s] for s in sorted(known, reverse=True) if s)
    return tuple(history for history in found if history.record_released is not None)


def _lines(
    holdings: Iterable[Holding],
    rules: dict[Kind, KeepingRule],
    history: KeepingHistory,
    standing: Standing,
    today: date,
) -> tuple[KeptLine, ...]:
    return tuple(
        KeptLine(
            rule=rules[holding.kind],
            holding=holding,
            blocks=what_blocks(rules[holding.kind], history, standing, today),
        )
        for holding in holdings
    )
