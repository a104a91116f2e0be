"""Theme, text size, writing hand and language; each choice is seen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import Options
from kiosk_app.screens.parts.panel import Panel
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TEXT_PERCENTS, TITLE
from kiosk_app.viewmodels.settings import HANDS, LANGUAGES, THEMES, SettingsViewModel


class LookPanel(Panel):
    """Says whose look it is: the person's who is signed in, or the tablet's."""

    def __init__(self, settings: SettingsViewModel) -> None:
        super().__init__(fit=True, spacing=dp(10))
        look = settings.look
        self.add_widget(Text(_("How it looks"), size=TITLE, bold=True))
        whose = (
            _("Kept for you on this tablet.")
            if settings.is_personal
            else _("For everybody who signs in here.")
        )
        self.add_widget(Text(whose, size=SMALL, colour=palette().text_soft))
        themes = [(name, _(label)) for name, label in THEMES]
        self.theme = self._ask(_("Colours"), themes, look.theme, settings.set_theme)
        sizes = [(str(percent), _("{n} %").format(n=percent)) for percent in TEXT_PERCENTS]
        self.text = self._ask(
            _("Text size"), sizes, str(look.text_percent), lambda chosen: settings.set_text(int(chosen))
        )
        hands = [(name, _(label)) for name, label in HANDS]
        self.hand = self._ask(_("Which hand confirms?"), hands, look.hand, settings.set_hand)
        self.language = self._ask(_("Language"), LANGUAGES, look.language, settings.set_language)

    def _ask(
        self, title: str, options: Sequence[tuple[str, str]], chosen: str, act: Callable[..., None]
    ) -> Options:
        self.add_widget(Text(title, size=SMALL, colour=palette().text_soft))
        shown = Options(options, chosen, chosen_now=act)
        self.add_widget(shown)
        return shown
