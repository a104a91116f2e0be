"""Writing in somebody who is on no list (rule 22)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk_app.texts import _
from kiosk_app.typed import shortened
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId, ComponentId, candidate_id_from_bytes
from shared.record.events import candidate as ev
from shared.record.events.candidate import Identity


class UnlistedViewModel(Observable):
    """The form for an unlisted sitter: name and paper are needed, number and seat help."""

    def __init__(self, book: RoomBook, random_bytes: Callable[[int], bytes]) -> None:
        super().__init__()
        self._book = book
        self._random = random_bytes

    @property
    def papers(self) -> tuple[tuple[ComponentId, str], ...]:
        """Components sat here first, then the others of the session."""
        here = self._book.papers
        rest = [c for c in self._book.desk.pack.session.components if c not in here]
        return tuple((c.id, f"{c.component.code} · {c.component.title}") for c in (*here, *rest))

    @property
    def free_seats(self) -> tuple[str, ...]:
        """Seats of the room on which nobody is planned or recorded."""
        gone = ("absent", "transferred", "withdrawn")
        taken = {self._book.seat(s) for s in self._book.sittings if s.attendance.value not in gone}
        return tuple(seat.label for seat in self._book.desk.room.seats if seat.label not in taken)

    def add(
        self,
        component: ComponentId,
        name: str,
        *,
        number: str = "",
        seat: str = "",
        reason: str = "",
        candidate: CandidateId = "",
        from_centre: str = "",
    ) -> Key:
        """Write the person in as sitting ``component`` here; identity stays pending for the office.

        With ``from_centre`` somebody entered at another centre, for the separate register (rule 23).
        """
        name, number, place = name.strip(), number.strip(), seat.strip().upper()
        centre = from_centre.strip()
        if not name:
            raise NotPossible(_("A name is needed."), _("Write it as the candidate says it."))
        if number and not (number.isascii() and number.isdigit() and len(number) == 4):
            raise NotPossible(
                _("A candidate number has four digits."), _("Leave it empty if nobody knows it.")
            )
        if centre and not (centre.isascii() and centre.isdigit() and len(centre) == 5):
            raise NotPossible(_("A centre number has five digits."), _("Leave it empty if nobody knows it."))
        if self._book.desk.pack.component(component) is None:
            raise NotPossible(_("This paper is not in this session."), _("Choose one from the list."))
        if place and self._book.desk.room.seat(place) is None:
            raise NotPossible(
                _("There is no seat {seat} in this room.").format(seat=shortened(place)), _("See the plan.")
            )
        known = candidate or candidate_id_from_bytes(self._random(5))
        self._book.desk.record(
            ev.UnlistedCandidateAdded(
                candidate_id=known,
                component_id=component,
                name=name[:200],
                number=number,
                seat=place or None,
                reason=reason.strip(),
                from_centre=centre,
            )
        )
        pending = ev.IdentityDecided(candidate_id=known, decision=Identity.PENDING, method="none")
        self._book.desk.record(pending)
        self.tell()
        return (known, component)
