"""``python -m tests.bench.import_measure``: how long a large school's entries take, from file to plan.

Two thousand candidates with forty entries each: 80,000 rows, as CSV and as a workbook; read, compared with
the plan, written, and read once more, when nothing may change. Medians of a few runs are told; the figures
in docs/quality.md come from here.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from msgspec import Struct, structs
from openpyxl import Workbook

from hub.before.importing.sources import Source
from hub.before.imports import ImportOptions, accept, plan_import
from hub.before.records import Kind
from hub.storage.plan_store import PlanStore

NOW = datetime(2024, 5, 1, tzinfo=UTC)
Rows = Sequence[Sequence[str]]
_SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


class Measured(Struct, frozen=True, kw_only=True):
    """Seconds, medians of ``runs``; ``told`` counts the calls of the progress callback."""

    rows: int
    form: str
    read: float
    write: float
    again: float
    undo: float
    told: int
    runs: int


def school(candidates: int, papers: int) -> tuple[Rows, Rows, Rows]:
    """The list of candidates, the timetable, and every candidate entered for every paper."""
    numbers = [f"{number:04}" for number in range(1, candidates + 1)]
    codes = [f"{8000 + paper}/{1 + paper % 3}H" for paper in range(papers)]
    first = datetime(2024, 5, 13, tzinfo=UTC)
    days = [(first + timedelta(days=paper // 2)).strftime("%d/%m/%Y") for paper in range(papers)]
    people = [("Candidate Number", "Surname", "Forename"), *((n, f"Surname{n}", "Given") for n in numbers)]
    timetable = [
        ("Date", "Start Time", "Duration", "Board", "Component Code", "Title"),
        *(
            (day, "09:00" if paper % 2 else "13:30", "90", "AQA", code, f"Paper {code}")
            for paper, (day, code) in enumerate(zip(days, codes, strict=True))
        ),
    ]
    entries = [("Candidate Number", "Board", "Component Code")]
    entries += [(number, "AQA", code) for number in numbers for code in codes]
    return people, timetable, entries


def measure(candidates: int, papers: int, form: str, runs: int) -> Measured:
    """``form`` is csv or xlsx."""
    people, timetable, entries = school(candidates, papers)
    with tempfile.TemporaryDirectory(prefix="examday-imports-") as place:
        folder = Path(place)
        lists = {
            Kind.CANDIDATES: _csv(folder / "candidates.csv", people),
            Kind.TIMETABLE: _csv(folder / "timetable.csv", timetable),
        }
        file = (_csv if form == "csv" else _xlsx)(folder / f"entries.{form}", entries)
        each = [_one_run(folder / f"plan-{run}.db", lists, file, folder) for run in range(runs)]
    middle = {name: median(getattr(one, name) for one in each) for name in ("read", "write", "again", "undo")}
    return structs.replace(each[0], **middle, form=form, runs=runs)


def _one_run(plan_file: Path, lists: dict[Kind, Path], entries: Path, folder: Path) -> Measured:
    told: list[tuple[str, int, int]] = []
    with PlanStore.open(plan_file) as plan:
        draw = _numbered()
        for kind, path in lists.items():
            planned = plan_import(kind, [Source.at(path)], plan, ImportOptions(), draw)
            accept(planned, plan, folder / "photos", NOW)

        def progress(step: str, done: int, total: int) -> None:
            told.append((step, done, total))

        def read() -> float:
            nonlocal planned
            began = perf_counter()
            planned = plan_import(Kind.ENTRIES, [Source.at(entries)], plan, ImportOptions(), draw, progress)
            return perf_counter() - began

        reading = read()
        calls = len(told)
        began = perf_counter()
        accept(planned, plan, folder / "photos", NOW, progress=progress)
        writing = perf_counter() - began
        rows = len(planned.changes.added)
        again = read()
        if planned.changes.all or planned.changes.unchanged != rows:
            raise AssertionError("the same file changed something the second time")
        began = perf_counter()
        plan.undo_last_import(NOW)
        undo = perf_counter() - began
    return Measured(
        rows=rows, form="", read=reading, write=writing, again=again, undo=undo, told=calls, runs=1
    )


def _numbered() -> Callable[[int], bytes]:
    """Bytes that nobody had before."""
    numbers = count(1)
    return lambda length: next(numbers).to_bytes(length, "big")


def _csv(path: Path, rows: Rows) -> Path:
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _xlsx(path: Path, rows: Rows) -> Path:
    """As Excel writes it: every text once, in a list to which the cells point."""
    texts = {text: place for place, text in enumerate(dict.fromkeys(cell for row in rows for cell in row))}
    lines = (
        f'<row r="{number}">' + "".join(f'<c t="s"><v>{texts[cell]}</v></c>' for cell in row) + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    sheet = f"<worksheet {_SPACE}><sheetData>{''.join(lines)}</sheetData></worksheet>"
    empty = io.BytesIO()
    Workbook().save(empty)
    with zipfile.ZipFile(empty) as plain, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name in plain.namelist():
            if name == "[Content_Types].xml":
                types = plain.read(name).decode().replace("</Types>", f"{_SHARED}</Types>")
                book.writestr(name, types)
            else:
                book.writestr(name, sheet if name.endswith("/sheet1.xml") else plain.read(name))
        book.writestr("xl/sharedStrings.xml", f"<sst {_SPACE}>{items}</sst>")
    return path


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--candidates", type=int, default=2_000)
    arguments.add_argument("--papers", type=int, default=40)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--json", type=Path)
    told = arguments.parse_args()
    figures = [measure(told.candidates, told.papers, form, told.runs) for form in ("csv", "xlsx")]
    for one in figures:
        print(
            f"{one.rows:,} entries as {one.form}: read and compared {one.read:.1f} s, "
            f"written {one.write:.1f} s, read again without change {one.again:.1f} s, "
            f"taken back {one.undo:.1f} s ({one.runs} runs)"
        )
    if told.json is not None:
        told.json.write_text(json.dumps([structs.asdict(one) for one in figures], indent=2) + "\n")


if __name__ == "__main__":
    main()
