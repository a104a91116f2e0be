"""A step that the office let a room pass over, with the reason and the time."""

from __future__ import annotations

from kiosk_app.screens.note import Note
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.viewmodels.book import RoomBook
from shared.record.room_steps import StepOverride


def waived_note(book: RoomBook, waived: StepOverride) -> Note:
    """Shown where the step itself would stand."""
    title = _("Not needed: the office says so, {time}").format(time=book.clock(waived.at))
    return Note(waived.reason, icon="check-decagram-outline", ink=palette().accent, title=title)
