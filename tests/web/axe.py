"""axe-core in the page: the rules of WCAG 2.2 AA, run by the engine that comes with axe-playwright-python."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

ENGINE: Final = Path(axe_playwright_python.__file__).with_name("axe.min.js")
WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BY_THEME_AND_SIZE: Final = ["color-contrast", "target-size", "scrollable-region-focusable"]
"""What may be another one in the dark or on a phone; names and structure are the same."""
_RUN: Final = """
async (only) => {
  const told = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return told.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 140)}`));
}
"""


def bring_axe(context: BrowserContext) -> None:
    """Have the engine in every page of the context; the pages' own policy would let no script in."""
    # By its text: a path would be read in a thread that stays with the browser.
    context.add_init_script(script=ENGINE.read_text(encoding="utf-8"))


def violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds, one line an element."""
    only: dict[str, Any] = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    found: list[str] = page.evaluate(_RUN, only)
    return found
