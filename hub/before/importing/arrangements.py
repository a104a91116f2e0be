"""Access arrangements: one row each, or several in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hub.before.importing.candidates import NUMBER
from hub.before.importing.headings import Field
from hub.before.importing.moments import read_minutes
from hub.before.importing.people import candidate_number
from hub.before.importing.reading import Cells, RowReader
from hub.before.records import ArrangementRecord, CandidateRecord
from shared.plan.candidates import Arrangement, ArrangementKind

FIELDS = (
    NUMBER,
    Field(
        name="arrangement",
        synonyms=("access arrangement", "arrangements", "aa", "access arrangements", "type"),
    ),
    Field(name="percent", synonyms=("%", "percentage", "extra time", "extra time %")),
    Field(
        name="minutes",
        synonyms=(
            "rest break minutes",
            "rest minutes",
            "break minutes",
            "minutes of rest",
            "rest breaks mins",
        ),
    ),
    Field(name="note", synonyms=("comment", "comments", "notes", "details", "remark")),
)
NEEDED = (("number",), ("arrangement", "percent"))
MOST_PERCENT: Final = 100
MOST_REST_MINUTES: Final = 240
_OTHER_NAMES: Final = {
    "supervised rest breaks": ArrangementKind.REST_BREAKS,
    "rest break": ArrangementKind.REST_BREAKS,
    "laptop": ArrangementKind.WORD_PROCESSOR,
    "wordprocessor": ArrangementKind.WORD_PROCESSOR,
    "computer reader": ArrangementKind.READER,
    "separate invigilation": ArrangementKind.SEPARATE_ROOM,
    "one to one invigilation": ArrangementKind.SEPARATE_ROOM,
    "own room": ArrangementKind.SEPARATE_ROOM,
    "modified papers": ArrangementKind.MODIFIED_PAPER,
    "enlarged paper": ArrangementKind.MODIFIED_PAPER,
}
_NAMES: Final = {
    **{kind.value.replace("_", " "): kind for kind in ArrangementKind},
    **{Arrangement(kind=kind).code.casefold(): kind for kind in ArrangementKind},
    **_OTHER_NAMES,
}


def arrangement_kind(text: str) -> ArrangementKind | None:
    """The arrangement that a name or a short code means, or None."""
    return _NAMES.get(" ".join(re.findall(r"[a-z]+", text.casefold().replace("_", " "))))


def arrangement_reader(candidates: Mapping[str, CandidateRecord]) -> RowReader[ArrangementRecord]:
    """A row without a name but with a percentage grants extra time."""

    def parse(cells: Cells) -> Iterator[ArrangementRecord]:
        number = candidate_number(cells)
        if number not in candidates:
            cells.refuse("number", "the number of a candidate on the list; import candidates first")
        for part in re.split(r"[;+]", cells.text("arrangement") or "extra time"):
            kind = arrangement_kind(re.sub(r"\d+ ?(?:%|min(?:ute)?s?\b)?", " ", part))
            if kind is None:
                known = ", ".join(Arrangement(kind=k).label for k in ArrangementKind)
                cells.refuse("arrangement", f"one of {known}")
            percent = _percent(cells, part) if kind is ArrangementKind.EXTRA_TIME else 0
            minutes = _rest_minutes(cells, part) if kind is ArrangementKind.REST_BREAKS else 0
            yield ArrangementRecord(
                number=number, kind=kind, percent=percent, minutes=minutes, note=cells.text("note")
            )

    return RowReader(parse=parse)


def _percent(cells: Cells, part: str) -> int:
    """From the name itself (``25 % extra time``, ``ET25``) or from the column for it."""
    match = re.search(r"\d+", part) or re.fullmatch(r"(\d{1,3})(?:\.0+)? ?%?", cells.text("percent"))
    percent = int(re.sub(r"\D", "", match[0].split(".")[0])) if match is not None else 0
    if not 1 <= percent <= MOST_PERCENT:
        cells.refuse("percent", "the percentage of extra time, such as 25")
    return percent


def _rest_minutes(cells: Cells, part: str) -> int:
    """What to reckon with for each paper: from the name (``Rest breaks 20 min``) or its column; 0 unknown."""
    match = re.search(r"\d{1,3}", part)
    text = match[0] if match is not None else cells.text("minutes")
    if not text:
        return 0
    minutes = read_minutes(text)
    if minutes is None or minutes > MOST_REST_MINUTES:
        cells.refuse("minutes", f"the minutes of rest for each paper, up to {MOST_REST_MINUTES}, such as 20")
    return minutes
