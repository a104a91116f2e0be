"""What the officer does to a session's seating: changes are steps, and a serious doubt needs a yes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from hub.before.records import SeatingRecord
from hub.before.seating import (
    Moved,
    SeatingError,
    SeatingOptions,
    SeatWarning,
    WarningKind,
    move,
    pin,
    swap,
    unseat,
)
from hub.before.session_plan import SessionPlan, UnknownSessionError
from hub.storage.plan_steps import HandChange, PlanMovedOnError, Step
from hub.web.office.before.undoing import undo_step
from hub.web.office.refusals import NotNow, NotThere
from shared.canonical import digest
from shared.ids import RoomId, SessionId, parse_session_id
from shared.rules.profile import RulesProfile

if TYPE_CHECKING:
    from hub.bootstrap import Hub

SHOWN_STEPS: Final = 8
SERIOUS: Final = frozenset(
    {
        WarningKind.DOES_NOT_FIT,
        WarningKind.SEAT_DISABLED,
        WarningKind.SEAT_UNKNOWN,
        WarningKind.SEAT_TWICE,
        WarningKind.TOO_NEAR,
        WarningKind.NOT_ALONE,
        WarningKind.BESIDE_READER,
    }
)
"""Doubts that a person has to say yes to; the others are told beside what was done."""


class Ask(Struct, frozen=True, kw_only=True):
    """A change that waits for a yes: what it is, why it is doubtful, and what the yes is good for."""

    act: Literal["move", "swap"]
    number: str
    room: RoomId = ""
    seat: str = ""
    other: str = ""
    what: str
    warnings: tuple[SeatWarning, ...] = ()

    @property
    def digest(self) -> str:
        """Another doubt needs another yes."""
        return digest("\n".join([self.what, *(w.text for w in self.warnings)]))


class InPlan(Struct, frozen=True, kw_only=True):
    """One session's plan with the rules of its day and the choices it was seated by."""

    plan: SessionPlan
    rules: RulesProfile
    options: SeatingOptions


class SeatingKeeping:
    """Reads and steps for the seating pages. May be asked from any thread."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._rules_by_day = hub.setting.rules

    def held(self, session: SessionId) -> InPlan:
        """The session as the plan has it now. Raises NotThere."""
        try:
            day = parse_session_id(session)[0]
            plan = self.hub.plan.session_plan(session)
            plan.timetabling.components(session)
        except (ValueError, UnknownSessionError) as error:
            raise NotThere(f"The timetable has nothing in {session[:20]}.") from error
        return InPlan(
            plan=plan, rules=self._rules_by_day(day), options=self.hub.plan.seating_options(session)
        )

    def move(self, held: InPlan, number: str, room: RoomId, seat: str, agreed: str, actor: str) -> Ask | None:
        """Seat a candidate there; what is returned waits for a yes. Raises NotNow."""
        plan = held.plan
        place = next((s for s in plan.seatings if s.number == number), None)
        if place is not None and (place.room_id, place.seat) == (room, seat):
            return None
        taken = next((s for s in plan.seatings if (s.room_id, s.seat) == (room, seat)), None)
        if taken is not None and place is not None:
            return self._asked(
                held, self._swapped(held, number, taken.number), agreed, actor, ask_always=True
            )
        done = _refused(lambda: move(plan, number, room, seat, rules=held.rules, options=held.options))
        ask = Ask(act="move", number=number, room=room, seat=seat, what=done.what, warnings=done.warnings)
        return self._asked(held, (done, ask), agreed, actor)

    def swap(self, held: InPlan, number: str, other: str, agreed: str, actor: str) -> Ask | None:
        """Two candidates change places; what is returned waits for a yes. Raises NotNow."""
        return self._asked(held, self._swapped(held, number, other), agreed, actor)

    def unseat(self, held: InPlan, number: str, actor: str) -> None:
        """Take a candidate off their seat. Raises NotNow."""
        done = _refused(lambda: unseat(held.plan, number))
        self.take(held.plan, done.seatings, done.what, actor)

    def pin(self, held: InPlan, number: str, actor: str, *, hold: bool) -> None:
        """Hold a seat fast, or let it go. Raises NotNow."""
        done = pin(held.plan, {number}, held=hold)
        self.take(held.plan, done.seatings, f"{number}: {done.what}", actor)

    def clear(self, held: InPlan, actor: str) -> None:
        """Nobody has a seat any more, until it is undone. Raises NotNow."""
        people = len({s.number for s in held.plan.seatings})
        self.take(held.plan, (), f"{people} candidates were taken off their seats.", actor)

    def take(self, plan: SessionPlan, seatings: Sequence[SeatingRecord], what: str, actor: str) -> None:
        """Write a whole seating as one step. Raises NotNow where the plan was changed meanwhile."""
        before, after = {s.key: s for s in plan.seatings}, {s.key: s for s in seatings}
        changes = [HandChange(before=before.get(key), after=after.get(key)) for key in {**before, **after}]
        try:
            self.hub.plan.steps.take(
                scope(plan.session), changes, what=what, actor=actor, at=self.hub.real_now()
            )
        except PlanMovedOnError as error:
            raise NotNow(str(error)) from error

    def recent(self, session: SessionId) -> tuple[Step, ...]:
        """The newest steps of the session that can be undone."""
        return self.hub.plan.steps.recent(scope(session), SHOWN_STEPS)

    def undo(self, session: SessionId, step: str) -> Step:
        """Take back the step that the page showed. Raises NotNow."""
        return undo_step(self.hub.plan, scope(session), self.hub.real_now(), step, of="this seating")

    def _swapped(self, held: InPlan, number: str, other: str) -> tuple[Moved, Ask]:
        done = _refused(lambda: swap(held.plan, number, other, rules=held.rules, options=held.options))
        what = f"{number} and {other} change places."
        return done, Ask(act="swap", number=number, other=other, what=what, warnings=done.warnings)

    def _asked(
        self, held: InPlan, change: tuple[Moved, Ask], agreed: str, actor: str, *, ask_always: bool = False
    ) -> Ask | None:
        done, ask = change
        doubtful = ask_always or any(w.kind in SERIOUS for w in ask.warnings)
        if doubtful and agreed != ask.digest:
            return ask
        told = f" Mind: {' '.join(w.text for w in done.warnings)}" if done.warnings else ""
        self.take(held.plan, done.seatings, done.what + told, actor)
        return None


def scope(session: SessionId) -> str:
    """What undoing in this session takes back."""
    return f"seating {session}"


def _refused(work: Callable[[], Moved]) -> Moved:
    try:
        return work()
    except SeatingError as error:
        raise NotNow(str(error)) from error
