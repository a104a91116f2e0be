"""Help and incidents: one press calls somebody, three log what happened. Details can follow."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp
from kivy.uix.gridlayout import GridLayout

from kiosk_app.screens.incident_flow import log_incident
from kiosk_app.screens.incident_log import IncidentLog
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, RADIUS, SMALL, TITLE
from kiosk_app.viewmodels.help_calls import HELP_KINDS, Call
from kiosk_app.viewmodels.incidents import INCIDENT_KINDS, is_restricted
from shared.record.events.incident import HelpKind


class HelpSheet(Sheet):
    """Calls that are open, whom to call, what to log, and what was logged."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(_("Help or incident"), nav.uncover)
        self._nav = nav
        self._shown: object = None
        self.calls: dict[str, PushButton] = {}
        self.kinds: dict[str, PushButton] = {}
        self.open = Column(fit=True)
        self.body.add_widget(self.open)
        self.body.add_widget(Text(_("Call to this room"), size=TITLE, bold=True))
        grid = self._grid()
        for kind, label, icon in HELP_KINDS:
            self.calls[kind] = PushButton(
                _(label), partial(self._call, kind), icon=icon, height=60, size=SMALL
            )
            grid.add_widget(self.calls[kind])
        self.body.add_widget(Text(_("Log an incident"), size=TITLE, bold=True))
        grid = self._grid()
        look = palette()
        for known, label, icon in INCIDENT_KINDS:
            self.kinds[known] = PushButton(
                _(label), partial(log_incident, nav, known), icon=icon, height=60, size=SMALL
            )
            if is_restricted(known):
                # Candidates may look over a shoulder: these words are there, and don't stand out.
                self.kinds[known].ink(None, look.text_soft)
            grid.add_widget(self.kinds[known])
        self.log = IncidentLog(nav)
        self.body.add_widget(self.log)
        self.refresh()

    def refresh(self) -> None:
        """An acknowledgement shows the moment it is known."""
        calls = self._nav.room.help.open
        self.log.refresh()
        if calls == self._shown:
            return
        self._shown = calls
        self.open.clear_widgets()
        for call in calls:
            self.open.add_widget(CallRow(self._nav, call))

    def _grid(self) -> GridLayout:
        grid = GridLayout(cols=1 if self._nav.frame.is_narrow else 2, spacing=dp(8), size_hint_y=None)
        grid.bind(minimum_height=grid.setter("height"))
        self.body.add_widget(grid)
        return grid

    def _call(self, kind: HelpKind) -> None:
        self._nav.attempt(lambda: self._nav.room.help.call(kind))
        self.scroll.scroll_y = 1
        self.refresh()


class CallRow(Column):
    """One call with how far it is, in words, symbol and colour, and the button that ends it."""

    def __init__(self, nav: Nav, call: Call) -> None:
        super().__init__(fit=True, spacing=0, padding=(dp(12), dp(6)))
        look = palette()
        ink = look.good if call.is_coming else look.warning if call.is_stuck else look.accent
        paint(self, (*ink[:3], 0.14), radius=RADIUS, line=ink)
        icon = "run-fast" if call.is_coming else "access-point-network-off" if call.is_stuck else call.icon
        row = Row(height=56)
        row.add_widget(Icon(icon, size=28, colour=ink, pos_hint={"center_y": 0.5}))
        words = Column(spacing=0)
        words.add_widget(Line(call.title, size=SMALL, colour=look.text_soft))
        row.add_widget(words)
        self.button = PushButton(
            _("Has come"),
            lambda: nav.attempt(lambda: nav.room.help.close(call.help_id)),
            size_hint_x=None,
            width=sp(124),
            pos_hint={"center_y": 0.5},
        )
        row.add_widget(self.button)
        self.add_widget(row)
        says = Text(call.says, size=BODY, bold=True, colour=ink)
        if nav.frame.is_narrow:
            self.add_widget(says)
        else:
            words.add_widget(Line(call.says, size=BODY, bold=True, colour=ink))
