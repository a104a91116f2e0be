"""The candidate card: photo, who and where, what to know, and the decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp
from kivy.uix.widget import Widget

from kiosk_app.screens.card_actions import CardActions
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.badge import StateBadge
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row, Scroll, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.portrait import Portrait
from kiosk_app.texts import _, sentence
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, NAME, NUMBER, RADIUS, SMALL
from kiosk_app.viewmodels.card import CardViewModel
from shared.look import STATE_LOOKS


class CandidateCard(Panel):
    """Photo on the far side, Confirm under the writing hand, "Not this person" under the photo."""

    def __init__(self, nav: Nav, card: CardViewModel, dismiss: Callable[[], None]) -> None:
        super().__init__()
        self.card = card
        self._nav = nav
        self.actions = CardActions(nav, card)
        top = Row(spacing=dp(16))
        pictured = Column(size_hint_x=0.44)
        pictured.add_widget(Portrait(card.photo))
        if self.actions.mismatch is not None:
            pictured.add_widget(self.actions.mismatch)
        facts = Column(size_hint_x=0.56)
        facts.add_widget(self._head(dismiss))
        scroll = Scroll()
        late = [self.actions.late] if self.actions.late is not None else []
        for part in (*self._who(), *self._what_to_know(), *late, *self._also()):
            scroll.body.add_widget(part)
        facts.add_widget(scroll)
        for part in (facts, pictured) if nav.writes_left else (pictured, facts):
            top.add_widget(part)
        self.add_widget(top)
        self.add_widget(self.actions)

    def _head(self, dismiss: Callable[[], None]) -> Widget:
        head = Row(height=48)
        state = self.card.state
        head.add_widget(StateBadge(state, pos_hint={"center_y": 0.5}))
        ink = palette().states[state]
        head.add_widget(Line(sentence(_(STATE_LOOKS[state].label)), size=BODY, colour=ink, bold=True))
        self.close = PushButton("", dismiss, kind="quiet", icon="close", size_hint_x=None, width=dp(56))
        head.add_widget(self.close)
        return head

    def _who(self) -> list[Widget]:
        card, look = self.card, palette()
        seat = _("seat {seat}").format(seat=card.seat) if card.seat else _("no seat")
        who: list[Widget] = [
            Text(card.name, size=NAME, bold=True),
            Text(f"{card.number or '–'} · {seat}", size=NUMBER),
            Text(card.paper_line, size=BODY, colour=look.text_soft),
        ]
        if card.finish:
            who.append(Text(sentence(card.finish), size=BODY))
        return who

    def _also(self) -> list[Widget]:
        also = [self._arrangement(text) for text in self.card.arrangements]
        for key in self.card.other_papers:
            text = _("Other paper: {code}").format(code=self._nav.room.book.code(key[1]))
            also.append(PushButton(text, partial(self._nav.open_card, key), icon="swap-horizontal"))
        return also

    def _arrangement(self, text: str) -> Widget:
        look = palette()
        line = Row(height=36, padding=(dp(10), 0))
        paint(line, look.raised, radius=RADIUS)
        line.add_widget(Icon("account-star-outline", size=20, pos_hint={"center_y": 0.5}))
        line.add_widget(Line(sentence(text), size=SMALL))
        return line

    def _what_to_know(self) -> list[Widget]:
        ink = palette().warning
        return [Note(text, icon="alert-circle-outline", ink=ink) for text in self.card.warnings]
