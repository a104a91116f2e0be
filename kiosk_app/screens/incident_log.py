"""What was logged in this room, the latest first, and which entries still lack something."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.incident_details import IncidentDetailsSheet
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, SMALL, TITLE
from kiosk_app.viewmodels.incidents import IncidentRow

MOST = 20


class IncidentLog(LivePanel):
    """A touch on a line opens its details; entries for the officer say nothing here."""

    def __init__(self, nav: Nav) -> None:
        self.lines: dict[str, LogLine] = {}
        super().__init__(nav, padding=(0, dp(8)))
        self.fill.rgba = (0, 0, 0, 0)

    def shows(self) -> object:
        return self.nav.room.incidents.rows

    def draw(self) -> None:
        rows = self.nav.room.incidents.rows
        self.lines = {}
        self.add_widget(Text(_("Logged in this room"), size=TITLE, bold=True))
        if not rows:
            self.add_widget(Text(_("Nothing so far."), size=SMALL, colour=palette().text_soft))
        for row in rows[:MOST]:
            self.lines[row.incident_id] = LogLine(row, partial(self._open, row.incident_id))
            self.add_widget(self.lines[row.incident_id])

    def _open(self, incident_id: str) -> None:
        nav = self.nav
        nav.attempt(lambda: nav.cover(IncidentDetailsSheet(nav, incident_id)))


class LogLine(Pressable):
    """Time, what, who; below it what was said and what is missing."""

    def __init__(self, row: IncidentRow, act: partial[None]) -> None:
        super().__init__(act if row.may_read else None, spacing=dp(8), size_hint_y=None, padding=(0, dp(6)))
        look = palette()
        ink = look.text_soft if row.is_restricted else look.text
        self.height = fits(52, BODY)
        self.add_widget(Icon(row.icon, size=24, colour=ink, pos_hint={"top": 1}))
        words = Column(fit=True, spacing=dp(2), pos_hint={"center_y": 0.5})
        head = f"{row.time}  {row.title}" + (f" · {row.who}" if row.who else "")
        words.add_widget(Text(head, size=BODY, colour=ink))
        for note in row.notes[-1:]:
            words.add_widget(Line(note, size=SMALL, colour=look.text_soft, size_hint_y=None, height=sp(24)))
        if row.missing:
            text = counted("{n} detail missing", "{n} details missing", row.missing)
            words.add_widget(Text(text, size=SMALL, bold=True, colour=look.warning))
        words.bind(height=lambda _words, high: setattr(self, "height", max(fits(52, BODY), high + dp(12))))
        self.add_widget(words)
        if row.may_read:
            self.add_widget(Icon("chevron-right", size=24, colour=look.text_soft, pos_hint={"center_y": 0.5}))
