"""The roll by seat: a touch for everybody who is here, and who is missing in large."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp
from kivy.uix.gridlayout import GridLayout

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.parts.press import Pressable, PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import NAME, NUMBER, RADIUS, SMALL
from kiosk_app.viewmodels.roll_call import RollRow
from shared.ids import CandidateId

NAMED = 6
"""Once so few are missing they are named: from then on one looks for people, not for a number."""


class RollSheet(Sheet):
    """Everybody present, seat after seat."""

    def __init__(self, nav: Nav) -> None:
        roll = nav.room.stops.roll
        super().__init__(_("Roll outside") if roll.where == "out" else _("Roll back inside"), nav.uncover)
        self._nav = nav
        self._roll = roll
        self.count = Text("", size=NAME, bold=True)
        self.missing = Text("", size=NUMBER, bold=True, colour=palette().alarm)
        # At the top, where eyes are; the list below is for the fingers.
        for part in (self.missing, self.count):
            self.panel.add_widget(part, index=2)
        self.cells: dict[CandidateId, RollCell] = {}
        grid = GridLayout(cols=self._columns, spacing=dp(6), size_hint_y=None)
        grid.bind(minimum_height=grid.setter("height"))
        for row in roll.rows:
            self.cells[row.candidate] = RollCell(row, partial(self._turn, row.candidate))
            grid.add_widget(self.cells[row.candidate])
        self.body.add_widget(grid)
        self.all = PushButton(_("All others are here"), self._all, icon="check-all", height=64)
        self.done = PushButton(_("Record the count"), self._record, kind="main", height=64)
        self.add_foot(self.all)
        self.add_foot(self.done)
        self.missing.bind(height=self._measure)
        self._show()

    @property
    def _columns(self) -> int:
        return max(1, min(4, int(self._nav.frame.width / self._nav.frame.text // 280)))

    def _turn(self, candidate: CandidateId) -> None:
        self._roll.turn(candidate)
        self._show()

    def _all(self) -> None:
        self._roll.all_here()
        self._show()

    def _show(self) -> None:
        rows, missing = self._roll.rows, self._roll.missing
        for row in rows:
            if row.candidate in self.cells:
                self.cells[row.candidate].show(row)
        self.count.text = _("{here} of {all} are here").format(here=len(rows) - len(missing), all=len(rows))
        self.count.color = palette().text if missing else palette().good
        names = " · ".join(f"{row.seat or row.number} {row.name}" for row in missing)
        self.missing.text = _("Missing: {names}").format(names=names) if 0 < len(missing) <= NAMED else ""
        self.all.disabled = not missing

    def _record(self) -> None:
        done: list[tuple[RollRow, ...]] = []
        if not self._nav.attempt(lambda: done.append(self._roll.record())):
            return
        self._nav.uncover()
        missing = done[0]
        if missing:
            text = counted("{n} candidate is missing.", "{n} candidates are missing.", len(missing))
            self._nav.say(f"{text} {_('Tell whoever leads the evacuation.')}", bad=True)
        else:
            self._nav.say(_("Everybody is there."))

    def _measure(self, *_args: object) -> None:
        super()._measure()
        self.panel.width = self.width - dp(32)
        if hasattr(self, "count"):
            extra = self.count.height + self.missing.height + dp(2 * 12)
            self.panel.height = min(self.panel.height + extra, self.height - dp(32))


class RollCell(Pressable):
    """Seat and name; here has a filled tick, missing an empty circle."""

    def __init__(self, row: RollRow, act: partial[None]) -> None:
        super().__init__(act, spacing=dp(4), padding=(dp(6), 0), size_hint_y=None, height=fits(52, NUMBER))
        look = palette()
        self._ground = paint(self, look.raised, radius=RADIUS, line=look.line)
        self.icon = Icon("circle-outline", size=24, pos_hint={"center_y": 0.5})
        self.seat = Line(row.seat or "–", size=NUMBER, bold=True, size_hint_x=None, width=sp(48))
        name = f"{row.name} ({_('was out')})" if row.is_away else row.name
        self.name = Line(name, size=SMALL)
        for part in (self.icon, self.seat, self.name):
            self.add_widget(part)
        self.show(row)

    def show(self, row: RollRow) -> None:
        look = palette()
        self.icon.show("check-circle" if row.is_here else "circle-outline")
        self.icon.color = look.good if row.is_here else look.text_soft
        self._ground.rgba = (*look.good[:3], 0.16) if row.is_here else look.raised
