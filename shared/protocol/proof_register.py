"""Proof of a register: worked out again from plan and facts, and compared row by row where it differs.

A register of this version's own format has to be the same byte for byte. One of another format, made by
an older or newer ExamDay, is compared in ``LASTING``: what a register says of each sitting whatever its
format, and what grades hang on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from shared.canonical import canonical_json
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import REGISTER_FILE, REGISTER_FORMAT
from shared.protocol.proof_findings import Finding
from shared.record.facts import Fact
from shared.record.fold import project
from shared.record.register import Register, SittingRecord

LASTING: Final = ("attendance", "identity", "room", "seat", "script_collected_at", "script_room", "sealed_in")
"""What every format says of a sitting in the same words."""


class RegisterProof(Struct, frozen=True, kw_only=True):
    """What comparing a register came to."""

    proved: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    limits: tuple[str, ...] = ()


class _SittingOfAnyFormat(Struct, frozen=True, kw_only=True):
    """The lasting part of an exported sitting; fields that this version doesn't know are passed over."""

    candidate_id: str
    component_id: str
    attendance: str
    identity: str
    room: str | None = None
    seat: str | None = None
    script_collected_at: datetime | None = None
    script_room: str | None = None
    sealed_in: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.candidate_id, self.component_id)


class _RegisterOfAnyFormat(Struct, frozen=True, kw_only=True):
    sittings: tuple[_SittingOfAnyFormat, ...]


def register_bytes(register: Register) -> bytes:
    """A register as it is exported."""
    return canonical_json(register)


def check_register(
    pack: SessionPack, facts: Sequence[Fact], exported: bytes, register_format: int = REGISTER_FORMAT
) -> RegisterProof:
    """Whether ``exported`` is what ``facts`` make with ``pack``; of another format, in ``LASTING``."""
    expected = project(pack, facts)
    if register_format != REGISTER_FORMAT:
        return _check_lasting(expected, exported, register_format, len(facts))
    if register_bytes(expected) == exported:
        told = f"The register is exactly what {len(facts)} records and the plan make: {_totals(expected)}."
        return RegisterProof(proved=(told,))
    try:
        found = msgspec.json.decode(exported, type=Register)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        return _unreadable(error)
    first = next(_differences(found, expected), "it isn't written as ExamDay writes a register")
    return RegisterProof(findings=(Finding(file=REGISTER_FILE, what=first),))


def _check_lasting(expected: Register, exported: bytes, theirs: int, facts: int) -> RegisterProof:
    try:
        found = msgspec.json.decode(exported, type=_RegisterOfAnyFormat)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        return _unreadable(error)
    first = next(_sitting_differences(found.sittings, expected.sittings, LASTING), None)
    if first is not None:
        return RegisterProof(findings=(Finding(file=REGISTER_FILE, what=first),))
    proved = (
        f"For every sitting the register says what {facts} records and the plan make of its attendance, "
        f"identity, place and script: {_totals(expected)}."
    )
    left_open = (
        f"The register has format {theirs}, this ExamDay makes format {REGISTER_FORMAT}: the rest of it "
        "was not worked out again. The ExamDay that the manifest names can do that."
    )
    return RegisterProof(proved=(proved,), limits=(left_open,))


def _totals(register: Register) -> str:
    people = len({s.candidate_id for s in register.sittings})
    return (
        f"{people} candidates, {sum(s.is_present for s in register.sittings)} present, "
        f"{sum(s.script_collected_at is not None for s in register.sittings)} scripts, "
        f"{len(register.open_discrepancies)} open questions"
    )


def _unreadable(error: Exception) -> RegisterProof:
    return RegisterProof(findings=(Finding(file=REGISTER_FILE, what=f"it can't be read: {error}"),))


def _differences(found: Register, expected: Register) -> Iterator[str]:
    """In sentences, most telling first."""
    yield from _sitting_differences(found.sittings, expected.sittings, SittingRecord.__struct_fields__)
    for field in Register.__struct_fields__:
        if getattr(found, field) != getattr(expected, field):
            yield f"its {field.replace('_', ' ')} aren't what the records make"


def _sitting_differences(
    found: Sequence[SittingRecord] | Sequence[_SittingOfAnyFormat],
    expected: Sequence[SittingRecord],
    fields: Sequence[str],
) -> Iterator[str]:
    ours = {s.key: s for s in expected}
    theirs = {s.key: s for s in found}
    for key in [*ours, *(k for k in theirs if k not in ours)]:
        name = f"the sitting of {key[0]} in {key[1]}"
        if key not in theirs:
            yield f"{name} is missing"
        elif key not in ours:
            yield f"{name} is in no plan and no record"
        else:
            for field in fields:
                says, records = getattr(theirs[key], field), getattr(ours[key], field)
                if says != records:
                    said = field.replace("_", " ")
                    yield f"{name} says {said} {says}, but the records make it {records}"
                    break
    if len(found) != len(theirs):
        yield "a sitting stands in it twice"
