"""How each kind of discrepancy may be settled, and by whom: the possible answers as data."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.record.events.candidate import Attendance
from shared.record.register import DiscrepancyKind

Kind = DiscrepancyKind


class Role(StrEnum):
    """Who may give an answer; the office may always give one."""

    INVIGILATOR = "invigilator"
    LEAD = "lead"
    OFFICER = "officer"


class Way(Struct, frozen=True, kw_only=True):
    """One possible answer.

    ``by_event`` names the event that makes the discrepancy go away by itself; without one the answer is
    the settling event, with ``ruling`` where it decides an attendance.
    """

    id: str
    words: str
    by: Role = Role.OFFICER
    by_event: str = ""
    ruling: Attendance | None = None


_PRESENT = Way(
    id="present", words="Somebody looked: the candidate sat this paper.", ruling=Attendance.PRESENT
)
_ABSENT = Way(id="absent", words="Somebody looked: the candidate was not there.", ruling=Attendance.ABSENT)
_TRANSFERRED = Way(
    id="transferred", words="The candidate sat at another centre.", ruling=Attendance.TRANSFERRED
)
_WITHDRAWN = Way(id="withdrawn", words="The candidate was withdrawn.", ruling=Attendance.WITHDRAWN)
_RULINGS = (_PRESENT, _ABSENT, _TRANSFERRED, _WITHDRAWN)
_CORRECTED = Way(
    id="corrected",
    words="The room corrects its register and says why.",
    by=Role.INVIGILATOR,
    by_event="AttendanceCorrected",
)
_RESEATED = Way(
    id="reseated", words="The candidate was given another seat.", by=Role.INVIGILATOR, by_event="SeatChanged"
)
_CONFIRMED = Way(
    id="identity_confirmed",
    words="A document or a member of staff says who it is.",
    by=Role.INVIGILATOR,
    by_event="IdentityDecided",
)
_SENT_AWAY = Way(
    id="wrong_person", words="It was somebody else, who was taken out of the room.", ruling=Attendance.ABSENT
)
_SCRIPT_FOUND = Way(
    id="script_found", words="The script was found.", by=Role.INVIGILATOR, by_event="ScriptCollected"
)
_RECOUNTED = Way(
    id="recounted",
    words="A second person counted again.",
    by=Role.INVIGILATOR,
    by_event="ScriptsCounted",
)
_LOOKED = Way(id="looked", words="Somebody looked; the answer says what was found.")

_WAYS: Final[dict[DiscrepancyKind, tuple[Way, ...]]] = {
    Kind.ATTENDANCE_CONTRADICTED: _RULINGS,
    Kind.ATTENDANCE_NOT_SET: (_CORRECTED, *_RULINGS),
    Kind.TWO_PLACES: (
        Way(
            id="present_here",
            words="The candidate sits in one of the rooms: say which.",
            ruling=Attendance.PRESENT,
        ),
        _CORRECTED,
        _ABSENT,
    ),
    Kind.SEAT_TAKEN_TWICE: (
        _RESEATED,
        Way(id="seat_seen", words="Somebody looked: who sits there, and where the other one sits."),
    ),
    Kind.IDENTITY_PENDING: (_CONFIRMED, _SENT_AWAY),
    Kind.IDENTITY_MISMATCH: (_CONFIRMED, _SENT_AWAY, _PRESENT),
    Kind.UNLISTED_SITTER: (
        Way(id="entry_made", words="A formal entry was made; the answer holds its reference."),
        Way(id="transfer_confirmed", words="The transfer from the other centre was confirmed."),
        Way(id="entry_refused", words="No entry can be made; the script is not sent."),
    ),
    Kind.PRESENT_WITHOUT_SCRIPT: (
        _SCRIPT_FOUND,
        Way(id="missing_authorised", words="The script stays missing; the answer says who authorised that."),
        _ABSENT,
    ),
    Kind.SCRIPT_WITHOUT_PRESENCE: (
        _PRESENT,
        Way(id="not_this_script", words="The script is another candidate's; the answer says whose."),
    ),
    Kind.COUNTS_DIFFER: (
        _RECOUNTED,
        Way(id="difference_explained", words="The difference is explained in the answer."),
    ),
    Kind.PACKET_MISMATCH: (
        Way(id="right_packet", words="It is the right packet: two people compared it again."),
        Way(
            id="exchanged",
            words="The packet stayed closed and was exchanged for the right one.",
        ),
        Way(id="board_told", words="It was opened: sealed again, and the awarding body was told."),
    ),
    Kind.PACKET_OPENED_BY_ONE: (
        Way(id="second_witness", words="A second person was there and says so."),
        Way(id="board_told", words="Nobody else was there; the awarding body was told."),
    ),
    Kind.REGISTER_UNSIGNED: (
        Way(
            id="signed",
            words="The lead invigilator signs on the tablet.",
            by=Role.LEAD,
            by_event="RegisterSigned",
        ),
        Way(id="signed_on_paper", words="It is signed on paper; the answer says by whom."),
    ),
    Kind.CLOCK_SUSPECT: (
        Way(id="clock_set", words="The tablet's clock was set; its earlier times were looked through."),
    ),
    Kind.RATIO_BREACHED: (
        Way(
            id="sent",
            words="An invigilator went in.",
            by=Role.INVIGILATOR,
            by_event="InvigilatorSignedIn",
        ),
        Way(id="explained", words="The answer says who supervised and for how long there were too few."),
    ),
    Kind.QUARANTINED_RECORD: (
        Way(id="keyed_in", words="What it should have said was keyed in from paper."),
        Way(id="nothing_lost", words="Nothing is missing from the record; the answer says why."),
    ),
    Kind.STEP_SKIPPED: (
        Way(id="was_done", words="It was done and not recorded; the answer says who saw it."),
        Way(id="not_done", words="It was not done; the answer says what follows from that."),
    ),
    Kind.START_OUTSIDE_WINDOW: (
        Way(id="agreed", words="The awarding body knew of the other start; the answer says who agreed."),
        Way(id="board_told", words="The awarding body was told; the answer holds what it said."),
    ),
    Kind.SUPERVISION_GAP: (
        Way(
            id="supervisor_named",
            words="Somebody did supervise; they are entered with the time from which they did.",
            by=Role.INVIGILATOR,
            by_event="SupervisionHandedOver",
        ),
        Way(id="gap_explained", words="The answer says where the candidate was; the board was told."),
    ),
    Kind.CORRECTION_UNCOUNTERSIGNED: (
        Way(id="countersigned", words="A second person looked at the correction and signs beside it."),
        Way(
            id="signed_again",
            words="The register is signed again by somebody other than who corrected it.",
            by=Role.LEAD,
            by_event="RegisterSigned",
        ),
    ),
    Kind.PAPERS_DIFFER: (
        Way(
            id="papers_recounted",
            words="A second person counted the papers again.",
            by=Role.INVIGILATOR,
            by_event="UnusedPapersCounted",
        ),
        Way(id="paper_found", words="The missing paper was found; the answer says where."),
        Way(id="board_told", words="A paper is missing; the awarding body was told."),
    ),
}


def ways_to_settle(kind: DiscrepancyKind) -> tuple[Way, ...]:
    """The possible answers to this kind, the likeliest first; never none."""
    return _WAYS.get(kind, (_LOOKED,))


def decides_attendance(kind: DiscrepancyKind) -> bool:
    """Whether an answer to this kind may rule on who was present."""
    return any(way.ruling is not None for way in ways_to_settle(kind))
