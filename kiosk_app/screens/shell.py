"""The room's shell: bars that never change place, the section in between, and what lies over them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.metrics import dp, sp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk_app.faults import TabletFault
from kiosk_app.screens.bottom_bar import BottomBar
from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.candidate_card import CandidateCard
from kiosk_app.screens.help_sheet import HelpSheet
from kiosk_app.screens.next_bar import NextBar
from kiosk_app.screens.notice_bar import NoticeBar
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.red_screen import RedScreenView
from kiosk_app.screens.section_tabs import SectionTabs
from kiosk_app.screens.sections import TAB_OF, WITH_CAMERA, WITH_CARD, make_section
from kiosk_app.screens.toast import Toast
from kiosk_app.screens.top_bar import TopBar
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame, tall
from kiosk_app.theme.tokens import RAIL
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.machine import Machine
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.room import RoomViewModel
from kiosk_app.viewmodels.scan import RedScreen


def _nothing() -> None:
    pass


def _nothing_said(_found: object) -> None:
    pass


class CardHolder(BoxLayout):
    """On an upright tablet the card lies over the lower part of the list, above the bottom actions."""

    def __init__(self, card: Widget, place: Widget) -> None:
        super().__init__(pos_hint={"x": 0}, size_hint=(1, None), padding=dp(8))
        place.bind(height=self._fit)
        self._fit(place, place.height)
        self.y = place.y
        paint(self, palette().background)
        self.add_widget(card)

    def _fit(self, _place: Widget, height: float) -> None:
        self.height = min(max(dp(720), sp(720) * 0.8), height)

    def on_touch_down(self, touch: Any) -> bool:
        """What is touched here isn't meant for the list below."""
        return bool(super().on_touch_down(touch) or self.collide_point(*touch.pos))


class RoomShell(FloatLayout):
    """Implements ``Nav`` for everything inside it."""

    def __init__(
        self,
        room: RoomViewModel,
        *,
        has_camera: bool,
        writes_left: bool,
        machine: Machine,
    ) -> None:
        super().__init__()
        self.room = room
        self.writes_left = writes_left
        self.has_camera = has_camera
        self.machine = machine
        self.frame = frame()
        paint(self, palette().background)
        self.section = ""
        self.content: Any = None
        self.sheet: Widget | None = None
        self._following: Widget | None = None
        self.red: RedScreenView | None = None
        self.camera: CameraView | None = None
        self.card: CandidateCard | None = None
        self._card_pane = BoxLayout()
        self._card_drawn: object = None
        self.gone: Callable[[], None] = _nothing
        self.scanned: Callable[[CardViewModel | RedScreen], None] = _nothing_said
        self._build()
        self.go("register")

    def _build(self) -> None:
        base = BoxLayout(orientation="vertical", pos_hint={"x": 0, "y": 0})
        self.top_bar = TopBar(self)
        self.next = NextBar(self)
        self.notice = NoticeBar(self)
        self.tabs = SectionTabs(self.go, self.frame)
        self.bottom = BottomBar(self)
        self.toast = Toast()
        self._place = BoxLayout()
        middle = BoxLayout(orientation="horizontal" if self.is_wide else "vertical")
        rail = self._rail() if self.is_wide else self.tabs
        # The rail is for the hand that holds, the content for the hand that writes.
        for part in (self._place, rail) if self.is_wide and self.writes_left else (rail, self._place):
            middle.add_widget(part)
        for part in (self.top_bar, self.next, self.notice, middle):
            base.add_widget(part)
        self._base = base
        if not self.frame.is_low:
            base.add_widget(self.bottom)
        self.add_widget(base)
        # What lies over the room leaves the top bar in sight, and what is told just now.
        self._covers = FloatLayout(pos_hint={"x": 0}, size_hint=(1, None))
        self.add_widget(self._covers)
        self.bind(height=self._fit_covers)
        self.toast.bind(height=self._fit_covers)
        self._place_toast()

    def _rail(self) -> Widget:
        rail = BoxLayout(orientation="vertical", size_hint_x=None, width=tall(RAIL))
        rail.add_widget(self.tabs)
        if self.frame.is_low:
            rail.add_widget(self.bottom)
        return rail

    @property
    def is_wide(self) -> bool:
        return self.frame.is_wide

    # What screens ask for

    def go(self, section: str) -> None:
        if section == "help":
            self.cover(HelpSheet(self))
            return
        self._detach()
        card = self.room.scan.card
        if section not in ("scan", "scan_scripts") or (card is not None and not card.scanned):
            self.room.scan.dismiss()
        self.section = section
        self._card_drawn = self.card = None
        self._lay_covers()
        looking = section in WITH_CAMERA
        self.camera = CameraView(has_camera=self.has_camera) if looking else None
        self.content = make_section(self, section, self.machine, self._card_pane, self.camera)
        self._place.clear_widgets()
        self._place.add_widget(self.content)
        self.tabs.show(TAB_OF.get(section, section))
        self.refresh()

    def open_card(self, key: Key) -> None:
        if self.section not in WITH_CARD:
            self.go("register")
        self.room.scan.open(key)
        self.refresh()

    def see_code(self, code: str) -> None:
        """A code from a hand scanner or from the camera while no card is open."""
        asking = getattr(self.sheet or self.content, "take_code", None)
        if asking is not None:
            asking(code)
        elif self.room.sign.is_closed:
            self.say(_("This room is closed."), bad=True)
        elif self.section in ("scan_scripts", "collect"):
            self.attempt(lambda: self.room.collect.scan(code))
        else:
            if self.section not in WITH_CARD:
                self.go("scan")
            self.attempt(lambda: self.scanned(self.room.scan.scan(code)))
        self.refresh()

    @property
    def looking(self) -> CameraView | None:
        """Where the camera's picture is to be seen now: on a sheet that looks, else on the section."""
        sheet: CameraView | None = getattr(self.sheet, "camera", None)
        return sheet or self.camera

    @property
    def wants_codes(self) -> bool:
        """Whether a code held before the camera is to be read now."""
        scan = self.room.scan
        if getattr(self.sheet, "camera", None) is not None:
            return True
        looks = scan.rapid or scan.card is None
        return self.camera is not None and self.sheet is None and looks and scan.red is None

    def attempt(self, command: Callable[[], object]) -> bool:
        try:
            command()
        except NotPossible as refused:
            self.say(f"{refused.what} {refused.advice}".strip(), bad=True)
            return False
        except TabletFault as fault:
            self.say(str(fault), bad=True)
            return False
        self.refresh()
        return True

    def say(self, text: str, *, bad: bool = False) -> None:
        self.toast.say(text, bad=bad)

    def cover(self, sheet: Widget) -> None:
        self.sheet = sheet
        self._lay_covers()

    def follow(self, sheet: Widget) -> None:
        self._following = sheet

    def uncover(self) -> None:
        self.sheet, self._following = self._following, None
        self._lay_covers()

    def on_touch_down(self, touch: Any) -> bool:
        """What is told can be put away beside a sheet, too, which takes every other touch."""
        if self.red is None and self.toast.on_touch_down(touch):
            return True
        return bool(super().on_touch_down(touch))

    # Drawing

    def refresh(self) -> None:
        self.tick()
        self.bottom.refresh()
        self.notice.refresh()
        self._draw_card()
        self.content.refresh()
        getattr(self.sheet, "refresh", _nothing)()
        self._draw_red()
        self.gone()

    def tick(self) -> None:
        """What changes with the clock alone."""
        self.top_bar.refresh()
        self.next.refresh()
        self.notice.refresh()
        getattr(self.sheet, "refresh", _nothing)()
        if self.section == "exam":
            self.content.refresh()

    def _draw_card(self) -> None:
        card = self.room.scan.card
        drawn = (card, self.room.desk.revision if card else 0)
        if drawn == self._card_drawn:
            return
        self._card_drawn = drawn
        self._card_pane.clear_widgets()
        self.card = CandidateCard(self, card, self._dismiss) if card is not None else None
        if self.card is not None:
            self._card_pane.add_widget(self.card)
        elif self.frame.card_beside:
            text = _("Choose a candidate, or scan a tag.")
            self._card_pane.add_widget(Empty("card-account-details-outline", text))
        if self._card_lies_over:
            self._lay_covers()

    def _draw_red(self) -> None:
        red = self.room.scan.red
        if (red is None) == (self.red is None):
            return
        if red is None:
            if self.red is not None:
                self.remove_widget(self.red)
            self.red = None
            return
        self.red = RedScreenView(red, self._dismiss, self.find)
        self.red.pos_hint = {"x": 0, "y": 0}
        self.add_widget(self.red)

    def _fit_covers(self, *_args: object) -> None:
        told = self.toast.height if self.sheet is not None else 0
        self._covers.height = self.height - self.top_bar.height - told

    def _place_toast(self) -> None:
        """Under the bars, which keep their places; above a sheet, which covers all but the top bar."""
        if self.toast.parent is not None:
            self.toast.parent.remove_widget(self.toast)
        bars = (self.top_bar,) if self.sheet is not None else (self.top_bar, self.next, self.notice)
        self._base.add_widget(self.toast, index=len(self._base.children) - len(bars))
        self._fit_covers()

    def _lay_covers(self) -> None:
        self._place_toast()
        self._covers.clear_widgets()
        if self._card_lies_over:
            self._detach()
        if self.card is not None and self._card_lies_over:
            self._covers.add_widget(CardHolder(self._card_pane, self._place))
        if self.sheet is not None:
            self.sheet.pos_hint = {"x": 0, "y": 0}
            self._covers.add_widget(self.sheet)

    @property
    def _card_lies_over(self) -> bool:
        beside = self.section in ("register", "map") and self.frame.card_beside
        return self.section in ("register", "map", "walk") and not beside

    def _detach(self) -> None:
        if self._card_pane.parent is not None:
            self._card_pane.parent.remove_widget(self._card_pane)

    def _dismiss(self) -> None:
        self.room.scan.dismiss()
        self.refresh()

    def find(self) -> None:
        """To the list, ready to type a name."""
        self._dismiss()
        self.go("register")
        self.content.search.focus = True

    def back(self) -> None:
        """One step back: away with what lies on top."""
        if self.sheet is not None:
            self.uncover()
        else:
            self._dismiss()

    @property
    def top_layer(self) -> Widget:
        """What the keyboard walks through: only what lies on top."""
        if self.red is not None:
            return self.red
        if self.sheet is not None:
            return self.sheet
        return self._card_pane if self.card is not None and self._card_lies_over else self
