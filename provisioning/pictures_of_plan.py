"""The pictures of the week before that the officer's guide shows: a room, a seating, the rota."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

ROOM = "HALL"
"""The largest room of the sample school."""


async def picture_rooms_and_seats(office_url: str, session: str, page: Page, folder: Path) -> None:
    """Draw in a room without keeping it, take a candidate in hand, and have the rota proposed."""
    await page.goto(f"{office_url}/plan/rooms/{ROOM}")
    figures = page.locator("#figures")
    for cell, presses in (("2-3", 1), ("5-8", 2)):
        for _ in range(presses):
            before = await page.locator("#drawing").inner_html()
            await page.locator(f"[data-key=cell-{cell}]").click()
            await page.wait_for_function(
                "before => document.getElementById('drawing').innerHTML !== before", arg=before
            )
    await page.get_by_label("I6: why?").fill("wobbly chair")
    await page.get_by_role("button", name="Aisle behind column F").click()
    for name, centimetres in (
        ("Seat to seat, side by side", "130"),
        ("Seat to seat, one behind the other", "120"),
        ("Seat to seat, across an aisle", "180"),
    ):
        await page.get_by_label(name).fill(centimetres)
    await page.keyboard.press("Tab")
    await figures.get_by_text("closer than").first.wait_for()
    await page.evaluate("scrollTo(0, 0)")
    await page.screenshot(path=folder / "week-before-room.png")
    await page.get_by_role("link", name="Leave as it was").click()
    await page.wait_for_url("**/plan/rooms")

    await page.goto(f"{office_url}/plan/seating/{session}?room=LIB")
    await page.locator("[data-number][data-seat=B2]").click()
    await page.get_by_text("Choose a seat").wait_for()
    await page.evaluate("scrollTo(0, 0)")
    await page.screenshot(path=folder / "week-before-seating.png")

    await page.goto(f"{office_url}/plan/rota/{session}")
    await page.get_by_role("button", name="Propose the rest").click()
    await page.get_by_text("duties were proposed").first.wait_for()
    await page.screenshot(path=folder / "week-before-rota.png")
