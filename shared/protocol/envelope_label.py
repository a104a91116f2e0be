"""The code on a sealed script envelope: what is in it and where the journal stood, signed by the hub.

112 bytes as Base45 (RFC 9285), so that the QR code stays alphanumeric: 168 characters. Nothing personal
is in it. Whoever has the journal later compares its row with ``journal_head``: the paper proves the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

import base45
from msgspec import Struct

from shared.canonical import digest
from shared.ids import CandidateId, ComponentId, EnvelopeId, SessionId, parse_session_id, session_id
from shared.protocol.signing import SignatureError, SigningKey, VerifyKey

LABEL_VERSION: Final = 1
LABEL_KIND: Final = 3
"""Behind the kinds of tags (seat, name): a scanner tells at once which of them lies before it."""
_BODY: Final = 48
_SIGNATURE: Final = 64
MOST_COUNTED: Final = 0xFFFF


class EnvelopeLabel(Struct, frozen=True, kw_only=True):
    """What the label says.

    ``component`` and ``contents`` are short digests (:func:`component_mark`, :func:`contents_mark`),
    ``seal`` that of the fact by which it was sealed (:func:`seal_mark`). ``present`` and ``absent`` are the
    totals of the component's signed register. ``journal_seq`` and ``journal_head`` (16 hex digits) say how
    long the journal was when the label was made, and the beginning of its last row's hash.
    """

    session: SessionId
    component: str
    number: int
    of: int
    scripts: int
    present: int
    absent: int
    contents: str
    seal: str
    journal_seq: int
    journal_head: str


class LabelFault(StrEnum):
    """Why a scanned code is not accepted as an envelope's label at all."""

    NOT_A_LABEL = "not_a_label"
    UNKNOWN_VERSION = "unknown_version"
    FORGED = "forged"


class LabelError(ValueError):
    """A code that is not a genuine label of this hub; ``fault`` says why."""

    def __init__(self, fault: LabelFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def component_mark(component: ComponentId) -> str:
    """Twelve hex digits for a component."""
    return digest(component)[:12]


def contents_mark(candidates: Iterable[CandidateId]) -> str:
    """Twelve hex digits for whose scripts are inside, in whatever order."""
    return digest("|".join(sorted(candidates)))[:12]


def seal_mark(fact: EnvelopeId) -> str:
    """Eight hex digits for the fact by which the envelope was sealed: sealed anew, it is another."""
    return digest(fact)[:8]


def write_label(label: EnvelopeLabel, key: SigningKey) -> str:
    """The text of the QR code. Raises ValueError for what no envelope has."""
    body = _pack(label)
    return bytes(base45.b45encode(body + key.sign_raw(body))).decode()


def read_label(code: str, key: VerifyKey) -> EnvelopeLabel:
    """The label in a scanned text, checked against the hub's key. Raises LabelError."""
    try:
        data = base45.b45decode(code.strip())
    except ValueError as error:
        raise LabelError(LabelFault.NOT_A_LABEL) from error
    if len(data) != _BODY + _SIGNATURE or data[1] != LABEL_KIND:
        raise LabelError(LabelFault.NOT_A_LABEL)
    if data[0] != LABEL_VERSION:
        raise LabelError(LabelFault.UNKNOWN_VERSION)
    body = data[:_BODY]
    try:
        genuine = key.verifies_raw(data[_BODY:], body)
        label = _unpack(body)
    except (SignatureError, ValueError, OverflowError) as error:
        raise LabelError(LabelFault.FORGED) from error
    if not genuine:
        raise LabelError(LabelFault.FORGED)
    return label


def _pack(label: EnvelopeLabel) -> bytes:
    day, half = parse_session_id(label.session)
    counts = (label.number, label.of, label.scripts, label.present, label.absent)
    if any(not 0 <= count <= MOST_COUNTED for count in counts):
        raise ValueError("a label counts from 0 to 65535")
    return b"".join(
        (
            bytes((LABEL_VERSION, LABEL_KIND)),
            day.toordinal().to_bytes(3) + (b"\x01" if half == "AM" else b"\x02"),
            _hex(label.component, 6),
            *(count.to_bytes(2) for count in counts),
            _hex(label.contents, 6),
            _hex(label.seal, 4),
            label.journal_seq.to_bytes(8),
            _hex(label.journal_head, 8),
        )
    )


def _hex(text: str, size: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != size:
        raise ValueError(f"{size * 2} hex digits are expected")
    return data


def _unpack(body: bytes) -> EnvelopeLabel:
    number, of, scripts, present, absent = (int.from_bytes(body[at : at + 2]) for at in range(12, 22, 2))
    return EnvelopeLabel(
        session=session_id(date.fromordinal(int.from_bytes(body[2:5])), "AM" if body[5] == 1 else "PM"),
        component=body[6:12].hex(),
        number=number,
        of=of,
        scripts=scripts,
        present=present,
        absent=absent,
        contents=body[22:28].hex(),
        seal=body[28:32].hex(),
        journal_seq=int.from_bytes(body[32:40]),
        journal_head=body[40:48].hex(),
    )
