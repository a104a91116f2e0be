"""Who finishes when: the next finish large, the others in their order, who has gone at the end."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import Pressable, PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.writers_sheet import WritersSheet
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, NAME, SMALL, TITLE
from kiosk_app.viewmodels.finish_times import FinishTime

NAMED = 3
"""So many are named on a line; more are counted and stand behind it."""


class FinishesPanel(LivePanel):
    """A touch on a time shows everybody it is for."""

    def __init__(self, nav: Nav) -> None:
        self.lines: list[TimeLine] = []
        super().__init__(nav)

    def shows(self) -> object:
        finishes = self.nav.room.finishes
        due = finishes.due_warning
        # A finish that moves on with the second is written in place.
        times = tuple((None if t.is_paused else t.at, t.people) for t in finishes.times)
        return (times, finishes.gone, due.at if due else None)

    def draw(self) -> None:
        finishes, look = self.nav.room.finishes, palette()
        self.add_widget(Text(_("Who finishes when"), size=TITLE, bold=True))
        due = finishes.due_warning
        if due is not None:
            self.add_widget(
                Note(
                    _("{people}, until {time}").format(people=_people(due), time=self._clock(due)),
                    icon="bell-outline",
                    ink=look.warning,
                    title=_("Say now: {n} minutes left").format(n=due.clock.minutes_left),
                )
            )
            self.told = PushButton(_("I told them"), partial(self._told, due), icon="check", height=52)
            self.add_widget(self.told)
        self.lines = [TimeLine(self.nav, time, is_next=n == 0) for n, time in enumerate(finishes.times)]
        for line in self.lines:
            self.add_widget(line)
        if not self.lines:
            self.add_widget(Text(_("Nobody is writing."), size=SMALL, colour=look.text_soft))
        gone = finishes.gone
        if gone:
            text = counted("{n} candidate has finished", "{n} candidates have finished", len(gone))
            names = ", ".join(f"{person.name} {person.why}" for person in gone[:NAMED])
            more = _(" and {n} more").format(n=len(gone) - NAMED) if len(gone) > NAMED else ""
            self.add_widget(Text(f"{text}: {names}{more}", size=SMALL, colour=look.text_soft))

    def tick(self) -> None:
        for line, time in zip(self.lines, self.nav.room.finishes.times, strict=False):
            line.tick(time)

    def _clock(self, time: FinishTime) -> str:
        return self.nav.room.book.clock(time.at)

    def _told(self, due: FinishTime) -> None:
        self.nav.room.finishes.warned(due.at)
        self.nav.refresh()


class TimeLine(Pressable):
    """One finish: when, how long still, and for whom."""

    def __init__(self, nav: Nav, time: FinishTime, *, is_next: bool) -> None:
        super().__init__(partial(self._open, nav, time), spacing=dp(12), size_hint_y=None)
        self._nav = nav
        look, size = palette(), NAME if is_next else BODY
        self._least = fits(72 if is_next else 52, size)
        self.height = self._least
        self.at = Line("", size=size, bold=True, size_hint_x=None, width=sp(NAME * 3))
        words = Column(fit=True, spacing=0, pos_hint={"center_y": 0.5})
        self.left = Line("", size=BODY if is_next else SMALL, size_hint_y=None, height=sp(26))
        self.who = Text(_who(time), size=SMALL, colour=look.text_soft)
        words.add_widget(self.left)
        words.add_widget(self.who)
        words.bind(height=self._grow)
        for part in (
            self.at,
            words,
            Icon("chevron-right", colour=look.text_soft, pos_hint={"center_y": 0.5}),
        ):
            self.add_widget(part)
        self.tick(time)

    def tick(self, time: FinishTime) -> None:
        look = palette()
        self.at.text = self._nav.room.book.clock(time.at)
        if time.is_over:
            self.left.text, self.left.color = _("time over: collect, then let go"), look.warning
        elif time.is_paused:
            self.left.text = _("clock stands still, {n} min left").format(n=time.clock.minutes_left)
            self.left.color = look.warning
        else:
            self.left.text = _("{n} min left").format(n=time.clock.minutes_left)
            self.left.color = look.text

    def _open(self, nav: Nav, time: FinishTime) -> None:
        nav.cover(WritersSheet(nav, time))

    def _grow(self, _words: object, height: float) -> None:
        self.height = max(self._least, height + dp(12))


def _who(time: FinishTime) -> str:
    if len(time.people) > NAMED:
        return f"{_people(time)} · {', '.join(time.codes)}"
    return "\n".join(" · ".join(part for part in (p.seat, p.name, p.why) if part) for p in time.people)


def _people(time: FinishTime) -> str:
    return counted("{n} candidate", "{n} candidates", len(time.people))
