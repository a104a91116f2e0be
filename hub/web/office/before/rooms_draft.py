"""A room while it is edited: what the form holds, what is wrong with it, and the record it would become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar, get_args

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import RoomRecord
from hub.web.office.before.rooms_drawing import (
    Cell,
    Grid,
    Labels,
    Mark,
    grid_of,
    label_cells,
    read_grid,
    scheme_of,
    seats_of,
    size_fault,
)
from hub.web.office.forms import Form
from shared.plan.candidates import ArrangementKind
from shared.plan.centre import DisabledSeat, Door, RoomKind, Side

LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 80
MOST_BROKEN: Final = 120
"""Seats out of use in one room: each has a reason, and a form has so many fields."""
MOST_CENTIMETRES: Final = 20_000
DOORS: Final = 2
FRONTS: Final = {"": "top", "bottom": "bottom", "left": "left", "right": "right"}
MEASURES: Final = {
    "across_cm": "Seat to seat, side by side",
    "along_cm": "Seat to seat, one behind the other",
    "aisle_cm": "Seat to seat, across an aisle",
    "width_cm": "Room, wall to wall",
    "depth_cm": "Room, front to back",
}
_TITLES: Final = (
    MEASURES
    | {"capacity": "Seat at most"}
    | {f"door{n}_at": f"Door {n}, along the wall" for n in range(1, DOORS + 1)}
)
Front = Literal["", "bottom", "left", "right"]
T = TypeVar("T", bound=str)
D = TypeVar("D")


class RoomDraft(Struct, frozen=True, kw_only=True):
    """What the officer sees and changes. ``faults`` are sentences; a draft with any is not kept."""

    name: str
    kind: RoomKind
    grid: Grid
    scheme: Labels
    kept: Mapping[Cell, str]
    reasons: Mapping[Cell, str]
    column_aisles: tuple[int, ...] = ()
    row_aisles: tuple[int, ...] = ()
    doors: tuple[Door, ...] = ()
    front: Front = ""
    capacity: int = 0
    centimetres: Mapping[str, int]
    serves: tuple[ArrangementKind, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def labels(self) -> dict[Cell, str]:
        """The name of every seat."""
        return label_cells(self.grid, self.scheme, self.kept)

    @property
    def usable(self) -> int:
        """How many seats may be used."""
        return len(self.grid.of(Mark.SEAT))

    @property
    def broken(self) -> tuple[Cell, ...]:
        """The seats out of use, in the order of the grid."""
        return self.grid.of(Mark.BROKEN)

    def record(self, base: RoomRecord) -> RoomRecord:
        """``base`` as this draft has it."""
        labels = self.labels
        return replace(
            base,
            name=self.name,
            kind=self.kind,
            rows=self.grid.depth,
            columns=self.grid.width,
            seats=seats_of(self.grid, labels),
            serves=self.serves,
            disabled=tuple(
                DisabledSeat(label=labels[cell], reason=self.reasons.get(cell, "")) for cell in self.broken
            ),
            column_aisles=tuple(c for c in self.column_aisles if c < self.grid.width - 1),
            row_aisles=tuple(r for r in self.row_aisles if r < self.grid.depth - 1),
            doors=self.doors,
            front=self.front,
            capacity=self.capacity,
            **self.centimetres,
        )


def draft_of(record: RoomRecord) -> RoomDraft:
    """A room that is kept, to be edited."""
    why = {seat.label: seat.reason for seat in record.disabled}
    kept = {(seat.row, seat.column): seat.label for seat in record.seats}
    grid = grid_of(record.rows, record.columns, record.seats, frozenset(why))
    return RoomDraft(
        name=record.name,
        kind=record.kind,
        grid=grid,
        scheme=scheme_of(grid, kept),
        kept=kept,
        reasons={cell: why[label] for cell, label in kept.items() if label in why},
        column_aisles=record.column_aisles,
        row_aisles=record.row_aisles,
        doors=record.doors,
        front=record.front,
        capacity=record.capacity,
        centimetres={name: getattr(record, name) for name in MEASURES},
        serves=record.serves,
    )


def read_draft(form: Form, shown: RoomDraft) -> RoomDraft:
    """The draft that a form holds; what can't be used is told in ``faults`` and left as it was shown."""
    faults: list[str] = []
    name = " ".join(form.text("name").split())
    if not name:
        faults.append("Give the room a name.")
    if len(name) > LONGEST_NAME:
        faults.append(f"A room's name has at most {LONGEST_NAME} characters.")
    rows, columns = (_whole(form, what, faults, 0) for what in ("rows", "columns"))
    if fault := size_fault(rows, columns):
        faults.append(fault)
        rows, columns = shown.grid.depth, shown.grid.width
    grid = read_grid(form.text("layout"), rows, columns)
    draft = RoomDraft(
        name=name[:LONGEST_NAME],
        kind=_one_of(form.text("kind"), get_args(RoomKind), shown.kind),
        grid=grid,
        scheme=_one_of(form.text("labels"), tuple(Labels), shown.scheme),
        kept=shown.kept,
        reasons=_reasons(form, grid),
        column_aisles=_numbers(form.text("column_aisles")),
        row_aisles=_numbers(form.text("row_aisles")),
        doors=_doors(form, faults),
        front=_one_of(form.text("front"), get_args(Front), shown.front),
        capacity=_whole(form, "capacity", faults, 0),
        centimetres={name: _centimetres(form, name, faults) for name in MEASURES},
        serves=tuple(kind for kind in ArrangementKind if kind.value in form.texts("serves")),
    )
    draft = press(draft, form.text("press"))
    if not draft.usable:
        faults.append("The room has no seat that can be used.")
    if len(draft.broken) > MOST_BROKEN:
        faults.append(f"At most {MOST_BROKEN} seats can be out of use: make gaps of those that are gone.")
    return replace(draft, faults=tuple(faults))


def press(draft: RoomDraft, what: str) -> RoomDraft:
    """What a press on the drawing does: ``cell 3 4``, ``column-aisle 2``, ``row-aisle 1``."""
    kind, *numbers = what.split() or [""]
    at = [int(n) for n in numbers if n.isdecimal()]
    match kind, at:
        case "cell", [row, column]:
            return replace(draft, grid=draft.grid.turned((row, column)))
        case "column-aisle", [column]:
            return replace(draft, column_aisles=_toggled(draft.column_aisles, column))
        case "row-aisle", [row]:
            return replace(draft, row_aisles=_toggled(draft.row_aisles, row))
        case _:
            return draft


def _toggled(aisles: tuple[int, ...], at: int) -> tuple[int, ...]:
    return tuple(sorted(set(aisles) ^ {at}))


def _reasons(form: Form, grid: Grid) -> dict[Cell, str]:
    found = {}
    for row, column in grid.of(Mark.BROKEN)[:MOST_BROKEN]:
        found[row, column] = " ".join(form.text(f"why-{row}-{column}").split())[:LONGEST_REASON]
    return found


def _doors(form: Form, faults: list[str]) -> tuple[Door, ...]:
    doors = []
    for number in range(1, DOORS + 1):
        side: Side | None = _one_of(form.text(f"door{number}"), get_args(Side), None)
        if side is None:
            continue
        at = _whole(form, f"door{number}_at", faults, 50)
        if at > 100:
            faults.append("A door is 0 to 100 per cent along its wall.")
        doors.append(Door(side=side, at=min(at, 100)))
    return tuple(doors)


def _centimetres(form: Form, name: str, faults: list[str]) -> int:
    value = _whole(form, name, faults, 0)
    if value > MOST_CENTIMETRES:
        faults.append(f"{MEASURES[name]}: at most {MOST_CENTIMETRES} cm.")
        return 0
    return value


def _whole(form: Form, name: str, faults: list[str], empty: int) -> int:
    text = form.text(name).strip()
    if not text:
        return empty
    if not text.isdecimal() or len(text) > 6:
        faults.append(f"{_TITLES.get(name, name.capitalize())}: a whole number, please, not “{text[:12]}”.")
        return empty
    return int(text)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(n) for n in text.split()[:100] if n.isdecimal() and len(n) < 4}))


def _one_of(text: str, known: tuple[T, ...], otherwise: D) -> T | D:
    return next((one for one in known if one == text), otherwise)
