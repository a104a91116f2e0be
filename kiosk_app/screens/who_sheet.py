"""Who is it about: one touch on a row, a tag before the camera or the hand scanner, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp, sp
from kivy.properties import ObjectProperty
from kivy.uix.recycleview.views import RecycleDataViewBehavior
from kivy.uix.widget import Widget

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.press import Chip, Pressable, PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.strip import Strip
from kiosk_app.screens.parts.words import Line, width_of
from kiosk_app.screens.row_list import RowList
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame, tall
from kiosk_app.theme.tokens import BODY, NUMBER, TARGET, TITLE
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.who import Person, WhoViewModel

ROW_HEIGHT = 56


class PersonRow(RecycleDataViewBehavior, Pressable):
    """Seat first, since that is what one sees from where one stands."""

    row: Person | None = ObjectProperty(None, allownone=True)
    choose: Any = ObjectProperty(None, allownone=True)

    def __init__(self, **named: Any) -> None:
        super().__init__(self._choose, padding=(dp(12), dp(4)), spacing=dp(12), size_hint_y=None, **named)
        self.height = tall(ROW_HEIGHT)
        look = palette()
        self.seat = Line("", size=NUMBER, bold=True, size_hint_x=None, width=sp(64))
        self.name = Line("", size=TITLE)
        self.number = Line("", size=BODY, colour=look.text_soft, halign="right")
        self.number.size_hint_x, self.number.width = None, sp(60)
        parts = (self.seat, self.name) if frame().is_narrow else (self.seat, self.name, self.number)
        for part in parts:
            self.add_widget(part)
        with self.canvas.before:
            Color(rgba=look.line)
            self._rule = Rectangle()
        self.bind(pos=self._underline, size=self._underline, row=self._show)

    def _show(self, *_args: Any) -> None:
        if self.row is not None:
            self.seat.text, self.number.text, self.name.text = (
                self.row.seat or "–",
                self.row.number,
                self.row.name,
            )

    def _underline(self, *_args: Any) -> None:
        self._rule.pos, self._rule.size = (self.x + dp(12), self.y), (self.width - dp(24), dp(1))

    def _choose(self) -> None:
        if self.row is not None and self.choose is not None:
            self.choose(self.row)


class WhoSheet(Sheet):
    """``chosen`` gets the candidate; ``nobody``, where it is offered, goes on without one."""

    def __init__(
        self,
        nav: Nav,
        title: str,
        who: WhoViewModel,
        chosen: Callable[[Key], object],
        *,
        nobody: Callable[[], object] | None = None,
        nobody_says: str = "",
    ) -> None:
        super().__init__(title, nav.uncover)
        self._nav = nav
        self._who = who
        self._chosen = chosen
        self.panel.remove_widget(self.scroll)
        self.search = Field(_("Seat, number or name; or scan the tag"), changed=self._type, most=60)
        self.blocks: dict[str, Chip] = {}
        self.list = RowList(PersonRow, ROW_HEIGHT, self._choose)
        self.none = Empty("account-search-outline", _("Nobody found."), _("Try the seat or the number."))
        self._place = Column()
        self.camera: CameraView | None = None
        head = Row(height=TARGET)
        head.add_widget(self.search)
        if nav.has_camera:
            self.look = PushButton(
                _("Scan"), lambda: nav.attempt(self._look), icon="qrcode-scan", size_hint_x=None
            )
            self.look.width = dp(64) + width_of(_("Scan"), BODY)
            head.add_widget(self.look)
        parts: list[Any] = [head, self._place]
        if who.blocks:
            strip = Strip()
            for block in who.blocks:
                self.blocks[block] = Chip(block, partial(self._turn, block))
                strip.put(self.blocks[block])
            parts.insert(1, strip)
        for part in parts:
            self.panel.add_widget(part, index=1)
        if nobody is not None:
            self.nobody = PushButton(
                nobody_says or _("Nobody"), nobody, icon="account-off-outline", height=64
            )
            self.add_foot(self.nobody)
        self._show()

    def take_code(self, code: str) -> None:
        """A tag was read while this sheet asks."""
        self._nav.attempt(lambda: self._chosen(self._who.by_code(code)))

    def _look(self) -> None:
        """The camera takes the list's place, until a tag is read or somebody wants the list again."""
        self.camera = None if self.camera is not None else CameraView(has_camera=True)
        self.look.text = _("Scan") if self.camera is None else _("List")
        if self.look.icon is not None:
            self.look.icon.show("qrcode-scan" if self.camera is None else "format-list-bulleted")
        self._show()

    def _choose(self, person: Person) -> None:
        self._chosen(person.key)

    def _type(self, text: str) -> None:
        self._who.text = text
        if self.camera is not None:
            self._nav.attempt(self._look)
        self._show()

    def _turn(self, block: str) -> None:
        self._who.choose_block(block)
        if self.camera is not None:
            self._nav.attempt(self._look)
        self._show()

    def _show(self) -> None:
        people = self._who.people
        for block, chip in self.blocks.items():
            chip.set(block, block == self._who.block)
        wanted: Widget = self.camera or (self.list if people else self.none)
        if wanted.parent is None:
            self._place.clear_widgets()
            self._place.add_widget(wanted)
        self.list.show(people)

    def _measure(self, *_args: object) -> None:
        super()._measure()
        self.panel.height = self.height - dp(32)
