"""What this room has to hear, until somebody has read it; and below, how far its calls for help are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row, paint
from kiosk_app.screens.parts.press import Pressable, PushButton
from kiosk_app.screens.parts.words import Icon, Text, width_of
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, EDGE, SMALL
from kiosk_app.viewmodels.bulletin import Bulletin
from kiosk_app.viewmodels.help_calls import Call

HEIGHT = 56


class NoticeBar(Column):
    """Takes no room while there is nothing to read."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(fit=True, spacing=0, height=0)
        self._nav = nav
        self._shown: object = ()
        self.refresh()

    def refresh(self) -> None:
        unread, calls = self._nav.room.bulletin.unread, self._nav.room.help.open
        shown = (unread[:1], len(unread), calls)
        if shown == self._shown:
            return
        self._shown = shown
        self.clear_widgets()
        if unread:
            self.add_widget(NoticeLine(self._nav, unread[0], len(unread) - 1))
        if calls:
            self.add_widget(CallStrip(self._nav, calls))


class NoticeLine(Row):
    """One notice whole; nobody can have read what was cut off."""

    def __init__(self, nav: Nav, item: Bulletin, more: int) -> None:
        super().__init__(height=HEIGHT, padding=(dp(EDGE), dp(4)))
        look = palette()
        ink = {"alarm": look.alarm, "urgent": look.warning, "quiet": look.accent}[item.tone]
        paint(self, (*ink[:3], 0.16))
        self.add_widget(Icon(item.icon, size=26, colour=ink, pos_hint={"center_y": 0.5}))
        words = Text(item.text, size=BODY, pos_hint={"center_y": 0.5})
        words.bind(height=self._grow)
        self.add_widget(words)
        if item.key is not None and not nav.frame.is_narrow:
            show = partial(nav.open_card, item.key)
            self.add_widget(self._button(_("Show"), show))
        text = _("Read (+{n})").format(n=more) if more else _("Read")
        self.add_widget(self._button(text, partial(nav.attempt, partial(nav.room.bulletin.read, item.id))))

    def _button(self, text: str, act: Callable[[], object]) -> PushButton:
        wide = max(sp(96), width_of(text, BODY) + dp(32))
        return PushButton(text, act, size_hint_x=None, width=wide, pos_hint={"center_y": 0.5})

    def _grow(self, _words: Text, height: float) -> None:
        self.height = max(fits(HEIGHT, BODY), height + dp(16))


class CallStrip(Pressable):
    """Every open call on one line; a touch leads to them."""

    def __init__(self, nav: Nav, calls: tuple[Call, ...]) -> None:
        super().__init__(lambda: nav.go("help"), padding=(dp(EDGE), 0), spacing=dp(8), size_hint_y=None)
        self.height = fits(48, SMALL)
        look = palette()
        stuck, coming = any(c.is_stuck for c in calls), all(c.is_coming for c in calls)
        ink = look.warning if stuck else look.good if coming else look.accent
        paint(self, (*ink[:3], 0.16))
        icon = "access-point-network-off" if stuck else "run-fast" if coming else "bell-ring-outline"
        self.add_widget(Icon(icon, size=24, colour=ink, pos_hint={"center_y": 0.5}))
        gap = "\n" if nav.frame.is_narrow else "   "
        alike: dict[str, list[str]] = {}
        for call in calls:
            alike.setdefault(call.says, []).append(call.title)
        said = gap.join(f"{', '.join(titles)}: {says}" for says, titles in alike.items())
        self.label = Text(said, size=SMALL, bold=True, pos_hint={"center_y": 0.5})
        self.label.bind(height=self._grow)
        self.add_widget(self.label)
        self.add_widget(Icon("chevron-right", size=24, colour=ink, pos_hint={"center_y": 0.5}))

    def _grow(self, _words: Text, height: float) -> None:
        self.height = max(fits(48, SMALL), height + dp(16))
