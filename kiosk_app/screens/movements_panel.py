"""Who is out and who rests, with the minutes running, and the touch that brings them back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.leave_sheet import LeaveSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.who_sheet import WhoSheet
from kiosk_app.texts import _
from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.tokens import BODY, NUMBER, SMALL, TITLE
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.movements import Out
from kiosk_app.viewmodels.who import WhoViewModel
from shared.ids import CandidateId
from shared.look import STATE_LOOKS
from shared.record.register import SittingState

ROOMY = 1200
"""Two columns of this width together hold a name beside its minutes and its button."""


class MovementsPanel(LivePanel):
    """Lines for those who are out, lines for those who rest, and a button for the next of each."""

    def __init__(self, nav: Nav) -> None:
        self.back: dict[Key, PushButton] = {}
        super().__init__(nav)

    def shows(self) -> object:
        moves = self.nav.room.movements
        return (moves.away, moves.resting, moves.warning, bool(moves.may_rest), self._running)

    @property
    def _running(self) -> bool:
        """Whether anybody could go out or rest now: not while the whole room stands still."""
        return bool(self.nav.room.exam.running) and self.nav.room.exam.stopped is None

    def draw(self) -> None:
        moves, look = self.nav.room.movements, palette()
        self.back = {}
        self.add_widget(Text(_("Out of the room, resting"), size=TITLE, bold=True))
        if moves.warning:
            self.add_widget(Note(moves.warning, icon="account-multiple-remove-outline", ink=look.warning))
        away = look.states[SittingState.AWAY]
        for out in moves.away:
            self._line(out, STATE_LOOKS[SittingState.AWAY].icon, away, _("Is back"), moves.come_back)
        for out in moves.resting:
            self._line(out, "sleep", look.accent, _("Writes again"), moves.end_break)
        if not moves.away and not moves.resting:
            says = _("Everybody is here and writing.") if self._running else _("Nobody is out.")
            self.add_widget(Text(says, size=SMALL, colour=look.text_soft))
        if not self._running:
            return
        self.leave = PushButton(_("Somebody goes out"), self._leave, icon="arrow-top-right", height=56)
        self.add_widget(self.leave)
        if moves.may_rest:
            self.rest = PushButton(_("Rest break"), self._rest, icon="sleep", height=56)
            self.add_widget(self.rest)

    def _line(
        self, out: Out, icon: str, ink: Colour, button: str, act: Callable[[CandidateId], None]
    ) -> None:
        row = Row(height=56 if self._is_cramped else 64)
        who = " · ".join(part for part in (out.seat, out.name) if part)
        soft = palette().text_soft
        words = Column(spacing=0, padding=(0, dp(8)))
        if self._is_cramped:
            above = Column(fit=True, spacing=0, padding=(0, dp(8), 0, 0))
            above.add_widget(Text(who, size=BODY, bold=True))
            above.add_widget(Text(out.says, size=SMALL, colour=soft))
            self.add_widget(above)
        else:
            words.add_widget(Line(who, size=BODY))
            words.add_widget(Line(out.says, size=SMALL, colour=soft))
        minutes = Line(_("{n} min").format(n=out.minutes), size=NUMBER, bold=True, colour=ink)
        minutes.size_hint_x, minutes.width = None, sp(86)
        row.add_widget(Icon(icon, size=26, colour=ink, pos_hint={"center_y": 0.5}))
        row.add_widget(minutes)
        row.add_widget(words)
        done = PushButton(
            button,
            partial(self.nav.attempt, partial(act, out.key[0])),
            size_hint_x=None,
            width=sp(128),
            pos_hint={"center_y": 0.5},
            padding=(dp(4), 0),
        )
        self.back[out.key] = done
        row.add_widget(done)
        self.add_widget(row)

    @property
    def _is_cramped(self) -> bool:
        """A name has a line of its own where the column is narrow."""
        frame = self.nav.frame
        return frame.is_narrow or (frame.card_beside and frame.width / frame.text < ROOMY)

    def _leave(self) -> None:
        nav = self.nav
        here = nav.room.desk.room.id
        who = WhoViewModel(
            nav.room.book,
            lambda s: s.is_present and s.place == here and s.away_since is None and s.finished_at is None,
        )
        nav.cover(WhoSheet(nav, _("Who goes out?"), who, lambda key: nav.cover(LeaveSheet(nav, key))))

    def _rest(self) -> None:
        nav = self.nav
        may = set(nav.room.movements.may_rest)
        who = WhoViewModel(nav.room.book, lambda s: s.key in may)
        nav.cover(WhoSheet(nav, _("Whose rest break begins?"), who, self._begin))

    def _begin(self, key: Key) -> None:
        if self.nav.attempt(lambda: self.nav.room.movements.start_break(key[0])):
            self.nav.uncover()
