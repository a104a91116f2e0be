"""Taking a decision back: one touch on the reason does it; what was recorded stays beside it."""

from __future__ import annotations

from functools import partial

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.card_reasons import UNDO_REASONS
from shared.look import STATE_LOOKS


class UndoSheet(FormSheet):
    """Afterwards the candidate's card is open, so that the right decision follows at once."""

    def __init__(self, nav: Nav, key: Key) -> None:
        card = CardViewModel(nav.room.book, key)
        super().__init__(
            nav,
            _("Take back: {name}").format(name=card.name),
            _("Take back"),
            lambda: self._take_back(self.other.text),
        )
        self._card = card
        state = _(STATE_LOOKS[card.state].label)
        self.say(
            _("The register says {state}. It will say not set; both stay on record. Why?").format(state=state)
        )
        self.reasons = [
            PushButton(_(reason), partial(self._choose, reason), height=56) for reason in UNDO_REASONS
        ]
        for button in self.reasons:
            self.body.add_widget(button)
        self.other = self.ask(_("Another reason, in one short sentence"))

    def _choose(self, reason: str) -> None:
        if self._nav.attempt(lambda: self._take_back(reason)):
            self._nav.uncover()

    def _take_back(self, reason: str) -> None:
        self._card.undo(reason)
        self._nav.open_card(self._card.key)
