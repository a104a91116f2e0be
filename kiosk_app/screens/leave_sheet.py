"""Somebody goes out: what for, and who goes along; nobody leaves alone."""

from __future__ import annotations

from typing import cast

from kiosk_app.screens.form_sheet import FormSheet, Options
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.movements import PURPOSES, Purpose


class LeaveSheet(FormSheet):
    """Two touches where the escort was named before."""

    def __init__(self, nav: Nav, key: Key) -> None:
        name = nav.room.book.name_of(key[0])
        super().__init__(nav, _("Leaves the room: {name}").format(name=name), _("Leaves now"), self._leave)
        self._candidate = key[0]
        moves = nav.room.movements
        for text in moves.before_leaving(key[0]):
            self.body.add_widget(Note(text, icon="alert-circle-outline", ink=palette().warning))
        self.purpose = self.choose(_("What for?"), [(purpose, _(label)) for purpose, label in PURPOSES])
        self.say(_("Who goes along?"))
        names = moves.escorts
        self.escorts = Options([(name, name) for name in names], none_yet=True)
        self.body.add_widget(self.escorts)
        self.escort = self.ask(_("Another name"), most=80)
        self.escorts.chosen_now = lambda name: setattr(self.escort, "text", name)

    def _leave(self) -> None:
        purpose = cast(Purpose, self.purpose.chosen)
        self._nav.room.movements.leave(self._candidate, self.escort.text, purpose)
