"""Candidates whose papers clash: who has them in charge, and handing them over."""

from __future__ import annotations

from functools import partial

from kivy.metrics import dp

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, SMALL, TITLE
from kiosk_app.viewmodels.clash_supervision import ClashCandidate
from shared.ids import CandidateId


class ClashPanel(LivePanel):
    """One block a candidate; on most days the panel isn't there."""

    def shows(self) -> object:
        return self.nav.room.clashes.people

    def draw(self) -> None:
        look = palette()
        self.buttons: dict[CandidateId, PushButton] = {}
        self.add_widget(Text(_("Clash: under supervision between papers"), size=TITLE, bold=True))
        for person in self.nav.room.clashes.people:
            block = Column(fit=True, spacing=dp(4))
            block.add_widget(Text(f"{person.name} · {person.number}", size=BODY, bold=True))
            papers = _(" then ").join(person.papers)
            block.add_widget(Text(papers, size=SMALL, colour=look.text_soft))
            if person.is_gap:
                block.add_widget(Note(person.says, icon="account-alert-outline", ink=look.alarm))
            else:
                says = person.says
                if person.since:
                    says = _("{who}, since {time}").format(
                        who=says, time=self.nav.room.book.clock(person.since)
                    )
                block.add_widget(Text(says, size=BODY))
            button = PushButton(
                _("Hand over"), partial(self._ask, person), icon="account-switch-outline", height=52
            )
            self.buttons[person.candidate] = button
            block.add_widget(button)
            self.add_widget(block)

    def _ask(self, person: ClashCandidate) -> None:
        nav, clashes = self.nav, self.nav.room.clashes
        sheet = FormSheet(
            nav,
            _("Hand over: {name}").format(name=person.name),
            _("Handed over now"),
            lambda: clashes.hand_over(person.candidate, to.chosen, room.chosen),
        )
        to = sheet.choose(_("Who has the candidate from now on?"), clashes.supervisors)
        room = sheet.choose(_("Where?"), clashes.rooms)
        nav.cover(sheet)
