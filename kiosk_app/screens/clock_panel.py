"""The papers' clocks: start and finish as they stand on the board, and what is left."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Gap, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, HUGE, MAIN_TARGET, NAME, SMALL, TARGET, TITLE
from kiosk_app.viewmodels.exam import PaperClock
from shared.ids import ComponentId
from shared.record.countdown import Phase


class ClockPanel(LivePanel):
    """One block a paper; the seconds run in place."""

    def __init__(self, nav: Nav) -> None:
        self.blocks: dict[ComponentId, ClockBlock] = {}
        super().__init__(nav, spacing=dp(16))

    def shows(self) -> object:
        exam = self.nav.room.exam
        clocks = tuple((c.component, c.started_at, c.finished_at) for c in exam.clocks)
        return (clocks, exam.stopped is None, self._is_over)

    @property
    def _is_over(self) -> bool:
        """Everybody's time is used up."""
        times = self.nav.room.finishes.times
        return bool(self.nav.room.exam.running) and all(time.is_over for time in times)

    def draw(self) -> None:
        exam, look = self.nav.room.exam, palette()
        clocks = exam.clocks
        self.blocks = {clock.component: ClockBlock(self.nav, clock, len(clocks)) for clock in clocks}
        for block in self.blocks.values():
            self.add_widget(block)
        if not clocks:
            self.add_widget(Text(_("No paper is sat in this room."), size=SMALL))
        running = [clock for clock in clocks if clock.component in exam.running]
        if not running:
            return
        book = self.nav.room.book
        opens = dict.fromkeys(book.clock(clock.leaving_from) for clock in running)
        text = _("Nobody leaves before {time}.").format(time=", ".join(opens))
        self.add_widget(Text(text, size=SMALL, colour=look.text_soft))
        if self._is_over and exam.stopped is None:
            self.button = PushButton(
                _("Finish: everybody stops writing"),
                partial(finish_sheet, self.nav, running),
                kind="main",
                icon="stop",
                height=MAIN_TARGET,
            )
            self.add_widget(self.button)

    def tick(self) -> None:
        for clock in self.nav.room.exam.clocks:
            if clock.component in self.blocks:
                self.blocks[clock.component].tick(clock)


class ClockBlock(Column):
    """Code and title, when it ends in large, how long is left, and the finish where it runs."""

    def __init__(self, nav: Nav, clock: PaperClock, together: int) -> None:
        super().__init__(fit=True, spacing=0)
        self._nav = nav
        look = palette()
        runs = clock.started_at is not None and clock.finished_at is None
        big = HUGE if runs and together == 1 and not nav.frame.says_less else NAME
        self.add_widget(Text(f"{clock.code} · {clock.title}", size=BODY, bold=True))
        row = Row()
        row.size_hint_y, row.height = None, max(sp(big) * 1.3, fits(TARGET, BODY))
        self.ends = Line("", size=big, bold=True, size_hint_x=None, width=sp(big) * 3)
        words = Column(spacing=0)
        self.left = Line("", size=TITLE, bold=runs)
        self.times = Line("", size=SMALL, colour=look.text_soft)
        words.add_widget(self.left)
        if clock.finished_at is None:
            words.add_widget(self.times)
        row.add_widget(self.ends)
        stacked = nav.frame.is_narrow and nav.frame.says_less
        row.add_widget(Gap() if stacked else words)
        if runs and nav.room.exam.stopped is None:
            self.button = PushButton(
                _("Finish"),
                partial(finish_sheet, nav, [clock]),
                size_hint_x=None,
                width=sp(104),
                pos_hint={"center_y": 0.5},
            )
            row.add_widget(self.button)
        self.add_widget(row)
        if stacked:
            lines = len(words.children)
            words.size_hint_y, words.height = None, sp(TITLE) * 1.35 * lines
            self.add_widget(words)
        self.tick(clock)

    def tick(self, clock: PaperClock) -> None:
        """What changes by itself."""
        book, look, running = self._nav.room.book, palette(), clock.running
        if clock.finished_at:
            self.ends.text, self.left.text = book.clock(clock.finished_at), _("finished")
            self.left.color = look.text_soft
            return
        if clock.started_at is None:
            self.ends.text = clock.starts
            self.left.text, self.left.color = _("not started"), look.text_soft
            self.times.text = _("published; would end {time}").format(time=book.clock(clock.finish))
            return
        self.ends.text = book.clock(clock.finish)
        self.times.text = _("Started {time}").format(time=book.clock(clock.started_at))
        self.left.color = look.warning if running.phase is not Phase.RUNNING else look.text
        match running.phase:
            case Phase.OVER:
                self.left.text = _("time over")
            case Phase.PAUSED:
                self.left.text = _("stopped, {left} left").format(left=running.shown)
            case _:
                self.left.text = _("{left} left").format(left=running.shown)


def finish_sheet(nav: Nav, clocks: list[PaperClock]) -> None:
    """Asked once more, with who would lose time."""
    now = nav.room.desk.now()
    who = [name for clock in clocks for own in clock.own if own.at > now for name in own.who]
    papers = [clock.component for clock in clocks]
    sheet = FormSheet(
        nav,
        _("Finish {code}?").format(code=", ".join(clock.code for clock in clocks)),
        _("Finish now"),
        lambda: nav.room.exam.finish(*papers),
    )
    if who:
        sheet.say(_("These candidates still have time: {who}.").format(who=", ".join(who)))
    else:
        sheet.say(_("Everybody stops writing."))
    nav.cover(sheet)
