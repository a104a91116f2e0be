"""What the officer does to rooms: kept as steps that can be undone, and told whom a change would unseat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from hub.before.importing.rooms import walking_order
from hub.before.records import RoomRecord, SeatingRecord
from hub.storage.plan_steps import HandChange, PlanMovedOnError, Step
from hub.web.office.before.rooms_draft import RoomDraft
from hub.web.office.before.undoing import undo_step
from hub.web.office.refusals import NotNow, NotThere
from shared.canonical import digest
from shared.ids import RoomId, SessionId, safe_file_name
from shared.plan.days import session_in_words
from shared.rules.profile import RulesProfile

if TYPE_CHECKING:
    from hub.bootstrap import Hub

SCOPE: Final = "rooms"
SHOWN_STEPS: Final = 5
MOST_ROOMS: Final = 500


class RoomUse(Struct, frozen=True, kw_only=True):
    """One session that uses a room: how many are seated there, and which published version has it."""

    session: SessionId
    seated: int = 0
    version: int = 0


class Losing(Struct, frozen=True, kw_only=True):
    """Whose seat goes, and whose seat keeps its name but stands elsewhere, when a room is kept as drawn."""

    lost: tuple[SeatingRecord, ...]
    moved: tuple[SeatingRecord, ...]
    names: dict[str, str]

    @property
    def digest(self) -> str:
        """What the officer agrees to: another list needs another yes."""
        return digest("\n".join([*(s.key for s in self.lost), "moved", *(s.key for s in self.moved)]))


class RoomKeeping:
    """Reads and steps for the room pages. May be asked from any thread."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rules_by_day = hub.setting.rules

    def rules(self) -> RulesProfile:
        """The rules of today: a room belongs to no session."""
        return self._rules_by_day(self._hub.now().date())

    def rooms(self) -> tuple[RoomRecord, ...]:
        """In the order in which they are filled."""
        return tuple(self._hub.plan.rooms().values())

    def room(self, wanted: RoomId) -> RoomRecord:
        """Raises NotThere."""
        found = self._hub.plan.rooms().get(wanted)
        if found is None:
            raise NotThere(f"There is no room {wanted} in the plan. It may have been taken away.")
        return found

    def blank(self) -> RoomRecord:
        """What a new room is drawn from."""
        return RoomRecord(id="", name="", rows=6, columns=5, seats=walking_order(6, 5))

    def usage(self) -> dict[RoomId, tuple[RoomUse, ...]]:
        """Room → the sessions that use it, earliest first."""
        found: dict[RoomId, dict[SessionId, RoomUse]] = {}
        for (session, room), seated in self._hub.plan.seats_taken().items():
            found.setdefault(room, {})[session] = RoomUse(session=session, seated=seated)
        for session in self._hub.live.sessions():
            pack = self._hub.live.pack(session)
            for one in pack.rooms if pack else ():
                known = found.setdefault(one.id, {}).get(session, RoomUse(session=session))
                found[one.id][session] = replace(known, version=pack.version if pack else 0)
        return {room: tuple(uses[s] for s in sorted(uses)) for room, uses in found.items()}

    def uses(self, room: RoomId) -> tuple[RoomUse, ...]:
        """The sessions that use one room."""
        return self.usage().get(room, ())

    def losing(self, room: RoomId, draft: RoomDraft) -> Losing | None:
        """Whom the draft would unseat or move; None where nobody minds."""
        before = self.room(room)
        after = draft.record(before).room
        usable = {seat.label: (seat.row, seat.column) for seat in after.usable_seats}
        was = {seat.label: (seat.row, seat.column) for seat in before.seats}
        seated = self._hub.plan.seatings_in(room)
        lost = tuple(s for s in seated if s.seat not in usable)
        moved = tuple(s for s in seated if s.seat in usable and usable[s.seat] != was.get(s.seat))
        if not lost and not moved:
            return None
        known = self._hub.plan.candidates()
        names = {
            s.number: known[s.number].with_arrangements(()).register_name for s in lost if s.number in known
        }
        return Losing(lost=lost, moved=moved, names=names)

    def make(self, draft: RoomDraft, actor: str) -> RoomRecord:
        """Keep a new room. Raises NotNow."""
        made = replace(
            draft.record(self.blank()), id=self._free_id(draft.name), name=self._free_name(draft.name)
        )
        self._take([HandChange(before=None, after=made)], f"{made.name} was made.", actor)
        return made

    def keep(self, room: RoomId, draft: RoomDraft, actor: str) -> None:
        """Keep the room as drawn; who loses their seat is unseated in the same step. Raises NotNow."""
        before, losing = self.room(room), self.losing(room, draft)
        after = draft.record(before)
        if after.name.casefold() != before.name.casefold():
            after = replace(after, name=self._free_name(after.name))
        changes = [HandChange(before=before, after=after)]
        unseated = ""
        if losing and losing.lost:
            changes += [HandChange(before=s, after=None) for s in losing.lost]
            people = len({(s.session, s.number) for s in losing.lost})
            unseated = f" {people} candidate{'s' if people > 1 else ''} lost a seat."
        self._take(changes, f"{after.name} was changed.{unseated}", actor)

    def copy(self, room: RoomId, actor: str) -> RoomRecord:
        """Another room laid out like this one. Raises NotThere, NotNow."""
        original = self.room(room)
        name = self._free_name(f"{original.name} (copy)")
        made = replace(original, id=self._free_id(name), name=name)
        self._take([HandChange(before=None, after=made)], f"{name} was made.", actor)
        return made

    def delete(self, room: RoomId, actor: str) -> None:
        """Take a room away. Raises NotThere, and NotNow where somebody is seated in it."""
        record = self.room(room)
        seated = [use for use in self.uses(room) if use.seated]
        if seated:
            reasons = tuple(f"{session_in_words(u.session)}: {u.seated} seated." for u in seated)
            raise NotNow(f"{record.name} is used. Seat them elsewhere first.", reasons)
        self._take([HandChange(before=record, after=None)], f"{record.name} was taken away.", actor)

    def recent(self) -> tuple[Step, ...]:
        """The newest steps that can be undone."""
        return self._hub.plan.steps.recent(SCOPE, SHOWN_STEPS)

    def undo(self, step: str) -> Step:
        """Take back the step that the page showed. Raises NotNow."""
        return undo_step(self._hub.plan, SCOPE, self._hub.real_now(), step, of="a room")

    def _take(self, changes: list[HandChange], what: str, actor: str) -> None:
        if len(self._hub.plan.rooms()) >= MOST_ROOMS and changes[0].before is None:
            raise NotNow(f"The plan holds at most {MOST_ROOMS} rooms.")
        try:
            self._hub.plan.steps.take(SCOPE, changes, what=what, actor=actor, at=self._hub.real_now())
        except PlanMovedOnError as error:
            raise NotNow(str(error)) from error

    def _free_id(self, name: str) -> RoomId:
        known = self._hub.plan.rooms()
        wanted = safe_file_name(name).lower()
        tried, number = wanted, 2
        while tried in known or tried == "undo":
            tried, number = f"{wanted}-{number}", number + 1
        return tried

    def _free_name(self, name: str) -> str:
        """Two rooms of one name can't be told apart on a plan. Raises NotNow."""
        taken = {room.name.casefold() for room in self._hub.plan.rooms().values()}
        if name.casefold() not in taken:
            return name
        if not name.endswith("(copy)"):
            raise NotNow(f"There is a room called {name} already. Give this one another name.")
        number = 2
        while f"{name} {number}".casefold() in taken:
            number += 1
        return f"{name} {number}"
