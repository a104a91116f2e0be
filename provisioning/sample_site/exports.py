"""Writes the sample school's exports, each in the shape its own system gives it."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from provisioning.sample_site.choices import arrangements, entries
from provisioning.sample_site.people import Person, name_data, year_group
from provisioning.sample_site.portraits import draw_portrait

TIMETABLE: Final = "timetable-summer-2024.tsv"
TIMETABLE_YEAR: Final = 2024
DURATIONS: Final = {"8145/2A/C": "01:00", "8145/2B/A": "01:00"}
"""What the timetable leaves at 00:00: the boards' own figures for these two papers."""
PHOTO_QUALITY: Final = 82
MATHS: Final = ("AQA 8300/2F", "AQA 8300/2H", "EDEXL/GCSE 4MA1 2F")

ROOMS: Final = (
    ("Room", "Name", "Type", "Rows", "Columns", "Kept for"),
    ("HALL", "Sports Hall", "main", "8", "12", ""),
    ("GYM", "Gym", "main", "8", "6", ""),
    ("LIB", "Library", "main", "5", "4", ""),
    ("IT2", "IT Room 2", "satellite", "2", "5", "word processor"),
    ("S1", "Learning Support S1", "satellite", "4", "2", "reader; prompter"),
    ("MED", "Medical Room", "separate", "1", "2", "separate room; scribe"),
)


def write_sample_exports(folder: Path, seed: int) -> None:
    """Fill ``folder`` with what the sample school would export. The same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    people = year_group(rng)
    (folder / "timetable.tsv").write_bytes((resources.files(__package__) / TIMETABLE).read_bytes())
    _write_candidates(folder / "candidates.csv", people)
    entered = entries(people, rng)
    _write_entries(folder / "entries.csv", entered)
    _write(folder / "rooms.csv", ROOMS)
    maths = {number: paper for number, paper in entered if paper in MATHS}
    granted = [(g.number, g.arrangement, g.percent, g.note) for g in arrangements(maths, rng)]
    _write(folder / "arrangements.csv", [("Cand No", "Arrangement", "%", "Comment"), *granted])
    _write_durations(folder / "durations.csv")
    _write_invigilators(folder, rng)
    photos = folder / "photos"
    photos.mkdir(exist_ok=True)
    for person in people:
        picture = draw_portrait(rng, initials=person.surname[:1] + person.forenames[:1])
        picture.save(photos / f"{person.number}.jpg", quality=PHOTO_QUALITY, optimize=True)


def _write_candidates(path: Path, people: Iterable[Person]) -> None:
    rows = [(p.number, p.exported_name, p.uci, "11") for p in people]
    _write(path, [("Candidate Number", "Candidate Name", "UCI", "Year Group"), *rows], encoding="utf-8-sig")


def _write_entries(path: Path, entered: Iterable[tuple[str, str]]) -> None:
    """The entries export is of the continental kind: semicolons."""
    rows = []
    for number, paper in entered:
        board = next(
            b for b in ("EDEXL/GCSE", "WJEC/GCE", "NCFE Business", "AQA", "OCR") if paper.startswith(b)
        )
        rows.append((number, board, paper.removeprefix(board).strip()))
    _write(path, [("Exam No.", "Awarding Body", "Component Code"), *rows], delimiter=";")


def _write_durations(path: Path) -> None:
    _write(path, [("Component Code", "Length Hr:Min"), *DURATIONS.items()])


def _write_invigilators(folder: Path, rng: random.Random) -> None:
    """The list, and apart from it the PINs that are handed out on paper."""
    names: list[str] = name_data()["invigilators"]["names"]
    pins: set[str] = set()
    while len(pins) < len(names):
        pins.add("".join(rng.choices("0123456789", k=rng.choice((4, 5, 6)))))
    roles = ["lead"] * 6 + ["facilitator"] * 3 + ["invigilator"] * (len(names) - 11) + ["reserve"] * 2
    people = [
        (f"INV{n:02}", name, role) for n, (name, role) in enumerate(zip(names, roles, strict=True), start=1)
    ]
    _write(folder / "invigilators.csv", [("Ref", "Name", "Role"), *people])
    handed_out = [(ref, name, pin) for (ref, name, _), pin in zip(people, sorted(pins), strict=True)]
    _write(folder / "invigilator-pins.csv", [("Ref", "Name", "PIN"), *handed_out])


def _write(
    path: Path, rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
