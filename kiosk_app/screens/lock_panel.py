"""After how many minutes without a touch the tablet locks; the same for everybody who holds it."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import Options
from kiosk_app.screens.parts.panel import Panel
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TITLE
from kiosk_app.viewmodels.settings import LOCK_MINUTES, SettingsViewModel


class LockPanel(Panel):
    """Chips with minutes; what whoever set the tablet up chose beyond them is told in words."""

    def __init__(self, settings: SettingsViewModel) -> None:
        super().__init__(fit=True, spacing=dp(10))
        look, now = palette(), settings.settings.lock_minutes
        self.add_widget(Text(_("Locks by itself"), size=TITLE, bold=True))
        says = _("When nobody has touched it for so long. Never while a candidate's card is open.")
        self.add_widget(Text(says, size=SMALL, colour=look.text_soft))
        if now not in LOCK_MINUTES:
            told = (
                counted("Now after {n} minute.", "Now after {n} minutes.", now) if now else _("Now: never.")
            )
            self.add_widget(Text(told, size=SMALL, colour=look.warning))
        self.minutes = Options(
            [(str(n), counted("{n} minute", "{n} minutes", n)) for n in LOCK_MINUTES],
            str(now) if now in LOCK_MINUTES else "",
            chosen_now=lambda chosen: settings.set_lock_minutes(int(chosen)),
            none_yet=True,
        )
        self.add_widget(self.minutes)
