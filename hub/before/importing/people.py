"""Candidate numbers, UCIs and names as exports write them."""

from __future__ import annotations

import re
from typing import Final

from hub.before.importing.reading import Cells

LONGEST_NAME: Final = 100
_UCI_WEIGHTS: Final = range(16, 4, -1)
_UCI_LETTERS: Final = "ABCDEFGHKLMRTVWXY"
_UCI: Final = re.compile(r"^\d{5}[0-9A-Z]\d{6}[A-Z]?$")
_UPN: Final = re.compile(r"^[A-Z]\d{11}[0-9A-Z]$")
_ROUNDED: Final = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)
LONGEST_ADMISSION: Final = 20


def candidate_number(cells: Cells) -> str:
    """Four digits as text; a sheet that took it for a figure has lost its zeros, or added ``.0``."""
    expected = "a candidate number of up to four digits, 0001 to 9999"
    text = cells.required("number", expected)
    match = re.fullmatch(r"0*(\d{1,4})(?:\.0+)?", text)
    if match is None or int(match[1]) == 0:
        cells.refuse("number", expected)
    return match[1].zfill(4)


def tell_lost_zeros(cells: Cells, number: str) -> None:
    """A list that has 12 for 0012 was a sheet's figures; which candidate that is needs a look."""
    written = cells.text("number").split(".")[0]
    if len(written) < len(number):
        cells.tell("number", f"four digits; {number} taken, the sheet has lost the zeros")


def names(cells: Cells) -> tuple[str, str]:
    """(surname, forenames), exactly as spelt. One column may hold both; a person may have one name only."""
    if cells.has("surname") or not cells.has("name"):
        surname = cells.text("surname")
        if not surname and cells.has("forenames"):
            return _checked(cells, cells.text("forenames"), "", "forenames")
        if not surname:
            cells.refuse("surname", "a name")
        return _checked(cells, surname, cells.text("forenames"), "surname")
    whole = cells.text("name")
    for mark in (":", ","):
        if mark in whole:
            surname, forenames = (part.strip() for part in whole.split(mark, 1))
            if not surname and not forenames:
                cells.refuse("name", "a name")
            return _checked(cells, surname or forenames, forenames if surname else "", "name")
    if " " in whole:
        cells.tell("name", "SURNAME: FORENAMES or Surname, Forename; taken as one single name")
    return _checked(cells, whole, "", "name")


def _checked(cells: Cells, surname: str, forenames: str, field: str) -> tuple[str, str]:
    if len(surname) + len(forenames) > LONGEST_NAME:
        cells.refuse(field, f"a name of at most {LONGEST_NAME} characters")
    if not any(c.isalpha() for c in surname):
        cells.refuse(field, "a name with letters in it")
    return surname, forenames


def uci(cells: Cells) -> str:
    """The UCI with its check letter; a doubtful one is kept as it is and told, never refused."""
    text = _whole(cells, "uci")
    if not text:
        return ""
    if not _UCI.match(text):
        cells.tell("uci", "a UCI of 13 characters such as 681990012058G; kept as found")
        return text
    letter = check_letter(text[:12])
    if len(text) == 12:
        cells.tell("uci", f"a check letter; {letter} added", "note")
        return text + letter
    if text[12] != letter:
        cells.tell("uci", f"the check letter {letter}; kept as found, ask the board")
    return text


def upn(cells: Cells) -> str:
    """The unique pupil number; an odd one is kept and told."""
    text = _whole(cells, "upn")
    if text and not _UPN.match(text):
        cells.tell("upn", "a UPN of 13 characters such as A123456789012; kept as found")
    return text[:LONGEST_ADMISSION]


def uln(cells: Cells) -> str:
    """The unique learner number; an odd one is kept and told."""
    text = _whole(cells, "uln")
    if text and not re.fullmatch(r"\d{10}", text):
        cells.tell("uln", "a ULN of 10 digits; kept as found")
    return text[:LONGEST_ADMISSION]


def admission_number(cells: Cells) -> str:
    """The school's own number of the pupil, as text with its zeros."""
    text = _whole(cells, "admission")
    if len(text) > LONGEST_ADMISSION:
        cells.tell("admission", f"an admission number of at most {LONGEST_ADMISSION} characters; left out")
        return ""
    return text


def home_centre(cells: Cells) -> str:
    """The number of the centre at which a candidate who is transferred in was entered."""
    text = cells.text("from_centre")
    if text and not re.fullmatch(r"\d{5}", text):
        cells.refuse("from_centre", "the five digits of the centre that made the entry, or nothing")
    return text


def _whole(cells: Cells, field: str) -> str:
    """A long number without spaces; one that a sheet has rounded to 6.8E+12 is no number any more."""
    text = cells.text(field).replace(" ", "").upper()
    if _ROUNDED.match(text):
        cells.tell(field, "all its digits; the sheet has rounded it, so make the column text. Left out")
        return ""
    return re.sub(r"\.0+$", "", text)


def check_letter(first_twelve: str) -> str:
    """The letter that guards the twelve characters before it; a letter among them counts from A = 1."""
    values = (int(c) if c.isdigit() else ord(c) - ord("A") + 1 for c in first_twelve)
    return _UCI_LETTERS[sum(v * w for v, w in zip(values, _UCI_WEIGHTS, strict=True)) % 17]
