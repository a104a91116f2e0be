"""From the printed sheets to what a tablet's camera sees: one picture of every tag, cut from the PDF."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import zxingcpp
from PIL import Image

from provisioning.demo.processes import ProcessFailed, run
from shared.ids import CandidateId
from shared.protocol.tags import TagError, read_tag

DOTS_PER_INCH = 150
MARGIN = 24
"""Pixels of paper left around a code, as a camera would see them."""


async def photograph_tags(
    sheets: Sequence[Path], folder: Path, keys: Mapping[int, str], environment: Mapping[str, str]
) -> dict[CandidateId, Path]:
    """Draw the sheets and cut out every tag; the picture of each candidate's tag.

    Raises ProcessFailed where the sheets can't be drawn or a code on them is no genuine tag.
    """
    program = shutil.which("pdftoppm")
    if program is None:
        raise ProcessFailed("pdftoppm is missing; `make setup` installs it (package poppler-utils)")
    found: dict[CandidateId, Path] = {}
    for sheet in sheets:
        pages = folder / sheet.stem
        arguments = [program, "-r", str(DOTS_PER_INCH), "-gray", "-png", str(sheet), str(pages)]
        status, said = await run("pdftoppm", arguments, environment=environment)
        if status:
            raise ProcessFailed(f"{sheet.name} can't be drawn: {said.strip()}")
        found |= await asyncio.to_thread(_cut_sheet, folder, sheet.stem, keys)
    return found


def _cut_sheet(folder: Path, stem: str, keys: Mapping[int, str]) -> dict[CandidateId, Path]:
    found: dict[CandidateId, Path] = {}
    for page in sorted(folder.glob(f"{stem}-*.png")):
        with Image.open(page) as picture:
            picture.load()
            for code in zxingcpp.read_barcodes(
                picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            ):
                try:
                    candidate = read_tag(code.text, keys).candidate_id
                except TagError as error:
                    raise ProcessFailed(f"a code on {page.name} is no genuine tag: {error}") from error
                found[candidate] = folder / f"{candidate}.png"
                picture.crop(_around(code)).save(found[candidate])
        page.unlink()
    return found


def _around(code: zxingcpp.Barcode) -> tuple[int, int, int, int]:
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    across, down = [c.x for c in corners], [c.y for c in corners]
    return min(across) - MARGIN, min(down) - MARGIN, max(across) + MARGIN, max(down) + MARGIN
