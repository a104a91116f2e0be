"""What things are called on the officer's pages."""

from __future__ import annotations

from typing import Final

from shared.ids import CandidateId, ComponentId, InvigilatorId, RoomId
from shared.plan.pack import SessionPack
from shared.record.register import DiscrepancyKind, Register, SittingRecord
from shared.record.settling import decides_attendance

Kind = DiscrepancyKind

DISCREPANCY_TITLES: Final[dict[DiscrepancyKind, str]] = {
    Kind.ATTENDANCE_CONTRADICTED: "Attendance contradicted",
    Kind.ATTENDANCE_NOT_SET: "Attendance not set",
    Kind.TWO_PLACES: "In two places",
    Kind.SEAT_TAKEN_TWICE: "Seat taken twice",
    Kind.IDENTITY_PENDING: "Identity pending",
    Kind.IDENTITY_MISMATCH: "Not the person on the photo",
    Kind.UNLISTED_SITTER: "Unlisted candidate",
    Kind.PRESENT_WITHOUT_SCRIPT: "Script missing",
    Kind.SCRIPT_WITHOUT_PRESENCE: "Script without attendance",
    Kind.COUNTS_DIFFER: "Counts differ",
    Kind.PACKET_MISMATCH: "Wrong packet",
    Kind.PACKET_OPENED_BY_ONE: "Packet opened by one person",
    Kind.REGISTER_UNSIGNED: "Register unsigned",
    Kind.CLOCK_SUSPECT: "Tablet clock wrong",
    Kind.RATIO_BREACHED: "Too few invigilators",
    Kind.QUARANTINED_RECORD: "Record in quarantine",
    Kind.STEP_SKIPPED: "Step skipped",
    Kind.START_OUTSIDE_WINDOW: "Start outside the window",
    Kind.SUPERVISION_GAP: "Nobody supervised",
    Kind.CORRECTION_UNCOUNTERSIGNED: "Correction not countersigned",
    Kind.PAPERS_DIFFER: "Question papers don't balance",
}
DISCREPANCY_ADVICE: Final[dict[DiscrepancyKind, str]] = {
    Kind.ATTENDANCE_CONTRADICTED: "Have somebody look at the seat, then say which is right.",
    Kind.ATTENDANCE_NOT_SET: "Ask the room whether the candidate was there.",
    Kind.TWO_PLACES: "Have both seats looked at. One of the two is somebody else, or a slip of the hand.",
    Kind.SEAT_TAKEN_TWICE: "Have the seat looked at and the other candidate's seat corrected.",
    Kind.IDENTITY_PENDING: "Compare the person with the photo or a document, or ask staff who know them.",
    Kind.IDENTITY_MISMATCH: "Go to the room. The candidate stays seated until you have looked.",
    Kind.UNLISTED_SITTER: "Make a formal entry with the awarding body, then note its reference here.",
    Kind.PRESENT_WITHOUT_SCRIPT: "Find the script before anyone is dismissed; else say who authorised what.",
    Kind.SCRIPT_WITHOUT_PRESENCE: "Look at the name on the script, then say whether the candidate sat.",
    Kind.COUNTS_DIFFER: "Have the pile counted again by a second person.",
    Kind.PACKET_MISMATCH: "Stop the room. Compare board, component, tier, date and session on the packet.",
    Kind.PACKET_OPENED_BY_ONE: "Note who was there when the packet was opened.",
    Kind.REGISTER_UNSIGNED: "Have the lead invigilator sign, on the tablet or on paper.",
    Kind.CLOCK_SUSPECT: "Set the tablet's clock. Its times are kept, with the difference noted.",
    Kind.RATIO_BREACHED: "Send an invigilator.",
    Kind.QUARANTINED_RECORD: "Look at the record, and key in from paper what it should have said.",
    Kind.STEP_SKIPPED: "Ask the room whether it was done and not recorded, and note what they say.",
    Kind.START_OUTSIDE_WINDOW: "Ask why, tell the awarding body, and note its answer.",
    Kind.SUPERVISION_GAP: "Find out who was with the candidate, and have it entered with its time.",
    Kind.CORRECTION_UNCOUNTERSIGNED: "Look at the correction with its author, and sign beside it here.",
    Kind.PAPERS_DIFFER: "Have the papers counted again. A missing question paper is reported to the board.",
}
DECIDES_ATTENDANCE: Final = frozenset(kind for kind in Kind if decides_attendance(kind))
HELP_TITLES: Final = {
    "officer": "Officer wanted",
    "first_aid": "First aid wanted",
    "escort": "Escort wanted",
    "papers": "Papers wanted",
    "technician": "Technician wanted",
}
INCIDENT_TITLES: Final = {
    "late": "Late arrival",
    "very_late": "Very late arrival",
    "malpractice": "Suspected malpractice",
    "illness": "Illness",
    "evacuation": "Evacuation",
    "disturbance": "Disturbance",
    "leaving_room": "Left the room",
    "wrong_paper": "Wrong paper",
    "intruder": "Intruder",
    "other": "Incident",
}
REPORT_TITLES: Final = {
    "m1": "Malpractice report (M1)",
    "m2": "Staff malpractice report (M2)",
    "very_late": "Very late arrival report",
    "special_consideration": "Special consideration list",
}
OFFICE: Final = "Exams office"


class Names:
    """Names of one session's people and places; unlisted sitters have theirs in the register."""

    def __init__(self, pack: SessionPack, register: Register) -> None:
        self._candidates = {c.id: c for c in pack.candidates}
        self._rooms = {r.id: r.name for r in pack.rooms}
        self._invigilators = {i.id: i.name for i in pack.invigilators}
        self._papers = {c.id: c for c in pack.session.components}
        self._unlisted = {s.candidate_id: s for s in register.sittings if not s.listed}

    def candidate(self, wanted: CandidateId) -> str:
        """``O'Connor, Siân``, as the register has it."""
        known = self._candidates.get(wanted)
        if known and known.is_known_here:
            return known.register_name
        unlisted = self._unlisted.get(wanted)
        return unlisted.unlisted_name if unlisted and unlisted.unlisted_name else f"candidate {wanted}"

    def number(self, wanted: CandidateId) -> str:
        known = self._candidates.get(wanted)
        if known and known.number:
            return known.number
        unlisted = self._unlisted.get(wanted)
        return unlisted.unlisted_number if unlisted else ""

    def numbered(self, wanted: CandidateId) -> str:
        """``0421 O'Connor, Siân``."""
        return f"{self.number(wanted)} {self.candidate(wanted)}".strip()

    def room(self, wanted: RoomId | None) -> str:
        return self._rooms.get(wanted, wanted) if wanted else OFFICE

    def actor(self, wanted: InvigilatorId) -> str:
        """An invigilator's name; the office signs with a name already."""
        return self._invigilators.get(wanted, wanted)

    def paper(self, wanted: ComponentId) -> str:
        """``AQA 8300/2F``."""
        return wanted.replace(":", " ", 1)

    def paper_title(self, wanted: ComponentId) -> str:
        known = self._papers.get(wanted)
        return known.component.title if known else ""

    def knows_room(self, wanted: RoomId) -> bool:
        return wanted in self._rooms

    def surname(self, wanted: CandidateId) -> str:
        """Short, for a seat on the plan."""
        known = self._candidates.get(wanted)
        return known.surname if known and known.is_known_here else self.candidate(wanted)

    def seat(self, sitting: SittingRecord) -> str:
        return sitting.seat or sitting.planned_seat or ""
