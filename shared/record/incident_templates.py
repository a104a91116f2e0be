"""What to ask about each kind of incident, as data (rules 17, 29 to 34); and who may read one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Literal, get_args

from msgspec import Struct

from shared.ids import InvigilatorId, RoomId
from shared.record.events.incident import IncidentKind
from shared.record.incident_log import Incident

Draft = Literal["m1", "m2", "very_late", "special_consideration"]


class IncidentField(Struct, frozen=True, kw_only=True):
    """One question; ``choices`` are the possible answers, none where it is free text."""

    key: str
    label: str
    choices: tuple[str, ...] = ()
    needed: bool = False


class IncidentTemplate(Struct, frozen=True, kw_only=True):
    """The questions of one kind, whether it is restricted to begin with, and what is drafted of it."""

    kind: IncidentKind
    title: str
    fields: tuple[IncidentField, ...]
    restricted: bool = False
    drafts: tuple[Draft, ...] = ()


MALPRACTICE_TYPES: Final = (
    "phone or device",
    "unauthorised notes",
    "talking or communication",
    "copying",
    "collusion",
    "impersonation",
    "disruption",
    "ignoring instructions",
    "defacing the script",
    "social media",
    "by staff",
)
SPECIAL_CONSIDERATION_REASONS: Final = ("disturbance", "illness", "injury", "bereavement")
_YES_NO: Final = ("yes", "no")

_REASON = IncidentField(key="reason", label="Reason given for coming late", needed=True)
_TRAVEL = IncidentField(key="travel", label="How the candidate travelled")
_EFFECT = IncidentField(key="effect", label="Advantage or disadvantage to candidates")
_LASTED = IncidentField(key="minutes_lost", label="Minutes of writing lost")
_TOLD = IncidentField(key="board_told", label="Who at the awarding body was told, and when")
_SPECIAL = IncidentField(key="special_consideration", label="Ask for special consideration", choices=_YES_NO)

TEMPLATES: Final[dict[IncidentKind, IncidentTemplate]] = {
    "late": IncidentTemplate(kind="late", title="Late arrival", fields=(_REASON,)),
    "very_late": IncidentTemplate(
        kind="very_late",
        title="Very late arrival",
        fields=(
            _REASON,
            _TRAVEL,
            IncidentField(
                key="supervised_from", label="When staff took charge of the candidate", needed=True
            ),
            IncidentField(
                key="warned", label="Warned that the script may be refused", choices=_YES_NO, needed=True
            ),
        ),
        drafts=("very_late",),
    ),
    "malpractice": IncidentTemplate(
        kind="malpractice",
        title="Suspected malpractice",
        fields=(
            IncidentField(key="type", label="What it looked like", choices=MALPRACTICE_TYPES, needed=True),
            IncidentField(key="how", label="How it was noticed", needed=True),
            IncidentField(key="item_kept", label="What was taken, and where it is kept"),
            IncidentField(key="candidate_said", label="What the candidate said"),
            IncidentField(key="staff", label="Staff concerned, with position"),
            _EFFECT,
            IncidentField(key="planned_steps", label="What the centre will do"),
        ),
        restricted=True,
        drafts=("m1", "m2"),
    ),
    "illness": IncidentTemplate(
        kind="illness",
        title="Illness",
        fields=(
            IncidentField(key="symptoms", label="What was seen", needed=True),
            _LASTED,
            IncidentField(key="went_on", label="Went on writing", choices=_YES_NO),
            IncidentField(key="reason", label="Reason", choices=SPECIAL_CONSIDERATION_REASONS),
            _SPECIAL,
        ),
        drafts=("special_consideration",),
    ),
    "evacuation": IncidentTemplate(
        kind="evacuation",
        title="Evacuation",
        fields=(
            IncidentField(key="cause", label="Cause", needed=True),
            IncidentField(key="counted_out", label="Counted out", needed=True),
            IncidentField(key="counted_back", label="Counted back", needed=True),
            IncidentField(
                key="kept_apart", label="Kept in silence and supervised", choices=_YES_NO, needed=True
            ),
            _TOLD,
            _SPECIAL,
        ),
        drafts=("special_consideration",),
    ),
    "disturbance": IncidentTemplate(
        kind="disturbance",
        title="Disturbance",
        fields=(
            IncidentField(key="cause", label="What disturbed, and for how long", needed=True),
            _LASTED,
            _EFFECT,
            _SPECIAL,
        ),
        drafts=("special_consideration",),
    ),
    "leaving_room": IncidentTemplate(
        kind="leaving_room",
        title="Left the room",
        fields=(
            IncidentField(key="why", label="Why", needed=True),
            IncidentField(key="escort", label="Who went along", needed=True),
        ),
    ),
    "wrong_paper": IncidentTemplate(
        kind="wrong_paper",
        title="Wrong paper",
        fields=(
            IncidentField(key="paper", label="Paper that was opened or handed out", needed=True),
            IncidentField(key="seen_by", label="Who saw it, and for how long", needed=True),
            IncidentField(
                key="held", label="Affected candidates kept under exam conditions", choices=_YES_NO
            ),
            IncidentField(key="resealed", label="Sealed again at", needed=False),
            _TOLD,
            _EFFECT,
            IncidentField(key="planned_steps", label="What the centre will do"),
        ),
        drafts=("m2",),
    ),
    "intruder": IncidentTemplate(
        kind="intruder",
        title="Intruder",
        fields=(
            IncidentField(key="who", label="Who came in, as far as known", needed=True),
            IncidentField(key="reached", label="What they could see or take", needed=True),
            _TOLD,
        ),
        restricted=True,
    ),
    "other": IncidentTemplate(kind="other", title="Incident", fields=(_EFFECT,)),
}


def template_for(kind: str) -> IncidentTemplate:
    """The template of this kind; a kind of a later version is asked about as any other."""
    return next((t for name, t in TEMPLATES.items() if name == kind), TEMPLATES["other"])


def unanswered(kind: str, details: Mapping[str, str]) -> tuple[IncidentField, ...]:
    """The questions that the log needs answered and that nobody has answered yet."""
    return tuple(f for f in template_for(kind).fields if f.needed and not details.get(f.key, "").strip())


class Reader(Struct, frozen=True, kw_only=True):
    """Somebody who would like to read the incident log."""

    id: InvigilatorId
    is_officer: bool = False
    rooms: Collection[RoomId] = ()


def may_read(incident: Incident, reader: Reader) -> bool:
    """Officers read everything; a restricted incident only who wrote it; others what happened in their rooms.

    A witness is named, not told: what they saw they know.
    """
    if reader.is_officer:
        return True
    if incident.restricted:
        return any(note.actor == reader.id for note in incident.notes[:1])
    return incident.room is None or incident.room in reader.rooms


ALL_KINDS: Final[tuple[IncidentKind, ...]] = get_args(IncidentKind)
