"""Collecting scripts: how many are here, who is missing, the piles counted by hand."""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp, sp
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.recycleview.views import RecycleDataViewBehavior

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.badge import StateBadge
from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Panel, Row
from kiosk_app.screens.parts.press import Chip, Pressable, PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.screens.row_list import RowList
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import tall
from kiosk_app.theme.tokens import EDGE, LEAST, NUMBER, SMALL, TARGET, TITLE
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.collect import Pile, ScriptRow
from shared.record.register import SittingState

SCRIPT_HEIGHT = 64


class ScriptView(RecycleDataViewBehavior, Pressable):
    """One script: here, or still on the desk."""

    row: ScriptRow | None = ObjectProperty(None, allownone=True)
    choose: Any = ObjectProperty(None, allownone=True)

    def __init__(self, **named: Any) -> None:
        super().__init__(
            self._choose,
            padding=(dp(8), dp(6)),
            spacing=dp(12),
            size_hint_y=None,
            height=tall(SCRIPT_HEIGHT),
            **named,
        )
        self.badge = StateBadge(pos_hint={"center_y": 0.5})
        self.number = Line("", size=NUMBER, size_hint_x=None, width=sp(66))
        words = Column(spacing=0)
        self.name = Line("", size=TITLE)
        self.details = Line("", size=LEAST + 1, colour=palette().text_soft)
        words.add_widget(self.name)
        words.add_widget(self.details)
        self.seat = Line("", size=NUMBER, bold=True, halign="right", size_hint_x=None, width=sp(58))
        for part in (self.badge, self.number, words, self.seat):
            self.add_widget(part)
        self.bind(row=self._show)

    def _show(self, *_args: Any) -> None:
        row = self.row
        if row is None:
            return
        self.badge.show(SittingState.COLLECTED if row.collected else SittingState.EXPECTED)
        self.number.text, self.name.text, self.seat.text = row.number or "–", row.name, row.seat or "–"
        state = _("script is here") if row.collected else _("script missing")
        form = _("with {form}").format(form=row.form) if row.form else ""
        self.details.text = "  ·  ".join(part for part in (row.component, state, form) if part)

    def _choose(self) -> None:
        if self.row is not None and self.choose is not None:
            self.choose(self.row.key)


class CollectSection(BoxLayout):
    """The piles on one side, the scripts in register order on the other."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(
            orientation="horizontal" if nav.is_wide else "vertical",
            padding=(dp(EDGE), dp(8), dp(EDGE), 0),
            spacing=dp(EDGE),
        )
        self._nav = nav
        self._only_missing = True
        self._drawn = -1
        self.piles = Column(fit=True, spacing=dp(12), size_hint_x=0.8 if nav.is_wide else 1)
        self.piles.pos_hint = {"top": 1}
        self.add_widget(self.piles)
        listing = Column()
        bar = Row(height=TARGET)
        self.chips = {
            True: Chip("", lambda: self._show_only(True)),
            False: Chip("", lambda: self._show_only(False)),
        }
        for chip in self.chips.values():
            bar.add_widget(chip)
        listing.add_widget(bar)
        self.rows = RowList(ScriptView, SCRIPT_HEIGHT, self._take)
        self.empty = Empty("layers-outline", "")
        self.body = BoxLayout()
        listing.add_widget(self.body)
        self.add_widget(listing)
        self.refresh()

    def refresh(self) -> None:
        collect = self._nav.room.collect
        missing, every = collect.missing, collect.rows
        self.chips[True].set(_("Missing {n}").format(n=len(missing)), self._only_missing)
        self.chips[False].set(_("All {n}").format(n=len(every)), not self._only_missing)
        rows = missing if self._only_missing else every
        self.rows.show(rows)
        if not every:
            self.empty.say(_("Nobody is recorded as present yet."), _("Take the register first."))
        else:
            self.empty.say(_("Every script is here."), _("Count each pile by hand."))
        wanted = self.rows if rows else self.empty
        if self.body.children != [wanted]:
            self.body.clear_widgets()
            self.body.add_widget(wanted)
        if self._drawn != self._nav.room.desk.revision:
            self._drawn = self._nav.room.desk.revision
            self._draw_piles()

    def _draw_piles(self) -> None:
        self.piles.clear_widgets()
        self.counters: dict[str, PushButton] = {}
        self.scan = PushButton(
            _("Scan scripts"), lambda: self._nav.go("scan_scripts"), kind="main", icon="qrcode-scan"
        )
        self.piles.add_widget(self.scan)
        for pile in self._nav.room.collect.piles:
            self.piles.add_widget(self._pile(pile))

    def _pile(self, pile: Pile) -> Panel:
        look = palette()
        panel = Panel(fit=True)
        panel.add_widget(Text(pile.code, size=TITLE, bold=True))
        text = _("{n} of {total} scripts are here").format(n=pile.collected, total=pile.expected)
        panel.add_widget(Text(text, size=SMALL))
        if pile.counted is not None:
            agrees = pile.counted == pile.collected
            text = _("{n} counted by hand").format(n=pile.counted)
            differs = _("{text}: differs, count again or look for scripts").format(text=text)
            panel.add_widget(
                Text(text if agrees else differs, size=SMALL, colour=look.good if agrees else look.alarm)
            )
        if pile.unused is not None:
            panel.add_widget(
                Text(_("{n} papers unused").format(n=pile.unused), size=SMALL, colour=look.text_soft)
            )
        row = Row(height=TARGET)
        count = PushButton(_("Count scripts"), lambda: self._count(pile), icon="counter")
        self.counters[pile.component] = count
        row.add_widget(count)
        row.add_widget(PushButton(_("Unused papers"), lambda: self._unused(pile)))
        panel.add_widget(row)
        return panel

    def _show_only(self, missing: bool) -> None:
        self._only_missing = missing
        self.refresh()

    def _take(self, key: Key) -> None:
        collect, nav = self._nav.room.collect, self._nav
        row = next((r for r in collect.rows if r.key == key), None)
        if row is None or row.collected:
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

    def _count(self, pile: Pile) -> None:
        collect = self._nav.room.collect
        sheet = FormSheet(
            self._nav,
            _("Count {code}").format(code=pile.code),
            _("Record count"),
            lambda: self._told(collect.count(pile.component, sheet.number_in(number))),
        )
        sheet.say(_("Count the pile by hand, without looking at the screen's number."))
        number = sheet.ask(_("Number of scripts"), most=4, digits=True)
        self._nav.cover(sheet)

    def _unused(self, pile: Pile) -> None:
        collect = self._nav.room.collect
        sheet = FormSheet(
            self._nav,
            _("Unused papers of {code}").format(code=pile.code),
            _("Record count"),
            lambda: collect.count_unused(pile.component, sheet.number_in(unused), int(spoiled.text or 0)),
        )
        unused = sheet.ask(_("Not used"), most=4, digits=True)
        spoiled = sheet.ask(_("Spoiled"), most=4, digits=True)
        self._nav.cover(sheet)

    def _told(self, agrees: bool) -> None:
        text = _("The count agrees.") if agrees else _("The count differs from the record.")
        self._nav.say(text, bad=not agrees)
