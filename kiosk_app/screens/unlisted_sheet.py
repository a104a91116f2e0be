"""Writing in somebody who is on no list."""

from __future__ import annotations

from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.texts import _


class UnlistedSheet(FormSheet):
    """Name and paper are needed; the office makes the formal entry."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(nav, _("Somebody on no list"), _("Write in"), self._add)
        unlisted = nav.room.unlisted
        self.paper = self.choose(_("Which paper?"), unlisted.papers)
        self.name = self.ask(_("Name as the candidate says it"), most=200)
        self.number = self.ask(_("Candidate number, if known"), most=4, digits=True)
        self.centre = self.ask(_("Entered at another centre? Its number"), most=5, digits=True)
        free = unlisted.free_seats
        text = _("Seat, for instance {seat}").format(seat=free[0]) if free else _("Seat (the plan is full)")
        self.seat = self.ask(text, most=8)
        self.why = self.ask(_("Why here? (optional)"))
        self.say(_("Seated with identity pending. The exams office is told and has to make a formal entry."))

    def _add(self) -> None:
        key = self._nav.room.unlisted.add(
            self.paper.chosen,
            self.name.text,
            number=self.number.text,
            seat=self.seat.text,
            reason=self.why.text,
            from_centre=self.centre.text,
        )
        self._nav.say(_("{name} is written in.").format(name=self._nav.room.book.name_of(key[0])))
