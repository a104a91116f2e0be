"""Collecting scripts in register order, and naming what is missing before anybody leaves (rule 35)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.scan import RedScreen, ScanViewModel, ScriptFault
from shared.ids import ComponentId
from shared.record.events import scripts as ev
from shared.record.register import SittingRecord
from shared.record.script_handling import cover_sheet, handling_notes


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """One script that should come in."""

    key: Key
    name: str
    number: str
    seat: str
    component: str
    collected: bool
    form: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pile:
    """One component's scripts in this room: by record, and by hand once counted."""

    component: ComponentId
    code: str
    expected: int
    collected: int
    counted: int | None
    unused: int | None


class CollectViewModel(Observable):
    """The collector's round."""

    def __init__(self, book: RoomBook, scanner: ScanViewModel) -> None:
        super().__init__()
        self._book = book
        self._scanner = scanner
        self.last: ScriptRow | None = None
        self.out_of_order = ""

    @property
    def _present(self) -> list[SittingRecord]:
        here = self._book.desk.room.id
        rows = [s for s in self._book.sittings if s.is_present and s.place == here]
        order = [p.id for p in self._book.papers]
        return sorted(rows, key=lambda s: (order.index(s.component_id), not s.listed, self._book.number(s)))

    @property
    def rows(self) -> tuple[ScriptRow, ...]:
        """Every script to collect here, in the order in which it goes into the envelope."""
        return tuple(self._row(s) for s in self._present)

    @property
    def missing(self) -> tuple[ScriptRow, ...]:
        return tuple(row for row in self.rows if not row.collected)

    @property
    def next_row(self) -> ScriptRow | None:
        return next(iter(self.missing), None)

    def scan(self, code: str) -> ScriptRow | RedScreen:
        """Take the script of the tag that was scanned; a red screen where it isn't to be taken."""
        found = self._book.desk.scan(code)
        if found.fault is not None:
            return self._scanner.refuse(found)
        keys = [(s.candidate_id, s.component_id) for s in found.sittings]
        waiting = [row for row in self.missing if row.key in keys]
        if waiting:
            return self._take(waiting[0], "tag")
        return self._scanner.show_red(*self._why_not(keys))

    def collect(self, key: Key, note: str = "") -> ScriptRow:
        """Take a script without its tag, chosen from the list."""
        row = next((r for r in self.rows if r.key == key), None)
        if row is None:
            raise NotPossible(
                _("The register doesn't have this candidate as present here."),
                _("Correct the register first."),
            )
        if row.collected:
            raise NotPossible(_("This script is collected already."))
        return self._take(row, "list", note)

    def attach_form(self, key: Key) -> None:
        """The cover sheet that belongs to this script is with it."""
        row = next((r for r in self.rows if r.key == key), None)
        if row is None or not row.form:
            raise NotPossible(_("No cover sheet belongs to this script."))
        self._book.desk.record(ev.CoverSheetAttached(candidate_id=key[0], component_id=key[1], form=row.form))
        self.tell()

    @property
    def piles(self) -> tuple[Pile, ...]:
        room = self._book.room
        return tuple(
            Pile(
                component=p.id,
                code=p.component.code,
                expected=sum(1 for r in self.rows if r.key[1] == p.id),
                collected=sum(1 for r in self.rows if r.key[1] == p.id and r.collected),
                counted=room.counted.get(p.id),
                unused=room.unused.get(p.id),
            )
            for p in self._book.papers
        )

    def count(self, component: ComponentId, scripts: int) -> bool:
        """The pile counted by hand; whether it agrees with what was collected."""
        if not 0 <= scripts <= 5000:
            raise NotPossible(_("A count is a number from 0 to 5000."))
        self._book.desk.record(ev.ScriptsCounted(component_id=component, count=scripts))
        self.tell()
        pile = next((p for p in self.piles if p.component == component), None)
        return pile is not None and pile.collected == scripts

    def count_unused(self, component: ComponentId, unused: int, spoiled: int = 0) -> None:
        """Question papers left over, used or spoiled by nobody's answer."""
        if min(unused, spoiled) < 0 or max(unused, spoiled) > 5000:
            raise NotPossible(_("A count is a number from 0 to 5000."))
        self._book.desk.record(ev.UnusedPapersCounted(component_id=component, unused=unused, spoiled=spoiled))
        self.tell()

    def _take(self, row: ScriptRow, method: str, note: str = "") -> ScriptRow:
        expected = self.next_row
        self._book.desk.record(
            ev.ScriptCollected(
                candidate_id=row.key[0],
                component_id=row.key[1],
                method="tag" if method == "tag" else "list",
                note=note.strip(),
            )
        )
        self.last = next(r for r in self.rows if r.key == row.key)
        self.out_of_order = ""
        if expected and expected.key != row.key:
            self.out_of_order = _("Not in register order: {number} {name} comes first.").format(
                number=expected.number, name=expected.name
            )
        self.tell()
        return self.last

    def _why_not(self, keys: list[Key]) -> tuple[ScriptFault, str, str, str]:
        sitting = self._book.sitting(keys[0])
        who = self._book.who(sitting)
        if sitting.script_collected_at:
            at = self._book.clock(sitting.script_collected_at)
            return (
                ScriptFault.COLLECTED_ALREADY,
                _("This script was collected at {time}.").format(time=at),
                _("Look for a second script under this name."),
                who,
            )
        return (
            ScriptFault.NOT_PRESENT,
            _("The register says {state}, but here is a script.").format(state=_(sitting.attendance.value)),
            _("Keep it apart and correct the register."),
            who,
        )

    def _row(self, sitting: SittingRecord) -> ScriptRow:
        granted = self._book.candidate(sitting.candidate_id).arrangements
        return ScriptRow(
            key=sitting.key,
            name=self._book.name(sitting),
            number=self._book.number(sitting),
            seat=self._book.seat(sitting),
            component=self._book.code(sitting.component_id),
            collected=sitting.script_collected_at is not None,
            form=cover_sheet(granted),
            notes=tuple(_(note) for note in handling_notes(granted)),
        )
