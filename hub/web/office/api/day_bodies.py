"""What programs send and are told about rooms, candidates, incidents and the log book of a day."""

from __future__ import annotations

from msgspec import Struct

from hub.during.notices import SentNotice
from hub.web.office.day.candidate_view import CorrectionLine, OpenQuestion, Person, SittingView
from hub.web.office.day.incident_view import IncidentDetail
from hub.web.office.day.log_book import LogLine
from hub.web.office.during.room_moves import SeatMove


class Tell(Struct, frozen=True, kw_only=True):
    """A message to tablets; every tablet of the session keeps it, so numbers, not names."""

    text: str
    urgent: bool = False


class Messages(Struct, frozen=True, kw_only=True):
    """Messages of the office, the latest first, with who has read them."""

    messages: tuple[SentNotice, ...]


class MoveAll(Struct, frozen=True, kw_only=True):
    """Everybody of a room goes ``to`` another; ``revision`` is that of the plan that was looked at."""

    to: str
    reason: str
    revision: int


class PlannedMove(Struct, frozen=True, kw_only=True):
    """Who would sit where, at which revision of the session's record."""

    here: str
    there: str
    revision: int
    moves: tuple[SeatMove, ...]
    warnings: tuple[str, ...]


class CandidateDay(Struct, frozen=True, kw_only=True):
    """A candidate in one session: who she is, where she is now, and what is recorded of her."""

    person: Person
    now: str
    sittings: tuple[SittingView, ...]
    questions: tuple[OpenQuestion, ...]
    corrections: tuple[CorrectionLine, ...]
    incidents: tuple[str, ...]


class Correct(Struct, frozen=True, kw_only=True):
    """What the register should say of one sitting; ``shown`` is what it said when somebody looked."""

    component_id: str
    attendance: str
    reason: str
    shown: str
    second: str = ""


class Grant(Struct, frozen=True, kw_only=True):
    """An access arrangement for today. ``percent`` only with extra time."""

    kind: str
    reason: str
    percent: int = 0
    note: str = ""


class Reseat(Struct, frozen=True, kw_only=True):
    """Another seat; ``shown_room`` and ``shown_seat`` are where she sat when somebody looked."""

    component_id: str
    room: str
    seat: str
    reason: str
    shown_room: str
    shown_seat: str


class Identify(Struct, frozen=True, kw_only=True):
    """Who looked, and at what; ``method`` is ``document`` or ``known_to_staff``."""

    method: str
    note: str


class Incidents(Struct, frozen=True, kw_only=True):
    """One page of the incident log, as far as its reader may see it; ``total`` counts all pages."""

    total: int
    incidents: tuple[IncidentDetail, ...]


class AddToIncident(Struct, frozen=True, kw_only=True):
    """What is added. ``candidates`` are their numbers, ``people`` a line each (``name, role``)."""

    text: str
    action: str = ""
    candidates: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    until: str = ""
    details: dict[str, str] = {}


class NewIncident(AddToIncident, frozen=True, kw_only=True):
    """An incident. ``at`` is hours and minutes on the session's day, as on the room's clock."""

    kind: str
    at: str
    room: str = ""
    restricted: bool = False


class Noted(Struct, frozen=True, kw_only=True):
    """The incident that was written."""

    incident_id: str


class WentOut(Struct, frozen=True, kw_only=True):
    """To whom a report went, and under which reference."""

    sent_to: str
    reference: str = ""


class LogLines(Struct, frozen=True, kw_only=True):
    """One page of the log book, the latest first; ``total`` counts all pages."""

    total: int
    lines: tuple[LogLine, ...]


class OnPaper(Struct, frozen=True, kw_only=True):
    """Where an entry stood on paper first: its signer, day (year-month-day) and time; else all empty."""

    signed_by: str = ""
    day: str = ""
    at: str = ""


class Delivered(Struct, frozen=True, kw_only=True):
    """A delivery of confidential material."""

    board: str
    boxes: int
    received_by: str
    paper: OnPaper = OnPaper()


class Enter(Struct, frozen=True, kw_only=True):
    """A line for the log book."""

    sort: str
    text: str
    paper: OnPaper = OnPaper()


class Counted(Struct, frozen=True, kw_only=True):
    """A roll that reached the office by voice or on paper; ``where`` is ``out`` or ``back``."""

    room: str
    counted: int
    where: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a quarantined record."""

    answer: str
    way: str
