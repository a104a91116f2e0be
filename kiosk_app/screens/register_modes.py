"""Three ways to take the register: the list, seat by seat, and the plan of the room."""

from __future__ import annotations

from functools import partial
from typing import Final

from kivy.metrics import dp, sp
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import Chip, PushButton
from kiosk_app.texts import N_, _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import SMALL, TARGET

MODES: Final = (
    ("register", N_("List"), "format-list-bulleted"),
    ("walk", N_("Seat by seat"), "seat-outline"),
    ("map", N_("Plan"), "view-grid-outline"),
)


class RegisterModes(Row):
    """As wide as its words; symbols only on a low screen, where the list needs the room."""

    def __init__(self, nav: Nav, shown: str) -> None:
        super().__init__(spacing=dp(6), size_hint=(None, None), pos_hint={"center_y": 0.5})
        self.height = fits(TARGET, SMALL)
        self.buttons: dict[str, Widget] = {}
        for name, label, icon in MODES:
            act = partial(nav.go, name)
            on = name == shown
            self.buttons[name] = _symbol(icon, act, on) if nav.frame.is_low else _chip(_(label), act, on)
            self.add_widget(self.buttons[name])
        self.bind(minimum_width=self.setter("width"))


def _chip(label: str, act: partial[None], on: bool) -> Chip:
    chip = Chip(label, act)
    chip.set(label, on)
    return chip


def _symbol(icon: str, act: partial[None], on: bool) -> PushButton:
    button = PushButton("", act, icon=icon, size_hint_x=None, width=sp(24) + dp(32))
    if on:
        button.ink(palette().accent, palette().on_accent)
    return button
