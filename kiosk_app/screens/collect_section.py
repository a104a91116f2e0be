"""Collecting scripts: may anybody leave, who is missing with name and seat, and the piles."""

from __future__ import annotations

from functools import partial
from typing import Literal

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.leave_note import LeaveNote
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Scroll
from kiosk_app.screens.parts.press import Chip, PushButton
from kiosk_app.screens.parts.strip import Strip
from kiosk_app.screens.pile_panel import PilePanel
from kiosk_app.screens.row_list import RowList
from kiosk_app.screens.script_row import SCRIPT_HEIGHT, ScriptView
from kiosk_app.texts import _
from kiosk_app.theme.tokens import EDGE
from kiosk_app.viewmodels.book import Key

Shown = Literal["missing", "all", "piles"]


class CollectSection(BoxLayout):
    """Piles on one side, scripts in register order on the other; upright, a chip leads to them."""

    def __init__(self, nav: Nav) -> None:
        self._beside = nav.frame.card_beside
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        self._chosen: Shown | None = None
        self._drawn: object = None
        self.panels: dict[str, PilePanel] = {}
        self.piles = Scroll()
        self.piles.body.spacing = dp(12)
        self.head = Column(fit=True, spacing=dp(8))
        self.scan = PushButton(
            _("Scan scripts"), lambda: nav.go("scan_scripts"), kind="main", icon="qrcode-scan"
        )
        listing = Column()
        self.strip = Strip()
        names: tuple[Shown, ...] = ("missing", "all") if self._beside else ("missing", "all", "piles")
        self.chips = {name: Chip("", partial(self._show, name)) for name in names}
        self.strip.put(*self.chips.values())
        self.rows = RowList(ScriptView, SCRIPT_HEIGHT, self._take)
        self.empty = Empty("layers-outline", "")
        self.body = BoxLayout()
        if self._beside:
            side = Column(size_hint_x=0.85, spacing=dp(12))
            side.add_widget(self.head)
            side.add_widget(self.piles)
            self.add_widget(side)
        else:
            listing.add_widget(self.head)
        listing.add_widget(self.strip)
        listing.add_widget(self.body)
        self.add_widget(listing)
        self.refresh()

    @property
    def shown(self) -> Shown:
        """What somebody chose, else what is of use now."""
        if self._chosen is not None:
            return self._chosen
        done = self._nav.room.collect.dismissal.answer == "everybody"
        return "piles" if done and not self._beside else "missing"

    def refresh(self) -> None:
        collect = self._nav.room.collect
        missing, every, shown = collect.missing, collect.rows, self.shown
        texts: dict[Shown, str] = {
            "missing": _("Missing {n}").format(n=len(missing)),
            "all": _("All {n}").format(n=len(every)),
            "piles": _("Piles {n}").format(n=len(collect.piles)),
        }
        for name, chip in self.chips.items():
            chip.set(texts[name], name == shown)
        rows = every if shown == "all" else missing
        self.rows.show(rows)
        if not every:
            self.empty.say(_("Nobody is recorded as present yet."), _("Take the register first."))
        else:
            self.empty.say(_("Every script is here."), _("Count each pile by hand."))
        wanted: Widget = self.piles if shown == "piles" else self.rows if rows else self.empty
        if self.body.children != [wanted]:
            self.body.clear_widgets()
            self.body.add_widget(wanted)
        drawn = (self._nav.room.desk.revision, collect.dismissal)
        if self._drawn != drawn:
            self._drawn = drawn
            self._draw()

    def _draw(self) -> None:
        collect = self._nav.room.collect
        self.head.clear_widgets()
        self.head.add_widget(LeaveNote(collect.dismissal))
        if collect.missing:
            self.head.add_widget(self.scan)
        self.piles.body.clear_widgets()
        self.panels = {pile.component: PilePanel(self._nav, pile) for pile in collect.piles}
        for panel in self.panels.values():
            self.piles.body.add_widget(panel)

    def _show(self, name: Shown) -> None:
        self._chosen = name
        self.refresh()

    def _take(self, key: Key) -> None:
        collect, nav = self._nav.room.collect, self._nav
        row = next((r for r in collect.rows if r.key == key), None)
        if row is None or (row.collected and not row.wants_form):
            return
        if row.collected:
            self._ask_form(key, row.name, row.form)
            return
        sheet = FormSheet(
            nav,
            _("Script of {name}").format(name=row.name),
            _("It is in my hands"),
            lambda: collect.collect(key, note.text),
        )
        sheet.say(
            _("Without its tag: compare number {number} and name on the script.").format(number=row.number)
        )
        for sentence in row.notes:
            sheet.say(sentence)
        note = sheet.ask(_("Note (optional)"))
        nav.cover(sheet)

    def _ask_form(self, key: Key, name: str, form: str) -> None:
        collect = self._nav.room.collect
        sheet = FormSheet(
            self._nav,
            _("Cover sheet of {name}").format(name=name),
            _("{form} is with it").format(form=form),
            lambda: collect.attach_form(key),
        )
        sheet.say(_("{form} has to go with this script.").format(form=form))
        self._nav.cover(sheet)
