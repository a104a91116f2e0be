"""What the office still has to answer about this room before it may close, in the room's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import RoomBook
from shared.record.closing import ObstacleKind, what_stops_room
from shared.record.register import Discrepancy, DiscrepancyKind

Kind = DiscrepancyKind
WORDS: Final[dict[DiscrepancyKind, str]] = {
    Kind.ATTENDANCE_CONTRADICTED: N_("Recorded differently by two tablets"),
    Kind.ATTENDANCE_NOT_SET: N_("Neither present nor absent"),
    Kind.TWO_PLACES: N_("Recorded in two rooms"),
    Kind.SEAT_TAKEN_TWICE: N_("Two people on one seat"),
    Kind.IDENTITY_PENDING: N_("Identity not settled"),
    Kind.IDENTITY_MISMATCH: N_("Not the person on the photo"),
    Kind.UNLISTED_SITTER: N_("On no list: an entry has to be made"),
    Kind.PRESENT_WITHOUT_SCRIPT: N_("Script not collected"),
    Kind.SCRIPT_WITHOUT_PRESENCE: N_("A script of somebody who is not recorded as present"),
    Kind.COUNTS_DIFFER: N_("The count of the pile differs from the record"),
    Kind.PACKET_MISMATCH: N_("The packet did not match the timetable"),
    Kind.PACKET_OPENED_BY_ONE: N_("A packet was opened with one check only"),
    Kind.REGISTER_UNSIGNED: N_("The register is not signed"),
    Kind.CLOCK_SUSPECT: N_("The clock of this tablet was doubtful"),
    Kind.RATIO_BREACHED: N_("Too few invigilators for a time"),
    Kind.QUARANTINED_RECORD: N_("A record could not be read"),
    Kind.STEP_SKIPPED: N_("A step was passed over"),
    Kind.START_OUTSIDE_WINDOW: N_("Started outside the permitted time"),
    Kind.SUPERVISION_GAP: N_("Nobody is named as supervisor for a time"),
    Kind.CORRECTION_UNCOUNTERSIGNED: N_("Corrected after signing, without a second signature"),
    Kind.PAPERS_DIFFER: N_("The question papers don't add up"),
}
_TOLD_AS_MISSING: Final = frozenset(
    (
        Kind.ATTENDANCE_CONTRADICTED,
        Kind.ATTENDANCE_NOT_SET,
        Kind.IDENTITY_PENDING,
        Kind.IDENTITY_MISMATCH,
        Kind.PRESENT_WITHOUT_SCRIPT,
        Kind.REGISTER_UNSIGNED,
    )
)
"""What the list before signing says already, with a way to do it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question that stays with the room until the office has answered it."""

    what: str
    about: str


def questions(book: RoomBook) -> tuple[Question, ...]:
    """By the one rule of what stops a room (``shared.record.closing``)."""
    open_ones = {d.id: d for d in book.register.open_discrepancies}
    obstacles = what_stops_room(book.register, book.desk.pack, book.desk.room.id)
    told = (
        open_ones[known]
        for obstacle in obstacles
        for known in obstacle.discrepancy_ids
        if obstacle.kind is ObstacleKind.DISCREPANCY_OPEN and known in open_ones
    )
    return tuple(_question(book, d) for d in dict.fromkeys(told) if d.kind not in _TOLD_AS_MISSING)


def _question(book: RoomBook, discrepancy: Discrepancy) -> Question:
    people = [book.name_of(who) for who in discrepancy.candidate_ids]
    paper = book.code(discrepancy.component_id) if discrepancy.component_id else ""
    seat = _("seat {seat}").format(seat=discrepancy.seat) if discrepancy.seat else ""
    about = " · ".join(part for part in (*people, paper, seat) if part)
    return Question(what=_(WORDS[discrepancy.kind]), about=about)
