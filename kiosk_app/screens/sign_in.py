"""Signing in: the name on one side, the PIN pad on the other. Works with the hub off."""

from __future__ import annotations

from collections.abc import Callable

from kivy.metrics import dp
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.panel import Column, Panel
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.people_list import PeopleList
from kiosk_app.screens.pin_pad import PinPad
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, SMALL, TITLE
from kiosk_app.viewmodels.sign_in import SignInViewModel


class SignInScreen(BoxLayout):
    """Who invigilates with this tablet."""

    def __init__(self, model: SignInViewModel, *, wide: bool, room: str, leave: Callable[[], None]) -> None:
        super().__init__(orientation="horizontal" if wide else "vertical", padding=dp(EDGE), spacing=dp(EDGE))
        self._model = model
        names = Panel()
        names.add_widget(Text(_("Who are you?"), size=TITLE, bold=True))
        self._room = room
        self.place = Text(room, size=SMALL, colour=palette().text_soft)
        names.add_widget(self.place)
        self.people = PeopleList(model.people, model.choose)
        names.add_widget(self.people)
        self.leave = PushButton(_("Another room"), leave, kind="quiet", icon="arrow-left")
        names.add_widget(self.leave)
        box = Panel(size_hint=(1, 1) if wide else (1, None))
        if not wide:
            box.height = dp(500)
        pad_holder = AnchorLayout()
        column = Column(fit=True, size_hint_x=None, width=dp(340))
        self.pad = PinPad(model.press, model.rub_out, self._enter)
        column.add_widget(self.pad)
        pad_holder.add_widget(column)
        box.add_widget(pad_holder)
        self.add_widget(names)
        self.add_widget(box)
        self.refresh()

    def refresh(self) -> None:
        self.people.show(self._model.chosen)
        self.pad.show(len(self._model.pin), self._model.error)

    def tick(self, clock: str) -> None:
        """The room's clock goes on while the tablet is locked."""
        self.place.text = f"{self._room} · {clock}"

    def _enter(self) -> None:
        self._model.submit()
