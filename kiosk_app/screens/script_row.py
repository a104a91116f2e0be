"""One script in the list of the collector: here, or still on the desk."""

from __future__ import annotations

from typing import Any, Final

from kivy.metrics import dp, sp
from kivy.properties import ObjectProperty
from kivy.uix.recycleview.views import RecycleDataViewBehavior

from kiosk_app.screens.parts.badge import StateBadge
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Line
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import tall
from kiosk_app.theme.tokens import LEAST, NUMBER, TITLE
from kiosk_app.viewmodels.collect import ScriptRow
from shared.record.register import SittingState

SCRIPT_HEIGHT: Final = 64


class ScriptView(RecycleDataViewBehavior, Pressable):
    """Seat first: the collector walks by seats. A press takes the script without its tag."""

    row: ScriptRow | None = ObjectProperty(None, allownone=True)
    choose: Any = ObjectProperty(None, allownone=True)

    def __init__(self, **named: Any) -> None:
        super().__init__(
            self._choose,
            padding=(dp(8), dp(6)),
            spacing=dp(12),
            size_hint_y=None,
            height=tall(SCRIPT_HEIGHT),
            **named,
        )
        self.badge = StateBadge(pos_hint={"center_y": 0.5})
        self.number = Line("", size=NUMBER, size_hint_x=None, width=sp(66))
        words = Column(spacing=0)
        self.name = Line("", size=TITLE)
        self.details = Line("", size=LEAST + 1, colour=palette().text_soft)
        words.add_widget(self.name)
        words.add_widget(self.details)
        self.seat = Line("", size=NUMBER, bold=True, halign="right", size_hint_x=None, width=sp(58))
        for part in (self.badge, self.number, words, self.seat):
            self.add_widget(part)
        self.bind(row=self._show)

    def _show(self, *_args: Any) -> None:
        row = self.row
        if row is None:
            return
        look = palette()
        self.badge.show(SittingState.COLLECTED if row.collected else SittingState.EXPECTED)
        self.number.text, self.name.text, self.seat.text = row.number or "–", row.name, row.seat or "–"
        state = _("script is here") if row.collected else _("script missing")
        if row.excused and not row.collected:
            state = _("missing, the officer knows")
        form = ""
        if row.form:
            form = _("{form} is with it") if row.form_attached else _("{form} has to go with it")
            form = form.format(form=row.form)
        self.details.text = "  ·  ".join(part for part in (row.component, state, form) if part)
        self.details.color = look.warning if row.collected and row.wants_form else look.text_soft

    def _choose(self) -> None:
        if self.row is not None and self.choose is not None:
            self.choose(self.row.key)
