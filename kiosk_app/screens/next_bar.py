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
        paint_accent(self.button)
        self.add_widget(self.line)
        self.add_widget(self.button)

    def refresh(self) -> None:
        step = self._nav.room.next_step
        self.line.text = _("Next: {step}").format(step=step.text[:1].lower() + step.text[1:])
        if not step.button:
            self.line.text = step.text
        self.button.text = step.button
        self.button.disabled = not step.button
        self.button.opacity = 1 if step.button else 0

    def _go(self) -> None:
        self._nav.go(self._nav.room.next_step.section)


def paint_accent(button: PushButton) -> None:
    """The one accent of the screen: an edge and words in the colour of the next thing to do."""
    look = palette()
    paint(button, look.accent, radius=10)
    button.label.color = look.on_accent
    button.label.bold = True
