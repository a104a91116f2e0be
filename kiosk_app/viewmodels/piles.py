"""The piles of a room: scripts counted by hand, question papers accounted for, and how they are packed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import NotPossible
from shared.ids import ComponentId
from shared.plan.timetable import TimetabledComponent
from shared.record.custody import PaperCustody, paper_balance
from shared.record.events import scripts as ev

MOST = 5000


class RowView(Protocol):
    """A script of the room (:class:`kiosk_app.viewmodels.collect.ScriptRow`)."""

    @property
    def key(self) -> Key: ...
    @property
    def collected(self) -> bool: ...
    @property
    def excused(self) -> bool: ...
    @property
    def wants_form(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Pile:
    """One component's scripts in this room: by record, and by hand once counted.

    ``unaccounted`` are question papers that nobody can point at; None until packet and rest are counted.
    """

    component: ComponentId
    code: str
    expected: int
    collected: int
    counted: int | None
    unused: int | None
    received: int | None = None
    spoiled: int | None = None
    unaccounted: int | None = None
    hints: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """What was counted is what was collected."""
        return self.counted == self.collected


class PilesViewModel:
    """Counts are facts like any other: a second count stands beside the first."""

    def __init__(self, book: RoomBook, rows: Callable[[], Sequence[RowView]]) -> None:
        self._book = book
        self._rows = rows

    @property
    def piles(self) -> tuple[Pile, ...]:
        rows = self._rows()
        custody = {c.component_id: c for c in self._book.room.custody}
        return tuple(self._pile(p, rows, custody.get(p.id)) for p in self._book.papers)

    def count(self, component: ComponentId, scripts: int) -> bool:
        """The pile counted by hand; whether it agrees with what was collected."""
        if not 0 <= scripts <= MOST:
            raise NotPossible(_("A count is a number from 0 to 5000."))
        self._book.desk.record(ev.ScriptsCounted(component_id=component, count=scripts))
        return any(pile.component == component and pile.agrees for pile in self.piles)

    def count_unused(self, component: ComponentId, unused: int, spoiled: int = 0) -> None:
        """Question papers left over, used or spoiled by nobody's answer."""
        if min(unused, spoiled) < 0 or max(unused, spoiled) > MOST:
            raise NotPossible(_("A count is a number from 0 to 5000."))
        self._book.desk.record(ev.UnusedPapersCounted(component_id=component, unused=unused, spoiled=spoiled))

    def _pile(
        self, paper: TimetabledComponent, rows: Sequence[RowView], custody: PaperCustody | None
    ) -> Pile:
        own = [row for row in rows if row.key[1] == paper.id]
        room = self._book.room
        balance = paper_balance(custody, len(own)) if custody else None
        return Pile(
            component=paper.id,
            code=paper.component.code,
            expected=sum(1 for row in own if row.collected or not row.excused),
            collected=sum(1 for row in own if row.collected),
            counted=room.counted.get(paper.id),
            unused=custody.unused if custody and custody.unused is not None else room.unused.get(paper.id),
            received=custody.received if custody else None,
            spoiled=custody.spoiled if custody else None,
            unaccounted=balance.unaccounted if balance else None,
            hints=self._hints(paper, own),
        )

    def _hints(self, paper: TimetabledComponent, rows: Sequence[RowView]) -> tuple[str, ...]:
        """How this board wants its scripts, and what goes along with some of them (rules 27 and 37)."""
        board = self._book.desk.pack.rules.board(paper.component.board)
        hints = []
        if board.treasury_tags is not None:
            tags = (
                _("{board}: fasten loose sheets with a treasury tag.")
                if board.treasury_tags
                else _("{board}: no treasury tags.")
            )
            hints.append(tags.format(board=paper.component.board))
        forms = sum(1 for row in rows if row.wants_form)
        if forms:
            hints.append(_("Cover sheets still to be seen: {n}.").format(n=forms))
        return tuple(hints)
