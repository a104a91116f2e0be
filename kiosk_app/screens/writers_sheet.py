"""Everybody who finishes at one time, and the touch that lets one of them go."""

from __future__ import annotations

from kivy.metrics import sp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Line
from kiosk_app.screens.who_sheet import WhoSheet
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, NUMBER, SMALL
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.finish_times import FinishTime
from kiosk_app.viewmodels.who import WhoViewModel

LISTED = 12
"""More than so many are looked for, not scrolled through."""


class WritersSheet(Sheet):
    """Seat, name and why the finish is another one."""

    def __init__(self, nav: Nav, time: FinishTime) -> None:
        at = nav.room.book.clock(time.at)
        super().__init__(_("Finishes at {time}").format(time=at), nav.uncover)
        self._nav = nav
        self._keys = {person.key for person in time.people}
        for person in time.people[:LISTED]:
            row = Row(height=52)
            row.add_widget(Line(person.seat or "–", size=NUMBER, bold=True, size_hint_x=None, width=sp(64)))
            row.add_widget(Line(person.name, size=BODY))
            soft = palette().text_soft
            row.add_widget(Line(person.why, size=SMALL, colour=soft, size_hint_x=None, width=sp(90)))
            self.body.add_widget(row)
        if len(time.people) > LISTED:
            more = _("and {n} more").format(n=len(time.people) - LISTED)
            self.body.add_widget(Line(more, size=BODY, size_hint_y=None, height=sp(32)))
        self.go = PushButton(_("Somebody has finished and goes"), self._who, icon="exit-run", height=64)
        self.add_foot(self.go)

    def _who(self) -> None:
        nav, keys = self._nav, self._keys
        who = WhoViewModel(nav.room.book, lambda s: s.key in keys and s.finished_at is None)
        nav.cover(WhoSheet(nav, _("Who has finished?"), who, self._dismiss))

    def _dismiss(self, key: Key) -> None:
        if self._nav.attempt(lambda: self._nav.room.finishes.dismiss(key)):
            self._nav.uncover()
            said = _("{name} has finished.").format(name=self._nav.room.book.name_of(key[0]))
            self._nav.say(said)
