"""Who is on duty in the room, and whether that is enough."""

from __future__ import annotations

from functools import partial

from kivy.metrics import sp

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, TITLE


class DutyPanel(LivePanel):
    """Names with a way off duty, and a button for the next one."""

    def shows(self) -> object:
        duty = self.nav.room.exam.duty
        return (duty.people, duty.needed)

    def draw(self) -> None:
        duty, look = self.nav.room.exam.duty, palette()
        self.add_widget(Text(_("On duty"), size=TITLE, bold=True))
        for person, name in duty.people:
            row = Row(height=48)
            row.add_widget(Icon("account-check-outline", size=24, pos_hint={"center_y": 0.5}))
            row.add_widget(Line(name, size=BODY))
            row.add_widget(
                PushButton(
                    _("Off duty"),
                    partial(self.nav.attempt, partial(duty.sign_out, person)),
                    kind="quiet",
                    size_hint_x=None,
                    width=sp(120),
                )
            )
            self.add_widget(row)
        short = duty.needed - len(duty.people)
        if short > 0:
            text = counted("{n} more invigilator is needed.", "{n} more invigilators are needed.", short)
            self.add_widget(Note(text, icon="account-alert-outline", ink=look.warning))
        self.button = PushButton(
            _("Sign in another person"), self._sign_in, icon="account-plus-outline", height=56
        )
        self.add_widget(self.button)

    def _sign_in(self) -> None:
        self.nav.cover(PinSheet(self.nav, _("Take up duty"), self.nav.room.exam.duty.sign_in))
