"""Proof of a register: worked out again from plan and facts, and compared row by row where it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from shared.canonical import canonical_json
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import REGISTER_FILE
from shared.protocol.proof_findings import Finding
from shared.record.facts import Fact
from shared.record.fold import project
from shared.record.register import Register


class RegisterProof(Struct, frozen=True, kw_only=True):
    """What comparing a register came to."""

    proved: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def register_bytes(register: Register) -> bytes:
    """A register as it is exported."""
    return canonical_json(register)


def check_register(pack: SessionPack, facts: Sequence[Fact], exported: bytes) -> RegisterProof:
    """Whether ``exported`` is exactly what ``facts`` make with ``pack``."""
    expected = project(pack, facts)
    if register_bytes(expected) == exported:
        people = len({s.candidate_id for s in expected.sittings})
        told = (
            f"The register is exactly what {len(facts)} records and the plan make: {people} candidates, "
            f"{sum(s.is_present for s in expected.sittings)} present, "
            f"{sum(s.script_collected_at is not None for s in expected.sittings)} scripts, "
            f"{len(expected.open_discrepancies)} open questions."
        )
        return RegisterProof(proved=(told,))
    try:
        found = msgspec.json.decode(exported, type=Register)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        return RegisterProof(findings=(Finding(file=REGISTER_FILE, what=f"it can't be read: {error}"),))
    first = next(_differences(found, expected), "it isn't written as ExamDay writes a register")
    return RegisterProof(findings=(Finding(file=REGISTER_FILE, what=first),))


def _differences(found: Register, expected: Register) -> Iterator[str]:
    """In sentences, most telling first."""
    ours = {s.key: s for s in expected.sittings}
    theirs = {s.key: s for s in found.sittings}
    for key in [*ours, *(k for k in theirs if k not in ours)]:
        name = f"the sitting of {key[0]} in {key[1]}"
        if key not in theirs:
            yield f"{name} is missing"
        elif key not in ours:
            yield f"{name} is in no plan and no record"
        elif ours[key] != theirs[key]:
            field, says, records = _first_field(theirs[key], ours[key])
            yield f"{name} says {field} {says}, but the records make it {records}"
    for field in Register.__struct_fields__:
        if getattr(found, field) != getattr(expected, field):
            yield f"its {field.replace('_', ' ')} aren't what the records make"


def _first_field(found: Struct, expected: Struct) -> tuple[str, Any, Any]:
    return next(
        (name.replace("_", " "), getattr(found, name), getattr(expected, name))
        for name in found.__struct_fields__
        if getattr(found, name) != getattr(expected, name)
    )
