"""The dispatch log of the series on paper: what was sealed, opened, stored, packed and collected, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from printables import wording
from printables.document import Document, Head
from printables.imprint import Imprint
from printables.pen import MM
from printables.table import Column, Row, Table, paragraph
from shared.ids import parse_session_id
from shared.plan.centre import Centre
from shared.plan.days import half_in_words


@dataclass(frozen=True)
class LogLine:
    """One line of the log."""

    session: str
    at: datetime
    what: str
    where: str
    detail: str
    by: str


def draw(centre: Centre, lines: Sequence[LogLine], search: str, imprint: Imprint) -> bytes:
    """Newest first; ``search`` is what the lines were chosen by."""
    head = Head(
        title="Dispatch log",
        centre=centre,
        place=f"search: {search}" if search else "all sessions",
        when=wording.moment(imprint.printed_at, centre.time_zone),
    )
    document = Document(head, imprint, landscape=True)
    area = document.area
    table = Table(
        (
            Column("Time", 42),
            Column("Session", 52),
            Column("What", 42, bold=True),
            Column("Envelope, sack or collection", 64),
            Column("Detail", 56),
            Column("By", 30),
        ),
        least_height=7 * MM,
    )
    for line in lines:
        table.rows.append(
            Row(
                (
                    wording.moment(line.at, centre.time_zone),
                    _session(line.session),
                    line.what,
                    line.where,
                    line.detail,
                    line.by,
                )
            )
        )
    none = "Nothing of this search is in the log." if search else "Nothing was sealed or sent yet."
    document.flow(table.blocks(area) if lines else paragraph(none, area))
    return document.pdf()


def _session(session: str) -> str:
    """``Mon 3 Jun 2024, morning``."""
    return f"{wording.short_day(parse_session_id(session)[0])}, {half_in_words(session)}"
