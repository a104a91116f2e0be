"""What the office tells this room, until somebody has read it."""

from __future__ import annotations

from kivy.metrics import dp, sp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, EDGE

HEIGHT = 56


class NoticeBar(Row):
    """Takes no room while there is nothing to read."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(height=0, padding=(dp(EDGE), 0))
        self._nav = nav
        self._shown = ""
        self._ground = paint(self, None)

    def refresh(self) -> None:
        status, look = self._nav.room.status, palette()
        notice = status.notice
        shown = notice.notice_id if notice else ""
        if shown == self._shown:
            return
        self._shown = shown
        self.clear_widgets()
        self.height = dp(HEIGHT) if notice else 0
        self._ground.rgba = (0, 0, 0, 0)
        if notice is None:
            return
        ink = look.warning if notice.urgent else look.accent
        self._ground.rgba = (*ink[:3], 0.16)
        icon = "bullhorn" if notice.urgent else "message-text-outline"
        self.add_widget(Icon(icon, size=26, colour=ink, pos_hint={"center_y": 0.5}))
        words = Text(notice.text, size=BODY, pos_hint={"center_y": 0.5})
        words.bind(height=self._grow)
        self.add_widget(words)
        self.button = PushButton(
            _("Read"), lambda: status.read(shown), size_hint_x=None, width=sp(110), pos_hint={"center_y": 0.5}
        )
        self.add_widget(self.button)

    def _grow(self, _words: Text, height: float) -> None:
        # Nobody can have read what was cut off.
        self.height = max(dp(HEIGHT), height + dp(16))
