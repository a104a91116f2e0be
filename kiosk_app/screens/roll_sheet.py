"""The roll by seat: whom to count when the room was left in a hurry."""

from __future__ import annotations

from kivy.metrics import sp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Line
from kiosk_app.texts import _
from kiosk_app.theme.tokens import BODY, NUMBER


class RollSheet(Sheet):
    """Everybody present, seat after seat."""

    def __init__(self, nav: Nav) -> None:
        roll = nav.room.exam.roll
        super().__init__(_("{n} candidates, seat by seat").format(n=len(roll)), nav.uncover)
        for seat, number, name in roll:
            line = Row(height=36)
            line.add_widget(Line(seat or "–", size=NUMBER, bold=True, size_hint_x=None, width=sp(72)))
            line.add_widget(Line(number, size=BODY, size_hint_x=None, width=sp(72)))
            line.add_widget(Line(name, size=BODY))
            self.body.add_widget(line)
