"""Whether anybody may leave the room: only when every script is in somebody's hands (rule 35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kiosk_app.texts import _, counted
from kiosk_app.viewmodels.book import RoomBook
from shared.ids import ComponentId
from shared.record.events.candidate import Attendance

Answer = Literal["nobody", "some", "everybody", "empty"]


@dataclass(frozen=True, slots=True)
class Dismissal:
    """``answer`` in words; ``waits`` names seat, number and name of everybody whose script is missing."""

    answer: Answer
    title: str
    advice: str
    waits: tuple[tuple[str, str, str], ...] = ()


def dismissal(book: RoomBook, missing: Sequence[tuple[ComponentId, str, str, str]]) -> Dismissal:
    """``missing`` holds component, seat, number and name in register order."""
    here = [s for s in book.sittings if s.place == book.desk.room.id]
    present = {s.component_id for s in here if s.is_present}
    waits = tuple((seat, number, name) for _component, seat, number, name in missing)
    undecided = sum(1 for s in here if s.attendance is Attendance.EXPECTED)
    if not present:
        return Dismissal("empty", _("Nobody is recorded as present."), _("Take the register first."))
    writing = [p for p in book.papers if p.id in present and p.id not in book.room.finished_at]
    done = [
        p
        for p in book.papers
        if p.id in present and p not in writing and not any(component == p.id for component, *_who in missing)
    ]
    codes = ", ".join(p.component.code for p in writing)
    if writing and done:
        free = ", ".join(p.component.code for p in done)
        return Dismissal(
            "some",
            _("Only {codes} may leave, quietly.").format(codes=free),
            _("{codes} is still being written.").format(codes=codes),
            waits,
        )
    if writing:
        return Dismissal(
            "nobody",
            _("Nobody leaves yet."),
            _("{codes} is still being written.").format(codes=codes),
            waits,
        )
    if waits:
        told = counted("{n} script is missing.", "{n} scripts are missing.", len(waits))
        return Dismissal("nobody", _("Nobody leaves yet."), told, waits)
    if undecided:
        told = counted(
            "{n} candidate is neither present nor absent.",
            "{n} candidates are neither present nor absent.",
            undecided,
        )
        return Dismissal("nobody", _("Nobody leaves yet."), told)
    return Dismissal(
        "everybody", _("All scripts are here: you may dismiss."), _("Let the rows leave one after the other.")
    )
