"""What every room confirms line by line: the checklist before the papers, and the words before the start."""

from __future__ import annotations

from collections.abc import Iterable
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
"""Item names as ``ChecklistConfirmed`` records them, and what the invigilator reads (rules 3, 4, 6, 31)."""

START_SCRIPT: Final[tuple[tuple[str, str], ...]] = (
    ("exam_conditions", "You are under exam conditions now and until you are told to leave: nobody talks."),
    ("forbidden_items", "Hand in any phone, watch or notes now. Keeping one may cost you your result."),
    ("right_paper", "Check that the paper in front of you is yours: subject, paper and tier."),
    ("own_details", "Fill in your name, centre number and candidate number, and read the instructions."),
    ("black_ink", "Write in black ink and inside the marked areas. Rough work stays in the booklet."),
    ("times_told", "The start and the finish are on the board. Raise your hand if you need anything."),
    ("emergency", "If there is an emergency, stop writing, stay silent and do as you are told."),
    ("open_paper", "You may open your paper and begin."),
)
"""Item names as ``StartScriptRead`` records them, and what the invigilator says to the room."""

CHECKLIST_ITEMS: Final = tuple(item for item, _ in CHECKLIST)
SCRIPT_ITEMS: Final = tuple(item for item, _ in START_SCRIPT)

MALPRACTICE_FACTS: Final = ("warning_displayed", "information_issued", "candidates_reminded")
"""The three lines that a malpractice report asks about for this very sitting (rule 31)."""


def checklist_open(confirmed: Iterable[str]) -> tuple[str, ...]:
    """The lines of the checklist that nobody confirmed yet, in their order."""
    done = set(confirmed)
    return tuple(item for item in CHECKLIST_ITEMS if item not in done)


def script_open(read: Iterable[str]) -> tuple[str, ...]:
    """The lines of the start script that were not read out yet, in their order."""
    done = set(read)
    return tuple(item for item in SCRIPT_ITEMS if item not in done)
