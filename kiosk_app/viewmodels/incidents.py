"""The room's incident log: what, who, recorded; what the log needs to know can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId, InvigilatorId
from shared.record.events import incident as ev
from shared.record.events.incident import IncidentKind, PersonInvolved
from shared.record.incident_log import Incident, IncidentNote
from shared.record.incident_templates import Reader, may_read, template_for, unanswered

INCIDENT_KINDS: Final[tuple[tuple[IncidentKind, str, str], ...]] = (
    ("illness", N_("Illness"), "medical-bag"),
    ("disturbance", N_("Disturbance"), "volume-high"),
    ("leaving_room", N_("Left the room"), "exit-run"),
    ("wrong_paper", N_("Wrong paper"), "file-alert-outline"),
    ("evacuation", N_("Evacuation"), "fire-alert"),
    ("other", N_("Something else"), "dots-horizontal"),
    ("malpractice", N_("Suspected cheating"), "eye-outline"),
    ("intruder", N_("Stranger in the room"), "account-alert-outline"),
)
"""Kind, what the tile says, and its icon; late arrivals are logged by admitting them."""
MAX_TEXT: Final = 4000
MAX_ANSWER: Final = 500
DETAILS_ADDED: Final = N_("Details added.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the kind's template; ``answer`` is what was said so far."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    is_needed: bool
    answer: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One line of the log as this reader may see it."""

    incident_id: str
    time: str
    title: str
    icon: str
    who: str
    notes: tuple[str, ...]
    missing: int
    is_restricted: bool
    may_read: bool


class IncidentViewModel(Observable):
    """Records, lists and completes what happened in this room."""

    def __init__(self, book: RoomBook, new_id: Callable[[], str]) -> None:
        super().__init__()
        self._book = book
        self._new_id = new_id

    @property
    def log(self) -> tuple[Incident, ...]:
        """This room's incidents, the latest first."""
        here = [i for i in self._book.register.incidents if i.room == self._book.desk.room.id]
        return tuple(reversed(here))

    @property
    def rows(self) -> tuple[IncidentRow, ...]:
        """The log as it may stand on a screen that somebody looks over: restricted entries say nothing."""
        return tuple(self._row(incident) for incident in self.log)

    @property
    def details_missing(self) -> int:
        """How many entries still lack an answer that the log needs, of those this person may read."""
        return sum(1 for row in self.rows if row.missing and row.may_read)

    def record(
        self,
        kind: IncidentKind,
        candidates: Sequence[CandidateId] = (),
        text: str = "",
        *,
        action: str = "",
        happened_at: datetime | None = None,
        until: datetime | None = None,
        details: Mapping[str, str] | None = None,
    ) -> str:
        """Log an incident now; its identifier lets details follow.

        Who is on duty is a witness. A kind that the template restricts is for the officer's eyes.
        """
        incident_id = self._new_id()
        self._book.desk.record(
            ev.IncidentRecorded(
                incident_id=incident_id,
                kind=kind,
                happened_at=happened_at or self._book.desk.now(),
                text=_limited(text) or _english(kind),
                candidate_ids=tuple(candidates),
                witnesses=self._book.room.on_duty,
                action=_limited(action),
                restricted=is_restricted(kind),
                until=until,
                details=_answers(details or {}),
            )
        )
        self.tell()
        return incident_id

    def amend(
        self,
        incident_id: str,
        text: str = "",
        action: str = "",
        *,
        details: Mapping[str, str] | None = None,
        candidates: Sequence[CandidateId] = (),
        witnesses: Sequence[InvigilatorId] = (),
        other_witness: str = "",
    ) -> None:
        """Say more; the earlier text and everybody named before stay."""
        known = self.find(incident_id)
        new = {k: a for k, a in _answers(details or {}).items() if a != known.details.get(k, "")}
        people = (
            (PersonInvolved(name=_limited(other_witness), role="witness"),) if other_witness.strip() else ()
        )
        seen = tuple(w for w in witnesses if w not in known.witnesses)
        about = tuple(c for c in candidates if c not in known.candidate_ids)
        if not (_limited(text) or _limited(action) or new or people or seen or about):
            raise NotPossible(_("There is nothing to add yet."), _("Write what happened."))
        self._book.desk.record(
            ev.IncidentAmended(
                incident_id=incident_id,
                text=_limited(text) or DETAILS_ADDED,
                action=_limited(action),
                details=new,
                candidate_ids=about,
                witnesses=seen,
                people=people,
            )
        )
        self.tell()

    def find(self, incident_id: str) -> Incident:
        """One incident of this room that this person may read. Raises NotPossible."""
        found = next((i for i in self.log if i.incident_id == incident_id), None)
        if found is None:
            raise NotPossible(_("This entry is not in the log of this room."))
        if not may_read(found, self._reader):
            raise NotPossible(
                _("This entry is for the exams officer."), _("Only who wrote it can add to it here.")
            )
        return found

    def questions(self, incident_id: str) -> tuple[Question, ...]:
        """What the log asks about this kind, with the answers so far."""
        incident = self.find(incident_id)
        return tuple(
            Question(
                key=asked.key,
                label=_(asked.label),
                choices=tuple((choice, _(choice)) for choice in asked.choices),
                is_needed=asked.needed,
                answer=incident.details.get(asked.key, ""),
            )
            for asked in template_for(incident.kind).fields
        )

    def title(self, kind: str) -> str:
        return _(_english(kind))

    def notes(self, incident: Incident) -> tuple[IncidentNote, ...]:
        """What people wrote; the words that stand in for an empty text say nothing more than the title."""
        stand_ins = (_english(incident.kind), DETAILS_ADDED)
        return tuple(note for note in incident.notes if note.action or note.text not in stand_ins)

    def names(self, incident: Incident) -> str:
        return ", ".join(self._book.name_of(c) for c in incident.candidate_ids)

    @property
    def _reader(self) -> Reader:
        person = self._book.desk.signed_in
        return Reader(id=person.id if person else "", rooms=(self._book.desk.room.id,))

    def _row(self, incident: Incident) -> IncidentRow:
        mine = may_read(incident, self._reader)
        hidden = incident.restricted
        return IncidentRow(
            incident_id=incident.incident_id,
            time=self._book.clock(incident.happened_at),
            title=_("For the officer") if hidden else self.title(incident.kind),
            icon="eye-off-outline" if hidden else icon_of(incident.kind),
            who="" if hidden else self._who(incident),
            notes=() if hidden else tuple(note.text for note in self.notes(incident)),
            missing=len(unanswered(incident.kind, incident.details)) if mine else 0,
            is_restricted=hidden,
            may_read=mine,
        )

    def _who(self, incident: Incident) -> str:
        """Names while they fit in a line, else how many."""
        if len(incident.candidate_ids) > 3:
            return _("{n} candidates").format(n=len(incident.candidate_ids))
        return self.names(incident)


def is_restricted(kind: str) -> bool:
    """Whether this kind is for the officer's eyes to begin with."""
    return template_for(kind).restricted


def icon_of(kind: str) -> str:
    return next((icon for known, _label, icon in INCIDENT_KINDS if known == kind), "dots-horizontal")


def _english(kind: str) -> str:
    """The record keeps the English words, since the office reads it."""
    labels: dict[str, str] = {known: label for known, label, _icon in INCIDENT_KINDS}
    return labels.get(kind, kind.replace("_", " ").capitalize())


def _limited(text: str) -> str:
    return text.strip()[:MAX_TEXT]


def _answers(details: Mapping[str, str]) -> dict[str, str]:
    return {key: answer.strip()[:MAX_ANSWER] for key, answer in details.items() if answer.strip()}
