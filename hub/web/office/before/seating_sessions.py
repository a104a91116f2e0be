"""The sessions of the timetable with how far their seating is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from shared.ids import SessionId

if TYPE_CHECKING:
    from hub.bootstrap import Hub


class SeatingLine(Struct, frozen=True, kw_only=True):
    """One session: its papers, who is entered, how many seats are taken, the published version."""

    session: SessionId
    papers: tuple[str, ...]
    entered: int
    seated: int
    rooms: int
    version: int

    @property
    def without(self) -> int:
        """How many have no seat."""
        return max(0, self.entered - self.seated)


def session_lines(hub: Hub) -> tuple[SeatingLine, ...]:
    """Every session, earliest first."""
    timetabling = hub.plan.timetabling()
    at = {row.key: row.session for row in timetabling.timetable}
    papers: dict[SessionId, list[str]] = defaultdict(list)
    for row in timetabling.timetable:
        papers[row.session].append(f"{row.board} {row.code}")
    entered: dict[SessionId, set[str]] = defaultdict(set)
    for entry in timetabling.entries:
        candidate = timetabling.candidates.get(entry.number)
        if entry.component_id in at and candidate is not None and not candidate.withdrawn:
            entered[at[entry.component_id]].add(entry.number)
    seated: dict[SessionId, int] = defaultdict(int)
    rooms: dict[SessionId, int] = defaultdict(int)
    for (session, _), taken in hub.plan.seats_taken().items():
        seated[session] += taken
        rooms[session] += 1
    return tuple(
        SeatingLine(
            session=session,
            papers=tuple(papers[session]),
            entered=len(entered[session]),
            seated=seated[session],
            rooms=rooms[session],
            version=pack.version if (pack := hub.live.pack(session)) else 0,
        )
        for session in timetabling.sessions()
    )


def seated_sessions(hub: Hub, besides: SessionId) -> dict[SessionId, int]:
    """Every other session in which somebody has a seat, with how many."""
    seated: dict[SessionId, int] = defaultdict(int)
    for (session, _), taken in sorted(hub.plan.seats_taken().items()):
        if session != besides:
            seated[session] += taken
    return dict(seated)
