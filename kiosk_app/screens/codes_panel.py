"""This tablet's records as a series of codes: large, in turn by themselves, held or stepped by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.code_view import CodeView
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import NAME, SMALL
from kiosk_app.viewmodels.handover import ShowCodesViewModel


class CodesPanel(BoxLayout):
    """The code takes all the room there is; what to do stands beside or below it."""

    def __init__(self, nav: Nav, model: ShowCodesViewModel, receipt: Callable[[], None]) -> None:
        super().__init__(orientation="horizontal" if nav.is_wide else "vertical", spacing=dp(16))
        self._model = model
        look = palette()
        self.code = CodeView()
        self.empty = Empty(
            "check-all", _("Everything has its receipt."), _("There is nothing to hand over as codes.")
        )
        self.side = Scroll(size_hint=(0.72, 1) if nav.is_wide else (1, 0.62))
        self.title = Text("", size=NAME, bold=True)
        self.about = Text("", size=SMALL, colour=look.text_soft)
        self.message = Column(fit=True, height=0)
        says = _(
            "Hold this screen before the camera of the officer's computer or of another tablet."
            " Nothing is dropped here until the receipt was scanned."
        )
        self.hold = PushButton(_("Hold this code"), self._hold, icon="pause", height=56)
        steps = Row(height=56)
        for text, icon, by in ((_("Back"), "chevron-left", -1), (_("Next"), "chevron-right", 1)):
            steps.add_widget(PushButton(text, partial(self._step, by), icon=icon, height=56))
        self.receipt = PushButton(_("Scan the receipt"), receipt, kind="main", icon="qrcode-scan")
        self.everything = PushButton(
            _("Show everything from the start"), model.show_everything, kind="quiet", icon="history"
        )
        for part in (
            self.title, self.about, self.message, Text(says, size=SMALL, colour=look.text_soft),
            self.hold, steps, self.receipt, self.everything,
        ):  # fmt: skip
            self.side.body.add_widget(part)
        self._said = ""
        self.refresh()

    def refresh(self) -> None:
        model = self._model
        wanted = [self.empty] if model.is_empty else [self.side, self.code]
        if self.children != wanted:
            self.clear_widgets()
            for part in reversed(wanted):
                self.add_widget(part)
        if model.is_empty:
            self.empty.say(
                model.message or _("Everything has its receipt."),
                _("There is nothing to hand over as codes."),
            )
            return
        self.code.show(model.code)
        self.title.text, self.about.text = model.title, model.about
        self.hold.text = _("Go on by itself") if model.is_held else _("Hold this code")
        if self.hold.icon is not None:
            self.hold.icon.show("play" if model.is_held else "pause")
        if model.message != self._said:
            self._said = model.message
            self.message.clear_widgets()
            if model.message:
                self.message.add_widget(
                    Note(model.message, icon="information-outline", ink=palette().warning)
                )

    def _hold(self) -> None:
        self._model.hold(not self._model.is_held)

    def _step(self, by: int) -> None:
        self._model.hold(True)
        self._model.step(by)
