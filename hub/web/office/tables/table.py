"""What a table is: its columns, what it is read from, and its rows as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct

from hub.during.health_board import DeviceHealth
from hub.storage.plan_store import PlanStore
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.wording import Names
from shared.plan.pack import SessionPack
from shared.record.facts import Fact
from shared.record.register import Register

Cell: TypeAlias = str | int | bool | date | datetime | None
Row: TypeAlias = tuple[Cell, ...]
CellKind = Literal["text", "number", "yes_no", "day", "moment"]
Filter = Literal["room", "component"]


class Column(Struct, frozen=True, kw_only=True):
    """``name`` is the member of the JSON, ``heading`` what stands above the column of a file."""

    name: str
    heading: str
    kind: CellKind = "text"


class SessionFacts(Struct, frozen=True, kw_only=True):
    """One session as it stands: its plan, what was recorded, and the register folded from that."""

    pack: SessionPack
    register: Register
    facts: tuple[Fact, ...]


class Narrowed(Struct, frozen=True, kw_only=True):
    """Only this room or this component; empty is all of them."""

    room: str = ""
    component: str = ""

    def takes(self, *, room: str | None = None, component: str | None = None) -> bool:
        """Whether a row about this room and this component is wanted."""
        return (not self.room or self.room == room) and (not self.component or self.component == component)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What tables are read from. ``restricted`` is whether the reader may see what only officers see."""

    plan: PlanStore
    zone: str
    restricted: bool
    site_facts: tuple[Fact, ...] = ()
    devices: tuple[DeviceHealth, ...] = ()
    session: SessionFacts | None = None
    narrowed: Narrowed = field(default_factory=Narrowed)

    @property
    def held(self) -> SessionFacts:
        """The session. Raises NotUsable where none was named."""
        if self.session is None:
            raise NotUsable("This table is about one session: say which, for instance 2024-06-03-AM.")
        return self.session

    @cached_property
    def names(self) -> Names:
        """What people, rooms and papers of the session are called."""
        return Names(self.held.pack, self.held.register)


class TableKind(Struct, frozen=True, kw_only=True):
    """One table of the catalogue. ``of_session`` tables need a session, the others are about the site."""

    name: str
    title: str
    sentence: str
    columns: tuple[Column, ...]
    rows: Callable[[Source], Iterable[Row]]
    of_session: bool = True
    filters: tuple[Filter, ...] = ()

    def read(self, source: Source) -> tuple[Row, ...]:
        """Every row. Raises NotThere for a room or component that the session doesn't have, NotUsable."""
        narrowed = source.narrowed
        for name in ("room", "component"):
            if getattr(narrowed, name) and name not in self.filters:
                raise NotUsable(f"The table “{self.name}” can't be narrowed to one {name}.")
        if narrowed.room and source.held.pack.room(narrowed.room) is None:
            raise NotThere(f"There is no room {narrowed.room} in this session.")
        if narrowed.component and source.held.pack.component(narrowed.component) is None:
            raise NotThere(f"{narrowed.component} is not a component of this session.")
        return tuple(self.rows(source))


def text(name: str, heading: str) -> Column:
    return Column(name=name, heading=heading)


def number(name: str, heading: str) -> Column:
    return Column(name=name, heading=heading, kind="number")


def yes_no(name: str, heading: str) -> Column:
    return Column(name=name, heading=heading, kind="yes_no")


def day(name: str, heading: str) -> Column:
    return Column(name=name, heading=heading, kind="day")


def moment(name: str, heading: str) -> Column:
    return Column(name=name, heading=heading, kind="moment")
