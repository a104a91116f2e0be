"""Names to choose one from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from kiosk_app.screens.parts.panel import Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.theme.palette import palette


class PeopleList(Scroll):
    """One button a person; who is chosen has a tick."""

    def __init__(self, people: Sequence[tuple[str, str, str]], choose: Callable[[str], None]) -> None:
        super().__init__()
        self.buttons: dict[str, PushButton] = {}
        for person, name, role in people:
            text = name if role in ("invigilator", "") else f"{name}  ({role})"
            button = PushButton(
                text,
                partial(choose, person),
                icon="account-outline",
                height=56,
            )
            button.is_centred = False
            self.buttons[person] = button
            self.body.add_widget(button)

    def show(self, chosen: str) -> None:
        look = palette()
        for person, button in self.buttons.items():
            on = person == chosen
            if button.icon is not None:
                button.icon.show("check-circle" if on else "account-outline")
                button.icon.color = look.accent if on else look.text_soft
            button.label.bold = on
