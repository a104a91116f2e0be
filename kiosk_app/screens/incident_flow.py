"""An incident in three touches: what, who, on record. What the log asks for can be said now or later."""

from __future__ import annotations

from functools import partial

from kiosk_app.screens.incident_details import IncidentDetailsSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.who_sheet import WhoSheet
from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.incidents import is_restricted
from kiosk_app.viewmodels.who import WhoViewModel
from shared.record.events.incident import IncidentKind


def log_incident(nav: Nav, kind: IncidentKind) -> None:
    """Ask who; the touch that answers records it."""
    discreet = is_restricted(kind)
    what = _("For the officer") if discreet else nav.room.incidents.title(kind)
    nav.cover(
        WhoSheet(
            nav,
            _("{what}: who?").format(what=what),
            WhoViewModel(nav.room.book),
            partial(_record, nav, kind),
            nobody=partial(_record, nav, kind, None),
            nobody_says=_("No candidate: log it now"),
        )
    )


def _record(nav: Nav, kind: IncidentKind, key: Key | None) -> None:
    incidents = nav.room.incidents
    made: list[str] = []
    if not nav.attempt(lambda: made.append(incidents.record(kind, (key[0],) if key else ()))):
        return
    nav.say(_("Recorded at {time}.").format(time=nav.room.book.clock(incidents.find(made[0]).happened_at)))
    nav.cover(IncidentDetailsSheet(nav, made[0]))
