"""What an invigilator has to know before deciding about a candidate."""

from __future__ import annotations

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import SittingRecord


def warnings_of(book: RoomBook, sitting: SittingRecord) -> tuple[str, ...]:
    """Warnings in sentences, the most urgent first; none for most candidates."""
    return (*_identity(sitting), *_elsewhere(book, sitting), *_register(book, sitting))


def _identity(sitting: SittingRecord) -> list[str]:
    if sitting.identity is Identity.MISMATCH:
        return [_("Recorded as not the person on the photo. The office was told.")]
    if sitting.identity is Identity.PENDING:
        return [_("Identity is not settled yet. The room can't close before it is.")]
    return []


def _elsewhere(book: RoomBook, sitting: SittingRecord) -> list[str]:
    here, said = book.desk.room.id, []
    for other in book.sittings_of(sitting.candidate_id):
        if other.room and other.room != here and other.is_present and other.finished_at is None:
            said.append(
                _("Already sitting in {room} ({code}).").format(
                    room=book.room_name(other.room), code=book.code(other.component_id)
                )
            )
        elif other.key == sitting.key and other.room is None and other.planned_room not in (None, here):
            said.append(_("Planned for {room}.").format(room=book.room_name(other.planned_room)))
        elif other.key != sitting.key and not other.is_present:
            said.append(
                _("Also sits {code} in {room} in this session.").format(
                    code=book.code(other.component_id), room=book.room_name(other.place)
                )
            )
    return said


def _register(book: RoomBook, sitting: SittingRecord) -> list[str]:
    if sitting.attendance is Attendance.CONTRADICTED:
        claims = " / ".join(_(claim.value) for claim in sitting.claimed)
        return [
            _("Recorded differently by two tablets: {claims}. The office settles it.").format(claims=claims)
        ]
    if not sitting.listed:
        return [_("On no list: the office has to make a formal entry.")]
    if sitting.attendance is Attendance.WITHDRAWN:
        return [_("Withdrawn from this paper.")]
    if sitting.attendance is Attendance.TRANSFERRED:
        return [_("Sits at another centre.")]
    return []
