"""What can be decided about a candidate now, the most likely first."""

from __future__ import annotations

from typing import Literal

from kiosk_app.viewmodels.movements import MovementsViewModel
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import SittingRecord

Action = Literal[
    "confirm", "admit_late", "was_here", "refuse_late", "pending", "mismatch", "absent", "correct",
    "leave", "return", "rest", "write", "move", "withdrawn", "transferred", "undo",
]  # fmt: skip


def likely_actions(
    sitting: SittingRecord, *, late: bool, movements: MovementsViewModel
) -> tuple[Action, ...]:
    """``late``: the paper runs already and the candidate isn't present."""
    if sitting.attendance is Attendance.EXPECTED:
        first: tuple[Action, ...] = ("admit_late", "was_here") if late else ("confirm",)
        refuse: tuple[Action, ...] = ("refuse_late",) if late else ()
        return (*first, "pending", "mismatch", "absent", *refuse, "withdrawn", "transferred")
    if sitting.attendance is Attendance.ABSENT and late:
        return ("admit_late", "correct", "pending", "mismatch")
    if not sitting.is_present:
        return ("correct", "mismatch")
    if sitting.identity is not Identity.CONFIRMED:
        return ("confirm", "mismatch", "correct")
    moved: Action = "return" if sitting.away_since else "leave"
    if movements.is_resting(sitting.candidate_id):
        return ("write", moved, "move", "correct", "mismatch")
    rest: tuple[Action, ...] = ("rest",) if sitting.key in movements.may_rest else ()
    return (moved, *rest, "move", "correct", "mismatch")
