"""A late arrival: what it counts as, what the rules say, and what has to be asked and told."""

from __future__ import annotations

from datetime import datetime

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import Options
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL
from kiosk_app.viewmodels.lateness import LATE_REASONS, TRAVELS, LateArrival, moment_of
from shared.look import STATE_LOOKS
from shared.record.register import SittingState


class LatePanel(Column):
    """Stands on the card while the paper runs and the candidate isn't present."""

    def __init__(self, late: LateArrival) -> None:
        super().__init__(fit=True, spacing=dp(8))
        self._late = late
        state = SittingState.VERY_LATE if late.needs_warning else SittingState.LATE
        ink, icon = palette().states[state], STATE_LOOKS[state].icon
        self.add_widget(Note(*late.says, icon=icon, ink=ink, title=late.title))
        self.tick: Tick | None = None
        if late.needs_warning:
            self.tick = Tick(_("I have told the candidate"))
            self.add_widget(self.tick)
        self._say(_("Why late?"))
        self.reasons = Options([(text, _(text)) for text in LATE_REASONS], none_yet=True)
        self._reason = Field(_("In other words (optional)"), most=300)
        self.reasons.chosen_now = lambda text: setattr(self._reason, "text", text)
        self.add_widget(self.reasons)
        self.add_widget(self._reason)
        self._since: Field | None = None
        self.travels: Options | None = None
        if late.needs_warning:
            # The report within seven working days asks for both.
            self._say(_("Under staff supervision since, such as 10:05 (empty: since now)"))
            self._since = Field(_("Time"), most=5)
            self.add_widget(self._since)
            self._say(_("How did the candidate travel?"))
            self.travels = Options([(text, _(text)) for text in TRAVELS], none_yet=True)
            self.add_widget(self.travels)

    def _say(self, text: str) -> None:
        self.add_widget(Text(text, size=SMALL, colour=palette().text_soft))

    @property
    def reason(self) -> str:
        return str(self._reason.text)

    @property
    def warned(self) -> bool:
        return self.tick is not None and self.tick.is_on

    @property
    def travel(self) -> str:
        return self.travels.chosen if self.travels is not None else ""

    @property
    def supervised_from(self) -> datetime | None:
        """Raises NotPossible where what was typed is no time of this day."""
        return moment_of(self._late, str(self._since.text)) if self._since is not None else None
