"""Who is on duty in the room, and who may take on duty there."""

from __future__ import annotations

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible
from shared.ids import InvigilatorId
from shared.plan.centre import Invigilator
from shared.record.events import room as ev
from shared.record.times import invigilators_needed


def require_pin(book: RoomBook, invigilator: InvigilatorId, pin: str) -> Invigilator:
    """The invigilator whose PIN this is. Raises NotPossible."""
    person = book.desk.pack.invigilator(invigilator)
    if book.desk.sign_in_opens is not None:
        raise NotPossible(_("Too many wrong PINs."), _("Wait a little, then try again."))
    if person is None or not book.desk.accepts_pin(invigilator, pin):
        raise NotPossible(_("That PIN is not right."), _("Try again, or ask the exams officer."))
    return person


class OnDuty:
    """Invigilators of the room: signing in and out of duty, and whether there are enough."""

    def __init__(self, book: RoomBook) -> None:
        self._book = book

    @property
    def people(self) -> tuple[tuple[InvigilatorId, str], ...]:
        return tuple((i, self._book.person(i)) for i in self._book.room.on_duty)

    @property
    def needed(self) -> int:
        """By the ratio, for everybody who is planned here and not absent (rule 5)."""
        gone = ("absent", "transferred", "withdrawn")
        here = {s.candidate_id for s in self._book.sittings if s.attendance.value not in gone}
        return invigilators_needed(len(here), self._book.desk.pack.rules)

    def sign_in(self, invigilator: InvigilatorId, pin: str) -> None:
        """A person takes up duty with the own PIN."""
        person = require_pin(self._book, invigilator, pin)
        if person.id in self._book.room.on_duty:
            raise NotPossible(_("{name} is on duty already.").format(name=person.name))
        self._book.desk.record(ev.InvigilatorSignedIn(invigilator_id=person.id))

    def sign_out(self, invigilator: InvigilatorId) -> None:
        """A person leaves duty; the last one only once the room is closed."""
        duty = self._book.room.on_duty
        if invigilator not in duty:
            raise NotPossible(_("This person is not on duty here."))
        if len(duty) == 1 and self._book.room.started_at and self._book.room.closed_at is None:
            raise NotPossible(
                _("A room with candidates is never left alone."), _("Sign the next person in first.")
            )
        self._book.desk.record(ev.InvigilatorSignedOut(invigilator_id=invigilator))
