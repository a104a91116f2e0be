"""What lists, their columns and what they hold are called on the pages of the import."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from hub.before.records import Kind


class KindWords(Struct, frozen=True):
    """A kind of list: what it is called, what it is, what one of it is, and what has to be there first."""

    title: str
    about: str
    one: str
    many: str
    columns: str
    first: tuple[Kind, ...] = ()


KINDS: Final[dict[Kind, KindWords]] = {
    Kind.TIMETABLE: KindWords(
        "Timetable",
        "When every paper is sat, from your exams system or the awarding bodies.",
        "paper",
        "papers",
        "Date, start, length, awarding body, component code, title",
    ),
    Kind.CANDIDATES: KindWords(
        "Candidates",
        "Everybody who may sit, with candidate number and name.",
        "candidate",
        "candidates",
        "Candidate number, surname and forenames or one name; UCI, UPN, admission number if known",
    ),
    Kind.ENTRIES: KindWords(
        "Entries",
        "Who is entered for which paper.",
        "entry",
        "entries",
        "Candidate number, component code; awarding body where two use the same code",
        (Kind.CANDIDATES, Kind.TIMETABLE),
    ),
    Kind.ROOMS: KindWords(
        "Rooms",
        "Where exams are sat, with rows and columns of desks.",
        "room",
        "rooms",
        "Room, rows and columns or capacity; type, left-out seats, which arrangements it is kept for",
    ),
    Kind.ARRANGEMENTS: KindWords(
        "Access arrangements",
        "Extra time, rest breaks, readers and the like, a row for each candidate and arrangement.",
        "arrangement",
        "arrangements",
        "Candidate number, arrangement or percentage of extra time; a note",
        (Kind.CANDIDATES,),
    ),
    Kind.INVIGILATORS: KindWords(
        "Invigilators",
        "Who may sign in on a tablet, with role and PIN.",
        "person",
        "people",
        "Name; reference, role (lead, invigilator, facilitator, reserve), PIN of 4 to 6 digits",
    ),
    Kind.SEATS: KindWords(
        "Seats",
        "A seating that was made in another system, kept as it is.",
        "seat",
        "seats",
        "Candidate number, session or component code, room, seat",
        (Kind.ENTRIES, Kind.ROOMS),
    ),
    Kind.PHOTOS: KindWords(
        "Photos",
        "A picture of each candidate, named by UPN, admission number or candidate number.",
        "photo",
        "photos",
        "One zip, or many JPEG and PNG files",
        (Kind.CANDIDATES,),
    ),
    Kind.ONEROSTER: KindWords(
        "OneRoster people",
        "users.csv of a OneRoster 1.1 export: students as candidates, or staff as invigilators.",
        "person",
        "people",
        "users.csv as your system writes it",
    ),
}

FIELD_WORDS: Final = {
    "number": "Candidate number",
    "name": "Name",
    "surname": "Surname",
    "forenames": "Forenames",
    "uci": "UCI",
    "upn": "UPN",
    "admission": "Admission number",
    "admission_number": "Admission number",
    "uln": "ULN",
    "from_centre": "Transferred from centre",
    "photo": "Photo",
    "withdrawn": "Withdrawn",
    "tag_issue": "Tag issue",
    "arrangement": "Arrangement",
    "kind": "Type",
    "percent": "Extra time, %",
    "minutes": "Minutes",
    "note": "Note",
    "board": "Awarding body",
    "code": "Component code",
    "component_id": "Paper",
    "session": "Session",
    "room": "Room",
    "room_id": "Room",
    "seat": "Seat",
    "date": "Date",
    "day": "Date",
    "start": "Start",
    "hours": "Start, hours",
    "minutes_past": "Start, minutes",
    "length": "Length",
    "title": "Title",
    "level": "Level",
    "id": "Reference",
    "type": "Type",
    "rows": "Rows",
    "columns": "Columns",
    "seats": "Seats",
    "capacity": "Capacity",
    "without": "Left-out seats",
    "serves": "Kept for",
    "position": "Filled as number",
    "ref": "Reference",
    "role": "Role",
    "pin": "PIN",
    "sourcedId": "Sourced id",
    "status": "Status",
    "givenName": "Given name",
    "familyName": "Family name",
    "middleName": "Middle name",
    "identifier": "Identifier",
    "userIds": "User ids",
    "username": "User name",
}

REASONS: Final = {
    "same name": "the same name",
    "synonym": "another name for it",
    "contains": "the heading contains it",
    "told": "you said so",
    "not used": "nothing here is called so",
    "named twice": "another column has it already",
    "profile": "saved mapping",
}
SEVERITIES: Final = {"error": "Left out", "warning": "Look at it", "note": "Filled in"}
"""What a problem means for its row."""
_ON_A_PAGE: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"add --encoding", "choose another encoding under Headings"),
        (r": add --sheet NAME", ": choose one under Headings"),
        (r"Say which it is with --sheet NAME\.", "Choose one under Headings."),
        (r"; add --photos-by", "; say under Headings what the files are named by"),
        (r", so add --year, for instance --year \d+", ""),
        (r"is --year right\?", "is the year right?"),
        (r": add --duration .* with the right time", ""),
        (r'Say which column it is with --map ".*"\.', "Choose the column under Headings."),
        (r" To say what one heading means write --map .*", ""),
        (r", here or in --pins FILE", ""),
    )
)
"""What the command advises with its options, and what there is on a page instead."""


def field_words(field: str) -> str:
    """As a person reads it."""
    return FIELD_WORDS.get(field, field.replace("_", " ").capitalize())


def for_a_page(text: str) -> str:
    """Advice without the options that only the command has."""
    for pattern, words in _ON_A_PAGE:
        text = pattern.sub(words, text)
    return text


def counted(number: int, kind: Kind) -> str:
    """``1 candidate``, ``1,200 candidates``."""
    words = KINDS[kind]
    return f"{number:,} {words.one if number == 1 else words.many}"
