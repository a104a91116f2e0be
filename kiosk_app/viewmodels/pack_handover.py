"""The room's pack goes to the office: what is in it, who gives it, who takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import ComponentId
from shared.record.drawn import is_drawn
from shared.record.events import scripts as ev

ITEMS: Final = (
    ("scripts", N_("All scripts, in register order")),
    ("unused_papers", N_("Question papers that were not used or spoiled")),
    ("seating_plan", N_("Seating plan with the moves written in")),
    ("incident_log", N_("Incident log and everything kept")),
    ("phones", N_("Nothing of candidates left behind in the room")),
)
NAME_MOST = 80


@dataclass(frozen=True, slots=True)
class PackLine:
    """One component's pile as it is handed over."""

    component: ComponentId
    code: str
    scripts: int


class PackHandoverViewModel(Observable):
    """After the register is signed. Ticks live with the view-model: a redraw forgets none."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self.ticked: set[str] = set()

    @property
    def lines(self) -> tuple[PackLine, ...]:
        """How many scripts of each paper leave the room."""
        here = self._book.desk.room.id
        rows = [s for s in self._book.register.sittings if s.script_room == here and s.script_collected_at]
        return tuple(
            PackLine(p.id, p.component.code, sum(1 for s in rows if s.component_id == p.id))
            for p in self._book.papers
        )

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        return tuple((item, _(text)) for item, text in ITEMS)

    @property
    def open_items(self) -> tuple[str, ...]:
        """What nobody has ticked yet, in words."""
        return tuple(text for item, text in self.items if item not in self.ticked)

    @property
    def is_ready(self) -> bool:
        """Signed as it stands: before that there is nothing to give away."""
        room = self._book.room
        return room.signed_at is not None

    @property
    def done(self) -> str:
        """``Handed to H. Jones by Ruth Adeyemi at 11:40.``; empty before."""
        handed = self._book.room.handed_over
        if handed is None:
            return ""
        return _("Handed to {taken} by {given} at {time}.").format(
            taken=handed.taken_by,
            given=self._book.person(handed.given_by),
            time=self._book.clock(handed.at),
        )

    def tick(self, item: str, on: bool) -> None:
        """Seen in the pack, or not."""
        (self.ticked.add if on else self.ticked.discard)(item)
        self.tell()

    def hand_over(self, taken_by: str, signature: str = "", note: str = "") -> None:
        """It is in the other person's hands now. What is missing from the pack is written down as such."""
        name, person = taken_by.strip()[:NAME_MOST], self._book.desk.signed_in
        if not self.is_ready:
            raise NotPossible(_("The register is not signed yet."), _("Two people sign it first."))
        if not name:
            raise NotPossible(_("Who takes the pack?"), _("Write the name of the person."))
        if signature and not is_drawn(signature):
            raise NotPossible(
                _("That is too little for a signature."), _("Draw it again, or leave it empty.")
            )
        if person is None:
            raise NotPossible(_("Nobody is signed in."), _("Sign in first."))
        said = [note.strip(), *(_("missing: {what}").format(what=text) for text in self.open_items)]
        self._book.desk.record(
            ev.RoomPackHandedOver(
                scripts={line.component: line.scripts for line in self.lines},
                items=tuple(item for item, _text in ITEMS if item in self.ticked),
                given_by=person.id,
                taken_by=name,
                signature=signature,
                note="; ".join(part for part in said if part),
            )
        )
        self.tell()
