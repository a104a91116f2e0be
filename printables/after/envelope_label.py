"""Labels of sealed script envelopes: four on an A4 page, to cut apart and stick on (rules 37 and 39)."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4

from printables import typeface, wording
from printables.imprint import Imprint
from printables.pdf_file import About, Leaf, render
from printables.pen import HAIRLINE, INK, MM, SOFT, Pen
from printables.qr import QUIET, qr_modules
from shared.plan.pack import SessionPack
from shared.record.component_sign_off import ComponentSignOff
from shared.record.script_envelopes import ScriptEnvelope

_ACROSS: Final = 2
_DOWN: Final = 2
_WIDE: Final = A4[0] / _ACROSS
_HIGH: Final = A4[1] / _DOWN
_PAD: Final = 8 * MM
_MODULE: Final = 0.8 * MM
_MOST_LINES: Final = 9


@dataclass(frozen=True)
class LabelSheet:
    """One label: ``code`` is what its QR code holds, the rest is read by people.

    ``absent`` is everybody of the component who was not there: absent, withdrawn or transferred.
    """

    envelope: ScriptEnvelope
    code: str
    present: int
    absent: int
    reopened: int = 0
    signed: ComponentSignOff | None = None


def draw(pack: SessionPack, labels: Sequence[LabelSheet], imprint: Imprint) -> bytes:
    """A label for each envelope. No candidate is named on the outside of an envelope."""
    size = _ACROSS * _DOWN
    leaves = [
        Leaf(A4, functools.partial(_draw_page, pack, labels[start : start + size], imprint))
        for start in range(0, len(labels), size)
    ]
    about = About(
        title=f"Envelope labels – {wording.session_words(pack.session)}",
        author=f"Centre {pack.centre.number} · {pack.centre.name}",
        subject=f"Pack version {imprint.pack_version}",
    )
    return render(about, leaves)


def _draw_page(pack: SessionPack, labels: Sequence[LabelSheet], imprint: Imprint, pen: Pen) -> None:
    for x in range(1, _ACROSS):
        pen.line(x * _WIDE, 0, x * _WIDE, A4[1], colour=HAIRLINE)
    for y in range(1, _DOWN):
        pen.line(0, y * _HIGH, A4[0], y * _HIGH, colour=HAIRLINE)
    for place, label in enumerate(labels):
        row, column = divmod(place, _ACROSS)
        _draw_label(pack, label, imprint, pen, column * _WIDE + _PAD, row * _HIGH + _PAD)


def _draw_label(
    pack: SessionPack, label: LabelSheet, imprint: Imprint, pen: Pen, left: float, top: float
) -> None:
    room = _WIDE - 2 * _PAD
    envelope = label.envelope
    paper = pack.component(envelope.component_id)
    centre = f"Centre {pack.centre.number} · {wording.session_words(pack.session)}"
    pen.text(left, top + 4 * MM, typeface.shorten(centre, 9.5, room), 9.5, colour=SOFT)
    code = f"{paper.component.board} {paper.component.code}" if paper else envelope.component_id
    size = typeface.fit(code, room, size=26, bold=True) or 12
    y = top + 16 * MM
    pen.text(left, y, code, size, bold=True)
    for line in typeface.wrap(paper.component.title if paper else "", 10, room)[:2]:
        y += 5.4 * MM
        pen.text(left, y, line, 10)
    _draw_figures(pen, label, left, top + 39 * MM, room)
    y = _draw_words(pack, label, pen, left, top + 53 * MM, room)
    matrix = qr_modules(label.code)
    side = (len(matrix) + 2 * QUIET) * _MODULE
    at = top + _HIGH - 2 * _PAD - side + QUIET * _MODULE
    pen.qr(left - QUIET * _MODULE, at, matrix, _MODULE)
    _draw_beside(pack, label, imprint, pen, left + side, at + 8 * MM, room - side)


def _draw_figures(pen: Pen, label: LabelSheet, left: float, y: float, room: float) -> None:
    envelope = label.envelope
    first, last = envelope.first_number, envelope.last_number
    span = first if first == last else f"{first} – {last}"
    shares = (0.32, 0.22, 0.46)
    figures = (
        ("Envelope", f"{envelope.number} of {envelope.of}"),
        ("Scripts", str(len(envelope.candidate_ids))),
        ("Candidates", span or "none: register only"),
    )
    x = left
    pen.line(left, y - 6 * MM, left + room, y - 6 * MM, width=0.8, colour=INK)
    for share, (name, figure) in zip(shares, figures, strict=True):
        wide = room * share
        pen.text(x, y - 1.5 * MM, name, typeface.LEAST_SIZE, colour=SOFT)
        size = typeface.fit(figure, wide - 2 * MM, size=17, bold=True) or typeface.LEAST_SIZE
        pen.text(x, y + 5.5 * MM, figure, size, bold=True)
        x += wide


def _draw_words(
    pack: SessionPack, label: LabelSheet, pen: Pen, left: float, top: float, room: float
) -> float:
    """What two people signed for, and that it was opened before: on the outside, where everybody reads it."""
    said = []
    envelope, signed = label.envelope, label.signed
    if envelope.sealed_at is not None:
        when = wording.moment(envelope.sealed_at, pack.centre.time_zone)
        said.append((f"Sealed {when} by {envelope.sealed_by}", False))
    if label.reopened:
        said.append(
            (f"Opened again {wording.count(label.reopened, 'time')}, then sealed under its number", True)
        )
    if envelope.label:
        said.append((f"Awarding body's label {envelope.label}", False))
    if signed is not None and signed.differences:
        many = wording.count(len(signed.differences), "open difference")
        said.append((f"Closed with {many}, signed by {signed.signed_by} and {signed.second}:", True))
        said.append((signed.reason, False))
    lines = [(line, bold) for text, bold in said for line in typeface.wrap(text, 9.5, room, bold=bold)]
    if len(lines) > _MOST_LINES:
        text, bold = lines[_MOST_LINES - 1]
        lines[_MOST_LINES - 1] = (typeface.shorten(f"{text} …", 9.5, room), bold)
    y = top
    for line, bold in lines[:_MOST_LINES]:
        pen.text(left, y, line, 9.5, bold=bold)
        y += 4.3 * MM
    return y


def _draw_beside(
    pack: SessionPack, label: LabelSheet, imprint: Imprint, pen: Pen, left: float, top: float, room: float
) -> None:
    envelope = label.envelope
    kilograms = f"{envelope.weight_grams / 1000:.1f} kg" if envelope.weight_grams else "not weighed"
    said = (
        ("All rooms together", ""),
        (f"{label.present} present", "bold"),
        (f"{label.absent} not there", "bold"),
        (kilograms, ""),
        ("", ""),
        *((words, "soft") for words in imprint.proof_words.split(" · ")),
        (wording.moment(imprint.printed_at, pack.centre.time_zone), "soft"),
    )
    y = top
    for text, kind in said:
        for line in typeface.wrap(text, typeface.LEAST_SIZE, room) if text else ("",):
            pen.text(
                left,
                y,
                line,
                typeface.LEAST_SIZE,
                bold=kind == "bold",
                colour=SOFT if kind == "soft" else INK,
            )
            y += 4.3 * MM
