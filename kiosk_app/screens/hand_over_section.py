"""Records without a network: this tablet's own as codes in turn, another one's read in, and the receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.codes_panel import CodesPanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import Chip
from kiosk_app.screens.parts.strip import Strip
from kiosk_app.screens.read_panel import ReadPanel
from kiosk_app.texts import _
from kiosk_app.theme.tokens import EDGE
from kiosk_app.viewmodels.handover import ReadCodesViewModel, ShowCodesViewModel
from kiosk_app.viewmodels.machine import Machine

Face = Literal["show", "receipt", "read"]
FRAME_SECONDS = 0.1


class HandOverSection(BoxLayout):
    """Three faces: show codes, scan the receipt, read another tablet's codes."""

    def __init__(self, nav: Nav, machine: Machine, camera: CameraView) -> None:
        super().__init__(orientation="vertical", padding=(dp(EDGE), dp(8)), spacing=dp(8))
        self._nav = nav
        self._camera = camera
        self.face: Face = "show"
        self.show_codes = ShowCodesViewModel(machine.handover)
        self.read_codes = ReadCodesViewModel(machine.handover, machine.run)
        self.show_codes.changed.append(self._soon)
        self.read_codes.changed.append(self._soon)
        self._draw_soon = Clock.create_trigger(lambda _dt: self.refresh())
        self._turning = Clock.schedule_interval(lambda _dt: self._turn(), FRAME_SECONDS)
        self.bind(parent=self._gone)
        self.strip = Strip()
        self.chips = {
            "show": Chip("", lambda: self.turn_to("show")),
            "receipt": Chip("", lambda: self.turn_to("receipt")),
            "read": Chip("", lambda: self.turn_to("read")),
        }
        self.strip.put(*self.chips.values())
        self.codes = CodesPanel(nav, self.show_codes, lambda: self.turn_to("receipt"))
        self.reading = ReadPanel(nav, self.read_codes)
        self.body = Column()
        self.add_widget(self.strip)
        self.add_widget(self.body)
        self.turn_to("show")

    def turn_to(self, face: Face) -> None:
        """One of the three faces; the camera looks on the last two."""
        self.face = face
        self.body.clear_widgets()
        if face == "show":
            self.body.add_widget(self.codes)
        else:
            self._camera.size_hint = (1, 1)
            row = BoxLayout(orientation="horizontal" if self._nav.is_wide else "vertical", spacing=dp(12))
            if self._camera.parent is not None:
                self._camera.parent.remove_widget(self._camera)
            if self.reading.parent is not None:
                self.reading.parent.remove_widget(self.reading)
            row.add_widget(self._camera)
            row.add_widget(self.reading)
            self.body.add_widget(row)
        self.refresh()

    def take_code(self, code: str) -> None:
        """The receipt, or one of another tablet's codes."""
        if self.face == "read":
            self.read_codes.scan(code)
        elif self.show_codes.scan(code):
            self._nav.say(self.show_codes.message)
            self.turn_to("show")
        self.refresh()

    def refresh(self) -> None:
        words: dict[Face, str] = {
            "show": _("Show my codes"),
            "receipt": _("Scan the receipt"),
            "read": _("Read another tablet"),
        }
        for name, text in words.items():
            self.chips[name].set(text, name == self.face)
        if self.face == "show":
            self.codes.refresh()
        else:
            self.reading.show(receipt=self.face == "receipt", fault=self.show_codes.fault)

    def _turn(self) -> None:
        if self.face == "show":
            self.show_codes.look(datetime.now(UTC))

    def _soon(self) -> None:
        self._draw_soon()

    def _gone(self, _me: object, parent: object) -> None:
        if parent is None:
            self._turning.cancel()
