"""One line under the top bar: what to do next, with one button."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line
from kiosk_app.texts import _
from kiosk_app.theme.measures import BAR, BODY, EDGE
from kiosk_app.theme.palette import palette


class NextBar(Row):
    """``Next: take the register: 23 not set.`` and the button that leads there."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(height=BAR, padding=(dp(EDGE), dp(8)))
        self._nav = nav
        look = palette()
        paint(self, look.raised)
        self.line = Line("", size=BODY, markup=False)
        self.button = PushButton("", self._go, kind="quiet", size_hint_x=None, width=dp(144))
        self.button.label.bold = True
        self.add_widget(self.line)
        self.add_widget(self.button)

    def refresh(self) -> None:
        step = self._nav.room.next_step
        self.line.text = _("Next: {step}").format(step=_lowered(step.text))
        if not step.button:
            self.line.text = step.text
        self.button.text = step.button
        self.button.disabled = not step.button
        self.button.opacity = 1 if step.button else 0
        # One accent on the screen: while a card waits for its decision, that is the next thing to do.
        look, waits = palette(), self._nav.room.scan.card is not None
        self.button.ink(None if waits else look.accent, look.accent if waits else look.on_accent)

    def _go(self) -> None:
        self._nav.go(self._nav.room.next_step.section)


def _lowered(text: str) -> str:
    """The sentence goes on after "Next:", but a paper's code keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
