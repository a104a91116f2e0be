"""Cover sheets of script envelopes: one A4 page an envelope, read across a room (rules 37 and 39)."""

from __future__ import annotations

import functools
from typing import Final

from printables import typeface, wording
from printables.document import MARGIN, Area, Document, Head
from printables.imprint import Imprint
from printables.pen import INK, MM, SOFT, Pen
from printables.qr import QUIET, qr_modules
from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.record.component_sign_off import ComponentSignOff
from shared.record.register import Register
from shared.record.script_envelopes import ScriptEnvelope

_MODULE: Final = 0.9 * MM
_COLUMNS: Final = 8


def draw(
    pack: SessionPack, register: Register, imprint: Imprint, *, component: ComponentId | None = None
) -> bytes:
    """A cover for every sealed envelope, or for those of one component.

    The QR code holds the envelope's identifier, nothing about a candidate.
    """
    head = Head(
        title="Script envelope",
        centre=pack.centre,
        place=f"Centre {pack.centre.number}",
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    for envelope in register.script_envelopes:
        if component in (None, envelope.component_id):
            paper = pack.component(envelope.component_id)
            code = paper.component.code if paper else envelope.component_id
            draw_cover = functools.partial(_draw_cover, document, pack, register, envelope)
            document.add_page(draw_cover, f"{code}, envelope {envelope.number} of {envelope.of}")
    return document.pdf()


def _draw_cover(
    document: Document, pack: SessionPack, register: Register, envelope: ScriptEnvelope, pen: Pen
) -> None:
    area = document.area
    paper = pack.component(envelope.component_id)
    code = paper.component.code if paper else envelope.component_id
    matrix = qr_modules(envelope.script_envelope_id)
    side = (len(matrix) + 2 * QUIET) * _MODULE
    pen.qr(area.right - side + QUIET * _MODULE, area.top, matrix, _MODULE)
    room = area.width - side - 4 * MM
    y = area.top + 14 * MM
    pen.text(area.left, y, paper.component.board if paper else "", 20)
    size = typeface.fit(code, room, size=54, bold=True) or 20
    y += 6 * MM + size * typeface.CAP_HEIGHT
    pen.text(area.left, y, code, size, bold=True)
    y += 3 * MM
    for line in typeface.wrap(paper.component.title if paper else "", 15, room):
        y += 7 * MM
        pen.text(area.left, y, line, 15)
    y = max(y + 16 * MM, area.top + side + 10 * MM)
    figures = (
        ("Envelope", f"{envelope.number} of {envelope.of}"),
        ("Scripts", str(len(envelope.candidate_ids))),
        ("Candidates", _range(envelope)),
    )
    x, wide = area.left, area.width / 3
    for label, figure in figures:
        pen.text(x, y, label, 11, colour=SOFT)
        pen.text(
            x, y + 11 * MM, figure, typeface.fit(figure, wide - 4 * MM, size=30, bold=True) or 12, bold=True
        )
        x += wide
    y = _draw_accepted(pen, register.sign_off(envelope.component_id), y + 21 * MM, area)
    _draw_numbers(pen, y + 6 * MM, area.right, _numbers(pack, register, envelope))


def _draw_accepted(pen: Pen, signed: ComponentSignOff | None, top: float, area: Area) -> float:
    """What two people signed for although it doesn't add up; where the next lines begin."""
    if signed is None or not signed.differences:
        return top
    many = wording.count(len(signed.differences), "difference")
    said = f"Closed with {many}, signed by {signed.signed_by} and {signed.second}"
    y = top
    for number, text in enumerate((said, signed.reason)):
        for line in typeface.wrap(text, 12, area.width, bold=number == 0)[:4]:
            pen.text(area.left, y, line, 12, bold=number == 0)
            y += 5.6 * MM
    return y + 3 * MM


def _range(envelope: ScriptEnvelope) -> str:
    """``1001 to 1050``; where everybody was absent the register travels alone (rule 38)."""
    if not envelope.candidate_ids:
        return "register only"
    return f"{envelope.first_number} to {envelope.last_number}" if envelope.first_number else "no number"


def _numbers(pack: SessionPack, register: Register, envelope: ScriptEnvelope) -> list[str]:
    numbers = {c.id: c.number for c in pack.candidates}
    unlisted = {s.candidate_id: s.unlisted_number or "no number" for s in register.sittings if not s.listed}
    return sorted(unlisted.get(who) or numbers.get(who) or "no number" for who in envelope.candidate_ids)


def _draw_numbers(pen: Pen, top: float, right: float, numbers: list[str]) -> None:
    """Candidate numbers down the columns: no names on the outside of an envelope."""
    pen.line(MARGIN, top - 7 * MM, right, top - 7 * MM, width=0.8, colour=INK)
    pen.text(MARGIN, top, "Scripts inside, in candidate-number order", 11, bold=True)
    rows = max(-(-len(numbers) // _COLUMNS), min(len(numbers), 10))
    wide = (right - MARGIN) / _COLUMNS
    for index, number in enumerate(numbers):
        column, row = divmod(index, rows)
        pen.text(MARGIN + column * wide, top + (row + 1.4) * 6 * MM, number, 12)
