"""A pile counted again by scan: how many, what does not belong, and whose script was not in it."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, HUGE, SMALL, TITLE
from kiosk_app.viewmodels.recount import RecountViewModel

MOST_NAMED = 8


class RecountSection(BoxLayout):
    """Camera and findings. Nothing is recorded before the last button."""

    def __init__(self, nav: Nav, camera: CameraView) -> None:
        super().__init__(
            orientation="horizontal" if nav.is_wide else "vertical",
            padding=(dp(EDGE), dp(8)),
            spacing=dp(12),
        )
        self._nav = nav
        self._drawn: object = None
        camera.size_hint = (0.62, 1) if nav.is_wide else (1, 0.42)
        self.side = Scroll()
        self.side.body.spacing = dp(12)
        parts = [camera, self.side]
        for part in reversed(parts) if nav.writes_left and nav.is_wide else parts:
            self.add_widget(part)
        self.refresh()

    @property
    def model(self) -> RecountViewModel:
        return self._nav.room.recount

    def take_code(self, code: str) -> None:
        """One script of the pile."""
        self.model.scan(code)
        self.refresh()

    def refresh(self) -> None:
        model = self.model
        drawn = (self._nav.room.desk.revision, model.scanned, model.fault)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        body, look = self.side.body, palette()
        body.clear_widgets()
        body.add_widget(self._number())
        if model.fault:
            body.add_widget(Note(model.fault, icon="qrcode-remove", ink=look.alarm))
        for finding in model.findings:
            title = f"{finding.what}: {finding.who}"
            body.add_widget(Note(finding.advice, title=title, icon="alert-outline", ink=look.warning))
        if model.scanned:
            body.add_widget(self._missing())
        buttons = Row(height=64)
        buttons.add_widget(PushButton(_("Leave it"), lambda: self._nav.go("collect"), height=64))
        self.done = PushButton(_("Record this count"), self._finish, kind="main")
        self.done.disabled = not model.scanned
        buttons.add_widget(self.done)
        body.add_widget(buttons)

    def _number(self) -> Panel:
        model, look = self.model, palette()
        panel = Panel(fit=True, spacing=dp(4))
        panel.add_widget(Text(_("Counting {code} again").format(code=model.code), size=TITLE, bold=True))
        head = Row(height=64)
        head.add_widget(Line(f"{model.scanned} / {model.expected}", size=HUGE - 8, bold=True))
        panel.add_widget(head)
        if model.last:
            row = Row(height=48)
            row.add_widget(Line(model.last, size=TITLE, colour=look.good))
            back = PushButton(_("Take back"), self._take_back, kind="quiet", size_hint_x=0.6)
            row.add_widget(back)
            panel.add_widget(row)
        else:
            text = _("Hold one script after the other before the camera, from the top of the pile.")
            panel.add_widget(Text(text, size=SMALL, colour=look.text_soft))
        return panel

    def _missing(self) -> Panel:
        missing, look = self.model.missing, palette()
        panel = Panel(fit=True, spacing=dp(4))
        panel.add_widget(Text(_("Not in the pile yet: {n}").format(n=len(missing)), size=SMALL, bold=True))
        for who in missing[:MOST_NAMED]:
            panel.add_widget(Text(who, size=SMALL))
        if len(missing) > MOST_NAMED:
            more = _("and {n} more").format(n=len(missing) - MOST_NAMED)
            panel.add_widget(Text(more, size=SMALL, colour=look.text_soft))
        return panel

    def _take_back(self) -> None:
        self.model.take_back()
        self.refresh()

    def _finish(self) -> None:
        told: list[str] = []
        if self._nav.attempt(lambda: told.append(self.model.finish())):
            self._nav.go("collect")
            self._nav.say(told[0], bad=not self.model.pile.is_whole)
