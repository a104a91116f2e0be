"""A sheet of a few things to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.theme.tokens import MAIN_TARGET


class Choice(NamedTuple):
    """What a button says and does."""

    text: str
    icon: str
    act: Callable[[], object]


class ChoiceSheet(Sheet):
    """One button a choice."""

    def __init__(self, nav: Nav, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(title, nav.uncover)
        for choice in choices:
            self.body.add_widget(PushButton(choice.text, choice.act, icon=choice.icon, height=MAIN_TARGET))
