"""The answer as one zip: for programs, for spreadsheets and for people."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from hub.after.csv_file import csv_bytes
from hub.after.subject_access import SubjectAccess
from shared.plan.days import day_in_words

LETTER: Final = "summary.pdf"
EVERYTHING: Final = "everything.json"
PHOTO: Final = "photo.jpg"
README: Final = "README.txt"


def subject_access_zip(answer: SubjectAccess, *, letter: bytes, photo: bytes | None) -> bytes:
    """Letter, JSON, tables, photo, and a page that says what is what."""
    files: dict[str, bytes] = {
        README: _readme(answer).encode(),
        LETTER: letter,
        EVERYTHING: msgspec.json.format(msgspec.json.encode(answer), indent=2),
        "person.csv": csv_bytes([("What", "Says"), *((one.what, one.says) for one in answer.person)]),
        "papers.csv": csv_bytes(_papers(answer)),
        "record.csv": csv_bytes(_record(answer)),
        "incidents.csv": csv_bytes(_incidents(answer)),
    }
    if photo is not None:
        files[PHOTO] = photo
    return _zip(files, answer.made_at)


def file_name(answer: SubjectAccess) -> str:
    """Without her name: names of files are seen by more people than files."""
    number = re.sub(r"[^0-9A-Za-z]", "", answer.number) or "unlisted"
    return f"subject-access-{number}-{answer.made_at:%Y-%m-%d}.zip"


def _papers(answer: SubjectAccess) -> Iterable[tuple[str, ...]]:
    yield (
        "Session", "Paper", "Title", "Room", "Seat", "Attendance", "Arrived", "Lateness", "Identity",
        "Finished", "Script", "Corrections",
    )  # fmt: skip
    for one in answer.papers:
        yield (
            one.session, one.paper, one.title, one.room, one.seat, one.attendance, _at(one.arrived, answer),
            one.lateness, one.identity, _at(one.finished, answer), one.script, "; ".join(one.corrections),
        )  # fmt: skip


def _record(answer: SubjectAccess) -> Iterable[tuple[str, ...]]:
    yield ("Session", "When", "Where", "Recorded by", "What", "Fact")
    for line in answer.record:
        yield (line.session, _at(line.at, answer), line.place, line.recorded_by, line.what, line.fact)


def _incidents(answer: SubjectAccess) -> Iterable[tuple[str, ...]]:
    yield ("Session", "When", "Kind", "Room", "Restricted", "Text")
    for one in answer.incidents:
        text = "withheld by the exams officer" if one.withheld else " / ".join(one.texts)
        restricted = "yes" if one.restricted else "no"
        yield (one.session, _at(one.at, answer), one.kind, one.room, restricted, text)


def _at(moment: datetime | None, answer: SubjectAccess) -> str:
    return moment.astimezone(ZoneInfo(answer.time_zone)).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _readme(answer: SubjectAccess) -> str:
    made = day_in_words(answer.made_at.astimezone(ZoneInfo(answer.time_zone)).date())
    photo = f"{PHOTO:<16} the photo that is kept for telling who sits at a seat\n" if answer.has_photo else ""
    return (
        f"What {answer.centre} holds in its exams system about candidate {answer.number or '(no number)'}\n"
        f"Made on {made} by {answer.made_by}.\n\n"
        f"{LETTER:<16} everything to read\n"
        f"{EVERYTHING:<16} the same for programs\n"
        f"{'person.csv':<16} names, numbers, entries, arrangements\n"
        f"{'papers.csv':<16} each paper as the register has it\n"
        f"{'record.csv':<16} what was recorded, when, and by whom\n"
        f"{'incidents.csv':<16} incidents in which the candidate is named\n"
        f"{photo}\n"
        "Names and numbers of other candidates were taken out. Paper, back-ups and other systems of the\n"
        "centre are not in here.\n"
    )


def _zip(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    packed = io.BytesIO()
    moment = made_at.timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
