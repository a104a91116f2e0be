"""Access arrangements: one row each, or several in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hub.before.importing.candidates import NUMBER
from hub.before.importing.headings import Field, Mapped
from hub.before.importing.people import candidate_number
from hub.before.importing.reading import Cells, Reading, read_rows
from hub.before.records import ArrangementRecord, CandidateRecord, Kind
from shared.plan.candidates import Arrangement, ArrangementKind

FIELDS = (
    NUMBER,
    Field(
        name="arrangement",
        synonyms=("access arrangement", "arrangements", "aa", "access arrangements", "type"),
    ),
    Field(name="percent", synonyms=("%", "percentage", "extra time", "extra time %")),
    Field(name="note", synonyms=("comment", "comments", "notes", "details", "remark")),
)
NEEDED = (("number",), ("arrangement", "percent"))
MOST_PERCENT: Final = 100
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


def read_arrangements(
    mapped: Mapped, file: str, *, candidates: Mapping[str, CandidateRecord]
) -> Reading[ArrangementRecord]:
    """A row without a name but with a percentage grants extra time."""

    def parse(cells: Cells) -> Iterator[ArrangementRecord]:
        number = candidate_number(cells)
        if number not in candidates:
            cells.refuse("number", "the number of a candidate on the list; import candidates first")
        for part in re.split(r"[;+]", cells.text("arrangement") or "extra time"):
            kind = arrangement_kind(re.sub(r"\d+ ?%?", " ", part))
            if kind is None:
                known = ", ".join(Arrangement(kind=k).label for k in ArrangementKind)
                cells.refuse("arrangement", f"one of {known}")
            percent = _percent(cells, part) if kind is ArrangementKind.EXTRA_TIME else 0
            yield ArrangementRecord(number=number, kind=kind, percent=percent, note=cells.text("note"))

    return read_rows(Kind.ARRANGEMENTS, file, mapped, parse)


def _percent(cells: Cells, part: str) -> int:
    """From the name itself (``25 % extra time``, ``ET25``) or from the column for it."""
    match = re.search(r"\d+", part) or re.fullmatch(r"(\d{1,3})(?:\.0+)? ?%?", cells.text("percent"))
    percent = int(re.sub(r"\D", "", match[0].split(".")[0])) if match is not None else 0
    if not 1 <= percent <= MOST_PERCENT:
        cells.refuse("percent", "the percentage of extra time, such as 25")
    return percent
