"""Seat by seat: a large photo, two large buttons, and on to the next seat; a swipe skips or goes back."""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.badge import StateBadge
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.portrait import Portrait
from kiosk_app.screens.recent_strip import RecentStrip
from kiosk_app.screens.register_modes import RegisterModes
from kiosk_app.texts import _, counted, sentence
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, EDGE, HUGE, MAIN_TARGET, NAME, NUMBER, SMALL
from kiosk_app.viewmodels.seat_walk import WalkStop
from shared.look import STATE_LOOKS

SWIPE = 90
"""So many dp sideways, and more sideways than up or down, are a swipe."""


class WalkSection(Column):
    """Present stands under the writing hand, Absent on the other side; between them nothing."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), dp(8)), spacing=dp(8))
        self._nav = nav
        self._shown: object = None
        self.buttons: dict[str, PushButton] = {}
        head = Row(height=48)
        head.add_widget(RegisterModes(nav, "walk"))
        self.left = Line("", size=SMALL, halign="right", colour=palette().text_soft)
        head.add_widget(self.left)
        self.recent = RecentStrip(nav)
        self.place = BoxLayout()
        self.add_widget(head)
        self.add_widget(self.place)
        if not nav.frame.says_less:
            self.add_widget(self.recent)
        self.refresh()

    def refresh(self) -> None:
        walk = self._nav.room.walk
        stop = walk.stop
        self.recent.refresh()
        shown = (stop.card.key if stop else None, self._nav.room.desk.revision)
        if shown == self._shown:
            return
        self._shown = shown
        self.place.clear_widgets()
        self.buttons = {}
        self.left.text = self._progress(stop)
        if stop is None:
            self.place.add_widget(self._nobody_left() if walk.order else self._nobody_at_all())
        else:
            self.place.add_widget(self._stop(stop))

    @staticmethod
    def _nobody_left() -> Widget:
        return Empty("check-all", _("Every seat is set."), _("Follow the line at the top."))

    @staticmethod
    def _nobody_at_all() -> Widget:
        advice = _("Scan a tag, or add an unlisted candidate.")
        return Empty("account-search-outline", _("Nobody is planned for this room."), advice)

    @property
    def _seat_size(self) -> int:
        return NAME if self._nav.frame.says_less else HUGE

    def _progress(self, stop: WalkStop | None) -> str:
        if stop is None:
            return ""
        place = _("{n} of {total}").format(n=stop.place, total=stop.total)
        if self._nav.frame.says_less:
            return place
        return f"{place} · " + counted("{n} not set", "{n} not set", stop.not_set)

    def _stop(self, stop: WalkStop) -> Widget:
        """The photo beside the facts; the buttons below both where the tablet stands upright."""
        nav = self._nav
        box = BoxLayout(spacing=dp(16))
        photo = Portrait(stop.card.photo)
        photo.size_hint_x = 0.46 if nav.is_wide else 0.8 if nav.frame.is_narrow else 0.9
        facts = Scroll()
        for part in self._facts(stop):
            facts.body.add_widget(part)
        side: Widget = facts
        if nav.is_wide:
            side = Column(spacing=dp(8))
            for part in (facts, self._decide(stop), self._move(stop)):
                side.add_widget(part)
        for part in (side, photo) if nav.writes_left else (photo, side):
            box.add_widget(part)
        if nav.is_wide:
            return box
        upright = Column(spacing=dp(8))
        for part in (box, self._decide(stop), self._move(stop)):
            upright.add_widget(part)
        return upright

    def _facts(self, stop: WalkStop) -> list[Widget]:
        card, look = stop.card, palette()
        seat = Row(height=self._seat_size + 8, spacing=dp(12))
        words = card.seat or _("no seat")
        seat.add_widget(Line(words, size=self._seat_size if card.seat else NAME, bold=True))
        if card.state.value != "expected":
            seat.add_widget(StateBadge(card.state, pos_hint={"center_y": 0.5}))
            label = sentence(_(STATE_LOOKS[card.state].label))
            seat.add_widget(Line(label, size=BODY, colour=look.states[card.state], bold=True))
        facts: list[Widget] = [
            seat,
            Text(card.name, size=NAME, bold=True),
            Text(card.number or "–", size=NUMBER),
            Text(card.paper_line, size=SMALL, colour=look.text_soft),
        ]
        facts += [Text(sentence(text), size=SMALL) for text in card.arrangements]
        facts += [Text(text, size=SMALL, colour=look.warning) for text in card.warnings]
        return facts

    def _decide(self, stop: WalkStop) -> Widget:
        nav, walk = self._nav, self._nav.room.walk
        row = Row(height=MAIN_TARGET, spacing=dp(24))
        if not (stop.can_be_present or stop.can_be_absent):
            row.add_widget(self._card_button(stop))
            return row
        absent = PushButton(_("Absent"), lambda: nav.attempt(walk.absent), icon="close", height=MAIN_TARGET)
        self.buttons["absent"] = absent
        if stop.can_be_present:
            main = PushButton(_("Present"), lambda: nav.attempt(walk.present), icon="check-bold", kind="main")
            self.buttons["present"] = main
        else:
            main = self._card_button(stop)
        for part in (main, absent) if nav.writes_left else (absent, main):
            row.add_widget(part)
        return row

    def _card_button(self, stop: WalkStop) -> PushButton:
        self.buttons["card"] = PushButton(
            _("Open the card"),
            lambda: self._nav.open_card(stop.card.key),
            icon="card-account-details-outline",
            kind="main",
        )
        return self.buttons["card"]

    def _move(self, stop: WalkStop) -> Widget:
        nav, walk = self._nav, self._nav.room.walk
        row = Row(height=48, spacing=dp(8))
        words = not nav.frame.says_less
        self.buttons["back"] = PushButton(
            (stop.before or _("Back")) if words else "",
            lambda: nav.attempt(walk.back),
            icon="arrow-left",
            kind="quiet",
        )
        self.buttons["other"] = PushButton(
            _("Another decision") if words else "",
            lambda: nav.open_card(stop.card.key),
            kind="quiet",
            icon="dots-horizontal",
        )
        self.buttons["skip"] = PushButton(
            _("Skip") if words else "", lambda: nav.attempt(walk.skip), icon="arrow-right", kind="quiet"
        )
        for name in ("back", "other", "skip"):
            row.add_widget(self.buttons[name])
        return row

    def on_touch_up(self, touch: Any) -> bool:
        sideways, up = touch.x - touch.ox, abs(touch.y - touch.oy)
        if self.place.collide_point(touch.ox, touch.oy) and abs(sideways) > max(dp(SWIPE), 2 * up):
            walk = self._nav.room.walk
            self._nav.attempt(walk.skip if sideways < 0 else walk.back)
            return True
        return bool(super().on_touch_up(touch))
