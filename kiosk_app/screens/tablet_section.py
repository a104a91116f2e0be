"""The tablet itself: how it stands, its look, and less frequent things to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import Options
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.unlisted_sheet import UnlistedSheet
from kiosk_app.texts import _
from kiosk_app.theme.measures import EDGE, SMALL, TITLE
from kiosk_app.theme.palette import palette

THEMES: Final = (("dark", "Dark"), ("light", "Light"), ("contrast", "High contrast"))
HANDS: Final = (("right", "Right hand"), ("left", "Left hand"))


class TabletSection(Row):
    """Facts for a technician on one side, choices on the other."""

    def __init__(
        self, nav: Nav, set_look: Callable[[str, str], None], leave_room: Callable[[], None]
    ) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        left, right = Scroll(), Scroll()
        self.facts = Panel(fit=True, spacing=dp(2))
        self.theme = Options([(name, _(label)) for name, label in THEMES], palette().name)
        self.hand = Options(
            [(name, _(label)) for name, label in HANDS], "left" if nav.writes_left else "right"
        )
        look = Panel(fit=True)
        look.add_widget(Text(_("Look"), size=TITLE, bold=True))
        look.add_widget(self.theme)
        look.add_widget(Text(_("Which hand confirms?"), size=SMALL, colour=palette().text_soft))
        look.add_widget(self.hand)
        self.use = PushButton(
            _("Use this look"), lambda: set_look(self.theme.chosen, self.hand.chosen), icon="check", height=56
        )
        look.add_widget(self.use)
        less = Panel(fit=True)
        less.add_widget(Text(_("In this room"), size=TITLE, bold=True))
        room = nav.room
        for text, icon, act in (
            (_("Somebody on no list"), "account-plus-outline", lambda: nav.cover(UnlistedSheet(nav))),
            (_("Lock the screen"), "lock-outline", lambda: nav.attempt(room.sign_in.lock)),
            (_("Go off duty"), "logout", lambda: nav.attempt(room.sign_in.leave_duty)),
            (_("Another room"), "door-open", leave_room),
        ):
            less.add_widget(PushButton(text, act, icon=icon, height=56))
        left.body.add_widget(self.facts)
        if nav.is_wide:
            right.body.add_widget(less)
            right.body.add_widget(look)
            self.add_widget(left)
            self.add_widget(right)
        else:
            left.body.spacing = dp(EDGE)
            for panel in (less, look):
                left.body.add_widget(panel)
            self.add_widget(left)
        self.refresh()

    def refresh(self) -> None:
        facts = self._nav.room.status.facts
        self.facts.clear_widgets()
        self.facts.add_widget(Text(_("This tablet"), size=TITLE, bold=True))
        for label, value in facts:
            row = Row(height=34)
            row.add_widget(Line(label, size=SMALL, colour=palette().text_soft))
            row.add_widget(Line(value, size=SMALL, halign="right"))
            self.facts.add_widget(row)
