"""A second person signs with a finger, where no PIN is to hand."""

from __future__ import annotations

from collections.abc import Callable

from kivy.metrics import dp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.people_list import PeopleList
from kiosk_app.screens.signature_pad import SignaturePad
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, GAP, SMALL

MOST_NAMES = 4


class DrawSheet(Sheet):
    """``act(person, path)``; stays open with the reason while that is refused."""

    def __init__(self, nav: Nav, title: str, act: Callable[[str, str], object], *, says: str = "") -> None:
        super().__init__(title, nav.uncover)
        self._nav = nav
        self._act = act
        self.person = ""
        if says:
            self.body.add_widget(Text(says, size=SMALL, colour=palette().text_soft))
        self.people = PeopleList(nav.room.sign_in.people, self._choose)
        # Whole names; where there are more the half one says that the list goes on.
        many = len(self.people.buttons)
        rows = many if many <= MOST_NAMES else MOST_NAMES + 0.5
        self.people.size_hint_y, self.people.height = None, rows * (fits(56, BODY) + dp(GAP))
        self.body.add_widget(self.people)
        self.body.add_widget(Text(_("Sign here with a finger."), size=SMALL, colour=palette().text_soft))
        self.pad = SignaturePad(height=dp(200))
        self.body.add_widget(self.pad)
        self.scroll.pads.append(self.pad)
        self.add_foot(PushButton(_("Wipe"), self.pad.clear, icon="eraser", height=64))
        self.done = PushButton(_("That is my signature"), self._submit, kind="main", height=64)
        self.add_foot(self.done)

    def _choose(self, person: str) -> None:
        self.person = person
        self.people.show(person)

    def _submit(self) -> None:
        # Told by the view-model, which knows what is too little.
        path = self.pad.path or "M0 0"
        if self._nav.attempt(lambda: self._act(self.person, path)):
            self._nav.uncover()
