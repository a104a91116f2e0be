"""Entries: which candidate sits which component, one row each or one row a candidate with several codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hub.before.importing.candidates import NUMBER
from hub.before.importing.component_codes import ComponentCodes
from hub.before.importing.headings import Field
from hub.before.importing.people import candidate_number
from hub.before.importing.reading import Cells, RowReader
from hub.before.records import CandidateRecord, EntryRecord, TimetableRecord

FIELDS = (
    NUMBER,
    Field(name="board", synonyms=("awarding body", "exam board", "awarding organisation", "ab")),
    Field(
        name="code",
        synonyms=("component code", "component", "paper code", "unit code", "module", "entry code"),
    ),
)
NEEDED = (("number",), ("code",))


def entry_reader(
    candidates: Mapping[str, CandidateRecord], timetable: Iterable[TimetableRecord]
) -> RowReader[EntryRecord]:
    """An entry names its component by board and code, or by the code alone where the timetable knows it."""
    codes = ComponentCodes(timetable)

    def parse(cells: Cells) -> Iterator[EntryRecord]:
        number = candidate_number(cells)
        if number not in candidates:
            cells.refuse("number", "the number of a candidate on the list; import candidates first")
        if candidates[number].withdrawn:
            cells.tell("number", "a candidate who is not withdrawn")
        whole = cells.required("code", "a component code such as 8300/2F")
        for code in filter(None, (part.strip() for part in whole.split(";"))):
            component = codes.component(cells, code)
            yield EntryRecord(number=number, component_id=component)

    return RowReader(parse=parse)
