"""Somebody proves with the own PIN who does this: a packet check, a signature, taking up duty."""

from __future__ import annotations

from collections.abc import Callable

from kivy.metrics import dp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.people_list import PeopleList
from kiosk_app.screens.pin_pad import PinPad
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL


class PinSheet(Sheet):
    """Calls ``act(person, pin)``; stays open with the reason while that is refused."""

    def __init__(
        self, nav: Nav, title: str, act: Callable[[str, str], object], *, says: str = "", chosen: str = ""
    ) -> None:
        super().__init__(title, nav.uncover)
        self._nav = nav
        self._act = act
        self._typed = ""
        self.person = chosen
        self.extra = Column(fit=True)
        if says:
            self.extra.add_widget(Text(says, size=SMALL, colour=palette().text_soft))
        self.body.add_widget(self.extra)
        row = Row(height=384 if nav.frame.is_low else 440, spacing=dp(16))
        self.people = PeopleList(nav.room.sign_in.people, self._choose)
        self.pad = PinPad(self._press, self._rub_out, self._enter)
        self.pad.size_hint_x = None
        self.pad.width = dp(300)
        self.pad.pos_hint = {"top": 1}
        row.add_widget(self.people)
        row.add_widget(self.pad)
        self.body.add_widget(row)
        self._show()

    def _choose(self, person: str) -> None:
        self.person, self._typed = person, ""
        self._show()

    def _press(self, digit: str) -> None:
        self._typed = (self._typed + digit)[:8]
        self._show()

    def _rub_out(self) -> None:
        self._typed = self._typed[:-1]
        self._show()

    def _enter(self) -> None:
        pin, self._typed = self._typed, ""
        self._show()
        if self._nav.attempt(lambda: self._act(self.person, pin)):
            self._nav.uncover()

    def _show(self) -> None:
        self.people.show(self.person)
        self.pad.show(len(self._typed), "")
