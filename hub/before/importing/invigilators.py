"""Invigilators: a reference, a name, a role, and a PIN from a column of its own or a file apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from hub.before.importing.headings import Field
from hub.before.importing.problems import UnreadableCellError
from hub.before.importing.reading import Cells, RowReader
from shared.ids import safe_file_name
from shared.plan.centre import InvigilatorRole

FIELDS = (
    Field(name="ref", synonyms=("reference", "id", "invigilator id", "staff code", "initials", "code")),
    Field(name="name", synonyms=("invigilator", "invigilator name", "full name", "staff name")),
    Field(name="role", synonyms=("duty", "position")),
    Field(name="pin", synonyms=("pin code", "passcode")),
)
NEEDED = (("name",),)
PIN_NEEDED = (("ref", "name"), ("pin",))
_ROLES: dict[str, InvigilatorRole] = {
    "": "invigilator",
    "invigilator": "invigilator",
    "lead": "lead",
    "lead invigilator": "lead",
    "senior invigilator": "lead",
    "facilitator": "facilitator",
    "reader": "facilitator",
    "scribe": "facilitator",
    "reserve": "reserve",
}
_PIN = re.compile(r"^\d{4,6}$")


class InvigilatorRow(Struct, frozen=True, kw_only=True):
    """A person as the file has them; the PIN is only kept as its hash, see ``hub.before.imports``."""

    id: str
    name: str
    role: InvigilatorRole
    pin: str = ""

    @property
    def key(self) -> str:
        return self.id


def invigilator_reader(pins: Mapping[str, str], have_one: Collection[str] = ()) -> RowReader[InvigilatorRow]:
    """``pins`` (reference → PIN) comes from a file apart; a PIN in the list itself goes first.

    Who is in ``have_one`` keeps the PIN they have when the file brings none.
    """

    def parse(cells: Cells) -> Iterator[InvigilatorRow]:
        name = cells.required("name", "a name")
        role = _ROLES.get(cells.text("role").casefold())
        if role is None:
            cells.refuse("role", "lead, invigilator, facilitator or reserve")
        reference = safe_file_name(cells.text("ref") or name)
        pin = _pin(cells) or pins.get(reference, "")
        if not pin and reference not in have_one:
            cells.tell("pin", "a PIN, here or in --pins FILE; without one nobody can sign in on a tablet")
        yield InvigilatorRow(id=reference, name=name, role=role, pin=pin)

    return RowReader(parse=parse)


def pin_reader() -> RowReader[InvigilatorRow]:
    """The hand-out: who has which PIN."""

    def parse(cells: Cells) -> Iterator[InvigilatorRow]:
        reference = safe_file_name(cells.text("ref") or cells.required("name", "a name"))
        pin = _pin(cells)
        if not pin:
            cells.refuse("pin", "a PIN of 4 to 6 digits")
        yield InvigilatorRow(id=reference, name=cells.text("name"), role="invigilator", pin=pin)

    return RowReader(parse=parse)


def _pin(cells: Cells) -> str:
    """A wrong PIN is told without repeating it: problems are shown, stored and sent."""
    pin = cells.text("pin")
    if pin and not _PIN.match(pin):
        raise UnreadableCellError(cells.heading("pin"), f"{len(pin)} characters", "a PIN of 4 to 6 digits")
    return pin
