"""The tablet itself: how it stands, how it looks and sounds, and less frequent things to do."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.widget import Widget

from kiosk_app.screens.lock_panel import LockPanel
from kiosk_app.screens.look_panel import LookPanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.sound_panel import SoundPanel
from kiosk_app.screens.switch_sheet import SwitchSheet
from kiosk_app.screens.unlisted_sheet import UnlistedSheet
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, SMALL, TITLE
from kiosk_app.viewmodels.machine import Machine


class TabletSection(Row):
    """What to do and how it stands on one side, choices on the other; one column on a narrow screen."""

    def __init__(self, nav: Nav, machine: Machine) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        self._shown: object = None
        self.facts = Panel(fit=True, spacing=dp(2))
        self.look = LookPanel(machine.settings)
        self.sound = SoundPanel(machine.settings)
        self.lock = LockPanel(machine.settings)
        less = Panel(fit=True)
        less.add_widget(Text(_("In this room"), size=TITLE, bold=True))
        room = nav.room
        for text, icon, act in (
            (_("Hand the tablet to somebody else"), "account-switch", lambda: nav.cover(SwitchSheet(nav))),
            (_("Show the room board"), "presentation", machine.show_board),
            (_("Somebody on no list"), "account-plus-outline", lambda: nav.cover(UnlistedSheet(nav))),
            (_("Lock the screen"), "lock-outline", lambda: nav.attempt(room.sign_in.lock)),
            (_("Go off duty"), "logout", lambda: nav.attempt(room.sign_in.leave_duty)),
            (_("Another room"), "door-open", machine.leave_room),
        ):
            less.add_widget(PushButton(text, act, icon=icon, height=56))
        if nav.frame.card_beside:
            self._columns((less, self.facts), (self.look, self.lock, self.sound))
        else:
            self._columns((less, self.facts, self.look, self.lock, self.sound))
        self.refresh()

    def _columns(self, *columns: tuple[Widget, ...]) -> None:
        for panels in columns:
            scroll = Scroll()
            scroll.body.spacing = dp(EDGE)
            for panel in panels:
                scroll.body.add_widget(panel)
            self.add_widget(scroll)

    def refresh(self) -> None:
        facts = self._nav.room.status.facts
        if facts == self._shown:
            return
        self._shown = facts
        self.facts.clear_widgets()
        self.facts.add_widget(Text(_("This tablet"), size=TITLE, bold=True))
        for label, value in facts:
            stacked = self._nav.frame.is_narrow
            row = Column(fit=True, spacing=0) if stacked else Row(height=34)
            if stacked:
                row.add_widget(Text(label, size=SMALL, colour=palette().text_soft))
                row.add_widget(Text(value, size=SMALL))
            else:
                row.add_widget(Line(label, size=SMALL, colour=palette().text_soft))
                row.add_widget(Line(value, size=SMALL, halign="right"))
            self.facts.add_widget(row)
        self.facts.add_widget(
            PushButton(
                _("All about this tablet"), lambda: self._nav.go("diagnostics"), icon="stethoscope", height=56
            )
        )
        self.facts.add_widget(
            PushButton(
                _("Hand records over as codes"), lambda: self._nav.go("hand_over"), icon="qrcode", height=56
            )
        )
