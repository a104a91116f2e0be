"""The room checklist that is confirmed before the papers are opened, line by line."""

from __future__ import annotations

from typing import Final

CHECKLIST: Final[tuple[tuple[str, str], ...]] = (
    ("warning_displayed", "The Warning to Candidates hangs outside the room."),
    ("board_written", "The board shows centre number, paper, date, start and finish."),
    ("clock_visible", "Everybody can see the board and a clock."),
    ("walls_clear", "Nothing on the walls or desks helps with the paper."),
    ("seating_plan", "The seating plan is here and the seats stand as planned."),
    ("information_issued", "Every candidate has been given the Information for Candidates."),
    ("phones_collected", "Phones and watches are collected."),
    ("candidates_reminded", "The candidates have been reminded of the regulations."),
)
"""Item names as ``ChecklistConfirmed`` records them, and what the invigilator reads."""
