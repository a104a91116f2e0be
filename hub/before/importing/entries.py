"""Entries: which candidate sits which component, one row each or one row a candidate with several codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hub.before.importing.candidates import NUMBER
from hub.before.importing.headings import Field, Mapped
from hub.before.importing.people import candidate_number
from hub.before.importing.reading import Cells, Reading, read_rows
from hub.before.records import CandidateRecord, EntryRecord, Kind, TimetableRecord
from shared.ids import ComponentId, component_id

FIELDS = (
    NUMBER,
    Field(name="board", synonyms=("awarding body", "exam board", "awarding organisation", "ab")),
    Field(
        name="code",
        synonyms=("component code", "component", "paper code", "unit code", "module", "entry code"),
    ),
)
NEEDED = (("number",), ("code",))


def read_entries(
    mapped: Mapped,
    file: str,
    *,
    candidates: Mapping[str, CandidateRecord],
    timetable: Iterable[TimetableRecord],
) -> Reading[EntryRecord]:
    """An entry names its component by board and code, or by the code alone where the timetable knows it."""
    by_code: dict[str, list[ComponentId]] = {}
    for row in timetable:
        by_code.setdefault(_plain(row.code), []).append(row.key)
    known = {component for components in by_code.values() for component in components}

    def parse(cells: Cells) -> Iterator[EntryRecord]:
        number = candidate_number(cells)
        if number not in candidates:
            cells.refuse("number", "the number of a candidate on the list; import candidates first")
        if candidates[number].withdrawn:
            cells.tell("number", "a candidate who is not withdrawn")
        code = cells.required("code", "a component code such as 8300/2F")
        yield EntryRecord(number=number, component_id=_component(cells, code))

    def _component(cells: Cells, code: str) -> ComponentId:
        board = cells.text("board")
        written = component_id(board, code)
        if board and written in known:
            return written
        found = by_code.get(_plain(code), [])
        if len(found) == 1:
            return found[0]
        if not board:
            cells.refuse(
                "code",
                "a component of the timetable" if not found else "the board as well: two use this code",
            )
        cells.tell("code", "a component of the timetable; kept until the timetable has it")
        return written

    return read_rows(Kind.ENTRIES, file, mapped, parse)


def _plain(code: str) -> str:
    """As two systems may spell one code: case and spaces aside."""
    return "".join(code.casefold().split())
