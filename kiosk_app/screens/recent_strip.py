"""What was recorded last, in one line, with the way to take it back."""

from __future__ import annotations

from kivy.metrics import dp, sp

from kiosk_app.screens.parts.badge import StateBadge
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line
from kiosk_app.screens.undo_sheet import UndoSheet
from kiosk_app.texts import _
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, SMALL, TARGET
from kiosk_app.viewmodels.scan import RecentDecision


class RecentStrip(Row):
    """Takes no room before the first decision."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(height=0, padding=(0, 0, 0, dp(8)))
        self._nav = nav
        self._shown: object = None

    def refresh(self) -> None:
        room = self._nav.room
        last = next(iter(room.scan.recent), None)
        shown = (last, room.desk.revision)
        if shown == self._shown:
            return
        self._shown = shown
        self.clear_widgets()
        self.height = 0
        if last is not None and room.scan.can_undo(last.key):
            self._show(last)

    def _show(self, last: RecentDecision) -> None:
        row = self._nav.room.register.row(self._nav.room.book.sitting(last.key))
        self.height = fits(TARGET, BODY) + dp(8)
        self.add_widget(StateBadge(row.state, pos_hint={"center_y": 0.5}))
        self.add_widget(Line(" · ".join(filter(None, (row.seat, row.name, row.label))), size=SMALL))
        self.button = PushButton(
            _("Take back"),
            lambda: self._nav.cover(UndoSheet(self._nav, last.key)),
            icon="undo",
            size_hint_x=None,
            width=dp(56) + sp(116),
        )
        self.add_widget(self.button)
