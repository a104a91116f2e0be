"""Draws the officer's pages into docs/pictures/control-room: the second half of ``make screenshots``."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from provisioning.setup.system import chromium
from tests.web.conftest import ARGUMENTS, running, sign_in
from tests.web.pictures.scenes import SCENES
from tests.web.pictures.shots import SHOTS, Shot

FOLDER = Path("docs/pictures/control-room")
QUALITY = 80
MOST_BYTES = 2_500_000


def main() -> int:
    """Draw what is asked for; 1 where the pictures together became too large for a repository."""
    parser = argparse.ArgumentParser(description="Draw the officer's pages.")
    parser.add_argument("--shots", default="", help="only these, with commas between")
    asked = parser.parse_args().shots
    wanted = [shot for shot in SHOTS if not asked or shot.name in asked.split(",")]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=list(ARGUMENTS))
        for scene in SCENES:
            draw(browser, scene, [shot for shot in wanted if shot.scene == scene])
        browser.close()
    together = sum(file.stat().st_size for file in FOLDER.glob("*.webp"))
    print(f"{len(wanted)} pictures drawn; all of them are {together / 1e6:.1f} MB.")
    return 0 if together <= MOST_BYTES else 1


def draw(browser: Browser, scene: str, shots: list[Shot]) -> None:
    """One hub for all pictures of a scene."""
    if not shots:
        return
    told = SCENES[scene]()
    with (
        tempfile.TemporaryDirectory(prefix="examday-pictures-") as place,
        running(Path(place), [told.pack], shown=told.shown) as hub,
    ):
        told.stage(hub)
        for shot in shots:
            with browser.new_context(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme="dark" if shot.dark else "light",
                reduced_motion="reduce",
            ) as context:
                page = sign_in(context.new_page(), hub.url, shot.path)
                take(page, shot)
                print(shot.name)


def take(page: Page, shot: Shot) -> None:
    """The page as it stands once it is told to be live, as webp."""
    if shot.is_live:
        expect(page.get_by_text("Live", exact=True).first).to_be_attached()
    if shot.click:
        page.get_by_text(shot.click, exact=True).first.click()
    page.evaluate("document.activeElement.blur()")
    with Image.open(io.BytesIO(page.screenshot(full_page=shot.full))) as drawn:
        drawn.convert("RGB").save(FOLDER / f"{shot.name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    sys.exit(main())
