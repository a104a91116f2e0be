"""``make screenshots``: plays the demonstration's morning and takes the pictures of README and guides.

The tablet draws its own window off screen; the officer's page is drawn by the system's Chromium.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright

from provisioning.demo.cast import choose_cast
from provisioning.demo.closing import Closing
from provisioning.demo.morning import play_rooms
from provisioning.demo.office import OfficeRefused
from provisioning.demo.processes import ProcessFailed
from provisioning.demo.stage import OFFICER, SESSION, Stage
from provisioning.pictures_of_plan import picture_rooms_and_seats
from provisioning.setup.system import chromium

PICTURES = Path("docs/pictures")
PAGE: ViewportSize = {"width": 1280, "height": 1000}
RATE = 100
"""Slow enough that nothing else happens in the room while it is pictured."""
BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)


async def take_pictures(folder: Path) -> None:
    """Play until the late arrivals are in, and picture the tablet and the officer's page."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    with tempfile.TemporaryDirectory(prefix="examday-pictures-") as place:
        stage = Stage(site=Path(place) / "site", work=Path(place) / "work", rate=RATE, window=True, say=print)
        try:
            await stage.set_up()
            async with asyncio.TaskGroup() as group:
                group.create_task(play_rooms(stage, Closing(stage), lambda _part: None))
                group.create_task(_at_their_best(stage, folder))
        finally:
            await stage.tear_down()


async def _at_their_best(stage: Stage, folder: Path) -> None:
    await stage.until(stage.at(9, 25))
    tablet, cast = stage.tablets[stage.rooms[0]], choose_cast(stage.pack)
    sitting = stage.pack.sittings_of(cast.very_late)[0]
    await tablet.ask(do="show", section="register")
    await tablet.ask(do="open_card", candidate=sitting.candidate_id, component=sitting.component_id)
    await tablet.ask(do="picture", file=str((folder / "tablet.png").resolve()))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER))
        page = await browser.new_page(viewport=PAGE)
        await page.goto(stage.office_url)
        await page.get_by_label("Name").fill(OFFICER)
        await page.get_by_label("Password").fill(stage.password)
        await page.keyboard.press("Enter")
        await page.wait_for_url(lambda url: "sign-in" not in url)
        await page.goto(f"{stage.office_url}/sessions/{SESSION}")
        await page.screenshot(path=folder / "office.png")
        await picture_week_before(stage, page, folder)
        await picture_rooms_and_seats(stage.office_url, SESSION, page, folder)
        await browser.close()


async def picture_week_before(stage: Stage, page: Page, folder: Path) -> None:
    """A new list of candidates as the wizard checks it, and what it means for what is published."""
    names = sorted(stage.pack.candidates, key=lambda c: c.number)
    rows = [f"{c.number},{c.surname},{c.forenames}" for c in names[1:]]
    rows[3] = rows[3].replace(names[4].surname, f"{names[4].surname}-Hughes")
    rows += ["0998,Newcomer,Alexandra", "12 B,Nobody,Nemo"]
    table = ("Cand No,Legal Surname,Forename(s)\n" + "\n".join(rows) + "\n").encode()
    await page.goto(f"{stage.office_url}/plan/import/candidates")
    await page.get_by_label("Drop files here").set_input_files(
        {"name": "candidates-june.csv", "mimeType": "text/csv", "buffer": table}
    )
    await page.get_by_role("button", name="Read it").click()
    await page.get_by_role("button", name="Write it to the plan").wait_for()
    await page.screenshot(path=folder / "week-before-import.png")
    await page.get_by_role("button", name="Write it to the plan").click()
    await page.wait_for_url("**/plan/imports/**")
    await page.goto(f"{stage.office_url}/plan/publish/{SESSION}")
    await page.screenshot(path=folder / "week-before-publish.png", full_page=True)


def main() -> int:
    """Take the pictures; 1 with a reason where the morning can't be played."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    status = 0
    try:
        asyncio.run(take_pictures(PICTURES))
    except* (ProcessFailed, OfficeRefused) as failed:
        for error in failed.exceptions:
            print(error, file=sys.stderr)
        status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
