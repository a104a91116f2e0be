"""The typed sheet from the fields of its form, and back: what somebody typed is shown again as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast, get_args

from hub.after.paper_sheet import (
    TypedDuty,
    TypedIncident,
    TypedLine,
    TypedOuting,
    TypedPaper,
    TypedSheet,
    TypedStop,
    TypedWriteIn,
    field_of,
    register_lines,
)
from hub.web.office.desk import InHand
from shared.ids import RoomId
from shared.record.events.candidate import IdentityMethod

WRITE_INS, INCIDENTS, SPARE_DUTIES, CHECKERS, OUTINGS, STOPS = 3, 4, 2, 2, 12, 2
"""How many rows a form has; that of who left the room has as many as the printed one."""
MOST_FIELDS: Final = 2500
"""A hall of five hundred lines with four fields each, and what stands round them."""
Typed = Mapping[str, str]


def line_field(what: str, number: int, candidate: str) -> str:
    """Short, because a hall has hundreds: ``m.ABCD2345.0``; ``number`` is the paper's place in line."""
    return f"{what}.{candidate}.{number}"


def paper_numbers(held: InHand) -> dict[str, int]:
    return {c.id: number for number, c in enumerate(held.pack.session.components)}


def read_sheet(typed: Typed, held: InHand, room: RoomId) -> TypedSheet:
    """Everything that was typed; a field that is missing is empty."""

    def text(name: str) -> str:
        return typed.get(name, "").replace("\r\n", "\n")

    method = text("identity_method")
    methods = get_args(IdentityMethod)
    papers = [c.id for c in held.pack.session.components]
    return TypedSheet(
        signed_by=text("signed_by"),
        written=text("written"),
        taken=text("taken"),
        rest=text("rest"),
        identity_method=cast("IdentityMethod", method if method in methods else "document"),
        every_identity=bool(text("every_identity")),
        every_script=bool(text("every_script")),
        checklist=bool(text("checklist")),
        script_read=bool(text("script_read")),
        register_signed_by=tuple(p for p in (text("signs-0"), text("signs-1")) if p),
        closed=bool(text("closed")),
        total_present=text("total_present"),
        total_absent=text("total_absent"),
        total_scripts=text("total_scripts"),
        compared_by=text("compared_by"),
        reason=text("reason"),
        lines=_lines(typed, held, room),
        written_in=tuple(
            TypedWriteIn(
                number=text(f"w{n}.number"),
                name=text(f"w{n}.name"),
                seat=text(f"w{n}.seat"),
                time=text(f"w{n}.time"),
                component_id=text(f"w{n}.paper") or (papers[0] if len(papers) == 1 else ""),
            )
            for n in range(WRITE_INS)
        ),
        papers=tuple(_paper(typed, n, component) for n, component in enumerate(papers)),
        duties=tuple(
            TypedDuty(invigilator_id=text(f"d{n}.who"), came=text(f"d{n}.came"), left=text(f"d{n}.left"))
            for n in range(_numbered(typed, "d"))
        ),
        incidents=tuple(
            TypedIncident(
                at=text(f"i{n}.at"),
                kind=text(f"i{n}.kind") or "other",
                numbers=text(f"i{n}.numbers"),
                text=text(f"i{n}.text"),
            )
            for n in range(INCIDENTS)
        ),
        outings=tuple(
            TypedOuting(
                number=text(f"o{n}.number"),
                kind=text(f"o{n}.kind") or "toilet",
                left=text(f"o{n}.left"),
                back=text(f"o{n}.back"),
                escort=text(f"o{n}.escort"),
            )
            for n in range(OUTINGS)
        ),
        stops=tuple(
            TypedStop(
                kind=text(f"c{n}.kind") or "interruption",
                began=text(f"c{n}.began"),
                ended=text(f"c{n}.ended"),
                note=text(f"c{n}.note"),
            )
            for n in range(STOPS)
        ),
    )


def _lines(typed: Typed, held: InHand, room: RoomId) -> tuple[TypedLine, ...]:
    numbers = paper_numbers(held)
    lines = []
    for record in register_lines(held.pack, held.register, room):
        number, who = numbers.get(record.component_id, -1), record.candidate_id
        lines.append(
            TypedLine(
                candidate_id=who,
                component_id=record.component_id,
                mark=typed.get(line_field("m", number, who), ""),
                note=typed.get(line_field("t", number, who), ""),
                identity=bool(typed.get(line_field("i", number, who))),
                script=bool(typed.get(line_field("s", number, who))),
            )
        )
    return tuple(lines)


def _paper(typed: Typed, number: int, component: str) -> TypedPaper:
    def text(name: str) -> str:
        return typed.get(f"p{number}.{name}", "")

    return TypedPaper(
        component_id=component,
        started=text("started"),
        finished=text("finished"),
        checked_by=tuple(p for n in range(CHECKERS) if (p := text(f"checked-{n}"))),
        opened=text("opened"),
        counted=text("counted"),
        unused=text("unused"),
        spoiled=text("spoiled"),
    )


def _numbered(typed: Typed, letter: str) -> int:
    """How many rows of this kind the form had."""
    found = [name[1:].partition(".")[0] for name in typed if name.endswith(".who") and name[0] == letter]
    return max((int(n) + 1 for n in found if n.isascii() and n.isdecimal() and len(n) < 3), default=0)


def form_field(fault_field: str, held: InHand) -> str:
    """The field of the form that a fault is about; empty where it is none of a line's."""
    what, _, rest = fault_field.partition("|")
    who, _, component = rest.partition("|")
    if not component:
        return fault_field
    letter = {"mark": "m", "note": "t"}.get(what, "m")
    return line_field(letter, paper_numbers(held).get(component, -1), who)


__all__ = ["field_of", "form_field", "line_field", "paper_numbers", "read_sheet"]
