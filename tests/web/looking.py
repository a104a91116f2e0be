"""An accessibility check in the page itself: names, headings, contrast as computed, target sizes, width."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = (Path(__file__).with_name("looking.js")).read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What a person with a screen reader, a keyboard, weak sight or a thumb would stumble over."""
    page.wait_for_load_state("load")
    found: list[str] = page.evaluate(_SCRIPT)
    return found
