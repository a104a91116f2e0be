"""What the preview of an import shows: changes and problems, searched and a page at a time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

from msgspec import Struct

from hub.before.changes import Change, Changes
from hub.before.importing.problems import Problem
from hub.before.records import CandidateRecord, PlanRecord
from hub.web.office.before.import_words import SEVERITIES, for_a_page
from hub.web.office.before.record_words import ChangeLine, People, change_line

A_PAGE: Final = 50
MOST_GROUPS: Final = 12
LONGEST_QUERY: Final = 100
T = TypeVar("T")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """Some of many: ``number`` of ``pages``, counted from 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        return (self.number - 1) * A_PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1 if self.total else 0


def page_of(items: Sequence[T], number: int) -> Page[T]:
    """The page asked for, or the nearest there is."""
    pages = max(1, -(-len(items) // A_PAGE))
    number = min(max(1, number), pages)
    shown = tuple(items[(number - 1) * A_PAGE : number * A_PAGE])
    return Page(items=shown, number=number, pages=pages, total=len(items))


def change_page(
    changes: Sequence[Change[PlanRecord]], people: People, query: str, number: int
) -> Page[ChangeLine]:
    """The changes that have the words of ``query`` in them; only what has to be is put into words."""
    words = query.casefold().split()
    if not words:
        page = page_of(changes, number)
        lines = tuple(change_line(change, people) for change in page.items)
        return Page(items=lines, number=page.number, pages=page.pages, total=page.total)
    found = [
        line
        for line in (change_line(change, people) for change in changes)
        if all(word in line.text for word in words)
    ]
    return page_of(found, number)


def people_of(known: dict[str, CandidateRecord], changes: Changes[PlanRecord] | None = None) -> People:
    """Candidates of the plan, and those whom these changes bring."""
    fresh = {
        change.after.number: change.after
        for change in (changes.all if changes is not None else ())
        if isinstance(change.after, CandidateRecord)
    }
    return People(known | fresh)


class ProblemGroup(Struct, frozen=True, kw_only=True):
    """Problems of many rows that are one and the same: told once, with how many there are."""

    id: int
    severity: str
    column: str
    expected: str
    count: int


def problem_groups(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """The worst first, then the most frequent."""
    counts = Counter(_group(problem) for problem in problems)
    order = list(SEVERITIES)
    ranked = sorted(counts.items(), key=lambda pair: (order.index(pair[0][0]), -pair[1]))
    return tuple(
        ProblemGroup(id=number, severity=severity, column=column, expected=expected, count=count)
        for number, ((severity, column, expected), count) in enumerate(ranked, start=1)
    )


def problem_page(problems: Sequence[Problem], query: str, group: int, number: int) -> Page[Problem]:
    """Those of one group, or all; with the words of ``query`` in them."""
    words = query.casefold().split()
    wanted = next(
        ((g.severity, g.column, g.expected) for g in problem_groups(problems) if g.id == group), None
    )
    found = [
        problem
        for problem in sorted(problems, key=lambda p: list(SEVERITIES).index(p.severity))
        if (wanted is None or _group(problem) == wanted) and _has(problem, words)
    ]
    return page_of(found, number)


def _has(problem: Problem, words: Sequence[str]) -> bool:
    if not words:
        return True
    told = (problem.file, str(problem.row), problem.column, problem.found, for_a_page(problem.expected))
    text = " ".join(told).casefold()
    return all(word in text for word in words)


def _group(problem: Problem) -> tuple[str, str, str]:
    return problem.severity, problem.column, for_a_page(problem.expected)


def problems_as_csv(problems: Iterable[Problem]) -> bytes:
    """For a spreadsheet, in UTF-8 that spreadsheets recognise; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("File", "Row", "Column", "Found", "Expected", "What it means"))
    for problem in problems:
        cells = (problem.file, problem.row or "", problem.column, problem.found, for_a_page(problem.expected))
        writer.writerow([*(_harmless(str(cell)) for cell in cells), SEVERITIES[problem.severity]])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A cell of the school's own file must not run in the spreadsheet of who opens this one."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
