"""Signing: what is missing with names and places; then two signatures; then the room closes."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.draw_sheet import DrawSheet
from kiosk_app.screens.missing_row import MISSING_HEIGHT, MissingView
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.screens.row_list import RowList
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, SMALL, TITLE
from kiosk_app.viewmodels.closing import Missing, Signature

WIDEST = 680


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
        sign, room = self._nav.room.sign, self._nav.room
        drawn = (room.desk.revision, room.status.unsent, sign.is_closed, room.status.online)
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
        self.rows = RowList(MissingView, MISSING_HEIGHT, self._go)
        self.rows.show(missing)
        column.add_widget(self.rows)
        return column

    def _ready(self) -> Widget:
        nav, sign = self._nav, self._nav.room.sign
        scroll = Scroll()
        holder = AnchorLayout(anchor_y="top", size_hint_y=None)
        panel = Panel(fit=True, size_hint_x=None, spacing=dp(12))
        panel.bind(height=lambda _panel, height: setattr(holder, "height", height + dp(16)))
        self.bind(width=lambda _me, width: setattr(panel, "width", min(dp(WIDEST), width - dp(48))))
        panel.width = min(dp(WIDEST), max(dp(280), self.width - dp(48)))
        panel.add_widget(
            Text(_("Register of {room}").format(room=nav.room.status.room), size=TITLE, bold=True)
        )
        panel.add_widget(self._counts())
        text = _("Register code {code}").format(code=sign.digest)
        panel.add_widget(Text(text, size=SMALL, colour=palette().text_soft))
        self.sign = self.close = None
        if sign.is_closed:
            self._closed(panel)
        elif sign.is_signed:
            self._signed(panel)
        else:
            self._unsigned(panel)
        holder.add_widget(panel)
        scroll.body.add_widget(holder)
        return scroll

    def _counts(self) -> Row:
        sign, look = self._nav.room.sign, palette()
        counts = Row(height=72)
        for number, word in ((sign.present, _("present")), (sign.absent, _("absent"))):
            cell = Column(spacing=0)
            cell.add_widget(Line(str(number), size=36, bold=True, halign="center"))
            cell.add_widget(Line(word, size=SMALL, colour=look.text_soft, halign="center"))
            counts.add_widget(cell)
        return counts

    def _unsigned(self, panel: Panel) -> None:
        if self._nav.room.sign.changed_since_signing:
            text = _("The register changed after it was signed: two people sign it again.")
            panel.add_widget(Note(text, icon="alert-circle-outline", ink=palette().warning))
        self.sign = PushButton(_("Sign: two people"), self._first, kind="main", icon="draw")
        panel.add_widget(self.sign)

    def _signed(self, panel: Panel) -> None:
        nav, sign, look = self._nav, self._nav.room.sign, palette()
        names = _("Signed by {names}.").format(names=_(" and ").join(sign.signed_by))
        panel.add_widget(Note(names, icon="draw", ink=look.good))
        if sign.questions:
            lines = [f"{q.what}: {q.about}" if q.about else q.what for q in sign.questions]
            title = counted(
                "{n} question for the office", "{n} questions for the office", len(sign.questions)
            )
            panel.add_widget(Note(*lines, title=title, icon="help-circle-outline", ink=look.warning))
        if sign.blocked_by:
            panel.add_widget(Text(sign.blocked_by, size=SMALL, colour=look.warning))
        self.close = PushButton(
            _("Close the room"),
            lambda: nav.attempt(sign.close),
            kind="plain" if sign.blocked_by else "main",
            icon="lock-outline",
        )
        panel.add_widget(self.close)
        if nav.room.status.unsent and not nav.room.status.online:
            codes = PushButton(_("Hand records over as codes"), lambda: nav.go("hand_over"), icon="qrcode")
            panel.add_widget(codes)
        self._pack(panel, main=False)

    def _closed(self, panel: Panel) -> None:
        text = _("The room is closed. Take scripts, register and tablet to the exams office.")
        panel.add_widget(Note(text, icon="lock-check-outline", ink=palette().good))
        self._pack(panel, main=True)

    def _pack(self, panel: Panel, *, main: bool) -> None:
        done = self._nav.room.pack.done
        if done:
            panel.add_widget(Note(done, icon="handshake-outline", ink=palette().good))
            return
        text = _("Hand the pack over")
        act = self._nav.go
        button = PushButton(
            text, lambda: act("pack"), kind="main" if main else "plain", icon="handshake-outline"
        )
        panel.add_widget(button)

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
        one = Signature(first, first_pin)
        title = _("Second signature")
        says = _("Another person has to sign too.")
        by_pin = PinSheet(nav, title, lambda who, pin: sign.sign([one, Signature(who, pin)]), says=says)
        drawn = DrawSheet(
            nav, title, lambda who, path: sign.sign([one, Signature(who, drawn=path)]), says=says
        )
        by_pin.add_foot(
            PushButton(_("Draw it instead"), lambda: nav.cover(drawn), icon="draw-pen", height=56)
        )
        nav.follow(by_pin)
