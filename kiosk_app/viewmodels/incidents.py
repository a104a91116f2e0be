"""Incidents and calls for help: what, who, done; details can follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId
from shared.record.events import incident as ev
from shared.record.events.incident import HelpKind, IncidentKind
from shared.record.incident_log import HelpCall, Incident

INCIDENT_KINDS: Final[tuple[tuple[IncidentKind, str, str], ...]] = (
    ("illness", N_("Illness"), "medical-bag"),
    ("malpractice", N_("Suspected cheating"), "eye-outline"),
    ("disturbance", N_("Disturbance"), "volume-high"),
    ("leaving_room", N_("Left the room"), "exit-run"),
    ("wrong_paper", N_("Wrong paper"), "file-alert-outline"),
    ("evacuation", N_("Evacuation"), "fire-alert"),
    ("intruder", N_("Stranger in the room"), "account-alert-outline"),
    ("other", N_("Something else"), "dots-horizontal"),
)
"""Kind, what the tile says, and its icon; late arrivals are logged by admitting them."""
HELP_KINDS: Final[tuple[tuple[HelpKind, str, str], ...]] = (
    ("officer", N_("Exams officer"), "account-tie"),
    ("first_aid", N_("First aid"), "medical-bag"),
    ("escort", N_("Escort"), "walk"),
    ("papers", N_("More paper"), "file-document-outline"),
    ("technician", N_("Technician"), "wrench-outline"),
)
RESTRICTED: Final = ("malpractice",)
MAX_TEXT: Final = 4000


class IncidentViewModel(Observable):
    """The room's incident log and its calls for help."""

    def __init__(self, book: RoomBook, new_id: Callable[[], str]) -> None:
        super().__init__()
        self._book = book
        self._new_id = new_id

    @property
    def log(self) -> tuple[Incident, ...]:
        """This room's incidents, the latest first."""
        here = [i for i in self._book.register.incidents if i.room == self._book.desk.room.id]
        return tuple(reversed(here))

    def record(
        self,
        kind: IncidentKind,
        candidates: Sequence[CandidateId] = (),
        text: str = "",
        *,
        action: str = "",
    ) -> str:
        """Log an incident now; its identifier lets details follow. Cheating is restricted to the officer."""
        label = next((label for known, label, _icon in INCIDENT_KINDS if known == kind), kind)
        incident_id = self._new_id()
        self._book.desk.record(
            ev.IncidentRecorded(
                incident_id=incident_id,
                kind=kind,
                happened_at=self._book.desk.now(),
                text=_limited(text) or label,
                candidate_ids=tuple(candidates),
                witnesses=self._book.room.on_duty,
                action=_limited(action),
                restricted=kind in RESTRICTED,
            )
        )
        self.tell()
        return incident_id

    def amend(self, incident_id: str, text: str, action: str = "") -> None:
        """Say more; the earlier text stays."""
        if not _limited(text):
            raise NotPossible(_("There is nothing to add yet."), _("Write what happened."))
        self._book.desk.record(
            ev.IncidentAmended(incident_id=incident_id, text=_limited(text), action=_limited(action))
        )
        self.tell()

    @property
    def calls(self) -> tuple[HelpCall, ...]:
        """This room's calls that are not closed, oldest first."""
        here = self._book.desk.room.id
        return tuple(c for c in self._book.register.help_calls if c.room == here and c.closed_at is None)

    def call(self, kind: HelpKind, note: str = "") -> str:
        """Ask for somebody to come (rule 5: without leaving the room)."""
        help_id = self._new_id()
        self._book.desk.record(ev.HelpRequested(help_id=help_id, kind=kind, note=_limited(note)))
        self.tell()
        return help_id

    def close_call(self, help_id: str) -> None:
        """Somebody came."""
        if help_id not in {c.help_id for c in self.calls}:
            raise NotPossible(_("This call is closed already."))
        self._book.desk.record(ev.HelpClosed(help_id=help_id))
        self.tell()

    def title(self, kind: str) -> str:
        labels: dict[str, str] = {known: label for known, label, _icon in (*INCIDENT_KINDS, *HELP_KINDS)}
        return _(labels.get(kind, kind.replace("_", " ").capitalize()))

    def names(self, incident: Incident) -> str:
        return ", ".join(self._book.name_of(c) for c in incident.candidate_ids)


def _limited(text: str) -> str:
    return text.strip()[:MAX_TEXT]
