"""Evacuation or interruption: one press freezes every clock of the room, and the roll is called."""

from __future__ import annotations

from functools import partial

from kivy.metrics import sp

from kiosk_app.screens.choice_sheet import Choice, ChoiceSheet
from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import Kind, PushButton
from kiosk_app.screens.parts.words import Line
from kiosk_app.screens.roll_sheet import RollSheet
from kiosk_app.texts import _, sentence
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import HUGE, MAIN_TARGET, NAME, TITLE
from kiosk_app.viewmodels.roll_call import Where


class StopPanel(LivePanel):
    """While everything runs one button; while it stands still what to do, in its order."""

    def shows(self) -> object:
        stops = self.nav.room.stops
        return (stops.now, stops.roll.counts, self.nav.room.exam.present_now)

    def draw(self) -> None:
        stops, look = self.nav.room.stops, palette()
        stop = stops.now
        self.clock: Line | None = None
        if stop is None:
            self.button = PushButton(
                _("Stop the clock"), self._choose, icon="pause", kind="danger", height=56
            )
            self.add_widget(self.button)
            return
        since = self.nav.room.book.clock(stop.began)
        title = _("Evacuation") if stops.is_evacuation else _("Interruption")
        narrow = self.nav.frame.is_narrow
        self.clock = Line("", size=NAME if narrow else HUGE, bold=True, halign="right", colour=look.alarm)
        head = Row()
        head.size_hint_y, head.height = None, sp(NAME if narrow else HUGE) * 1.3
        head.add_widget(Line(title, size=TITLE if narrow else NAME, bold=True, colour=look.alarm))
        self.clock.size_hint_x = 0.6
        head.add_widget(self.clock)
        self.add_widget(head)
        says = (
            _("Nobody writes. Papers and scripts stay on the desks. Candidates stay apart and silent.")
            if stops.is_evacuation
            else _("Nobody writes; papers stay on the desks. Everybody stays seated and silent.")
        )
        self.add_widget(
            Note(
                says,
                icon="pause-circle-outline",
                ink=look.alarm,
                title=_("Stopped at {time}").format(time=since),
            )
        )
        counted = not stops.is_evacuation or self._roll()
        self.button = PushButton(
            _("Writing goes on"),
            self._resume,
            kind="main" if counted else "plain",
            icon="play",
            height=MAIN_TARGET,
        )
        self.add_widget(self.button)

    def tick(self) -> None:
        if self.clock is not None:
            self.clock.text = self.nav.room.stops.clock

    def _roll(self) -> bool:
        """Both counts, the one that is to do next as the main button; whether both are done."""
        counts, expected = self.nav.room.stops.roll.counts, len(self.nav.room.stops.roll.rows)
        labels: tuple[tuple[Where, str, str], ...] = (
            ("out", _("Roll outside"), "account-arrow-right-outline"),
            ("back", _("Roll back inside"), "account-arrow-left-outline"),
        )
        done = True
        for where, label, icon in labels:
            kind: Kind = "good" if counts.get(where) == expected else "plain"
            if where not in counts and done:
                kind, done = "main", False
            text = label
            if where in counts:
                text = _("{roll}: {n} of {all}").format(roll=label, n=counts[where], all=expected)
            self.add_widget(PushButton(text, partial(self._call, where), icon=icon, height=64, kind=kind))
        return done

    def _call(self, where: Where) -> None:
        self.nav.room.stops.roll.begin(where)
        self.nav.cover(RollSheet(self.nav))

    def _resume(self) -> None:
        nav, stops = self.nav, self.nav.room.stops
        if not stops.is_evacuation:
            sheet = FormSheet(nav, _("Writing goes on"), _("Go on now"), lambda: stops.resume(note.text))
            sheet.say(_("Every finish moves by {time}. It goes into the log.").format(time=stops.clock))
            note = sheet.ask(_("What was it? Noise, alarm, power … (optional)"))
        else:
            sheet = FormSheet(nav, _("Writing goes on"), _("Go on now"), stops.resume)
            sheet.say(_("Every finish moves by {time}. It goes into the log.").format(time=stops.clock))
            missing = stops.roll.unaccounted
            if missing:
                sheet.say(sentence(missing))
        nav.cover(sheet)

    def _choose(self) -> None:
        nav, stops = self.nav, self.nav.room.stops

        def stop(reason: str) -> None:
            nav.uncover()
            nav.attempt(lambda: stops.stop("evacuation" if reason == "evacuation" else "interruption"))
            nav.go("exam")

        choices = [
            Choice(_("Evacuation: everybody leaves"), "fire-alert", lambda: stop("evacuation")),
            Choice(_("Interruption: everybody stays"), "volume-high", lambda: stop("interruption")),
        ]
        nav.cover(ChoiceSheet(nav, _("Stop the clock"), choices))
