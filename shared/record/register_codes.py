"""How one awarding body's register writes a sitting: there is no set of codes for all (rule 24)."""

from __future__ import annotations

from msgspec import Struct

from shared.record.events.candidate import Attendance
from shared.record.register import SittingRecord
from shared.rules.profile import BoardRules


class RegisterCode(Struct, frozen=True, kw_only=True):
    """The code beside a name, empty where the body asks for none; ``struck`` names are struck through."""

    code: str = ""
    struck: bool = False
    note: str = ""


def register_code(record: SittingRecord, board: BoardRules) -> RegisterCode:
    """The code of this sitting on the board's register (rules 22 to 24)."""
    match record.attendance:
        case Attendance.ABSENT:
            return RegisterCode(code=board.absent_code)
        case Attendance.TRANSFERRED:
            centre = f"transferred to {record.to_centre}" if record.to_centre else "transferred"
            return RegisterCode(code=board.transferred_code, note=centre)
        case Attendance.WITHDRAWN:
            return RegisterCode(struck=True)
        case _:
            note = f"transferred in from {record.from_centre}" if record.from_centre else ""
            return RegisterCode(note=note)
