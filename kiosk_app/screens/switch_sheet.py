"""The tablet changes hands: the next person's name and PIN, without leaving the room."""

from __future__ import annotations

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.texts import _
from kiosk_app.viewmodels.observable import NotPossible


class SwitchSheet(PinSheet):
    """From now on every record carries this person's name. A wrong PIN changes nothing."""

    def __init__(self, nav: Nav) -> None:
        says = _("From now on what is recorded carries your name.")
        super().__init__(nav, _("Hand the tablet over"), self._switch, says=says)

    def _switch(self, person: str, pin: str) -> None:
        sign_in = self._nav.room.sign_in
        if not sign_in.sign_in(person, pin):
            raise NotPossible(sign_in.error)
