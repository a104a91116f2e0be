"""The room's day as a list of steps: done, next with what is missing, waived by the office, still to come."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from hub.web.office.desk import InHand
from hub.web.office.during.tiles import STEP_WORDS
from shared.ids import RoomId
from shared.record.room_protocol import ORDER, Missing, missing_for_next, next_step_of, step_of
from shared.record.room_steps import OVERRIDABLE, RoomStep, StepOverride

_WORDS: Final = {
    RoomStep.SCRIPT_READ: "start script read",
    RoomStep.STARTED: "started",
    RoomStep.FINISHED: "finished",
}
"""As a step that is done or not; elsewhere as how the room is."""


class DayStep(Struct, frozen=True, kw_only=True):
    """One step of the day."""

    step: RoomStep
    words: str
    state: Literal["done", "next", "later"]
    override: StepOverride | None = None


class RoomDay(Struct, frozen=True, kw_only=True):
    """How far the room got, and what stands before its next step; ``waivable`` is left to the officer."""

    steps: tuple[DayStep, ...]
    missing: tuple[Missing, ...]
    waivable: tuple[DayStep, ...]


def room_day(held: InHand, room: RoomId) -> RoomDay:
    """The day of one room as it stands."""
    record = held.register.room(room)
    now = step_of(held.register, held.pack, room)
    reached = RoomStep.STARTED if now is RoomStep.STOPPED else now
    done, following = ORDER.index(reached), next_step_of(reached)
    overrides = {override.step: override for override in record.overrides}
    steps = tuple(
        DayStep(
            step=step,
            words=_WORDS.get(step, STEP_WORDS[step]),
            state="done" if place <= done else "next" if step is following else "later",
            override=overrides.get(step),
        )
        for place, step in enumerate(ORDER)
        if step is not RoomStep.WAITING
    )
    return RoomDay(
        steps=steps,
        missing=missing_for_next(held.register, held.pack, room),
        waivable=tuple(
            s for s in steps if s.step in OVERRIDABLE and s.state != "done" and s.step not in overrides
        ),
    )
