"""A pile counted again, script by script: what is missing from it and what does not belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.texts import _, counted
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId, ComponentId
from shared.record.events import scripts as ev
from shared.record.pile import Pile, count_pile


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the pile, and what to do."""

    what: str
    who: str
    advice: str


class RecountViewModel(Observable):
    """One re-count of one component's pile in this room. Nothing is recorded before ``finish``."""

    def __init__(self, book: RoomBook, component: ComponentId) -> None:
        super().__init__()
        self._book = book
        self.component = component
        self.code = book.code(component)
        self.fault = ""
        self._scanned: list[CandidateId] = []

    @property
    def pile(self) -> Pile:
        here = self._book.desk.room.id
        own = [
            s.candidate_id
            for s in self._book.register.of_component(self.component)
            if s.is_present and s.place == here
        ]
        return count_pile(
            self._book.register, self._book.desk.pack, self.component, self._scanned, expected=own
        )

    @property
    def scanned(self) -> int:
        """How many different scripts of the pile were held before the camera."""
        return len(dict.fromkeys(self._scanned))

    @property
    def expected(self) -> int:
        pile = self.pile
        return len(pile.right) + len(pile.missing)

    @property
    def last(self) -> str:
        """The script that was scanned last."""
        return self._who(self._scanned[-1]) if self._scanned else ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What doesn't belong and what lies wrong at once; what is missing is asked for at the end."""
        pile = self.pile
        found = [self._foreign(one.candidate_id, one.belongs_to) for one in pile.foreign]
        for one in pile.misplaced:
            behind = self._who(one.behind) if one.behind else ""
            advice = _("Put it behind {who}.").format(who=behind) if behind else _("It comes first.")
            found.append(Finding(_("Not in register order"), self._who(one.candidate_id), advice))
        return tuple(found)

    @property
    def missing(self) -> tuple[str, ...]:
        """Whose script was not in the pile, in register order."""
        return tuple(self._who(candidate) for candidate in self.pile.missing)

    def scan(self, code: str) -> None:
        """One script of the pile. A tag that can't be read changes nothing and says why."""
        found = self._book.desk.scan(code)
        self.fault = ""
        if not found.candidate_id or (found.fault is not None and not found.planned_rooms):
            self.fault = _("This tag can't be read here. Find the script by its number.")
        elif found.candidate_id in self._scanned:
            self.fault = _("{who} was counted already.").format(who=self._who(found.candidate_id))
        else:
            self._scanned.append(found.candidate_id)
        self.tell()

    def add(self, candidate: CandidateId) -> None:
        """A script without its tag, chosen by name."""
        if candidate not in self._scanned:
            self._scanned.append(candidate)
        self.fault = ""
        self.tell()

    def take_back(self) -> None:
        """The last one was a slip."""
        if self._scanned:
            self._scanned.pop()
        self.fault = ""
        self.tell()

    def finish(self) -> str:
        """Record how many scripts the pile holds; what came of it in one sentence."""
        if not self._scanned:
            raise NotPossible(_("Nothing is counted yet."), _("Hold the first script before the camera."))
        self._book.desk.record(ev.ScriptsCounted(component_id=self.component, count=self.scanned))
        self.tell()
        if self.pile.is_whole:
            return _("The pile is whole.")
        return counted("{n} thing to look at in the pile.", "{n} things to look at in the pile.", self._open)

    @property
    def _open(self) -> int:
        pile = self.pile
        return len(pile.missing) + len(pile.foreign)

    def _foreign(self, candidate: CandidateId, belongs_to: tuple[ComponentId, ...]) -> Finding:
        papers = ", ".join(self._book.code(component) for component in belongs_to)
        advice = _("Lay it on the pile of {codes}.").format(codes=papers)
        if self.component in belongs_to:
            advice = _("It belongs to another room: call the officer.")
        if not papers:
            advice = _("Nobody has this candidate as present: keep it apart, correct the register.")
        return Finding(_("Does not belong here"), self._who(candidate), advice)

    def _who(self, candidate: CandidateId) -> str:
        sitting = self._book.sitting((candidate, self.component))
        number = self._book.number(sitting)
        return f"{number} {self._book.name_of(candidate)}".strip()
