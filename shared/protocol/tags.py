"""QR tags: what is printed on seats and name tags, and how it is checked with the hub off.

79 bytes — version, kind, key id, candidate, scope, issue, Ed25519 signature — as Base45 (RFC 9285),
so that the QR code stays alphanumeric and coarse: 119 characters. Nothing personal is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import IntEnum, StrEnum
from typing import Final

import base45
from msgspec import Struct

from shared.ids import (
    CandidateId,
    SessionId,
    candidate_id_from_bytes,
    candidate_id_to_bytes,
    parse_session_id,
    session_id,
)
from shared.protocol.signing import SignatureError, SigningKey, VerifyKey

TAG_VERSION: Final = 1
_BODY = 15
_SIGNATURE = 64


class TagKind(IntEnum):
    """A seat tag names one sitting's session; a name tag is good for the series."""

    SEAT = 1
    NAME = 2


class Tag(Struct, frozen=True, kw_only=True):
    """What a tag says. ``session`` is empty on a name tag. A re-issued tag has a higher ``issue``."""

    kind: TagKind
    key_id: int
    candidate_id: CandidateId
    session: SessionId = ""
    issue: int = 1


class TagFault(StrEnum):
    """Why a scanned code is not accepted as a tag at all."""

    NOT_A_TAG = "not_a_tag"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


class TagError(ValueError):
    """A code that is not a genuine tag; ``fault`` says why."""

    def __init__(self, fault: TagFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def write_tag(tag: Tag, key: SigningKey) -> str:
    """The text of the QR code: 119 Base45 characters."""
    body = _pack(tag)
    return bytes(base45.b45encode(body + key.sign_raw(body))).decode()


def read_tag(code: str, keys: Mapping[int, str]) -> Tag:
    """The tag in a scanned text, checked against the pack's keys. Raises TagError."""
    try:
        data = base45.b45decode(code.strip())
    except ValueError as error:
        raise TagError(TagFault.NOT_A_TAG) from error
    if len(data) != _BODY + _SIGNATURE or data[1] not in tuple(TagKind):
        raise TagError(TagFault.NOT_A_TAG)
    if data[0] != TAG_VERSION:
        raise TagError(TagFault.UNKNOWN_VERSION)
    body, signature = data[:_BODY], data[_BODY:]
    key = keys.get(int.from_bytes(body[2:4]))
    if key is None:
        raise TagError(TagFault.UNKNOWN_KEY)
    try:
        genuine = VerifyKey.from_text(key).verifies_raw(signature, body)
        tag = _unpack(body)
    except (SignatureError, ValueError, OverflowError) as error:
        raise TagError(TagFault.FORGED) from error
    if not genuine:
        raise TagError(TagFault.FORGED)
    return tag


def _pack(tag: Tag) -> bytes:
    if tag.session:
        day, half = parse_session_id(tag.session)
        scope = day.toordinal().to_bytes(3) + (b"\x01" if half == "AM" else b"\x02")
    else:
        scope = bytes(4)
    return (
        bytes((TAG_VERSION, tag.kind))
        + tag.key_id.to_bytes(2)
        + candidate_id_to_bytes(tag.candidate_id)
        + scope
        + tag.issue.to_bytes(2)
    )


def _unpack(body: bytes) -> Tag:
    ordinal = int.from_bytes(body[9:12])
    session = session_id(date.fromordinal(ordinal), "AM" if body[12] == 1 else "PM") if ordinal else ""
    return Tag(
        kind=TagKind(body[1]),
        key_id=int.from_bytes(body[2:4]),
        candidate_id=candidate_id_from_bytes(body[4:9]),
        session=session,
        issue=int.from_bytes(body[13:15]),
    )
