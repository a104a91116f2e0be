"""Evidence that was exported once verifies for good, whatever the register of a later ExamDay looks like."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hub.after.evidence import Source, build_export, read_export
from shared.canonical import canonical_json, digest
from shared.protocol.proof import verify
from shared.protocol.proof_export import REGISTER_FILE, REGISTER_FORMAT, ExportedSession, Manifest
from shared.protocol.signing import SigningKey
from shared.record.envelope import OFFICE_DEVICE
from tests.exam_morning import ordinary_morning
from tests.factories import START

KEPT = Path(__file__).parent / "kept_exports"
"""One zip for each register format, made when that format was new; never made again."""


@pytest.mark.parametrize("file", sorted(KEPT.glob("*.zip")), ids=lambda f: f.stem)
def test_an_export_of_every_format_so_far_is_still_sound(file: Path) -> None:
    assert verify(read_export(file)).findings == ()


def test_a_changed_register_needs_a_new_format_and_a_kept_export_of_it() -> None:
    """If this fails the same facts make another register: raise REGISTER_FORMAT and keep an export of it."""
    kept = KEPT / f"register-{REGISTER_FORMAT}.zip"
    assert kept.is_file(), f"keep an export of register format {REGISTER_FORMAT}"
    verdict = verify(read_export(kept))
    assert any(told.startswith("The register is exactly what") for told in verdict.proved)


def exported_by_a_later_version(register: bytes | None = None) -> ExportedSession:
    """The same facts, with a register that has one field more than ours and calls itself the next format."""
    morning = ordinary_morning(4)
    exported = build_export(
        Source(
            rows=morning.journal.rows,
            journal_id=morning.journal.journal_id,
            pack=morning.pack,
            register=morning.register(),
            key=morning.office.key,
            made_at=START,
        )
    )
    later = register or exported.register.replace(b'{"balances"', b'{"aaa_new":[],"balances"', 1)
    return _signed(exported, later, morning.office.key)


def _signed(exported: ExportedSession, register: bytes, key: SigningKey) -> ExportedSession:
    manifest = msgspec.json.decode(exported.manifest, type=Manifest)
    manifest = msgspec.structs.replace(
        manifest,
        register_format=REGISTER_FORMAT + 1,
        files=manifest.files | {REGISTER_FILE: digest(register)},
    )
    signed = canonical_json(manifest)
    return msgspec.structs.replace(
        exported,
        register=register,
        manifest=signed,
        signature=key.sign(signed, OFFICE_DEVICE).encode(),
    )


def test_a_register_of_another_format_is_proven_in_what_grades_hang_on() -> None:
    verdict = verify(exported_by_a_later_version())
    assert verdict.findings == ()
    assert any(told.startswith("For every sitting the register says what") for told in verdict.proved)
    assert any("was not worked out again" in limit for limit in verdict.limits)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b'"attendance":"present"', b'"attendance":"absent"', "says attendance absent"),
        (b'"seat":"A1"', b'"seat":"A9"', "says seat A9"),
    ],
)
def test_another_format_hides_no_change_of_a_sitting(before: bytes, after: bytes, told: str) -> None:
    sound = exported_by_a_later_version().register
    assert before in sound
    verdict = verify(exported_by_a_later_version(sound.replace(before, after, 1)))
    assert told in verdict.findings[0].sentence


def test_a_sitting_left_out_of_another_format_is_named() -> None:
    document = msgspec.json.decode(exported_by_a_later_version().register)
    gone = document["sittings"].pop()
    verdict = verify(exported_by_a_later_version(canonical_json(document)))
    assert verdict.findings[0].sentence == (
        f"register.json: the sitting of {gone['candidate_id']} in {gone['component_id']} is missing"
    )
