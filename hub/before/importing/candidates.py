"""The list of candidates: number, name in any of its spellings, UCI and what other lists know them by."""

from __future__ import annotations

from collections.abc import Iterator

from hub.before.importing.headings import Field
from hub.before.importing.people import (
    admission_number,
    candidate_number,
    home_centre,
    names,
    tell_lost_zeros,
    uci,
    uln,
    upn,
)
from hub.before.importing.reading import Cells, RowReader
from hub.before.records import CandidateRecord

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
    Field(name="upn", synonyms=("unique pupil number", "upn number", "pupil upn")),
    Field(
        name="admission",
        synonyms=("admission number", "admission no", "adm no", "adno", "adm number", "admissions number"),
    ),
    Field(name="uln", synonyms=("unique learner number", "uln number", "learner number")),
    Field(
        name="from_centre",
        synonyms=("transferred from", "transferred in from", "home centre", "entering centre", "from centre"),
    ),
)
NEEDED = (("number",), ("name", "surname"))


def candidate_reader() -> RowReader[CandidateRecord]:
    """Records without identifier: that is given when a candidate is first taken into the plan."""

    def parse(cells: Cells) -> Iterator[CandidateRecord]:
        number = candidate_number(cells)
        tell_lost_zeros(cells, number)
        surname, forenames = names(cells)
        yield CandidateRecord(
            number=number,
            id="",
            surname=surname,
            forenames=forenames,
            uci=uci(cells),
            upn=upn(cells),
            admission_number=admission_number(cells),
            uln=uln(cells),
            from_centre=home_centre(cells),
        )

    return RowReader(parse=parse)
