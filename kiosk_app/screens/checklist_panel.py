"""The room checklist before the papers, and the words that are read to the room before the start."""

from __future__ import annotations

from kiosk_app.screens.lines_panel import LinesPanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.texts import _, counted


class ChecklistPanel(LinesPanel):
    """What is looked at in the room before anything is opened."""

    def __init__(self, nav: Nav, ticked: set[str]) -> None:
        super().__init__(
            nav,
            ticked,
            nav.room.exam.checklist,
            title=_("Room checklist"),
            done=_("All lines are confirmed."),
            label=lambda n: counted("Confirm {n} line", "Confirm {n} lines", n),
            confirm=nav.room.exam.confirm_checklist,
        )


class ScriptPanel(LinesPanel):
    """What everybody hears before they begin."""

    def __init__(self, nav: Nav, ticked: set[str]) -> None:
        super().__init__(
            nav,
            ticked,
            nav.room.exam.script,
            title=_("Read to the room"),
            done=_("All lines were read."),
            label=lambda n: counted("{n} line was read", "{n} lines were read", n),
            confirm=nav.room.exam.read_script,
        )
