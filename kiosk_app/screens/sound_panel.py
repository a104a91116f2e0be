"""Sound, vibration and the hint to dim the screen; the same for everybody who holds this tablet."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.parts.panel import Panel
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TITLE
from kiosk_app.viewmodels.settings import SettingsViewModel


class SoundPanel(Panel):
    """Ticks; nothing sounds while candidates write unless somebody asks for it."""

    def __init__(self, settings: SettingsViewModel) -> None:
        super().__init__(fit=True, spacing=dp(4))
        now = settings.settings
        self.add_widget(Text(_("Sound and light"), size=TITLE, bold=True))
        self.sound = Tick(_("A short sound after each scan"), settings.set_sound, on=now.sound)
        self.vibration = Tick(_("Vibrate after each scan"), settings.set_vibration, on=now.vibration)
        self.running = Tick(
            _("Sound while candidates write, too"),
            settings.set_sound_running,
            on=now.sound_running,
        )
        self.dim = Tick(
            _("A hint to dim the screen before the start"), settings.set_dim_hint, on=now.dim_hint
        )
        for tick in (self.sound, self.vibration, self.running, self.dim):
            self.add_widget(tick)
        silent = _("Once an exam has started the tablet is silent unless you ask for sound here.")
        self.add_widget(Text(silent, size=SMALL, colour=palette().text_soft))
