"""The top bar: room and papers, the clock, and whether the office hears us. It never changes place."""

from __future__ import annotations

from kivy.metrics import dp, sp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row, paint
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import DETAIL, EDGE, LEAST, NAME, SMALL, TITLE


class TopBar(Row):
    """Three equal parts, so that the clock stays in the middle; one line each where type is very large."""

    def __init__(self, nav: Nav) -> None:
        self._short = nav.frame.says_less
        super().__init__(height=nav.frame.bar * (0.72 if self._short else 1), padding=(dp(EDGE), dp(4)))
        self._status = nav.room.status
        look = palette()
        paint(self, look.surface)
        place = Column(spacing=0)
        self.room = Line("", size=TITLE, bold=True)
        self.papers = Line("", size=DETAIL, colour=look.text_soft)
        place.add_widget(self.room)
        self.clock = Line("", size=NAME, bold=True, halign="center", size_hint_x=0.5)
        state = Pressable(lambda: nav.go("diagnostics"), spacing=dp(8))
        self.icon = Icon("cloud-check-outline", size=28, pos_hint={"center_y": 0.5})
        words = Column(spacing=0)
        self.online = Line("", size=SMALL, halign="right", bold=True)
        self.unsent = Line("", size=LEAST, colour=look.text_soft, halign="right")
        words.add_widget(self.online)
        if self._short:
            self.clock.size_hint_x, self.clock.width = None, sp(NAME * 3)
        else:
            place.add_widget(self.papers)
            words.add_widget(self.unsent)
        state.add_widget(words)
        state.add_widget(self.icon)
        for part in (place, self.clock, state):
            self.add_widget(part)

    def refresh(self) -> None:
        """Everything anew; called every second and after every change."""
        status, look = self._status, palette()
        self.room.text = status.room
        self.papers.text = status.papers or _("no papers here")
        self.clock.text = status.clock
        self.online.text = status.connection_short if self._short else status.connection
        self.unsent.text = status.unsent_text
        if status.online:
            self.icon.show("cloud-check-outline" if not status.unsent else "cloud-upload-outline")
            self.icon.color = look.good
        else:
            # Offline is a normal way to work: told plainly, not as an alarm.
            self.icon.show("cloud-off-outline")
            self.icon.color = look.warning
        self.online.color = look.text if status.online else look.warning
