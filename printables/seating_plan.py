"""The seating plan of a room: as planned, or with a register as the room really sat."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT, Pen
from printables.plan_layout import ROW_AISLE, Layout, Tile, layout_of, tiles_of
from printables.plan_legend import (
    LEGEND,
    arrangement_words,
    draw_legend,
    draw_whole,
    fits_on_one_page,
    whole_area,
)
from printables.plan_seats import Occupant, draw_disabled, draw_seat, needed_height, occupants_of
from printables.plan_walls import Walls, draw_walls, inside
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.ids import RoomId
from shared.plan.centre import Room, Seat
from shared.plan.pack import SessionPack
from shared.plan.spacing import seat_spacing
from shared.record.register import Register
from shared.record.times import invigilators_needed

_BLANK_MOVES = 8


class UnknownRoomError(ValueError):
    """The pack has no such room; the text names those it has."""


@dataclass(frozen=True)
class _Plan:
    room: Room
    layout: Layout
    occupants: Mapping[str, tuple[Occupant, ...]]
    area: Area
    invigilators: int
    recorded: bool
    legend: str


def find_room(pack: SessionPack, room: RoomId) -> Room:
    """The room of the pack. Raises UnknownRoomError."""
    found = pack.room(room)
    if found is None:
        known = ", ".join(r.id for r in pack.rooms)
        raise UnknownRoomError(f"{pack.session.id} has no room {room!r}. It has {known}.")
    return found


def draw(
    pack: SessionPack,
    room: RoomId,
    imprint: Imprint,
    register: Register | None = None,
    *,
    retained: bool | None = None,
) -> bytes:
    """The plan of ``room`` with its front where the room says. Raises UnknownRoomError.

    A room that is too large for legible seats runs over several pages, behind one page with all of it.
    ``retained`` adds the page of moves and signatures of the copy that is kept (rules 2 and 42); without
    saying, a plan of what was recorded has it and a plan for the wall hasn't.
    """
    return compose(pack, room, imprint, register, retained=retained).pdf()


def compose(
    pack: SessionPack,
    room: RoomId,
    imprint: Imprint,
    register: Register | None = None,
    *,
    retained: bool | None = None,
) -> Document:
    """The same as a document that can be bound to others."""
    place = find_room(pack, room)
    people = {s.candidate_id for s in pack.sittings_in(room)}
    needed = invigilators_needed(len(people), pack.rules)
    document = Document(_head(pack, place, register, needed), imprint, landscape=True)
    occupants, unseated = occupants_of(pack, room, register)
    everybody = [p for seated in occupants.values() for p in seated]
    plan = _Plan(
        room=place,
        layout=layout_of(place),
        occupants=occupants,
        area=document.area,
        invigilators=needed,
        recorded=register is not None,
        legend=" · ".join(filter(None, (arrangement_words([*everybody, *unseated]), _stands(needed)))),
    )
    _add_pages(document, plan)
    blocks: list[Block] = []
    if unseated:
        words = "; ".join(f"{o.number} {o.name} ({o.remark or 'no seat'})" for o in unseated)
        blocks += [heading("In this room without a seat on the plan", "", document.area)]
        blocks += paragraph(words, document.area)
    if register is not None if retained is None else retained:
        blocks += _moves(pack, room, document.area, register)
    if blocks:
        document.flow(blocks)
    return document


def _stands(needed: int) -> str:
    return f"I1 to I{needed} suggested places of invigilators" if needed > 1 else ""


def _head(pack: SessionPack, place: Room, register: Register | None, needed: int) -> Head:
    zone = pack.centre.time_zone
    papers = tuple(
        f"{wording.paper_words(p)} · {wording.time_words(p, zone)}" for p in pack.components_in(place.id)
    )
    names = {person.id: person.name for person in pack.invigilators}
    expected = [
        f"{names.get(duty.invigilator_id, duty.invigilator_id)}{' (lead)' if duty.role == 'lead' else ''}"
        for duty in pack.duties_in(place.id)
    ]
    about = [wording.count(len({s.candidate_id for s in pack.sittings_in(place.id)}), "candidate")]
    about.append(wording.count(needed, "invigilator") + " needed")
    if expected:
        about.append(f"expected {', '.join(expected)}")
    about.extend(_dimensions(place))
    return Head(
        title="Seating plan as it was" if register else "Seating plan",
        centre=pack.centre,
        place=place.name,
        when=wording.session_words(pack.session),
        papers=(*papers, " · ".join(about)),
    )


def _dimensions(room: Room) -> list[str]:
    said = []
    if room.width_cm and room.depth_cm:
        said.append(f"room {room.width_cm / 100:.1f} × {room.depth_cm / 100:.1f} m")
    across, along = seat_spacing(room)
    if across and along:
        said.append(f"seats {across / 100:.2f} m apart in a row, {along / 100:.2f} m in a column")
    return said


def _add_pages(document: Document, plan: _Plan) -> None:
    area = plan.area
    above_legend = Area(area.left, area.top, area.right, area.bottom - LEGEND)
    free = inside(above_legend, plan.layout, plan.invigilators)

    def needed(seat: Seat, wide: float) -> float:
        return needed_height(plan.occupants.get(seat.label, ()), wide)

    tiles = tiles_of(plan.layout, free, needed)
    if len(tiles) > 1 and fits_on_one_page(plan.layout, free):
        document.add_page(functools.partial(_draw_whole, plan, free), "The whole room")
    for index in range(len(tiles)):
        part = f"Part {index + 1} of {len(tiles)}: {_span(plan, tiles[index])}" if len(tiles) > 1 else ""
        document.add_page(functools.partial(_draw_tile, plan, free, tiles[index], part), part)


def _draw_whole(plan: _Plan, free: Area, pen: Pen) -> None:
    everything = Tile(
        tuple(range(plan.layout.rows)),
        (),
        tuple(range(plan.layout.columns)),
        free.width / plan.layout.columns,
    )
    draw_walls(pen, Walls(whole_area(plan.layout, free), everything, plan.layout), plan.invigilators)
    draw_whole(pen, plan.layout, plan.room, free, plan.occupants)
    told = ("Underlined: has access arrangements; names and codes follow", _stands(plan.invigilators))
    words = " · ".join(filter(None, told))
    draw_legend(pen, plan.area, "The whole room", "" if plan.recorded else words, recorded=plan.recorded)


def _draw_tile(plan: _Plan, free: Area, tile: Tile, part: str, pen: Pen) -> None:
    layout = plan.layout
    wide = layout.width_of(tile.columns, tile.wide)
    left = free.left + (free.width - wide) / 2
    tops, y = {}, free.top
    for row, high in zip(tile.rows, tile.heights, strict=True):
        tops[row] = (y, high)
        y += high + (ROW_AISLE if row in layout.row_aisles and row != tile.rows[-1] else 0.0)
    draw_walls(pen, Walls(Area(left, free.top, left + wide, y), tile, layout), plan.invigilators)
    for placed in filter(tile.holds, layout.seats):
        before = tile.columns[: tile.columns.index(placed.column) + 1]
        x = left + layout.width_of(before, tile.wide) - tile.wide
        top, high = tops[placed.row]
        label, people = placed.seat.label, plan.occupants.get(placed.seat.label, ())
        reason = plan.room.why_disabled(label)
        if reason is not None and not people:
            draw_disabled(pen, (x, top, tile.wide, high), label, reason)
        else:
            draw_seat(pen, (x, top, tile.wide, high), label, people)
    draw_legend(pen, plan.area, part, "" if plan.recorded else plan.legend, recorded=plan.recorded)


def _span(plan: _Plan, tile: Tile) -> str:
    seats = [p.seat for p in plan.layout.seats if tile.holds(p)]
    if not seats:
        return "no seats"
    ordered = sorted(seats, key=lambda s: (s.column, s.row))
    return f"seats {ordered[0].label} to {ordered[-1].label}"


def _moves(pack: SessionPack, room: RoomId, area: Area, register: Register | None) -> list[Block]:
    """Every move made in the room (rule 2), and who signs the copy that is kept (rule 42)."""
    table = Table(
        (
            Column("Number", 18, bold=True),
            Column("Name", 70),
            Column("From", 22),
            Column("To", 22),
            Column("Time", 22),
            Column("Reason, who agreed", 80),
        ),
        least_height=8 * MM,
    )
    people = {c.id: c for c in pack.candidates}
    for record in register.in_room(room) if register else ():
        candidate = people.get(record.candidate_id)
        if candidate and record.place == room and record.seat != record.planned_seat:
            cells = (record.planned_seat or "no seat", record.seat or "no seat", "", "")
            table.rows.append(Row((candidate.number, candidate.register_name, *cells)))
    recorded = len(table.rows)
    table.rows.extend(Row(("",) * 6) for _ in range(3 if register else _BLANK_MOVES))
    note = f"{wording.count(recorded, 'move')} recorded" if register else "to be filled in by hand"
    person = (Field("Lead invigilator's name", 50), Field("Signature", 60), Field("Date and time", 40))
    office = (Field("Exams officer's name", 50), Field("Signature", 60), Field("Date and time", 40))
    kept = "Kept with the register until results can no longer be reviewed or appealed against."
    return [
        heading("Moves made during the examination", note, area),
        *table.blocks(area),
        gap(3 * MM),
        *paragraph(kept, area, colour=SOFT),
        signature_block("The plan and the moves are complete", [person, office], area),
    ]
