"""What a scanned code means in one room of one session: somebody's tag, or exactly why not."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.ids import CandidateId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.protocol.tags import Tag, TagError, TagFault, TagKind, read_tag


class ScanFault(StrEnum):
    """Why a scan is refused; the first four are ``TagFault``'s."""

    NOT_A_TAG = "not_a_tag"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    OTHER_SESSION = "other_session"
    OTHER_ROOM = "other_room"
    SUPERSEDED = "superseded"
    NOT_ENTERED = "not_entered"


FAULT_TEXTS: Final[dict[ScanFault, tuple[str, str]]] = {
    ScanFault.NOT_A_TAG: (
        "This code is not an ExamDay tag.",
        "Scan the square code on the seat tag or name tag.",
    ),
    ScanFault.UNKNOWN_VERSION: (
        "This tag was made by a newer ExamDay.",
        "Update the tablet, or search by name.",
    ),
    ScanFault.UNKNOWN_KEY: (
        "This tag was printed by another centre.",
        "Search by name and tell the officer.",
    ),
    ScanFault.FORGED: (
        "This tag is not genuine.",
        "Keep it, search by name and tell the officer.",
    ),
    ScanFault.OTHER_SESSION: (
        "This tag is for another session.",
        "Ask for today's tag, or search by name.",
    ),
    ScanFault.OTHER_ROOM: (
        "This candidate sits in another room.",
        "Send the candidate to the room shown here.",
    ),
    ScanFault.SUPERSEDED: (
        "A newer tag was printed for this candidate.",
        "Take this one away, use the newer one.",
    ),
    ScanFault.NOT_ENTERED: (
        "This candidate has no exam in this session.",
        "Search by name and tell the officer.",
    ),
}
"""For the red screen: what is wrong, and what to do."""


class Scan(Struct, frozen=True, kw_only=True):
    """The answer to a scan. ``fault`` None: ``sittings`` are the candidate's in this room.

    With ``OTHER_ROOM`` the candidate and the planned rooms are told all the same.
    """

    fault: ScanFault | None = None
    candidate_id: CandidateId = ""
    sittings: tuple[Sitting, ...] = ()
    planned_rooms: tuple[RoomId, ...] = ()
    tag: Tag | None = None


def check_scan(code: str, pack: SessionPack, room: RoomId) -> Scan:
    """What ``code`` means in ``room``. Never raises: every fault is an answer."""
    try:
        tag = read_tag(code, pack.tag_keys)
    except TagError as error:
        return Scan(fault=_FROM_TAG[error.fault])
    candidate = pack.candidate(tag.candidate_id)
    if tag.kind is TagKind.SEAT and tag.session != pack.session.id:
        return Scan(fault=ScanFault.OTHER_SESSION, candidate_id=tag.candidate_id, tag=tag)
    sittings = pack.sittings_of(tag.candidate_id)
    if candidate is None or not sittings:
        return Scan(fault=ScanFault.NOT_ENTERED, candidate_id=tag.candidate_id, tag=tag)
    rooms = tuple(sorted({s.room_id for s in sittings if s.room_id}))
    here = tuple(s for s in sittings if s.room_id == room)
    fault: ScanFault | None = None
    if tag.issue < candidate.tag_issue:
        fault = ScanFault.SUPERSEDED
    elif not here:
        fault = ScanFault.OTHER_ROOM
    return Scan(fault=fault, candidate_id=candidate.id, sittings=here, planned_rooms=rooms, tag=tag)


_FROM_TAG = {
    TagFault.NOT_A_TAG: ScanFault.NOT_A_TAG,
    TagFault.UNKNOWN_VERSION: ScanFault.UNKNOWN_VERSION,
    TagFault.UNKNOWN_KEY: ScanFault.UNKNOWN_KEY,
    TagFault.FORGED: ScanFault.FORGED,
}
