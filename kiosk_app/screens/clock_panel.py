"""One paper's clock with every candidate's own finish, and the stop for the whole room."""

from __future__ import annotations

from kiosk_app.screens.choice_sheet import Choice, ChoiceSheet
from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.roll_sheet import RollSheet
from kiosk_app.texts import _, sentence
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, MAIN_TARGET, NAME, SMALL, TITLE
from kiosk_app.viewmodels.exam import PaperClock


class ClockPanel(Panel):
    """Start and finish as they stand on the board, and the minutes left."""

    def __init__(self, nav: Nav, clock: PaperClock) -> None:
        super().__init__(fit=True)
        self._nav = nav
        look = palette()
        self.add_widget(Text(f"{clock.code} · {clock.title}", size=TITLE, bold=True))
        row = Row(height=56)
        self.times = Text("", size=BODY, pos_hint={"center_y": 0.5})
        self.left = Line("", size=NAME, bold=True, halign="right", size_hint_x=0.55)
        row.add_widget(self.times)
        row.add_widget(self.left)
        self.add_widget(row)
        if clock.started_at and not clock.finished_at:
            text = _("Nobody leaves before {time}.").format(time=nav.room.book.clock(clock.leaving_from))
            self.add_widget(Text(text, size=SMALL, colour=look.text_soft))
        for own in clock.own:
            line = Column(fit=True, spacing=0)
            head = _("{time}  {why}").format(time=nav.room.book.clock(own.at), why=own.why)
            line.add_widget(Text(head, size=BODY, bold=True))
            line.add_widget(Text(", ".join(own.who), size=SMALL, colour=look.text_soft))
            self.add_widget(line)
        self.button: PushButton | None = None
        if not clock.started_at:
            self.button = PushButton(_("Start"), lambda: self._start(clock), icon="play", height=MAIN_TARGET)
        elif not clock.finished_at:
            self.button = PushButton(_("Finish"), lambda: self._finish(clock), icon="stop", height=56)
        if self.button is not None:
            self.add_widget(self.button)
        self.tick(clock)

    def tick(self, clock: PaperClock) -> None:
        """What changes by itself."""
        book, look = self._nav.room.book, palette()
        ends = book.clock(clock.finish)
        if clock.finished_at:
            self.times.text = _("Finished {time}").format(time=book.clock(clock.finished_at))
            self.left.text = ""
        elif clock.started_at and clock.minutes_left is not None:
            started = book.clock(clock.started_at)
            self.times.text = _("Started {start}, ends {end}").format(start=started, end=ends)
            over = clock.minutes_left <= 0
            self.left.text = _("time over") if over else _("{n} min left").format(n=clock.minutes_left)
            self.left.color = look.warning if over else look.text
        else:
            self.times.text = _("Published start {time}, ends {end}").format(time=clock.starts, end=ends)
            self.left.text = _("not started")
            self.left.color = look.text_soft

    def _start(self, clock: PaperClock) -> None:
        self._ask(
            _("Start {code}?").format(code=clock.code),
            _("Start now"),
            _("Writing begins. The time goes into the record and onto the board."),
            lambda: self._nav.room.exam.start(clock.component),
        )

    def _finish(self, clock: PaperClock) -> None:
        waiting = [own for own in clock.own if own.at > self._nav.room.desk.now()]
        says = _("Everybody stops writing.")
        if waiting:
            who = ", ".join(name for own in waiting for name in own.who)
            says = _("These candidates still have time: {who}.").format(who=who)
        finish = self._nav.room.exam.finish
        self._ask(
            _("Finish {code}?").format(code=clock.code),
            _("Finish now"),
            says,
            lambda: finish(clock.component),
        )

    def _ask(self, title: str, button: str, says: str, act: object) -> None:
        sheet = FormSheet(self._nav, title, button, act)  # type: ignore[arg-type]
        sheet.say(says)
        self._nav.cover(sheet)


class StopPanel(Column):
    """Evacuation or interruption: one press freezes every clock of the room."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(fit=True)
        self._nav = nav
        stop = nav.room.exam.stopped
        if stop is None:
            self.button = PushButton(
                _("Stop the clock"), self._choose, icon="pause", kind="danger", height=56
            )
            self.add_widget(self.button)
            return
        since = nav.room.book.clock(stop.began)
        self.add_widget(
            Note(
                _("Stopped at {time}. Nobody writes; papers stay on the desks.").format(time=since),
                icon="pause-circle-outline",
                ink=palette().alarm,
                title=sentence(_(stop.reason)),
            )
        )
        present = _("{n} candidates are present").format(n=nav.room.exam.present_now)
        self.add_widget(Text(present, size=TITLE, bold=True))
        self.add_widget(
            PushButton(_("Roll by seat"), lambda: nav.cover(RollSheet(nav)), icon="seat", height=56)
        )
        row = Row(height=64)
        row.add_widget(PushButton(_("Count outside"), lambda: self._count("out"), icon="counter", height=64))
        row.add_widget(PushButton(_("Count back in"), lambda: self._count("back"), icon="counter", height=64))
        self.add_widget(row)
        self.button = PushButton(
            _("Writing goes on"), lambda: nav.attempt(nav.room.exam.resume), kind="main", icon="play"
        )
        self.add_widget(self.button)

    def _choose(self) -> None:
        exam, nav = self._nav.room.exam, self._nav

        def stop(reason: str) -> None:
            nav.uncover()
            kind = "evacuation" if reason == "evacuation" else "interruption"
            nav.attempt(lambda: exam.stop_clock(kind))  # type: ignore[arg-type]

        choices = [
            Choice(_("Evacuation: everybody leaves"), "fire-alert", lambda: stop("evacuation")),
            Choice(_("Interruption: everybody stays"), "volume-high", lambda: stop("interruption")),
        ]
        nav.cover(ChoiceSheet(nav, _("Stop the clock"), choices))

    def _count(self, where: str) -> None:
        exam = self._nav.room.exam
        sheet = FormSheet(
            self._nav,
            _("Roll call"),
            _("Record count"),
            lambda: self._told(exam.call_roll(sheet.number_in(count), "out" if where == "out" else "back")),
        )
        sheet.say(_("{n} candidates should be there.").format(n=exam.present_now))
        count = sheet.ask(_("How many are there?"), most=4, digits=True)
        self._nav.cover(sheet)

    def _told(self, complete: bool) -> None:
        text = _("Everybody is there.") if complete else _("The count differs: look for who is missing.")
        self._nav.say(text, bad=not complete)
