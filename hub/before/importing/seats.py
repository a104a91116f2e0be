"""Ready-made seating: who sits where, from a system or a sheet that worked it out already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from hub.before.importing.candidates import NUMBER
from hub.before.importing.component_codes import ComponentCodes
from hub.before.importing.headings import Field
from hub.before.importing.people import candidate_number
from hub.before.importing.reading import Cells, RowReader
from hub.before.records import CandidateRecord, RoomRecord, SeatingRecord
from hub.before.session_plan import Timetabling
from shared.ids import ComponentId, SessionId, parse_session_id, safe_file_name, session_id

FIELDS = (
    NUMBER,
    Field(name="session", synonyms=("exam session", "sitting")),
    Field(name="board", synonyms=("awarding body", "exam board", "awarding organisation", "ab")),
    Field(
        name="code",
        synonyms=("component code", "component", "paper code", "unit code", "module", "entry code"),
    ),
    Field(name="room", synonyms=("room code", "room name", "room id", "venue", "location")),
    Field(name="seat", synonyms=("seat label", "seat no", "seat number", "desk", "place", "position")),
)
NEEDED = (("number",), ("session", "code"), ("room",), ("seat",))


def seat_reader(timetabling: Timetabling, rooms: Mapping[str, RoomRecord]) -> RowReader[SeatingRecord]:
    """A row without a component seats the candidate for every paper of the session."""
    codes = ComponentCodes(timetabling.timetable)
    sessions = {row.key: row.session for row in timetabling.timetable}
    entered = _entered(timetabling)
    taken: dict[tuple[SessionId, str, str], str] = {}

    def parse(cells: Cells) -> Iterator[SeatingRecord]:
        number = candidate_number(cells)
        if number not in timetabling.candidates:
            cells.refuse("number", "the number of a candidate on the list; import candidates first")
        papers = _papers(cells, codes, sessions, entered.get(number, ()))
        room = _room(cells, rooms)
        label = _label(cells, room)
        for component in papers:
            session = sessions[component]
            holder = taken.setdefault((session, room.id, label), number)
            if holder != number:
                cells.refuse("seat", f"a free seat; {holder} sits in {label} of {room.name} then")
            yield SeatingRecord(
                session=session, number=number, component_id=component, room_id=room.id, seat=label
            )

    return RowReader(parse=parse)


def _entered(timetabling: Timetabling) -> dict[str, list[ComponentId]]:
    """Candidate number → the timetabled components they are entered for."""
    timetabled = {row.key for row in timetabling.timetable}
    papers: dict[str, list[ComponentId]] = {}
    for entry in timetabling.entries:
        candidate: CandidateRecord | None = timetabling.candidates.get(entry.number)
        if entry.component_id in timetabled and candidate is not None and not candidate.withdrawn:
            papers.setdefault(entry.number, []).append(entry.component_id)
    return papers


def _papers(
    cells: Cells, codes: ComponentCodes, sessions: Mapping[str, SessionId], entered: Iterable[ComponentId]
) -> list[ComponentId]:
    """Which papers the row is about: the one it names, or all that the candidate sits in the session."""
    session = _session(cells)
    if cells.has("code"):
        component = codes.component(cells, cells.text("code"))
        if component not in sessions:
            cells.refuse("code", "a component of the timetable; import the timetable first")
        if session is not None and sessions[component] != session:
            cells.refuse("session", f"the session of {component}, which is {sessions[component]}")
        if component not in entered:
            cells.refuse("code", "a component this candidate is entered for; import entries first")
        return [component]
    if session is None:
        cells.refuse("session", "a session such as 2024-06-03-AM, or a component code")
    papers = [component for component in entered if sessions[component] == session]
    if not papers:
        cells.refuse("session", "a session in which this candidate is entered for something")
    return papers


def _session(cells: Cells) -> SessionId | None:
    """``2024-06-03-AM``, ``2024-06-03 am``; None where the cell is empty."""
    text = cells.text("session").upper()
    if not text:
        return None
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[ -]*(AM|PM)", text)
    try:
        return session_id(*parse_session_id(f"{match[1]}-{match[2]}" if match else text))
    except ValueError:
        cells.refuse("session", "a session such as 2024-06-03-AM")


def _room(cells: Cells, rooms: Mapping[str, RoomRecord]) -> RoomRecord:
    text = cells.required("room", "a room")
    by_id = rooms.get(safe_file_name(text))
    if by_id is not None:
        return by_id
    named = [room for room in rooms.values() if text.casefold() in (room.name.casefold(), room.id.casefold())]
    if len(named) != 1:
        cells.refuse("room", "a room on the list; import rooms first")
    return named[0]


def _label(cells: Cells, room: RoomRecord) -> str:
    """The seat as the room has it; ``a01`` and ``A-1`` are A1."""
    text = cells.required("seat", f"a seat of {room.name}")
    wanted = _plain(text)
    found = next((seat.label for seat in room.seats if _plain(seat.label) == wanted), None)
    if found is None:
        cells.refuse(
            "seat", f"a seat that {room.name} has, such as {room.seats[0].label if room.seats else 'A1'}"
        )
    return found


def _plain(label: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", label.upper()))
