"""Absent slips: one lies in the pile where the script would be, for centres and boards that want them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from reportlab.lib.pagesizes import A4

from printables import typeface, wording
from printables.imprint import Imprint
from printables.marks import attendance_words
from printables.pdf_file import About, Leaf, render
from printables.pen import HAIRLINE, INK, MM, SOFT, Pen
from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance
from shared.record.pile import register_order
from shared.record.register import Register, SittingRecord

_DOWN: Final = 4
_HIGH: Final = A4[1] / _DOWN
_PAD: Final = 12 * MM
_GONE: Final = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)


def absentees(
    pack: SessionPack, register: Register, component: ComponentId | None = None
) -> tuple[SittingRecord, ...]:
    """Who gets a slip, paper by paper in register order."""
    return tuple(
        record
        for paper in pack.session.components
        if component in (None, paper.id)
        for record in register_order(register, pack, paper.id)
        if record.attendance in _GONE
    )


def draw(
    pack: SessionPack, register: Register, imprint: Imprint, *, component: ComponentId | None = None
) -> bytes:
    """Four slips a page, to cut apart."""
    rows = absentees(pack, register, component)
    leaves = [
        Leaf(A4, functools.partial(_draw_page, pack, rows[start : start + _DOWN], imprint))
        for start in range(0, len(rows), _DOWN)
    ]
    about = About(
        title=f"Absent slips – {wording.session_words(pack.session)}",
        author=f"Centre {pack.centre.number} · {pack.centre.name}",
        subject=f"Pack version {imprint.pack_version}",
    )
    return render(about, leaves)


def _draw_page(pack: SessionPack, rows: Sequence[SittingRecord], imprint: Imprint, pen: Pen) -> None:
    for number, record in enumerate(rows):
        if number:
            pen.line(0, number * _HIGH, A4[0], number * _HIGH, colour=HAIRLINE)
        _draw_slip(pack, record, imprint, pen, number * _HIGH)


def _draw_slip(pack: SessionPack, record: SittingRecord, imprint: Imprint, pen: Pen, top: float) -> None:
    left, right = _PAD, A4[0] - _PAD
    paper, person = pack.component(record.component_id), pack.candidate(record.candidate_id)
    centre = f"Centre {pack.centre.number} · {pack.centre.name}"
    pen.text(left, top + 11 * MM, typeface.shorten(centre, 9.5, 110 * MM), 9.5, colour=SOFT)
    pen.text(right, top + 11 * MM, wording.session_words(pack.session), 9.5, colour=SOFT, align="right")
    said = attendance_words(record, pack)
    pen.text(left, top + 24 * MM, said.text.lstrip("– "), 22, bold=True, colour=said.colour)
    code = wording.paper_words(paper) if paper else record.component_id
    pen.text(left, top + 33 * MM, typeface.shorten(code, 12, right - left), 12)
    pen.line(left, top + 37 * MM, right, top + 37 * MM, width=0.8, colour=INK)
    number = (person.number if person else "") or record.unlisted_number or "no number"
    name = person.register_name if person and person.is_known_here else record.unlisted_name
    wide = pen.text(left, top + 48 * MM, number, 22, bold=True)
    size = typeface.fit(name, right - left - wide - 6 * MM, size=16) or typeface.LEAST_SIZE
    pen.text(left + wide + 6 * MM, top + 48 * MM, name, size)
    where = wording.room_name(pack, record.place)
    seat = record.seat or record.planned_seat
    pen.text(left, top + 56 * MM, f"{where}, seat {seat}" if seat else where, 11)
    foot = f"Lies in the pile in the place of the script · {imprint.proof_words}".rstrip(" ·")
    pen.text(left, top + 66 * MM, foot, typeface.LEAST_SIZE, colour=SOFT)
