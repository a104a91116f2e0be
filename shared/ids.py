"""Identifiers that travel between hub, tablet and paper, and the few functions that make them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal, TypeAlias

CandidateId: TypeAlias = str
"""Eight Crockford base-32 characters (40 random bits); says nothing about the person."""
ComponentId: TypeAlias = str
"""``board:code``, for instance ``AQA:8300/2F``."""
SessionId: TypeAlias = str
"""``2024-06-03-AM`` or ``2024-06-03-PM``."""
RoomId: TypeAlias = str
InvigilatorId: TypeAlias = str
DeviceId: TypeAlias = str
EnvelopeId: TypeAlias = str
"""``device_id:device_seq``: what makes a fact the same fact, however often it is delivered."""
Half: TypeAlias = Literal["AM", "PM"]

CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CANDIDATE_ID = re.compile(rf"[{CROCKFORD}]{{8}}")
_SESSION_ID = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(AM|PM)")


def component_id(board: str, code: str) -> ComponentId:
    """The component's identifier; codes keep their slashes and spaces, so it is never a file name."""
    return f"{board}:{code}"


def session_id(day: date, half: Half) -> SessionId:
    """The identifier of the exam session on ``day`` in its morning or afternoon."""
    return f"{day.isoformat()}-{half}"


def parse_session_id(value: SessionId) -> tuple[date, Half]:
    """Day and half of a session identifier. Raises ValueError for any other text."""
    match = _SESSION_ID.fullmatch(value)
    if match is None:
        raise ValueError(f"not a session identifier: {value!r} (expected for instance 2024-06-03-AM)")
    return date.fromisoformat(match[1]), "AM" if match[2] == "AM" else "PM"


def candidate_id_from_bytes(raw: bytes) -> CandidateId:
    """Five bytes as eight Crockford characters. Raises ValueError for another length."""
    if len(raw) != 5:
        raise ValueError("a candidate identifier is made from exactly five bytes")
    number = int.from_bytes(raw)
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(35, -5, -5))


def candidate_id_to_bytes(value: CandidateId) -> bytes:
    """The inverse of :func:`candidate_id_from_bytes`. Raises ValueError for a foreign identifier."""
    if not _CANDIDATE_ID.fullmatch(value):
        raise ValueError(f"not a candidate identifier: {value!r}")
    number = 0
    for character in value:
        number = number << 5 | CROCKFORD.index(character)
    return number.to_bytes(5)


def safe_file_name(value: str) -> str:
    """``value`` with everything that some file system dislikes replaced: ``8300/2F`` → ``8300-2F``."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", value).strip("-.") or "unnamed"
