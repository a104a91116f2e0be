"""What the person importing sees: how the file was understood, what can't be read, what would change."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.changes import Change
from hub.before.importing.headings import Guess
from hub.before.importing.problems import Problem
from hub.before.importing.reading import FileShape
from hub.before.imports import PlannedImport
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    RoomRecord,
    SeatingRecord,
)

MOST_PROBLEMS: Final = 30
MOST_NAMED: Final = 10
MOST_ROWS_NAMED: Final = 6
_REASONS: Final = {
    "same name": "the same name",
    "synonym": "another name for it",
    "contains": "the heading contains it",
    "told": "you said so",
    "not used": "not needed",
    "named twice": "another column has it already",
}
_STYLES: Final = {"error": "red", "warning": "yellow", "note": "cyan"}
_ONES: Final = {
    Kind.TIMETABLE: "component",
    Kind.CANDIDATES: "candidate",
    Kind.ENTRIES: "entry",
    Kind.ROOMS: "room",
    Kind.ARRANGEMENTS: "arrangement",
    Kind.INVIGILATORS: "invigilator",
    Kind.PHOTOS: "photo",
    Kind.SEATS: "seat",
    Kind.ONEROSTER: "person",
}


def show(planned: PlannedImport, console: Console) -> None:
    """Everything a person needs in order to say yes or no."""
    reading = planned.reading
    for shape in reading.files:
        console.print(_file_line(shape, reading.rows_read), highlight=False)
        if shape.guesses:
            console.print(_headings(shape.guesses))
    if reading.problems:
        console.print(_problems(reading.problems, several=len(reading.files) > 1))
        if len(_alike(reading.problems)) > MOST_PROBLEMS:
            console.print(f"{len(reading.problems)} problems in all; --json lists them.", style="dim")
    console.print(_summary(planned), highlight=False)
    if planned.changes.withdrawn:
        console.print(_named("Withdrawn", planned.changes.withdrawn), style="yellow", highlight=False)
    if planned.held_back:
        console.print(
            "Nobody was taken for withdrawn, because not every row could be read.",
            style="yellow",
            highlight=False,
        )


def counted(number: int, one: str) -> str:
    """``1 row``, ``27 rows``, ``2 entries``."""
    plural = (
        f"{one[:-1]}ies"
        if one.endswith("y")
        else one[:-6] + "people"
        if one.endswith("person")
        else f"{one}s"
    )
    return f"{number:,} {one if number == 1 else plural}"


def _file_line(shape: FileShape, rows_of_all: int) -> str:
    """What the file is: ``list.csv: 27 rows, comma separated, utf-8``."""
    parts = [counted(shape.rows or rows_of_all, "row")]
    if shape.sheet:
        parts.append(f"sheet {escape(shape.sheet)}")
    if shape.delimiter:
        parts.append(f"{shape.delimiter} separated, {shape.encoding}")
    return f"[bold]{escape(shape.file)}[/bold]: {', '.join(parts)}"


def _headings(guesses: tuple[Guess, ...]) -> Table:
    table = Table(title="Headings", title_justify="left", title_style="bold", header_style="bold")
    for heading in ("Heading in the file", "Taken as", "Because"):
        table.add_column(heading)
    for guess in guesses:
        taken = escape(guess.field) if guess.field is not None else "–"
        style = None if guess.field is not None else "dim"
        reason = f"profile {escape(guess.profile)}" if guess.profile else _REASONS[guess.reason]
        table.add_row(escape(guess.heading) or "(empty)", taken, reason, style=style)
    return table


def _problems(problems: list[Problem], *, several: bool) -> Table:
    """``several`` files: then every line names its own."""
    table = Table(title="To look at", title_justify="left", title_style="bold", header_style="bold")
    if several:
        table.add_column("File", overflow="fold")
    table.add_column("Row", justify="right")
    for heading in ("", "Column", "Found", "Expected"):
        table.add_column(heading, overflow="fold")
    for rows, problem in _alike(problems)[:MOST_PROBLEMS]:
        found = escape(problem.found) or "(empty)"
        where = rows if problem.row else "–" if several else escape(problem.file)
        table.add_row(
            *([escape(problem.file)] if several else []),
            where,
            f"[{_STYLES[problem.severity]}]{problem.severity}[/]",
            escape(problem.column) or "–",
            found if rows == str(problem.row) or not problem.row else f"{found} …",
            escape(problem.expected),
        )
    return table


def _alike(problems: list[Problem]) -> list[tuple[str, Problem]]:
    """What is wrong in the same way in many rows is told once with all the rows; the worst comes first."""
    groups: dict[tuple[str, str, str, str], list[Problem]] = {}
    for problem in problems:
        what = problem.column if problem.row else problem.found
        groups.setdefault((problem.severity, problem.file, what, problem.expected), []).append(problem)
    order = list(_STYLES)
    ranked = sorted(groups.values(), key=lambda group: (order.index(group[0].severity), group[0].row))
    return [(_row_text([p.row for p in group]), group[0]) for group in ranked]


def _row_text(rows: list[int]) -> str:
    """``4``, ``2–28``, ``3, 9, 12 …``."""
    if len(rows) > 1 and rows == list(range(rows[0], rows[0] + len(rows))):
        return f"{rows[0]}–{rows[-1]}"
    return ", ".join(map(str, rows[:MOST_ROWS_NAMED])) + (" …" if len(rows) > MOST_ROWS_NAMED else "")


def _summary(planned: PlannedImport) -> str:
    changes, reading = planned.changes, planned.reading
    unread = reading.rows_read - reading.rows_ok
    one = _ONES[reading.kind]
    parts = [
        f"[green]{counted(len(changes.added), f'new {one}')}[/green]",
        f"{len(changes.changed):,} changed",
        f"{len(changes.withdrawn):,} withdrawn",
        f"{changes.unchanged:,} as before",
    ]
    text = "Would be: " + ", ".join(parts) + "."
    return text + (f" [red]{counted(unread, 'row')} can't be read.[/red]" if unread else "")


def _named(title: str, changes: tuple[Change[PlanRecord], ...]) -> str:
    names = [escape(_name(c.before)) for c in changes[:MOST_NAMED] if c.before is not None]
    more = f" … and {len(changes) - MOST_NAMED} more" if len(changes) > MOST_NAMED else ""
    return f"{title}: {'; '.join(names)}{more}"


def _name(record: PlanRecord) -> str:
    if isinstance(record, CandidateRecord):
        return f"{record.number} {record.surname}, {record.forenames}".rstrip(", ")
    if isinstance(record, EntryRecord):
        return f"{record.number} in {record.component_id}"
    if isinstance(record, ArrangementRecord):
        return f"{record.number} {record.arrangement.label}"
    if isinstance(record, RoomRecord | InvigilatorRecord):
        return record.name
    if isinstance(record, SeatingRecord):
        return f"{record.number} from {record.seat} in {record.room_id}"
    return f"{record.key} {record.title}"
