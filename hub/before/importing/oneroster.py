"""OneRoster 1.1 users.csv: people only. Students are candidates; staff become invigilators only if told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hub.before.importing.candidates import NUMBER
from hub.before.importing.headings import Field
from hub.before.importing.invigilators import InvigilatorRow
from hub.before.importing.people import LONGEST_NAME
from hub.before.importing.reading import Cells, RowReader
from hub.before.records import CandidateRecord
from shared.ids import safe_file_name

FIELDS = (
    Field(name="sourcedId", synonyms=("sourced id",)),
    Field(name="status", synonyms=()),
    Field(name="role", synonyms=()),
    Field(name="givenName", synonyms=("given name",)),
    Field(name="familyName", synonyms=("family name",)),
    Field(name="middleName", synonyms=("middle name",)),
    Field(name="identifier", synonyms=()),
    Field(name="userIds", synonyms=("user ids",)),
    Field(name="username", synonyms=("user name",)),
    NUMBER,
)
NEEDED = (("sourcedId",), ("role",), ("familyName",))
STAFF: Final = ("teacher", "aide", "administrator", "proctor")
ROLES: Final = ("student", *STAFF, "guardian", "parent", "relative")
GONE: Final = "tobedeleted"


def student_reader(candidates: Mapping[str, CandidateRecord]) -> RowReader[CandidateRecord]:
    """A column mapped to ``number`` goes first, then a UPN or admission number that the plan knows, then an
    ``identifier`` of up to four digits, which is taken for the candidate number."""
    by_name = _by_other_names(candidates)

    def parse(cells: Cells) -> Iterator[CandidateRecord]:
        if _role(cells) != "student":
            return
        gone = cells.text("status").casefold() == GONE
        number = _number(cells, by_name)
        known = candidates.get(number)
        if gone and known is None:
            cells.tell("status", "somebody on the list; a student who is gone and was never known", "note")
            return
        if known is not None and known.withdrawn and not gone:
            cells.tell("status", f"the list of candidates to bring {number} back; still withdrawn", "note")
        surname, forenames = _names(cells)
        yield CandidateRecord(
            number=number,
            id="",
            surname=surname,
            forenames=forenames,
            withdrawn=gone or (known is not None and known.withdrawn),
        )

    return RowReader(parse=parse)


def staff_reader() -> RowReader[InvigilatorRow]:
    """Teachers, aides, administrators and proctors who are not to be deleted, without a PIN."""

    def parse(cells: Cells) -> Iterator[InvigilatorRow]:
        if _role(cells) not in STAFF or cells.text("status").casefold() == GONE:
            return
        surname, forenames = _names(cells)
        reference = cells.text("identifier") or cells.required("sourcedId", "an identifier")
        yield InvigilatorRow(
            id=safe_file_name(reference), name=f"{forenames} {surname}".strip(), role="invigilator"
        )

    return RowReader(parse=parse)


def _role(cells: Cells) -> str:
    role = cells.text("role").casefold()
    if role not in ROLES:
        cells.refuse("role", "a role of OneRoster 1.1 such as student or teacher")
    return role


def _names(cells: Cells) -> tuple[str, str]:
    forenames = " ".join(filter(None, (cells.text("givenName"), cells.text("middleName"))))
    surname = cells.text("familyName") or forenames
    if not any(c.isalpha() for c in surname) or len(surname) + len(forenames) > LONGEST_NAME:
        cells.refuse("familyName", f"a name with letters in it, of at most {LONGEST_NAME} characters")
    return surname, forenames if cells.text("familyName") else ""


def _by_other_names(candidates: Mapping[str, CandidateRecord]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, record in candidates.items():
        for name in filter(None, (record.upn, record.admission_number)):
            found.setdefault(name.casefold(), set()).add(number)
    return found


def _number(cells: Cells, by_name: Mapping[str, set[str]]) -> str:
    expected = "a candidate number of up to four digits, 0001 to 9999"
    if text := cells.text("number"):
        return _four_digits(text) or cells.refuse("number", expected)
    ids = re.findall(r"\{[^:{}]*:([^{}]*)\}", cells.text("userIds"))
    names = [cells.text("identifier"), *ids, cells.text("sourcedId"), cells.text("username")]
    found = {number for name in names if name for number in by_name.get(name.strip().casefold(), ())}
    if len(found) > 1:
        cells.refuse("identifier", f"one candidate; this means {' and '.join(sorted(found))}")
    if found:
        return next(iter(found))
    return _four_digits(cells.text("identifier")) or cells.refuse(
        "identifier", "the candidate number, or a UPN or admission number of a candidate on the list"
    )


def _four_digits(text: str) -> str:
    match = re.fullmatch(r"0*(\d{1,4})", text)
    return match[1].zfill(4) if match is not None and int(match[1]) else ""
