"""Finding somebody by name, number or UCI in every published session, on a list or not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hub.during.live import NoPackError
from hub.web.office.web import session_path
from hub.web.office.wording import Names
from shared.ids import CandidateId, SessionId, parse_session_id
from shared.plan.days import session_in_words
from shared.plan.pack import SessionPack
from shared.record.deadlines import day_of
from shared.record.register import SittingState

if TYPE_CHECKING:
    from hub.bootstrap import Hub

MOST_CHARACTERS: Final = 80
AS_YOU_TYPE: Final = 8
ON_THE_PAGE: Final = 60
SHORTEST_UCI: Final = 4
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("'’‘ʼ`´", "")
)
_NO_WORD: Final = re.compile(r"[^\w]+")


class Found(Struct, frozen=True, kw_only=True):
    """One person with where they are in the session that is nearest."""

    candidate_id: CandidateId
    session: SessionId
    href: str
    number: str
    name: str
    uci: str
    when: str
    room: str
    seat: str
    papers: str
    state: SittingState
    state_words: str
    listed: bool


class _Entry(Struct, frozen=True):
    candidate_id: CandidateId
    number: str
    words: tuple[str, ...]
    uci: str


class PeopleSearch:
    """Asks the packs in memory; the words of a pack are taken apart once. May be asked from any thread."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._known: dict[SessionId, tuple[SessionPack, tuple[_Entry, ...]]] = {}

    def find(
        self, text: str, *, session: SessionId = "", most: int = ON_THE_PAGE
    ) -> tuple[tuple[Found, ...], int]:
        """The first ``most`` who fit, the best first, and how many fit in all; each person once."""
        wanted = plain(text[:MOST_CHARACTERS]).split()
        if not wanted:
            return (), 0
        ranked: dict[CandidateId, tuple[int, int, tuple[str, ...], SessionId]] = {}
        for nearness, name in enumerate(self._nearest(session)):
            for entry in (*self._entries(name), *self._unlisted(name)):
                rank = _rank(entry, wanted)
                if rank is not None and entry.candidate_id not in ranked:
                    ranked[entry.candidate_id] = (rank, nearness, entry.words, name)
        best = sorted(ranked.items(), key=lambda item: (item[1][0], item[1][2], item[1][1], item[0]))
        return tuple(self._found(who, place[3]) for who, place in best[:most]), len(best)

    def _nearest(self, first: SessionId) -> list[SessionId]:
        """Published sessions: the one that is looked at, then by their distance from today."""
        today = day_of(self._hub.now(), self._hub.centre.time_zone)
        published = [s for s in self._hub.live.sessions() if self._hub.live.pack(s)]
        return sorted(published, key=lambda s: (s != first, _days_away(s, today), s))

    def _entries(self, session: SessionId) -> tuple[_Entry, ...]:
        pack = self._hub.live.pack(session)
        known = self._known.get(session)
        if pack is None:
            return ()
        if known is None or known[0] is not pack:
            entries = tuple(
                _Entry(c.id, c.number, tuple(plain(c.register_name).split()), c.uci.casefold())
                for c in pack.candidates
            )
            known = self._known[session] = (pack, entries)
        return known[1]

    def _unlisted(self, session: SessionId) -> Iterator[_Entry]:
        try:
            register = self._hub.live.register(session)
        except NoPackError:
            return
        for s in register.sittings:
            if not s.listed:
                yield _Entry(s.candidate_id, s.unlisted_number, tuple(plain(s.unlisted_name).split()), "")

    def _found(self, who: CandidateId, session: SessionId) -> Found:
        register, pack = self._hub.live.register(session), self._hub.live.pack(session)
        assert pack is not None  # noqa: S101 - the session was found by its pack
        names = Names(pack, register)
        sittings = [s for s in register.sittings if s.candidate_id == who]
        known = pack.candidate(who)
        first = max(sittings, key=lambda s: _NEED.index(s.state), default=None)
        state = first.state if first else SittingState.EXPECTED
        return Found(
            candidate_id=who,
            session=session,
            href=session_path(session, "candidates", who),
            number=names.number(who),
            name=names.candidate(who),
            uci=known.uci if known else "",
            when=session_in_words(session),
            room=names.room(first.place) if first and first.place else "no room",
            seat=names.seat(first) if first else "",
            papers=", ".join(names.paper(s.component_id) for s in sittings),
            state=state,
            state_words=state.value.replace("_", " "),
            listed=all(s.listed for s in sittings),
        )


_NEED: Final = (
    SittingState.EXPECTED,
    SittingState.ABSENT,
    SittingState.COLLECTED,
    SittingState.PRESENT,
    SittingState.LATE,
    SittingState.VERY_LATE,
    SittingState.AWAY,
    SittingState.PENDING,
    SittingState.ALARM,
)


def plain(text: str) -> str:
    """Letters and digits only, without accents: ``O'Connor, Siân`` → ``oconnor sian``."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return _NO_WORD.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def _rank(entry: _Entry, wanted: list[str]) -> int | None:
    """How well it fits, 0 is best; None where it doesn't. Every word has to fit somewhere."""
    joined = "".join(wanted)
    if entry.number and joined == entry.number:
        return 0
    if entry.number and joined.isdigit() and entry.number.startswith(joined):
        return 1
    if all(any(word.startswith(w) for word in entry.words) or w == entry.number for w in wanted):
        return 2
    if len(joined) >= SHORTEST_UCI and joined in entry.uci:
        return 3
    if all(any(w in word for word in entry.words) for w in wanted):
        return 4
    return None


def _days_away(session: SessionId, today: date) -> tuple[int, bool]:
    day, half = parse_session_id(session)
    return abs((day - today).days), half == "PM"
