"""What the person publishing sees: what to look at first, and what is another one than last time."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.pack_difference_lines import PART_TITLES, PackDifferences
from hub.before.publish_checks import Check

MOST_LINES: Final = 15
_STYLES: Final = {"stop": "red", "warning": "yellow", "note": "cyan"}


def show_checks(checks: tuple[Check, ...], console: Console) -> None:
    """What to look at first, a line each with the first few concerned."""
    for check in checks:
        style = _STYLES[check.severity]
        console.print(f"[{style}]{escape(check.what)}[/{style}] {escape(check.todo)}", highlight=False)
        for who in check.who[:MOST_LINES]:
            console.print(f"  {escape(who)}", highlight=False, style="dim")
        if len(check.who) > MOST_LINES:
            console.print(f"  … and {len(check.who) - MOST_LINES} more", style="dim")


def show_differences(differences: PackDifferences, console: Console) -> None:
    """Part by part, before and after."""
    for part, lines in differences.parts.items():
        table = Table(
            title=f"{PART_TITLES[part]}: {len(lines)}",
            title_justify="left",
            title_style="bold",
            header_style="bold",
        )
        for heading in ("", "Before", "Now"):
            table.add_column(heading, overflow="fold")
        for line in lines[:MOST_LINES]:
            table.add_row(escape(line.what), escape(line.before) or "–", escape(line.after) or "–")
        if len(lines) > MOST_LINES:
            table.add_row(f"… and {len(lines) - MOST_LINES} more", "", "")
        console.print(table)
