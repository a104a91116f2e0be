"""One line under the top bar: what to do next, with one button."""

from __future__ import annotations

from kivy.metrics import dp, sp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, width_of
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, EDGE, LEAST, LINE


class NextBar(Row):
    """``Next: take the register: 23 not set.`` and the button that leads there."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(height=nav.frame.bar, padding=(dp(EDGE), dp(2) if nav.frame.is_low else dp(8)))
        self._nav = nav
        look = palette()
        paint(self, look.raised)
        # Words that must not be cut: on two lines, and smaller, before they are.
        self.line = Line("", size=BODY, shorten=False, max_lines=2)
        self.line.bind(size=self._fit)
        self.button = PushButton(
            "", self._go, kind="quiet", size_hint_x=None, width=sp(144), pos_hint={"center_y": 0.5}
        )
        self.button.label.bold = True
        self.add_widget(self.line)
        self.add_widget(self.button)

    def refresh(self) -> None:
        step = self._nav.room.next_step
        before = self.line.text
        short = self._nav.frame.says_less or not step.button
        self.line.text = step.text if short else _("Next: {step}").format(step=_lowered(step.text))
        if self.line.text != before:
            self._fit()
        if self._nav.frame.says_less:
            self.button.width = max(sp(72), width_of(step.button, BODY, bold=True) + dp(36))
        self.button.text = step.button
        self.button.disabled = not step.button
        self.button.opacity = 1 if step.button else 0
        # One accent on the screen: while a card waits for its decision, that is the next thing to do.
        look, waits = palette(), self._nav.room.scan.card is not None
        self.button.ink(None if waits else look.accent, look.accent if waits else look.on_accent)

    def _fit(self, *_args: object) -> None:
        words = width_of(self.line.text, BODY)
        room = self.line.width * (2 if self.height >= 2 * sp(BODY) * LINE else 1)
        fitting = min(1.0, room * 0.94 / words) if words and room > 1 else 1.0
        self.line.font_size = max(dp(LEAST), sp(BODY) * fitting)

    def _go(self) -> None:
        self._nav.go(self._nav.room.next_step.section)


def _lowered(text: str) -> str:
    """The sentence goes on after "Next:", but a paper's code keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
