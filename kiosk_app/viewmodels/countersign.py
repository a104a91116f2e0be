"""After the register was signed a correction takes a second person (decision 16)."""

from __future__ import annotations

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.people import require_pin
from shared.ids import InvigilatorId

NOBODY = ("", "")


def is_wanted(book: RoomBook) -> bool:
    """Whether the room's register was signed already."""
    return book.room.signed_at is not None


def second_signature(book: RoomBook, second: tuple[InvigilatorId, str]) -> InvigilatorId:
    """Who signs beside the correction; empty before the register is signed. Raises NotPossible."""
    if not is_wanted(book):
        return ""
    if second == NOBODY:
        raise NotPossible(_("The register is signed."), _("A second person signs beside the correction."))
    person, acting = require_pin(book, *second), book.desk.signed_in
    if acting is not None and person.id == acting.id:
        raise NotPossible(_("That is the same person."), _("Somebody else signs beside the correction."))
    return person.id
