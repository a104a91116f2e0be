"""A pile counted again by scan: how many, what does not belong, and whose script was not in it."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.camera_beside import CameraBeside
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.panel import Panel, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import HUGE, SMALL, TITLE
from kiosk_app.viewmodels.recount import RecountViewModel

MOST_NAMED = 8


class RecountSection(CameraBeside):
    """Camera and findings. Nothing is recorded before the last button."""

    @property
    def model(self) -> RecountViewModel:
        return self.nav.room.recount

    def take_code(self, code: str) -> None:
        """One script of the pile."""
        self.model.scan(code)
        self.refresh()

    def shows(self) -> object:
        return (self.nav.room.desk.revision, self.model.scanned, self.model.fault)

    def draw(self) -> None:
        model, look = self.model, palette()
        self.body.add_widget(self._number())
        if model.fault:
            self.body.add_widget(Note(model.fault, icon="qrcode-remove", ink=look.alarm))
        for finding in model.findings:
            title = f"{finding.what}: {finding.who}"
            self.body.add_widget(Note(finding.advice, title=title, icon="alert-outline", ink=look.warning))
        if model.scanned:
            self.body.add_widget(self._missing())
        self.foot.add_widget(PushButton(_("Leave it"), lambda: self.nav.go("collect"), height=64))
        self.done = PushButton(_("Record this count"), self._finish, kind="main")
        self.done.disabled = not model.scanned
        self.foot.add_widget(self.done)

    def _number(self) -> Panel:
        model, look = self.model, palette()
        panel = Panel(fit=True, spacing=dp(4))
        panel.add_widget(Text(_("Counting {code} again").format(code=model.code), size=TITLE, bold=True))
        head = Row(height=64)
        ink = look.warning if model.scanned > model.expected else look.text
        head.add_widget(Line(f"{model.scanned} / {model.expected}", size=HUGE - 8, bold=True, colour=ink))
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
        if self.nav.attempt(lambda: told.append(self.model.finish())):
            self.nav.go("collect")
            self.nav.say(told[0], bad=not self.model.pile.is_whole)
