"""The list of candidates: number, name in any of its spellings, UCI."""

from __future__ import annotations

from collections.abc import Iterator

from hub.before.importing.headings import Field, Mapped
from hub.before.importing.people import candidate_number, names, uci
from hub.before.importing.reading import Cells, Reading, read_rows
from hub.before.records import CandidateRecord, Kind

NUMBER = Field(
    name="number",
    synonyms=(
        "candidate number",
        "cand no",
        "candidate no",
        "exam number",
        "exam no",
        "cand number",
        "candno",
    ),
)
FIELDS = (
    NUMBER,
    Field(
        name="name",
        synonyms=("candidate name", "full name", "student name", "student", "candidate", "pupil name"),
    ),
    Field(name="surname", synonyms=("last name", "family name", "legal surname", "family_name")),
    Field(
        name="forenames",
        synonyms=("forename", "first name", "given name", "first names", "legal forename", "forename s"),
    ),
    Field(name="uci", synonyms=("unique candidate identifier", "uci number")),
)
NEEDED = (("number",), ("name", "surname"))


def read_candidates(mapped: Mapped, file: str) -> Reading[CandidateRecord]:
    """Records without identifier: that is given when a candidate is first taken into the plan."""

    def parse(cells: Cells) -> Iterator[CandidateRecord]:
        number = candidate_number(cells)
        surname, forenames = names(cells)
        yield CandidateRecord(number=number, id="", surname=surname, forenames=forenames, uci=uci(cells))

    return read_rows(Kind.CANDIDATES, file, mapped, parse)
