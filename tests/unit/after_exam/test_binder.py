"""A binder on disk: whole or not at all, never over another, and what is missing or damaged is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import msgspec
import pytest

from hub.after.evidence import EvidenceError, Source, export_session, read_export
from shared.canonical import short_digest
from shared.protocol.proof import verify
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import START


@pytest.fixture
def morning() -> Morning:
    return ordinary_morning()


def source(morning: Morning, **changed: object) -> Source:
    made = Source(
        rows=morning.journal.rows,
        journal_id=morning.journal.journal_id,
        pack=morning.pack,
        register=morning.register(),
        key=morning.office.key,
        made_at=START,
    )
    return msgspec.structs.replace(made, **changed)


def test_an_export_is_written_whole_and_never_over_another(morning: Morning, tmp_path: Path) -> None:
    first = export_session(source(morning), tmp_path)
    second = export_session(source(morning), tmp_path)
    assert [first.name, second.name] == ["2024-06-03-AM-row-65", "2024-06-03-AM-row-65-2"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [first.name, f"{first.name}.zip", second.name, f"{second.name}.zip"]
    )
    assert read_export(first) == read_export(second) == read_export(tmp_path / f"{first.name}.zip")


def test_an_export_that_can_not_be_written_says_so(morning: Morning, tmp_path: Path) -> None:
    occupied = tmp_path / "evidence"
    occupied.write_text("a file where the folder should be")
    with pytest.raises(EvidenceError, match="Nothing was exported"):
        export_session(source(morning), occupied)


def test_reading_tells_what_is_missing_or_damaged(morning: Morning, tmp_path: Path) -> None:
    folder = export_session(source(morning), tmp_path)
    (folder / "pack.json").unlink()
    with pytest.raises(EvidenceError, match=r"holds no pack\.json: it isn't a whole export"):
        read_export(folder)
    with pytest.raises(EvidenceError, match="There is no"):
        read_export(tmp_path / "nothing.zip")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK not really")
    with pytest.raises(EvidenceError, match="damaged, or no zip"):
        read_export(broken)
    with zipfile.ZipFile(tmp_path / "half.zip", "w") as archive:
        archive.writestr("manifest.json", b"{}")
    with pytest.raises(EvidenceError, match=r"holds no manifest\.jws: it isn't a whole export"):
        read_export(tmp_path / "half.zip")


def test_papers_tables_and_keys_go_along_and_are_as_proven_as_the_record(
    morning: Morning, tmp_path: Path
) -> None:
    papers = {"register_main-hall.pdf": b"%PDF-1.7 signed", "incident-log.pdf": b"%PDF-1.7 log"}
    folder = export_session(source(morning, papers=papers), tmp_path)
    binder = folder.with_name(f"{folder.name}.zip")
    assert verify(read_export(binder)).findings == ()
    table = (folder / "register.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == 1 + len(morning.register().sittings)
    assert "1001" in table[1]
    assert "Main Hall" in table[1]
    keys = json.loads((folder / "keys.json").read_bytes())
    assert {d["device_id"] for d in keys["devices"]} == {"tablet-hall", "tablet-annexe"}
    assert all(len(d["last_record"]) == 64 for d in keys["devices"])
    told = (folder / "README.txt").read_text(encoding="utf-8")
    assert short_digest(morning.journal.head) in told
    assert "papers/incident-log.pdf" in told
    (folder / "papers" / "incident-log.pdf").write_bytes(b"%PDF-1.7 another")
    (folder / "papers" / "added.pdf").write_bytes(b"%PDF-1.7 added")
    (folder / "register.csv").unlink()
    assert [f.sentence for f in verify(read_export(folder)).findings] == [
        "register.csv: the manifest describes this file, but it is missing",
        "papers/added.pdf: the manifest knows nothing of this file: it was added",
        "papers/incident-log.pdf: the file isn't the one that the manifest describes: it was changed",
    ]


def test_a_binder_packed_again_by_another_program_is_told_and_its_folder_still_proves_all(
    morning: Morning, tmp_path: Path
) -> None:
    folder = export_session(source(morning), tmp_path / "evidence")
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"{folder.name}/{file.relative_to(folder).as_posix()}")
    (only,) = verify(read_export(again)).findings
    assert only.sentence.startswith("the zip file: it isn't packed as ExamDay packed it")
    assert verify(read_export(folder)).findings == ()
