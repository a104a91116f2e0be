"""Whoever changes exported evidence is found out, and told so in a sentence, never by a traceback."""

from __future__ import annotations

import tempfile
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


@cache
def binder() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = msgspec.structs.replace(
            source_of(ordinary_morning(4)), papers={"register.pdf": b"%PDF-1.7 as it was printed"}
        )
        return export_session(made, Path(folder)).with_suffix(".zip").read_bytes()


def told_of(damaged: bytes) -> str:
    """What ``examday verify`` would say of a binder with these bytes; empty where it finds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "evidence.zip"
        file.write_bytes(damaged)
        try:
            findings = verify(read_export(file)).findings
        except EvidenceError as error:
            return str(error)
        return findings[0].sentence if findings else ""


def test_an_untouched_binder_is_sound() -> None:
    assert told_of(binder()) == ""


@settings(max_examples=120)
@given(st.data())
def test_no_byte_of_a_binder_can_be_changed_unnoticed(data: st.DataObject) -> None:
    """Also those between the files, which mean nothing to most programs that unpack."""
    damaged = bytearray(binder())
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= data.draw(st.integers(1, 255))
    assert told_of(bytes(damaged))


@settings(max_examples=60)
@given(st.data())
def test_nothing_can_be_cut_out_of_a_binder_or_put_into_it(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(binder())))
    end = data.draw(st.integers(start, min(len(binder()), start + 400)))
    altered = binder()[:start] + data.draw(st.binary(max_size=40)) + binder()[end:]
    if altered != binder():
        assert told_of(altered)


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
