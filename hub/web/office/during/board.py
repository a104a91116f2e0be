"""The board as somebody wants to see it: filtered, searched, of one session or of a whole day."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from msgspec import Struct

from hub.web.office.desk import InHand, OfficeDesk
from hub.web.office.during.officers import Answer, answers_lately
from hub.web.office.during.tiles import Phase, RoomTile
from hub.web.office.overview import Overview
from hub.web.office.queue import QueueItem, order_of
from shared.ids import SessionId, parse_session_id
from shared.plan.days import half_in_words
from shared.record.expected_duty import MissingDuty, not_signed_in

LONGEST_SEARCH: Final = 60
NEEDS_ME: Final = "needs-me"
PHASE_WORDS: Final = {
    NEEDS_ME: "Needs me",
    Phase.NOT_STARTED: "Not started",
    Phase.RUNNING: "Running",
    Phase.CLOSING: "Closing",
    Phase.CLOSED: "Closed",
}
WALL_COLUMNS: Final = ((6, 3), (12, 4), (20, 5), (30, 6), (42, 7), (56, 8), (72, 9), (90, 10))
"""Up to so many rooms stand in so many columns on the wall."""


class BoardFilter(Struct, frozen=True, kw_only=True):
    """Which tiles are shown; empty fields leave nothing out."""

    show: str = ""
    component: str = ""
    search: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.show or self.component or self.search)

    def takes(self, tile: RoomTile) -> bool:
        return self._takes_phase(tile) and self._takes_rest(tile)

    def _takes_phase(self, tile: RoomTile) -> bool:
        return self.show in ("", tile.phase.value) or (self.show == NEEDS_ME and tile.needs > 0)

    def _takes_rest(self, tile: RoomTile) -> bool:
        if self.component and all(p.component_id != self.component for p in tile.papers):
            return False
        told = " ".join((tile.name, *(f"{p.paper} {p.title}" for p in tile.papers))).casefold()
        return all(word in told for word in self.search.casefold().split())

    def count(self, tiles: tuple[RoomTile, ...], show: str) -> int:
        """How many tiles another choice of phase would show, the rest of the filter as it is."""
        other = BoardFilter(show=show, component=self.component, search=self.search)
        return sum(other.takes(tile) for tile in tiles)

    def query(self, show: str) -> str:
        """The address of that other choice."""
        fields = {"show": show, "component": self.component, "q": self.search}
        told = urlencode({name: value for name, value in fields.items() if value})
        return f"?{told}" if told else "?"


class Choice(Struct, frozen=True, kw_only=True):
    """One button of the filter."""

    value: str
    words: str
    count: int
    href: str


class Board(Struct, frozen=True, kw_only=True):
    """One session on the board."""

    held: InHand
    overview: Overview
    tiles: tuple[RoomTile, ...]
    queue: tuple[QueueItem, ...]
    answers: tuple[Answer, ...]
    missing: tuple[MissingDuty, ...]

    @property
    def session(self) -> SessionId:
        return self.held.session

    @property
    def half(self) -> str:
        return half_in_words(self.session).capitalize()


def board_filter(show: str, component: str, search: str) -> BoardFilter:
    """The filter as an address gives it; what it doesn't know leaves nothing out."""
    known = show if show in PHASE_WORDS else ""
    return BoardFilter(show=known, component=component[:40], search=search.strip()[:LONGEST_SEARCH])


class Waiting(Struct, frozen=True, kw_only=True):
    """One thing that waits, with the session's board that it belongs to."""

    board: Board
    item: QueueItem


def in_one_queue(boards: tuple[Board, ...]) -> tuple[Waiting, ...]:
    """What waits in all sessions of a day as one list; a new tablet, which belongs to none, is told once."""
    found: dict[tuple[str, SessionId, str], Waiting] = {}
    for board in boards:
        for item in board.queue:
            of = "" if item.kind == "device" else board.session
            found.setdefault((item.kind, of, item.id), Waiting(board=board, item=item))
    return tuple(sorted(found.values(), key=lambda one: order_of(one.item)))


def board_of(
    desk: OfficeDesk, held: InHand, wanted: BoardFilter, looking: dict[str, tuple[str, ...]]
) -> Board:
    """One session's board; ``looking`` tells who has which question open."""
    seen = desk.overview(held)
    facts = desk.hub.live.facts(held.session)
    return Board(
        held=held,
        overview=seen,
        tiles=tuple(tile for tile in seen.tiles if wanted.takes(tile)),
        queue=desk.queue(held, looking=looking),
        answers=answers_lately(facts, held.names, held.zone, held.now),
        missing=not_signed_in(held.pack, held.register, held.now),
    )


def choices(wanted: BoardFilter, tiles: tuple[RoomTile, ...]) -> tuple[Choice, ...]:
    """The filter's buttons, each with how many rooms it would show."""
    told = {"": "All", **{str(value): words for value, words in PHASE_WORDS.items()}}
    return tuple(
        Choice(value=value, words=words, count=wanted.count(tiles, value), href=wanted.query(value))
        for value, words in told.items()
    )


def papers_on(boards: tuple[Board, ...]) -> tuple[tuple[str, str], ...]:
    """(identifier, words) of every paper that somebody sits, for the filter."""
    found: dict[str, str] = {}
    for board in boards:
        for tile in board.overview.tiles:
            found |= {p.component_id: f"{p.paper} {p.title}" for p in tile.papers}
    return tuple(sorted(found.items(), key=lambda one: one[1]))


def sessions_of(desk: OfficeDesk, day: date) -> tuple[SessionId, ...]:
    """The day's sessions with a published plan, the morning first."""
    live = desk.hub.live
    return tuple(
        session
        for session in live.sessions()
        if parse_session_id(session)[0] == day and live.pack(session) is not None
    )


def wall_columns(rooms: int) -> int:
    """Into how many columns so many rooms go on a wide screen."""
    return next((columns for most, columns in WALL_COLUMNS if rooms <= most), 12)


def day_of(session: SessionId) -> date:
    return parse_session_id(session)[0]


def board_context(boards: tuple[Board, ...], wanted: BoardFilter) -> dict[str, Any]:
    """What the board's template knows of its filter."""
    everything = tuple(tile for board in boards for tile in board.overview.tiles)
    return {
        "boards": boards,
        "queue": in_one_queue(boards),
        "wanted": wanted,
        "choices": choices(wanted, everything),
        "papers": papers_on(boards),
        "calls": sum(tile.calls_unanswered for tile in everything),
    }
