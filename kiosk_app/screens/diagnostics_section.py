"""Everything about this tablet: first what wants attention and what to do, then every line."""

from __future__ import annotations

from typing import Final

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, SMALL, TITLE
from kiosk_app.viewmodels.diagnostics import Line as Fact
from kiosk_app.viewmodels.machine import Machine

ICONS: Final = {
    "good": "check-circle-outline",
    "attention": "alert-circle-outline",
    "bad": "alert-octagon-outline",
    "plain": "circle-small",
}


class DiagnosticsSection(BoxLayout):
    """Asks the tablet anew with every refresh of the room; drawn only where something changed."""

    def __init__(self, nav: Nav, machine: Machine) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        self._model = machine.diagnostics
        self._shown: object = None
        self.todo, self.facts = Scroll(), Panel(fit=True, spacing=dp(2))
        self.todo.body.spacing = dp(12)
        if nav.frame.card_beside:
            right = Scroll()
            right.body.add_widget(self.facts)
            for part in (self.todo, right):
                self.add_widget(part)
        else:
            self.add_widget(self.todo)
        self.refresh()

    def refresh(self) -> None:
        self._model.refresh()
        if self._model.lines == self._shown:
            return
        self._shown = self._model.lines
        body = self.todo.body
        body.clear_widgets()
        for part in (*self._attention(), self._offline(), self._ways()):
            body.add_widget(part)
        self.facts.clear_widgets()
        self.facts.add_widget(Text(_("This tablet"), size=TITLE, bold=True))
        for fact in self._model.lines:
            self.facts.add_widget(self._row(fact))
        if not self._nav.frame.card_beside:
            body.add_widget(self.facts)

    def _attention(self) -> list[Widget]:
        look, facts = palette(), self._model.attention
        if not facts:
            return [Note(_("Everything is as it should be."), icon=ICONS["good"], ink=look.good)]
        inks = {"bad": look.alarm, "attention": look.warning}
        return [
            Note(
                fact.advice,
                title=f"{fact.label}: {fact.value}",
                icon=ICONS[fact.mood],
                ink=inks.get(fact.mood, look.text_soft),
            )
            for fact in facts
        ]

    def _offline(self) -> Panel:
        panel = Panel(fit=True)
        panel.add_widget(Text(_("Without the network"), size=TITLE, bold=True))
        for text in (
            _("Everything in the room goes on: register, late arrivals, incidents, scripts, signatures."),
            _("Not until it is back: calling the office by this tablet, answers and grants of the office,"
              " a new plan, closing the room."),
        ):  # fmt: skip
            panel.add_widget(Text(text, size=SMALL, colour=palette().text_soft))
        return panel

    def _ways(self) -> Column:
        column = Column(fit=True, spacing=dp(8))
        column.add_widget(
            PushButton(
                _("Hand records over as codes"), lambda: self._nav.go("hand_over"), icon="qrcode", height=56
            )
        )
        column.add_widget(
            PushButton(_("Back"), lambda: self._nav.go("tablet"), kind="quiet", icon="arrow-left")
        )
        return column

    def _row(self, fact: Fact) -> Widget:
        look = palette()
        inks = {"good": look.good, "attention": look.warning, "bad": look.alarm, "plain": look.text_soft}
        if self._nav.frame.is_narrow:
            column = Column(fit=True, spacing=0)
            column.add_widget(Text(fact.label, size=SMALL, colour=look.text_soft))
            column.add_widget(Text(fact.value, size=SMALL))
            return column
        row = Row(height=40)
        row.add_widget(Icon(ICONS[fact.mood], size=20, colour=inks[fact.mood], pos_hint={"center_y": 0.5}))
        row.add_widget(Line(fact.label, size=SMALL, colour=look.text_soft, size_hint_x=0.6))
        row.add_widget(Line(fact.value, size=SMALL, halign="right"))
        return row
