"""Beside the camera: how far another tablet's series is read, what it still has to show, and its receipt."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.code_view import CodeView
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import NAME, SMALL, TITLE
from kiosk_app.viewmodels.handover import CarriedView, ReadCodesViewModel

MOST_NUMBERS = 12


class ReadPanel(Scroll):
    """For the receipt one sentence; for a series how far it is, and what this tablet carries."""

    def __init__(self, nav: Nav, model: ReadCodesViewModel) -> None:
        super().__init__()
        self._nav = nav
        self._model = model
        self._shown: object = None
        self.body.spacing = dp(12)

    def show(self, *, receipt: bool, fault: str) -> None:
        """What is read now, and what went wrong last."""
        model = self._model
        wrong = fault if receipt else model.fault
        shown = (receipt, wrong, model.progress, model.missing, model.carried, model.is_forwarding)
        if shown == self._shown:
            return
        self._shown = shown
        self.body.clear_widgets()
        if receipt:
            text = _("Hold the receipt of the officer's page or of the other tablet before the camera.")
            self.body.add_widget(Text(text, size=TITLE, bold=True))
        else:
            self._progress()
            if model.reading is None and not model.carried:
                way = _("On the other tablet: Tablet, then “Hand records over as codes”.")
                self.body.add_widget(Text(way, size=SMALL, colour=palette().text_soft))
        if wrong:
            self.body.add_widget(Note(wrong, icon="qrcode-remove", ink=palette().alarm))
        for one in () if receipt else model.carried:
            self.body.add_widget(self._carried(one))

    def _progress(self) -> None:
        model, look = self._model, palette()
        self.body.add_widget(Text(model.progress, size=NAME if model.reading else TITLE, bold=True))
        if model.reading is not None and model.missing:
            numbers = ", ".join(str(n) for n in model.missing[:MOST_NUMBERS])
            more = " …" if len(model.missing) > MOST_NUMBERS else ""
            text = _("Still missing: {numbers}").format(numbers=numbers) + more
            self.body.add_widget(Text(text, size=SMALL, colour=look.text_soft))

    def _carried(self, one: CarriedView) -> Panel:
        model, look = self._model, palette()
        panel = Panel(fit=True)
        told = counted("{n} record of {tablet}", "{n} records of {tablet}", one.records)
        panel.add_widget(Text(told.format(tablet=one.device_id), size=TITLE, bold=True))
        ink = look.good if one.receipt else look.warning
        panel.add_widget(Text(model.state_of(one), size=SMALL, colour=ink))
        if one.receipt:
            panel.add_widget(
                PushButton(_("Show the receipt"), lambda: self._receipt(one), icon="qrcode", height=56)
            )
        elif not model.is_forwarding:
            panel.add_widget(PushButton(_("Try to send it now"), model.forward, icon="send", height=56))
        return panel

    def _receipt(self, one: CarriedView) -> None:
        sheet = Sheet(_("Receipt for {tablet}").format(tablet=one.device_id), self._nav.uncover)
        code = CodeView(size_hint_y=None, height=dp(520))
        code.show(self._model.receipt_code(one.series))
        sheet.body.add_widget(Text(_("The other tablet scans it: “Scan the receipt”."), size=SMALL))
        sheet.body.add_widget(code)
        self._nav.cover(sheet)
