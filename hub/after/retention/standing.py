"""How a session stands in what decides whether its record may go: differences, questions, cases, scripts."""

from __future__ import annotations

from collections.abc import Iterable

from hub.after.in_the_building import in_the_building
from hub.after.reconcile import what_stops_session
from hub.after.retention.blocks import Standing
from hub.after.retention.history import KeepingHistory
from shared.ids import SessionId, parse_session_id
from shared.plan.pack import SessionPack
from shared.record.register import Register

MOST_TOLD = 5


def standing_of(
    session: SessionId,
    pack: SessionPack | None,
    register: Register | None,
    history: KeepingHistory,
    *,
    last_row: int,
    unsent: Iterable[str] = (),
) -> Standing:
    """Of one session; without a pack nothing can be open. ``unsent`` are reports, by title."""
    day = parse_session_id(session)[0]
    if pack is None or register is None:
        return Standing(day=day)
    open_matters = [obstacle.what for obstacle in what_stops_session(register, pack)]
    cases = [f"Not sent yet: {title}." for title in unsent]
    here = in_the_building(register, pack)
    if not here.is_empty:
        cases.append("Scripts of this session are still in the building.")
    archived = history.archives[-1].event.rows if history.archives else 0
    return Standing(
        day=day,
        open_matters=_few(open_matters),
        open_cases=_few(cases),
        archive_outdated=bool(history.archives) and last_row > archived,
    )


def _few(sentences: list[str]) -> tuple[str, ...]:
    told = sentences[:MOST_TOLD]
    if len(sentences) > MOST_TOLD:
        told.append(f"And {len(sentences) - MOST_TOLD} more.")
    return tuple(told)
