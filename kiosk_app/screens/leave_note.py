"""May anybody leave? The first thing that the collector sees, in words, symbol and colour."""

from __future__ import annotations

from typing import Final

from kiosk_app.screens.note import Note
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY
from kiosk_app.viewmodels.leaving import Dismissal

ICONS: Final = {
    "nobody": "hand-back-right-outline",
    "some": "account-arrow-right-outline",
    "everybody": "check-decagram-outline",
    "empty": "account-question-outline",
}


class LeaveNote(Note):
    """Green only where everybody may go."""

    def __init__(self, told: Dismissal) -> None:
        look = palette()
        inks = {"nobody": look.alarm, "some": look.warning, "everybody": look.good, "empty": look.text_soft}
        super().__init__(
            told.advice, icon=ICONS[told.answer], ink=inks[told.answer], title=told.title, size=BODY
        )
