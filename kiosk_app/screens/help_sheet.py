"""Help and incidents: what, who, done. Details can follow once it is on record."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp
from kivy.uix.gridlayout import GridLayout

from kiosk_app.screens.incident_sheet import IncidentSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TITLE
from kiosk_app.viewmodels.incidents import HELP_KINDS, INCIDENT_KINDS
from shared.record.events.incident import HelpKind, IncidentKind


class HelpSheet(Sheet):
    """Calls that are open, whom to call, and what to log."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(_("Help or incident"), nav.uncover)
        self._nav = nav
        self.calls: dict[str, PushButton] = {}
        self.kinds: dict[str, PushButton] = {}
        incidents = nav.room.incidents
        for call in incidents.calls:
            since = nav.room.book.clock(call.asked_at)
            text = _("{what} called at {time}").format(what=incidents.title(call.kind), time=since)
            if call.acknowledged_at:
                text += ", " + _("on the way")
            row = Row(height=56)
            row.add_widget(Text(text, size=SMALL, pos_hint={"center_y": 0.5}))
            row.add_widget(
                PushButton(
                    _("Has come"),
                    partial(self._close, call.help_id),
                    size_hint_x=None,
                    width=sp(140),
                )
            )
            self.body.add_widget(row)
        self.body.add_widget(Text(_("Call to this room"), size=TITLE, bold=True))
        grid = self._grid()
        for kind, label, icon in HELP_KINDS:
            self.calls[kind] = PushButton(
                _(label),
                partial(self._call, kind),
                icon=icon,
                height=60,
                size=SMALL,
            )
            grid.add_widget(self.calls[kind])
        self.body.add_widget(Text(_("Log an incident"), size=TITLE, bold=True))
        grid = self._grid()
        for known, label, icon in INCIDENT_KINDS:
            self.kinds[known] = PushButton(
                _(label),
                partial(self._log, known),
                icon=icon,
                height=60,
                size=SMALL,
            )
            grid.add_widget(self.kinds[known])
        log = incidents.log
        if log:
            self.body.add_widget(Text(_("Logged in this room"), size=TITLE, bold=True))
        for incident in log[:12]:
            what = f"{nav.room.book.clock(incident.happened_at)}  {incidents.title(incident.kind)}"
            who = incidents.names(incident)
            text = what + (f" · {who}" if who else "")
            colour = palette().text_soft
            self.body.add_widget(Text(text, size=SMALL))
            if not incident.restricted:
                for note in incident.notes:
                    self.body.add_widget(Text(note.text, size=SMALL, colour=colour))

    def _grid(self) -> GridLayout:
        grid = GridLayout(cols=2, spacing=dp(8), size_hint_y=None)
        grid.bind(minimum_height=grid.setter("height"))
        self.body.add_widget(grid)
        return grid

    def _call(self, kind: HelpKind) -> None:
        nav = self._nav
        if nav.attempt(lambda: nav.room.incidents.call(kind)):
            nav.uncover()
            nav.say(_("{what} is called.").format(what=nav.room.incidents.title(kind)))

    def _close(self, help_id: str) -> None:
        if self._nav.attempt(lambda: self._nav.room.incidents.close_call(help_id)):
            self._nav.uncover()

    def _log(self, kind: IncidentKind) -> None:
        self._nav.uncover()
        self._nav.cover(IncidentSheet(self._nav, kind))
