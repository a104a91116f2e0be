"""One paper's pile: scripts by record and by hand, question papers, and how the board wants it packed."""

from __future__ import annotations

from kiosk_app.screens.choice_sheet import Choice, ChoiceSheet
from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TARGET, TITLE
from kiosk_app.viewmodels.piles import Pile


class PilePanel(Panel):
    """What is known about the pile, then its two counts."""

    def __init__(self, nav: Nav, pile: Pile) -> None:
        super().__init__(fit=True)
        self._nav, self._pile = nav, pile
        look = palette()
        head = Row(height=28)
        head.add_widget(Line(pile.code, size=TITLE, bold=True))
        text = f"{pile.collected} / {pile.expected}"
        head.add_widget(Line(text, size=TITLE, bold=True, halign="right", size_hint_x=0.5))
        self.add_widget(head)
        self._say_count()
        self._say_papers()
        for hint in pile.hints:
            self.add_widget(Text(hint, size=SMALL, colour=look.text_soft))
        row = Row(height=TARGET)
        self.count = PushButton(_("Count scripts"), self._ask_how, icon="counter")
        self.papers = PushButton(_("Question papers"), self._papers, icon="file-document-multiple-outline")
        row.add_widget(self.count)
        row.add_widget(self.papers)
        self.add_widget(row)

    def _say_count(self) -> None:
        pile, look = self._pile, palette()
        if pile.counted is None:
            text = _("{n} of {total} scripts are here").format(n=pile.collected, total=pile.expected)
            self.add_widget(Text(text, size=SMALL, colour=look.text_soft))
            return
        text = _("{n} counted by hand").format(n=pile.counted)
        differs = _("{text}: differs, count again or look for scripts").format(text=text)
        self.add_widget(
            Text(
                text if pile.agrees else differs, size=SMALL, colour=look.good if pile.agrees else look.alarm
            )
        )

    def _say_papers(self) -> None:
        pile, look = self._pile, palette()
        if pile.unused is None:
            return
        if pile.received is None or pile.spoiled is None:
            text = _("{n} papers unused").format(n=pile.unused)
            self.add_widget(Text(text, size=SMALL, colour=look.text_soft))
            return
        text = _("Question papers: {received} in the packet, {unused} unused, {spoiled} spoiled").format(
            received=pile.received, unused=pile.unused, spoiled=pile.spoiled
        )
        self.add_widget(Text(text, size=SMALL, colour=look.text_soft))
        if pile.unaccounted:
            text = (
                _("{n} papers nobody can point at: look for them")
                if pile.unaccounted > 0
                else _("{n} papers more than came: count again")
            )
            self.add_widget(Text(text.format(n=abs(pile.unaccounted)), size=SMALL, colour=look.alarm))

    def _ask_how(self) -> None:
        nav = self._nav
        choices = [
            Choice(_("Count by hand"), "hand-back-right-outline", self._by_hand),
            Choice(_("Scan every script of the pile again"), "qrcode-scan", self._again),
        ]
        nav.cover(ChoiceSheet(nav, _("Count {code}").format(code=self._pile.code), choices))

    def _again(self) -> None:
        self._nav.uncover()
        self._nav.room.begin_recount(self._pile.component)
        self._nav.go("recount")

    def _by_hand(self) -> None:
        collect, pile = self._nav.room.collect, self._pile
        sheet = FormSheet(
            self._nav,
            _("Count {code}").format(code=pile.code),
            _("Record count"),
            lambda: self._told(collect.count(pile.component, sheet.number_in(number))),
        )
        sheet.say(_("Count the pile by hand, without looking at the screen's number."))
        number = sheet.ask(_("Number of scripts"), most=4, digits=True)
        self._nav.cover(sheet)

    def _papers(self) -> None:
        collect, pile = self._nav.room.collect, self._pile
        sheet = FormSheet(
            self._nav,
            _("Question papers of {code}").format(code=pile.code),
            _("Record count"),
            lambda: collect.count_unused(
                pile.component, sheet.number_in(unused), int("".join(spoiled.text.split()) or 0)
            ),
        )
        if pile.received is not None:
            sheet.say(_("{n} were in the packet.").format(n=pile.received))
        unused = sheet.ask(_("Not used"), most=4, digits=True)
        spoiled = sheet.ask(_("Spoiled"), most=4, digits=True)
        self._nav.cover(sheet)

    def _told(self, agrees: bool) -> None:
        text = _("The count agrees.") if agrees else _("The count differs from the record.")
        self._nav.say(text, bad=not agrees)
