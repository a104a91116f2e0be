"""The register: search, filters with counts, the list, and on a wide tablet the card beside it."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Row
from kiosk_app.screens.parts.press import Chip
from kiosk_app.screens.parts.strip import Strip
from kiosk_app.screens.recent_strip import RecentStrip
from kiosk_app.screens.register_modes import RegisterModes
from kiosk_app.screens.register_row import ROW_HEIGHT, RowView
from kiosk_app.screens.row_list import RowList
from kiosk_app.texts import _
from kiosk_app.theme.tokens import EDGE, TARGET
from kiosk_app.viewmodels.register import FILTERS


class RegisterSection(Row):
    """Where an invigilator takes the register by hand, and finds anybody."""

    def __init__(self, nav: Nav, card: BoxLayout) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), 0), spacing=dp(EDGE))
        self._nav = nav
        listing = Column(size_hint_x=1.08 if nav.frame.card_beside else 1)
        self.search = Field(
            _("Name, number or seat"),
            text=nav.room.register.search,
            changed=self._search,
            entered=self._open_only,
            most=60,
        )
        modes = RegisterModes(nav, "register")
        if nav.frame.is_low:
            head = Row(height=TARGET)
            for part in (self.search, modes):
                head.add_widget(part)
            listing.add_widget(head)
        else:
            listing.add_widget(modes)
            listing.add_widget(self.search)
        self.chips = {
            name: Chip(_(label), partial(self._filter, name)) for name, (label, _keep) in FILTERS.items()
        }
        self.bar = Strip()
        self.bar.put(*self.chips.values())
        listing.add_widget(self.bar)
        self.body = BoxLayout()
        self.rows = RowList(RowView, ROW_HEIGHT, nav.open_card)
        self.empty = Empty("account-search-outline", "")
        self.recent = RecentStrip(nav)
        listing.add_widget(self.body)
        if not nav.frame.is_low:
            listing.add_widget(self.recent)
        self.add_widget(listing)
        if nav.frame.card_beside:
            self.add_widget(card)
        self.refresh()

    def refresh(self) -> None:
        register = self._nav.room.register
        counts = register.filter_counts
        for name, chip in self.chips.items():
            label = _(FILTERS[name][0])
            chip.set(f"{label} {counts[name]}", register.filter == name)
        self.recent.refresh()
        rows = register.rows
        self.rows.show(rows)
        wanted = self.rows if rows else self.empty
        if not rows:
            self.empty.say(*self._why_empty())
        if self.body.children != [wanted]:
            self.body.clear_widgets()
            self.body.add_widget(wanted)

    def _why_empty(self) -> tuple[str, str]:
        register = self._nav.room.register
        if not register.total:
            return _("Nobody is planned for this room."), _("Scan a tag, or add an unlisted candidate.")
        if register.search:
            text = _("Nobody matches “{text}”.").format(text=register.search)
            return text, _("Try part of the name, the number or the seat.")
        if register.filter == "not_set":
            return _("Everybody is set."), _("Follow the line at the top.")
        return _("Nobody here."), _("Choose another filter.")

    def _search(self, text: str) -> None:
        self._nav.room.register.set_search(text)
        self.refresh()

    def _filter(self, name: str) -> None:
        register = self._nav.room.register
        register.set_filter("all" if register.filter == name else name)
        self.refresh()

    def _open_only(self) -> None:
        rows = self._nav.room.register.rows
        if len(rows) == 1:
            self._nav.open_card(rows[0].key)
