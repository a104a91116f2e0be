"""A letter to a candidate: everything that the exams system holds about her, to read without a computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from printables.document import Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM
from printables.table import Column, Row, Table, heading, paragraph
from shared.plan.centre import Centre


@dataclass(frozen=True)
class Part:
    """One part of the letter: a heading, a sentence below it, and a table; ``empty`` where it has no row."""

    title: str
    about: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[tuple[str, ...]]
    empty: str


def draw(
    centre: Centre,
    whom: str,
    when: str,
    opening: Sequence[str],
    parts: Sequence[Part],
    closing: Sequence[str],
    imprint: Imprint,
) -> bytes:
    """Opening, parts and closing; ``whom`` stands in the head of every page, and in no metadata."""
    head = Head(title="What we hold about you", centre=centre, place=whom, when=when, personal=True)
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = []
    for text in opening:
        blocks += [*paragraph(text, area), gap(2 * MM)]
    for part in parts:
        blocks.append(gap(3 * MM))
        blocks.append(heading(part.title, "", area))
        if part.about:
            blocks += [*paragraph(part.about, area), gap(1.5 * MM)]
        if not part.rows:
            blocks += paragraph(part.empty, area)
            continue
        first, *others = part.columns
        table = Table(
            (
                Column(first[0], first[1], bold=True),
                *(Column(title, share) for title, share in others),
            )
        )
        table.rows += [Row(row) for row in part.rows]
        blocks += table.blocks(area)
    blocks.append(gap(5 * MM))
    for text in closing:
        blocks += [*paragraph(text, area), gap(2 * MM)]
    document.flow(blocks)
    return document.pdf()
