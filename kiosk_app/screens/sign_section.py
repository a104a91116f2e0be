"""Signing: what is missing with names and places; then two signatures; then the room closes."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import ObjectProperty
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.recycleview.views import RecycleDataViewBehavior
from kivy.uix.widget import Widget

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row
from kiosk_app.screens.parts.press import Pressable, PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.screens.row_list import RowList
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, EDGE, SMALL, TITLE
from kiosk_app.viewmodels.closing import Missing


class MissingView(RecycleDataViewBehavior, Pressable):
    """One thing to do first; a press leads to it."""

    row: Missing | None = ObjectProperty(None, allownone=True)
    choose: object = ObjectProperty(None, allownone=True)

    def __init__(self, **named: object) -> None:
        super().__init__(self._choose, padding=(dp(8), dp(6)), spacing=dp(12), size_hint_y=None, **named)
        look = palette()
        self.height = dp(64)
        self.add_widget(
            Icon("alert-circle-outline", size=26, colour=look.warning, pos_hint={"center_y": 0.5})
        )
        words = Column(spacing=0)
        self.what = Line("", size=BODY, bold=True)
        self.who = Line("", size=SMALL, colour=look.text_soft)
        words.add_widget(self.what)
        words.add_widget(self.who)
        self.add_widget(words)
        self.add_widget(Icon("chevron-right", size=26, colour=look.text_soft, pos_hint={"center_y": 0.5}))
        self.bind(row=self._show)

    def _show(self, *_args: object) -> None:
        if self.row is not None:
            self.what.text, self.who.text = self.row.what, self.row.who

    def _choose(self) -> None:
        if callable(self.choose):
            self.choose(self.row)


class SignSection(BoxLayout):
    """Three faces: missing things, ready to sign, signed."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0))
        self._nav = nav
        self._drawn: object = None
        self.sign: PushButton | None = None
        self.close: PushButton | None = None
        self.refresh()

    def refresh(self) -> None:
        sign = self._nav.room.sign
        drawn = (self._nav.room.desk.revision, self._nav.room.status.unsent, sign.is_closed)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self.clear_widgets()
        self.add_widget(self._missing(sign.missing) if sign.missing and not sign.is_closed else self._ready())

    def _missing(self, missing: tuple[Missing, ...]) -> Widget:
        column = Column()
        title = counted("{n} thing before signing", "{n} things before signing", len(missing))
        column.add_widget(Text(title, size=TITLE, bold=True))
        column.add_widget(Text(_("Press a line to go there."), size=SMALL, colour=palette().text_soft))
        self.rows = RowList(MissingView, 64, self._go)
        self.rows.show(missing)
        column.add_widget(self.rows)
        return column

    def _ready(self) -> Widget:
        nav, sign, look = self._nav, self._nav.room.sign, palette()
        holder = AnchorLayout()
        panel = Panel(fit=True, size_hint_x=None, width=dp(640), spacing=dp(12))
        panel.add_widget(
            Text(_("Register of {room}").format(room=nav.room.status.room), size=TITLE, bold=True)
        )
        counts = Row(height=72)
        for number, word in ((sign.present, _("present")), (sign.absent, _("absent"))):
            cell = Column(spacing=0)
            cell.add_widget(Line(str(number), size=36, bold=True, halign="center"))
            cell.add_widget(Line(word, size=SMALL, colour=look.text_soft, halign="center"))
            counts.add_widget(cell)
        panel.add_widget(counts)
        panel.add_widget(
            Text(_("Register code {code}").format(code=sign.digest), size=SMALL, colour=look.text_soft)
        )
        if sign.changed_since_signing:
            text = _("The register changed after it was signed: two people sign it again.")
            panel.add_widget(Note(text, icon="alert-circle-outline", ink=look.warning))
        self.sign = self.close = None
        if sign.is_closed:
            text = _("The room is closed. Take scripts, register and tablet to the exams office.")
            panel.add_widget(Note(text, icon="lock-check-outline", ink=look.good))
        elif sign.is_signed:
            names = _("Signed by {names}.").format(names=_(" and ").join(sign.signed_by))
            panel.add_widget(Note(names, icon="draw", ink=look.good))
            self.close = PushButton(
                _("Close the room"), lambda: nav.attempt(sign.close), kind="main", icon="lock-outline"
            )
            panel.add_widget(self.close)
        else:
            self.sign = PushButton(_("Sign: two people"), self._first, kind="main", icon="draw")
            panel.add_widget(self.sign)
        holder.add_widget(panel)
        return holder

    def _go(self, missing: Missing) -> None:
        if missing.key is not None and missing.section == "register":
            self._nav.open_card(missing.key)
        else:
            self._nav.go(missing.section)

    def _first(self) -> None:
        says = _("I have compared the register with the room.")
        self._nav.cover(PinSheet(self._nav, _("First signature"), self._second, says=says))

    def _second(self, first: str, first_pin: str) -> None:
        nav, sign = self._nav, self._nav.room.sign
        sign.prove(first, first_pin)
        title = _("Second signature")
        says = _("Another person has to sign too.")
        sheet = PinSheet(nav, title, lambda who, pin: sign.sign([(first, first_pin), (who, pin)]), says=says)
        nav.follow(sheet)
