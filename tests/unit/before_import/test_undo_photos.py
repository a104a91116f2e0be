"""Taking back an import of photos removes the files nobody needs, and never one that a pack names."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from hub.before.import_undo import undo_last_import
from hub.before.importing.sources import Source
from hub.before.imports import ImportOptions, accept, plan_import
from hub.before.records import Kind
from hub.storage.plan_store import PlanStore
from tests.unit.before_import.plans import DRAW, NOW, small_plan


def bring(plan: PlanStore, folder: Path, **colours: int) -> dict[str, str]:
    """Import a photo each, in this colour; what every candidate has then."""
    source = folder / "new"
    source.mkdir(exist_ok=True)
    for old in source.iterdir():
        old.unlink()
    for number, colour in colours.items():
        out = io.BytesIO()
        Image.new("RGB", (20, 30), (colour, colour, 0)).save(out, "PNG")
        (source / f"{number[1:]}.png").write_bytes(out.getvalue())
    planned = plan_import(Kind.PHOTOS, [Source.at(source)], plan, ImportOptions(), DRAW)
    accept(planned, plan, folder / "photos", NOW)
    return {number: record.photo for number, record in plan.candidates().items()}


def kept(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "photos").iterdir()}


def test_photos_go_and_come_with_the_imports_that_brought_them(tmp_path: Path) -> None:
    with small_plan(tmp_path) as plan:
        first = bring(plan, tmp_path, n0103=10, n0102=20)
        second = bring(plan, tmp_path, n0103=30, n0102=20)
        assert second["0102"] == first["0102"]
        assert kept(tmp_path) == {first["0103"], first["0102"], second["0103"]}
        undo_last_import(plan, photos=tmp_path / "photos", packs=tmp_path / "packs", at=NOW)
        assert {n: c.photo for n, c in plan.candidates().items()} == first
        assert kept(tmp_path) == {first["0103"], first["0102"]}
        undo_last_import(plan, photos=tmp_path / "photos", packs=tmp_path / "packs", at=NOW)
        assert kept(tmp_path) == set()


def test_a_photo_in_a_published_pack_stays(tmp_path: Path) -> None:
    with small_plan(tmp_path) as plan:
        brought = bring(plan, tmp_path, n0103=10, n0102=20)
        (tmp_path / "packs").mkdir()
        pack = f'{{"candidates":[{{"photo":"{brought["0102"]}"}}]}}'
        (tmp_path / "packs" / "2024-06-03-AM-v1.json").write_text(pack, encoding="utf-8")
        undo_last_import(plan, photos=tmp_path / "photos", packs=tmp_path / "packs", at=NOW)
    assert kept(tmp_path) == {brought["0102"]}
