"""The register of the room as a list: rows, filters, search and counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import Observable
from kiosk_app.viewmodels.searching import folded, matches
from shared.look import STATE_LOOKS
from shared.record.register import SittingRecord, SittingState
from shared.record.times import Lateness

ATTENTION: Final = (SittingState.PENDING, SittingState.ALARM, SittingState.AWAY, SittingState.EXPECTED)
_SEATED: Final = (
    SittingState.PRESENT,
    SittingState.LATE,
    SittingState.VERY_LATE,
    SittingState.AWAY,
    SittingState.COLLECTED,
    SittingState.PENDING,
)
FILTERS: Final[dict[str, tuple[str, Callable[[SittingRecord], bool]]]] = {
    "all": (N_("All"), lambda s: True),
    "not_set": (N_("Not set"), lambda s: s.state is SittingState.EXPECTED),
    "present": (N_("Present"), lambda s: s.is_present),
    "late": (N_("Late"), lambda s: s.is_present and s.lateness is not Lateness.ON_TIME),
    "absent": (N_("Absent"), lambda s: s.state is SittingState.ABSENT),
    "attention": (N_("To settle"), lambda s: s.state in (SittingState.PENDING, SittingState.ALARM)),
}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register as it is shown."""

    key: Key
    name: str
    number: str
    seat: str
    component: str
    arrangements: str
    state: SittingState
    letter: str
    icon: str
    label: str
    note: str
    struck: bool


class RegisterViewModel(Observable):
    """The list an invigilator takes the register with."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self.filter = "all"
        self.search = ""

    def set_filter(self, name: str) -> None:
        """One of ``FILTERS``. Raises KeyError for another."""
        _unused = FILTERS[name]
        self.filter = name
        self.tell()

    def set_search(self, text: str) -> None:
        """Look for part of a name, the number or the seat; everybody when empty."""
        self.search = text.strip()
        self.tell()

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        keep = FILTERS[self.filter][1]
        wanted = folded(self.search)
        shown = [s for s in self._book.sittings if keep(s)]
        return tuple(
            self.row(s)
            for s in shown
            if matches(wanted, self._book.name(s), self._book.number(s), self._book.seat(s))
        )

    @property
    def filter_counts(self) -> dict[str, int]:
        sittings = self._book.sittings
        return {name: sum(1 for s in sittings if keep(s)) for name, (_label, keep) in FILTERS.items()}

    @property
    def state_counts(self) -> dict[SittingState, int]:
        """How many are in which state, in the order of the look; states nobody is in are left out."""
        states = [s.state for s in self._book.sittings]
        return {state: states.count(state) for state in SittingState if state in states}

    @property
    def total(self) -> int:
        return len(self._book.sittings)

    @property
    def not_set(self) -> int:
        return sum(1 for s in self._book.sittings if s.state is SittingState.EXPECTED)

    def row(self, sitting: SittingRecord) -> RegisterRow:
        look = STATE_LOOKS[sitting.state]
        return RegisterRow(
            key=sitting.key,
            name=self._book.name(sitting),
            number=self._book.number(sitting),
            seat=self._book.seat(sitting),
            component=self._book.code(sitting.component_id),
            arrangements=self._book.candidate(sitting.candidate_id).arrangement_codes,
            state=sitting.state,
            letter=look.letter,
            icon=look.icon,
            label=_(look.label),
            note=self._note(sitting),
            struck=sitting.attendance.value in ("withdrawn", "transferred"),
        )

    def _note(self, sitting: SittingRecord) -> str:
        here = self._book.desk.room.id
        if sitting.room and sitting.room != here:
            return _("sits in {room}").format(room=self._book.room_name(sitting.room))
        if sitting.attendance.value in ("withdrawn", "transferred", "contradicted"):
            return _(sitting.attendance.value)
        if sitting.away_since:
            return _("away since {time}").format(time=self._book.clock(sitting.away_since))
        if sitting.state in (SittingState.LATE, SittingState.VERY_LATE) and sitting.arrived_at:
            return _("arrived {time}").format(time=self._book.clock(sitting.arrived_at))
        if not sitting.listed:
            return _("on no list")
        return ""
