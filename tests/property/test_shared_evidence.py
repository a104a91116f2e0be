"""Whoever changes exported evidence is found out, and told so in a sentence, never by a traceback."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.after.evidence import EvidenceError, Source, build_export, export_session, read_export
from shared.protocol.proof import verify
from shared.protocol.proof_export import ExportedSession
from shared.protocol.proof_findings import Verdict
from tests.exam_morning import ordinary_morning
from tests.factories import START

FIELDS = ("manifest", "signature", "pack", "journal", "register")


@cache
def export() -> ExportedSession:
    return build_export(source_of(ordinary_morning(4)))


def source_of(morning) -> Source:
    return Source(
        rows=morning.journal.rows,
        journal_id=morning.journal.journal_id,
        pack=morning.pack,
        register=morning.register(),
        key=morning.office.key,
        made_at=START,
    )


def changed(field: str, data: bytes) -> Verdict:
    return verify(msgspec.structs.replace(export(), **{field: data}))


def assert_found(verdict: Verdict) -> None:
    assert not verdict.is_sound
    first = verdict.findings[0].sentence
    assert ": " in first
    assert "Traceback" not in first


def test_untouched_evidence_is_sound() -> None:
    assert verify(export()).findings == ()


@settings(max_examples=80)
@given(st.sampled_from(FIELDS), st.data())
def test_one_changed_byte_of_any_file_is_found(field: str, data: st.DataObject) -> None:
    content = bytearray(getattr(export(), field))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    verdict = changed(field, bytes(content))
    assert_found(verdict)
    if field == "journal":
        line = export().journal.count(b"\n", 0, place) + 1
        assert verdict.findings[0].line == line


@settings(max_examples=60)
@given(st.sampled_from(FIELDS), st.data())
def test_a_removed_or_added_stretch_of_any_file_is_found(field: str, data: st.DataObject) -> None:
    content = getattr(export(), field)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 400)))
    added = data.draw(st.binary(max_size=40))
    altered = content[:start] + added + content[end:]
    if altered != content:
        assert_found(changed(field, altered))


@settings(max_examples=60)
@given(st.data())
def test_removed_doubled_swapped_and_moved_lines_are_found_at_their_line(data: st.DataObject) -> None:
    lines = export().journal.splitlines(keepends=True)
    number = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1).filter(lambda n: n != number))
    what = data.draw(st.sampled_from(("remove", "double", "swap", "move", "replace")))
    if what == "remove":
        del lines[number]
    elif what == "double":
        lines.insert(other, lines[number])
    elif what == "swap":
        lines[number], lines[other] = lines[other], lines[number]
    elif what == "move":
        lines.insert(other, lines.pop(number))
    else:
        lines[number] = lines[other]
    verdict = changed("journal", b"".join(lines))
    assert_found(verdict)
    first = verdict.findings[0]
    # Cut off at its very end the journal has no broken row; it is only shorter than was exported.
    if first.line is None:
        assert (what, number) == ("remove", len(lines)) or "were exported" in first.what
    else:
        assert first.line <= max(number, other) + 1


@settings(max_examples=80)
@given(st.data())
def test_a_damaged_zip_is_read_as_it_was_or_not_at_all(data: st.DataObject) -> None:
    """A zip also has bytes that mean nothing to its content; those may change."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in zip(
            ("manifest.json", "manifest.jws", "pack.json", "journal.jsonl", "register.json"),
            (getattr(export(), field) for field in FIELDS),
            strict=True,
        ):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    damaged = bytearray(packed.getvalue())
    place = data.draw(st.integers(0, len(damaged) - 1))
    damaged[place] ^= data.draw(st.integers(1, 255))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "evidence.zip"
        file.write_bytes(damaged)
        try:
            found = read_export(file)
        except EvidenceError as error:
            told = str(error)
        else:
            told = "" if found == export() else verify(found).findings[0].sentence + "."
        assert told == "" or told.endswith(".")


@settings(max_examples=60)
@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_at_all_get_a_sentence(manifest: bytes, journal: bytes, register: bytes) -> None:
    nonsense = ExportedSession(
        manifest=manifest, signature=journal, pack=register, journal=journal, register=register
    )
    assert_found(verify(nonsense))


def test_what_is_written_to_disk_is_what_was_built(tmp_path: Path) -> None:
    morning = ordinary_morning(4)
    folder = export_session(source_of(morning), tmp_path)
    assert read_export(folder) == export()
    assert read_export(folder.with_name(folder.name + ".zip")) == export()
