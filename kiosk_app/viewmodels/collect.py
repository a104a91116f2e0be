"""Collecting scripts in register order, and naming what is missing before anybody leaves (rule 35)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.leaving import Dismissal, dismissal
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.piles import Pile, PilesViewModel
from kiosk_app.viewmodels.scan import RedScreen, ScanViewModel
from kiosk_app.viewmodels.script_refusals import nobody_waits, refusal_of, wrong_pile
from shared.ids import ComponentId
from shared.protocol.scan import ScanFault
from shared.record.discrepancies import discrepancy_id
from shared.record.events import scripts as ev
from shared.record.register import DiscrepancyKind, SittingRecord
from shared.record.script_handling import cover_sheet, handling_notes


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """One script that should come in. ``excused``: the officer answered for it, nobody waits for it."""

    key: Key
    name: str
    number: str
    seat: str
    component: str
    collected: bool
    form: str
    notes: tuple[str, ...] = ()
    form_attached: bool = False
    excused: bool = False

    @property
    def wants_form(self) -> bool:
        """Its cover sheet has not been seen with it yet."""
        return bool(self.form) and not self.form_attached


class CollectViewModel(Observable):
    """The collector's round. ``pile`` is the paper that is collected now; empty: all of the room."""

    def __init__(self, book: RoomBook, scanner: ScanViewModel) -> None:
        super().__init__()
        self._book = book
        self._scanner = scanner
        self._counts = PilesViewModel(book, lambda: self.rows)
        self.pile: ComponentId = ""
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
        settled = {d.id for d in self._book.register.discrepancies if not d.is_open}
        return tuple(self._row(s, settled) for s in self._present)

    @property
    def missing(self) -> tuple[ScriptRow, ...]:
        """What somebody still has to bring; nothing that the officer answered for."""
        return tuple(row for row in self.rows if not row.collected and not row.excused)

    @property
    def next_row(self) -> ScriptRow | None:
        """The next one in register order, of the pile that is collected."""
        return next((row for row in self.missing if self.pile in ("", row.key[1])), None)

    @property
    def without_form(self) -> tuple[ScriptRow, ...]:
        """Scripts that are here and whose cover sheet nobody has seen with them (rule 27)."""
        return tuple(row for row in self.rows if row.collected and row.wants_form)

    @property
    def dismissal(self) -> Dismissal:
        """Whether anybody may leave, and what is missing with names and seats."""
        waits = tuple((row.key[1], row.seat, row.number, row.name) for row in self.missing)
        return dismissal(self._book, waits)

    def take_pile(self, component: ComponentId) -> None:
        """Collect one paper only from now on; an empty one: all papers of the room."""
        self.pile = component
        self.out_of_order = ""
        self.tell()

    def scan(self, code: str) -> ScriptRow | RedScreen:
        """Take the script of the tag that was scanned; a red screen where it isn't to be taken."""
        found = self._book.desk.scan(code)
        keys = [(s.candidate_id, s.component_id) for s in found.sittings]
        if found.fault is ScanFault.OTHER_ROOM:
            # Planned elsewhere, and recorded here: somebody moved, and the script was written here.
            keys = [row.key for row in self.rows if row.key[0] == found.candidate_id]
        if found.fault is not None and not keys:
            elsewhere = refusal_of(self._book, found)
            return self._scanner.refuse(found) if elsewhere is None else self._scanner.show(elsewhere)
        waiting = [row for row in self.rows if row.key in keys and not row.collected]
        for row in waiting:
            if self.pile in ("", row.key[1]):
                return self._take(row, "tag")
        if waiting:
            return self._scanner.show(wrong_pile(self._book, waiting[0].key, self.pile))
        return self._scanner.show(nobody_waits(self._book, keys[0]))

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
        if row.form_attached:
            raise NotPossible(_("The cover sheet is with this script already."))
        self._book.desk.record(ev.CoverSheetAttached(candidate_id=key[0], component_id=key[1], form=row.form))
        if self.last is not None and self.last.key == key:
            self.last = next(r for r in self.rows if r.key == key)
        self.tell()

    # Piles

    @property
    def piles(self) -> tuple[Pile, ...]:
        return self._counts.piles

    def count(self, component: ComponentId, scripts: int) -> bool:
        """The pile counted by hand; whether it agrees with what was collected."""
        agrees = self._counts.count(component, scripts)
        self.tell()
        return agrees

    def count_unused(self, component: ComponentId, unused: int, spoiled: int = 0) -> None:
        """Question papers left over, used or spoiled by nobody's answer."""
        self._counts.count_unused(component, unused, spoiled)
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

    def _row(self, sitting: SittingRecord, settled: set[str]) -> ScriptRow:
        granted = (*self._book.candidate(sitting.candidate_id).arrangements, *sitting.granted)
        form = cover_sheet(granted)
        asked = discrepancy_id(DiscrepancyKind.PRESENT_WITHOUT_SCRIPT, "|".join(sitting.key))
        return ScriptRow(
            key=sitting.key,
            name=self._book.name(sitting),
            number=self._book.number(sitting),
            seat=self._book.seat(sitting),
            component=self._book.code(sitting.component_id),
            collected=sitting.script_collected_at is not None,
            form=form,
            notes=tuple(_(note) for note in handling_notes(granted)),
            form_attached=form in sitting.cover_sheets,
            excused=asked in settled,
        )
