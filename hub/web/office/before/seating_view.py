"""A session's seating as a page shows it: rooms with their counts, one room's map, and who has no seat."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import RoomRecord
from hub.before.seating import SeatWarning, Unplaced, seat_session, seating_warnings
from hub.before.seating.options import Scope
from hub.web.office.before.rooms_view import Drawn, drawn_rows
from hub.web.office.before.seating_keeping import SERIOUS, InPlan
from shared.ids import ComponentId, RoomId
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.record.times import invigilators_needed

MOST_FOUND: Final = 20
MOST_UNSEATED: Final = 40


class Person(Struct, frozen=True, kw_only=True):
    """One candidate with their papers and place; ``doubts`` are about where they sit."""

    number: str
    name: str
    surname: str
    codes: str
    papers: tuple[ComponentId, ...]
    mark: str = ""
    room: RoomId = ""
    room_name: str = ""
    seat: str = ""
    pinned: bool = False
    doubts: tuple[SeatWarning, ...] = ()

    @property
    def is_serious(self) -> bool:
        return any(doubt.kind in SERIOUS for doubt in self.doubts)

    @property
    def short_codes(self) -> str:
        """For a seat on the map: the first code, and a plus where there are more."""
        first, *more = self.codes.split()
        return f"{first}+" if more else first

    @property
    def label(self) -> str:
        """``0421 Khan, Aisha``."""
        return f"{self.number} {self.name}"


class RoomTally(Struct, frozen=True, kw_only=True):
    """One room in the list: how full it is, who is needed and expected there, how many doubts."""

    id: RoomId
    name: str
    taken: int
    most: int
    papers: tuple[str, ...]
    needed: int
    expected: int
    doubts: int
    serious: int
    serves: str


class SeatingView(Struct, frozen=True, kw_only=True):
    """Everything the page shows of one session."""

    people: Mapping[str, Person]
    rooms: tuple[RoomTally, ...]
    room: RoomRecord | None
    drawn: tuple[tuple[Drawn, ...], ...] = ()
    labels: Mapping[tuple[int, int], str]
    on_seat: Mapping[str, tuple[Person, ...]]
    marks: Mapping[ComponentId, str]
    unseated: tuple[Person, ...]
    why: Mapping[str, Unplaced]
    found: tuple[Person, ...] = ()
    differs: int = 0

    @property
    def seated(self) -> int:
        return sum(1 for person in self.people.values() if person.seat)

    @property
    def needed(self) -> int:
        return sum(tally.needed for tally in self.rooms)


def seating_view(held: InPlan, *, room: str, find: str, pack: SessionPack | None) -> SeatingView:
    """The page's view; without a room asked for, the first that is used."""
    plan = held.plan
    doubts = defaultdict(list)
    for doubt in seating_warnings(plan, plan.seatings, held.rules, held.options):
        doubts[doubt.number].append(doubt)
    marks = _marks(held)
    people = _people(held, doubts, marks)
    tallies = _tallies(held, people)
    shown = _shown(plan.rooms, tallies, room)
    unseated = tuple(person for person in people.values() if not person.seat)
    return SeatingView(
        people=people,
        rooms=tallies,
        room=shown,
        drawn=_drawn(shown),
        labels={(s.row, s.column): s.label for s in shown.seats} if shown else {},
        on_seat=_on_seat(people, shown),
        marks={paper: mark for paper, mark in marks.items() if shown and _sat_in(shown.id, paper, people)},
        unseated=unseated,
        why=_why(held) if unseated else {},
        found=found_people(people, find),
        differs=_differs(held, pack),
    )


def found_people(people: Mapping[str, Person], find: str) -> tuple[Person, ...]:
    """Whose number begins so or whose name holds every word, accents and case aside."""
    words = _plain(find).split()
    if not words:
        return ()
    hits = (
        p
        for p in people.values()
        if all(word in _plain(p.name) or p.number.startswith(word) for word in words)
    )
    return tuple(p for p, _ in zip(hits, range(MOST_FOUND), strict=False))


def _people(
    held: InPlan, doubts: Mapping[str, list[SeatWarning]], marks: Mapping[ComponentId, str]
) -> dict[str, Person]:
    plan = held.plan
    entered = plan.timetabling.entered(plan.session)
    names = {room.id: room.name for room in plan.rooms}
    places = {s.number: s for s in plan.seatings if s.room_id in names}
    people = {}
    for candidate in plan.sitting_candidates():
        place = places.get(candidate.number)
        people[candidate.number] = Person(
            number=candidate.number,
            name=candidate.register_name,
            surname=_short(candidate),
            codes=candidate.arrangement_codes,
            papers=entered[candidate.number],
            mark="".join(marks.get(paper, "") for paper in entered[candidate.number]),
            room=place.room_id if place else "",
            room_name=names[place.room_id] if place else "",
            seat=place.seat if place else "",
            pinned=bool(place and place.pinned),
            doubts=tuple(doubts.get(candidate.number, ())),
        )
    return people


def _tallies(held: InPlan, people: Mapping[str, Person]) -> tuple[RoomTally, ...]:
    plan = held.plan
    here: dict[RoomId, list[Person]] = defaultdict(list)
    for person in people.values():
        here[person.room].append(person)
    expected = Counter(duty.room_id for duty in plan.duties)
    tallies = []
    for room in plan.rooms:
        sitters = here.get(room.id, [])
        papers = Counter(paper for person in sitters for paper in person.papers)
        tallies.append(
            RoomTally(
                id=room.id,
                name=room.name,
                taken=len({p.seat for p in sitters}),
                most=room.most_seated,
                papers=tuple(f"{paper.replace(':', ' ', 1)} ({count})" for paper, count in papers.items()),
                needed=invigilators_needed(len(sitters), held.rules),
                expected=expected.get(room.id, 0),
                doubts=sum(1 for p in sitters if p.doubts),
                serious=sum(1 for p in sitters if p.is_serious),
                serves=", ".join(kind.value.replace("_", " ") for kind in room.serves),
            )
        )
    return tuple(tallies)


def _shown(rooms: tuple[RoomRecord, ...], tallies: tuple[RoomTally, ...], wanted: str) -> RoomRecord | None:
    used = next((t.id for t in tallies if t.taken), "")
    for room_id in (wanted, used):
        found = next((room for room in rooms if room.id == room_id), None)
        if found is not None:
            return found
    return rooms[0] if rooms else None


def _drawn(room: RoomRecord | None) -> tuple[tuple[Drawn, ...], ...]:
    if room is None:
        return ()
    return drawn_rows(room.rows, room.columns, room.front, room.column_aisles, room.row_aisles)


def _on_seat(people: Mapping[str, Person], room: RoomRecord | None) -> dict[str, tuple[Person, ...]]:
    found: dict[str, tuple[Person, ...]] = {}
    for person in people.values():
        if room is not None and person.room == room.id:
            found[person.seat] = (*found.get(person.seat, ()), person)
    return found


def _marks(held: InPlan) -> dict[ComponentId, str]:
    """A letter for every paper of the session, none where there is one paper only."""
    papers = [row.key for row in held.plan.timetabling.components(held.plan.session)]
    return {} if len(papers) < 2 else {paper: chr(ord("a") + n % 26) for n, paper in enumerate(papers)}


def _sat_in(room: RoomId, paper: ComponentId, people: Mapping[str, Person]) -> bool:
    return any(person.room == room and paper in person.papers for person in people.values())


def _why(held: InPlan) -> dict[str, Unplaced]:
    """Why those without a seat have none: what a proposal for them alone would say."""
    proposal = seat_session(held.plan, replace(held.options, scope=Scope.NEW))
    return {unplaced.number: unplaced for unplaced in proposal.unplaced}


def _differs(held: InPlan, pack: SessionPack | None) -> int:
    """How many candidates sit elsewhere than the published version says."""
    if pack is None:
        return 0
    published = {(s.candidate_id, s.component_id): (s.room_id, s.seat) for s in pack.sittings}
    now = {(s.candidate_id, s.component_id): (s.room_id, s.seat) for s in held.plan.sittings()}
    return len({key[0] for key in published.keys() | now.keys() if published.get(key) != now.get(key)})


def _short(candidate: Candidate) -> str:
    initial = candidate.forenames[:1]
    return f"{candidate.surname} {initial}".strip()


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))
