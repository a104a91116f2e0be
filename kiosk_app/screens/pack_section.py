"""The room's pack goes to the office: what is in it, who gives it, who takes it."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.signature_pad import SignaturePad
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, EDGE, NUMBER, SMALL, TITLE
from kiosk_app.viewmodels.pack_handover import NAME_MOST


class PackSection(BoxLayout):
    """Contents on one side, the receiver on the other; what is typed and drawn outlives a redraw."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        self._drawn: object = None
        self.contents = Panel(fit=True)
        self.taker = Panel(fit=True)
        self.name = Field(_("Name of the person who takes it"), most=NAME_MOST)
        self.pad = SignaturePad(height=dp(180))
        if nav.frame.card_beside:
            for panel in (self.contents, self.taker):
                scroll = Scroll()
                scroll.pads.append(self.pad)
                scroll.body.add_widget(panel)
                self.add_widget(scroll)
        else:
            scroll = Scroll()
            scroll.pads.append(self.pad)
            scroll.body.spacing = dp(EDGE)
            for panel in (self.contents, self.taker):
                scroll.body.add_widget(panel)
            self.add_widget(scroll)
        self._fill_taker()
        self.refresh()

    def refresh(self) -> None:
        pack = self._nav.room.pack
        drawn = (self._nav.room.desk.revision, pack.done, frozenset(pack.ticked))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self._fill_contents()
        self.taker.disabled = bool(pack.done)
        self.done.disabled = bool(pack.done) or not pack.is_ready

    def _fill_contents(self) -> None:
        pack, look = self._nav.room.pack, palette()
        self.contents.clear_widgets()
        self.contents.add_widget(Text(_("What goes to the office"), size=TITLE, bold=True))
        for line in pack.lines:
            row = Row(height=40)
            row.add_widget(Line(line.code, size=BODY))
            row.add_widget(Line(str(line.scripts), size=NUMBER, bold=True, halign="right", size_hint_x=0.3))
            self.contents.add_widget(row)
        if pack.done:
            self.contents.add_widget(Note(pack.done, icon="handshake-outline", ink=look.good))
            return
        if not pack.is_ready:
            text = _("Two people sign the register before anything leaves the room.")
            self.contents.add_widget(Note(text, icon="draw", ink=look.warning))
        self.ticks = {
            item: Tick(text, partial(pack.tick, item), on=item in pack.ticked) for item, text in pack.items
        }
        for tick in self.ticks.values():
            self.contents.add_widget(tick)

    def _fill_taker(self) -> None:
        self.taker.add_widget(Text(_("Who takes it"), size=TITLE, bold=True))
        self.taker.add_widget(self.name)
        drawn = Column(fit=True, spacing=dp(6))
        text = _("Signature (if your centre wants one)")
        drawn.add_widget(Text(text, size=SMALL, colour=palette().text_soft))
        drawn.add_widget(self.pad)
        self.taker.add_widget(drawn)
        row = Row(height=64)
        row.add_widget(PushButton(_("Wipe"), self.pad.clear, icon="eraser", height=64, size_hint_x=0.5))
        self.done = PushButton(_("Handed over"), self._hand_over, kind="main", icon="handshake-outline")
        row.add_widget(self.done)
        self.taker.add_widget(row)

    def _hand_over(self) -> None:
        pack = self._nav.room.pack
        signature = self.pad.path or ("M0 0" if self.pad.strokes else "")
        if self._nav.attempt(lambda: pack.hand_over(self.name.text, signature)):
            self._nav.say(pack.done)
