"""A late arrival: what it counts as, what the rules say, and the warning that has to be given."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.viewmodels.lateness import LateArrival
from shared.look import STATE_LOOKS
from shared.record.register import SittingState


class LatePanel(Column):
    """Stands on the card while the paper runs and the candidate isn't present."""

    def __init__(self, late: LateArrival) -> None:
        super().__init__(fit=True, spacing=dp(8))
        state = SittingState.VERY_LATE if late.needs_warning else SittingState.LATE
        ink, icon = palette().states[state], STATE_LOOKS[state].icon
        self.add_widget(Note(*late.says, icon=icon, ink=ink, title=late.title))
        self.tick: Tick | None = None
        if late.needs_warning:
            self.tick = Tick(_("I have told the candidate"))
            self.add_widget(self.tick)
        self._reason = Field(_("Why late? (optional)"), most=300)
        self.add_widget(self._reason)

    @property
    def reason(self) -> str:
        return str(self._reason.text)

    @property
    def warned(self) -> bool:
        return self.tick is not None and self.tick.is_on
