"""A report to an awarding body as a draft: what the record knows, and lines for what it doesn't."""

from __future__ import annotations

from printables import typeface, wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import HAIRLINE, INK, MM, SOFT, Pen
from printables.signature import Field, signature_block
from printables.table import heading, paragraph
from shared.plan.pack import SessionPack
from shared.record.drafts.report import Report, ReportField

_LABEL = 58 * MM
_STEP = 4.6 * MM
_SIZE = 9.5


def draw(pack: SessionPack, report: Report, imprint: Imprint) -> bytes:
    """The draft in fields; what nobody recorded is an empty line to write on."""
    head = Head(
        title=f"Draft: {report.title}",
        centre=pack.centre,
        place="to be completed",
        when=wording.session_words(pack.session),
        personal=True,
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = []
    if report.due is not None:
        blocks += paragraph(f"To be sent by {wording.day(report.due)}.", area, bold=True)
    for section in report.sections:
        blocks.append(heading(section.title, "", area))
        for field in section.fields:
            blocks += _field(field, area)
        blocks.append(gap(2 * MM))
    fields = (Field("Exams officer", 50), Field("Signature", 60), Field("Sent on", 40))
    blocks.append(signature_block("Checked against the record and sent", [fields], area))
    document.flow(blocks)
    return document.pdf()


def _field(field: ReportField, area: Area) -> list[Block]:
    """Label on the left, value on the right; a long value goes on over the page line by line."""
    width = area.width - _LABEL
    lines = [line for text in field.value.split("\n") for line in typeface.wrap(text, _SIZE, width)]
    labels = typeface.wrap(field.label, _SIZE, _LABEL - 3 * MM)
    blank = not field.value
    rows = max(len(lines), len(labels), 1)
    blocks = []
    for place in range(rows):
        label = labels[place] if place < len(labels) else ""
        value = lines[place] if place < len(lines) else ""
        last = place == rows - 1
        blocks.append(_row(area, label, value, blank=blank and last, ends=last, keep=not last and rows < 6))
    return blocks


def _row(area: Area, label: str, value: str, *, blank: bool, ends: bool, keep: bool) -> Block:
    height = (8 * MM if blank else _STEP) + (1.2 * MM if ends else 0)

    def draw_row(pen: Pen, top: float) -> None:
        base = top + 3.6 * MM
        if label:
            low = top + height - 1.8 * MM if blank else base
            pen.text(area.left, low, label, _SIZE, colour=SOFT)
        if value:
            pen.text(area.left + _LABEL, base, value, _SIZE, colour=INK)
        if ends:
            y = top + height - 0.6 * MM
            left = area.left + _LABEL if blank else area.left
            pen.line(left, y, area.right, y, colour=INK if blank else HAIRLINE)

    return Block(height=height, draw=draw_row, stays_with_next=keep)
