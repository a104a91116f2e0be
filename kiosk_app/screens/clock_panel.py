"""The papers' clocks: start and finish as they stand on the board, and what is left."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, HUGE, NAME, SMALL, TITLE
from kiosk_app.viewmodels.exam import PaperClock
from shared.ids import ComponentId
from shared.record.countdown import Phase


class ClockPanel(LivePanel):
    """One block a paper; the seconds run in place."""

    def __init__(self, nav: Nav) -> None:
        self.blocks: dict[ComponentId, ClockBlock] = {}
        super().__init__(nav)

    def shows(self) -> object:
        exam = self.nav.room.exam
        return tuple((c.component, c.started_at, c.finished_at, exam.stopped is None) for c in exam.clocks)

    def draw(self) -> None:
        clocks = self.nav.room.exam.clocks
        self.blocks = {clock.component: ClockBlock(self.nav, clock, len(clocks)) for clock in clocks}
        self.spacing = dp(20)
        for block in self.blocks.values():
            self.add_widget(block)
        if not clocks:
            self.add_widget(Text(_("No paper is sat in this room."), size=SMALL))

    def tick(self) -> None:
        for clock in self.nav.room.exam.clocks:
            if clock.component in self.blocks:
                self.blocks[clock.component].tick(clock)


class ClockBlock(Column):
    """Code and title, when it ends in large, how long is left, and the finish where it runs."""

    def __init__(self, nav: Nav, clock: PaperClock, together: int) -> None:
        super().__init__(fit=True, spacing=dp(4))
        self._nav = nav
        look = palette()
        runs = clock.started_at is not None and clock.finished_at is None
        title = Text(f"{clock.code} · {clock.title}", size=BODY if together > 1 else TITLE, bold=True)
        self.add_widget(title)
        big = HUGE if runs and together == 1 and not nav.frame.says_less else NAME
        row = Row(size_hint_y=None, height=sp(big) * 1.3)
        self.ends = Line("", size=big, bold=True)
        self.left = Line("", size=NAME if big == HUGE else TITLE, halign="right", size_hint_x=0.75)
        row.add_widget(self.ends)
        row.add_widget(self.left)
        self.times = Text("", size=SMALL, colour=look.text_soft)
        self.add_widget(row)
        self.add_widget(self.times)
        if runs and nav.room.exam.stopped is None:
            self.button = PushButton(_("Finish"), partial(self._finish, clock), icon="stop", height=52)
            self.add_widget(self.button)
        self.tick(clock)

    def tick(self, clock: PaperClock) -> None:
        """What changes by itself."""
        book, look = self._nav.room.book, palette()
        self.ends.text = book.clock(clock.finish)
        running = clock.running
        if clock.finished_at:
            self.ends.text = _("Finished {time}").format(time=book.clock(clock.finished_at))
            self.left.text, self.times.text = "", ""
            return
        if clock.started_at is None:
            self.left.text, self.left.color = _("not started"), look.text_soft
            self.ends.text = clock.starts
            self.times.text = _("Published start; would end {time}").format(time=self._end(clock))
            return
        self.times.text = _("Started {start}. Nobody leaves before {time}.").format(
            start=book.clock(clock.started_at), time=book.clock(clock.leaving_from)
        )
        if running.phase is Phase.OVER:
            self.left.text, self.left.color = _("time over"), look.warning
        elif running.phase is Phase.PAUSED:
            self.left.text, self.left.color = (
                _("stopped, {left} left").format(left=running.shown),
                look.warning,
            )
        else:
            near = running.phase is Phase.WARNING
            self.left.text = _("{left} left").format(left=running.shown)
            self.left.color = look.warning if near else look.text

    def _end(self, clock: PaperClock) -> str:
        return self._nav.room.book.clock(clock.finish)

    def _finish(self, clock: PaperClock) -> None:
        nav = self._nav
        waiting = [own for own in clock.own if own.at > nav.room.desk.now()]
        who = [name for own in waiting for name in own.who]
        sheet = FormSheet(
            nav,
            _("Finish {code}?").format(code=clock.code),
            _("Finish now"),
            lambda: nav.room.exam.finish(clock.component),
        )
        if who:
            sheet.say(_("These candidates still have time: {who}.").format(who=", ".join(who)))
        else:
            sheet.say(_("Everybody stops writing."))
        nav.cover(sheet)
