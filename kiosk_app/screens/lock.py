"""The locked tablet: the time, how it stands, and the people who work here one touch away from their PIN."""

from __future__ import annotations

from collections.abc import Callable

from kivy.metrics import dp, sp
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.panel import Column, Panel
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.people_list import PeopleList
from kiosk_app.screens.pin_pad import PinPad
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, HUGE, LINE, SMALL, TITLE
from kiosk_app.viewmodels.lock import LockViewModel
from kiosk_app.viewmodels.sign_in import SignInViewModel
from kiosk_app.viewmodels.status import StatusViewModel


class LockScreen(BoxLayout):
    """Nothing of the register is to be seen. Who worked here last stands first and is chosen already."""

    def __init__(
        self,
        lock: LockViewModel,
        sign_in: SignInViewModel,
        status: StatusViewModel,
        *,
        wide: bool,
        leave: Callable[[], None],
    ) -> None:
        super().__init__(orientation="horizontal" if wide else "vertical", padding=dp(EDGE), spacing=dp(EDGE))
        self._sign_in, self._status = sign_in, status
        self.is_wide = wide
        look = palette()
        names = Panel()
        self.clock = Line(status.clock, size=HUGE, bold=True, size_hint_y=None, height=sp(HUGE) * LINE)
        names.add_widget(self.clock)
        names.add_widget(Text(_("{room} is locked").format(room=status.room), size=TITLE, bold=True))
        self.state = Text("", size=SMALL, colour=look.text_soft)
        names.add_widget(self.state)
        recent = [person for person, _name in lock.people]
        listed = {row[0]: row for row in sign_in.people}
        ordered = [listed[p] for p in recent if p in listed]
        ordered += [row for row in sign_in.people if row[0] not in recent]
        self.people = PeopleList(ordered, sign_in.choose)
        names.add_widget(self.people)
        names.add_widget(PushButton(_("Another room"), leave, kind="quiet", icon="arrow-left"))
        if recent and not sign_in.chosen:
            sign_in.choose(recent[0])
        box = Panel(size_hint=(1, 1) if wide else (1, None))
        if not wide:
            box.height = dp(500)
        holder = AnchorLayout()
        column = Column(fit=True, size_hint_x=None, width=dp(340))
        self.pad = PinPad(sign_in.press, sign_in.rub_out, self._enter)
        column.add_widget(self.pad)
        holder.add_widget(column)
        box.add_widget(holder)
        self.add_widget(names)
        self.add_widget(box)
        self.refresh()

    def refresh(self) -> None:
        self.people.show(self._sign_in.chosen)
        self.pad.show(len(self._sign_in.pin), self._sign_in.error)
        self.tick(self._status.clock)

    def tick(self, clock: str) -> None:
        """The room goes on while the tablet is locked."""
        self.clock.text = clock
        self.state.text = f"{self._status.connection} · {self._status.unsent_text}"

    def _enter(self) -> None:
        self._sign_in.submit()
