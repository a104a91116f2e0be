"""One incident: whom it is about, a few words, logged. All but the kind can stay empty."""

from __future__ import annotations

from functools import partial

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.texts import _
from kiosk_app.viewmodels.incidents import RESTRICTED
from kiosk_app.viewmodels.searching import folded, matches
from shared.ids import CandidateId
from shared.record.events.incident import IncidentKind

MOST_SHOWN = 4


class IncidentSheet(FormSheet):
    """Candidates are found by typing; those chosen stand first with a tick."""

    def __init__(self, nav: Nav, kind: IncidentKind) -> None:
        title = nav.room.incidents.title(kind)
        super().__init__(nav, title, _("Log it now"), self._log)
        self._kind = kind
        self.chosen: list[CandidateId] = []
        if kind in RESTRICTED:
            self.say(_("Only the exams officer reads this entry. Nobody in the room sees it on this tablet."))
        self.text = self.ask(_("What happened? (can follow later)"), lines=3, most=4000)
        self.action = self.ask(_("What was done? (optional)"), most=1000)
        self.search = self.ask(_("Candidate: name, number or seat (optional)"), most=60)
        self.search.bind(text=lambda *_args: self._find())
        self.people = Column(fit=True)
        self.body.add_widget(self.people)

    def _find(self) -> None:
        room, wanted = self._nav.room, folded(self.search.text)
        found = [
            s.candidate_id
            for s in room.book.sittings
            if wanted and matches(wanted, room.book.name(s), room.book.number(s), room.book.seat(s))
        ]
        self._show([*self.chosen, *(c for c in found if c not in self.chosen)])

    def _show(self, people: list[CandidateId]) -> None:
        self.people.clear_widgets()
        book = self._nav.room.book
        for candidate in people[: len(self.chosen) + MOST_SHOWN]:
            on = candidate in self.chosen
            button = PushButton(
                f"{book.candidate(candidate).number}  {book.name_of(candidate)}",
                partial(self._turn, candidate),
                icon="check-circle" if on else "account-outline",
                height=52,
            )
            button.is_centred = False
            self.people.add_widget(button)

    def _turn(self, candidate: CandidateId) -> None:
        if candidate in self.chosen:
            self.chosen.remove(candidate)
        else:
            self.chosen.append(candidate)
        self._find()

    def _log(self) -> None:
        self._nav.room.incidents.record(self._kind, self.chosen, self.text.text, action=self.action.text)
        self._nav.say(_("Logged: {what}.").format(what=self._nav.room.incidents.title(self._kind)))
