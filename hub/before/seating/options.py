"""How a session is to be seated, as the officer chose it; each choice begins as in a usual exam hall."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from shared.ids import RoomId


class Order(StrEnum):
    """In which order candidates follow one another along the walk."""

    NUMBER = "number"
    NAME = "name"
    COMPONENT = "component"
    """By component in timetable order, and by number within it, even where that splits more of them."""


class Corner(StrEnum):
    """Where the first candidate sits, for somebody who faces the front."""

    FRONT_LEFT = "front-left"
    FRONT_RIGHT = "front-right"
    BACK_LEFT = "back-left"
    BACK_RIGHT = "back-right"


class Flow(StrEnum):
    """How the walk goes on from the corner; a snake turns round at every end, the others start again."""

    SNAKE_COLUMNS = "snake-columns"
    COLUMNS = "columns"
    SNAKE_ROWS = "snake-rows"
    ROWS = "rows"

    @property
    def by_columns(self) -> bool:
        """Whether the walk fills columns rather than rows."""
        return self in (Flow.SNAKE_COLUMNS, Flow.COLUMNS)


class Apart(StrEnum):
    """How several components in one room are kept apart."""

    BLOCKS = "blocks"
    EMPTY_LINE = "empty-line"
    """Blocks with a line of the walk (a column, or a row) left empty between them."""
    ALTERNATE = "alternate"
    """Line by line in turn, so that the neighbours across sit another paper."""
    MIXED = "mixed"
    """Not at all: one sequence over all components."""


class Scope(StrEnum):
    """Whom a proposal may move; seats chosen by hand stay in any case."""

    ALL = "all"
    NEW = "new"
    """Only those without a seat get one."""


class SeatingOptions(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices for one session.

    ``spare_seats`` and ``spare_percent`` of each room stay free, whichever is more. ``rooms`` are those to be
    used, in this order; none named means all, in the order of the plan. ``separate_alone`` gives everybody
    who sits apart a room to themselves, ``readers_by_component`` lets readers and scribes share a room only
    with the same paper. ``extra_time_together`` puts those with the same extra time next to one another.
    """

    order: Order = Order.NUMBER
    corner: Corner = Corner.FRONT_LEFT
    flow: Flow = Flow.SNAKE_COLUMNS
    apart: Apart = Apart.BLOCKS
    scope: Scope = Scope.ALL
    spare_seats: int = 0
    spare_percent: int = 0
    extra_time_together: bool = False
    separate_alone: bool = True
    readers_by_component: bool = True
    rooms: tuple[RoomId, ...] = ()

    def spare_in(self, seats: int) -> int:
        """How many of a room's seats stay free; part seats are rounded up."""
        return min(seats, max(self.spare_seats, -(-seats * self.spare_percent // 100)))
