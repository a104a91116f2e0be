"""Is everything ready for a session? One line for each thing that has to be, from facts that others gather.

Pure: the page and ``examday preflight`` gather the facts in their own way and get the same lines.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hub.before.preflight import of_hub, of_rooms
from hub.before.preflight.values import (
    PaperFallbackFacts,
    PreflightFacts,
    PreflightLine,
    State,
    TabletFacts,
    worst,
)
from shared.plan.pack import SessionPack

__all__ = [
    "PaperFallbackFacts",
    "PreflightFacts",
    "PreflightLine",
    "State",
    "TabletFacts",
    "preflight",
    "worst",
]
OF_ROOMS: Final[tuple[Callable[[PreflightFacts, SessionPack], PreflightLine], ...]] = (
    of_rooms.fetched,
    of_rooms.charged,
    of_rooms.clocks,
    of_rooms.rota,
    of_rooms.pins,
    of_rooms.printed,
    of_rooms.rules,
)
OF_HUB: Final = (of_hub.fallback, of_hub.disk, of_hub.backup, of_hub.certificate)


def preflight(facts: PreflightFacts) -> tuple[PreflightLine, ...]:
    """Every line, always in the same order, so that a person can learn the page."""
    about_pack = (check(facts, facts.pack) for check in OF_ROOMS) if facts.pack is not None else ()
    return (published(facts), *about_pack, *(check(facts) for check in OF_HUB))


def published(facts: PreflightFacts) -> PreflightLine:
    """Whether the plan as it stands is frozen for the tablets."""

    def line(state: State, what: str, todo: str = "") -> PreflightLine:
        link = f"/plan/publish/{facts.session}"
        return PreflightLine(
            key="published", title="Plan published", state=state, what=what, todo=todo, link=link
        )

    if facts.pack is None:
        return line("stop", "No version is published.", "Publish it: no tablet has anything to show.")
    version = f"Version {facts.pack.version}"
    if facts.plan_moved_on:
        return line(
            "look", f"{version} is published, and the plan was changed since.", "Look what changed, publish."
        )
    return line("good", f"{version} is published and is the plan as it stands.")
