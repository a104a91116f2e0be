"""Every document there is: what it is called, when it is wanted, and what one file of it covers."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct


class Stage(StrEnum):
    """When a document is wanted."""

    BEFORE = "before"
    ON_THE_DAY = "on_the_day"
    AFTER = "after"


class Scope(StrEnum):
    """What one file covers; a ``SERIES`` document gathers all sessions that are timetabled."""

    ROOM = "room"
    COMPONENT = "component"
    SESSION = "session"
    SERIES = "series"


class Sheet(Struct, frozen=True, kw_only=True):
    """One kind of document.

    ``about`` is its sentence in the print centre. ``as_recorded`` can show the plan or the record,
    ``needs_record`` only the record. Of components it is one file, or one for each where it is ``apart``.
    ``on_labels`` is printed on label sheets. ``in_all`` is among everything that is printed for a session
    at its stage.
    """

    name: str
    title: str
    about: str
    stage: Stage
    scope: Scope
    as_recorded: bool = False
    needs_record: bool = False
    apart: bool = False
    on_labels: bool = False
    in_all: bool = True


CATALOGUE: Final = (
    Sheet(
        name="candidate-timetables",
        title="Candidates' timetables",
        about="A page for each candidate: every paper of the series with room, seat and own finish.",
        stage=Stage.BEFORE,
        scope=Scope.SERIES,
        in_all=False,
    ),
    Sheet(
        name="room-schedule",
        title="Room schedule",
        about="For the site team: which room is needed when, and how it stands. No personal data.",
        stage=Stage.BEFORE,
        scope=Scope.SERIES,
        in_all=False,
    ),
    Sheet(
        name="delivery-log",
        title="Delivery log",
        about="To write down every delivery of confidential material, and who holds the keys.",
        stage=Stage.BEFORE,
        scope=Scope.SERIES,
        in_all=False,
    ),
    Sheet(
        name="enrolment-sheet",
        title="Tablets into use",
        about="How a tablet is paired, with the addresses and the fingerprint to compare. No secrets.",
        stage=Stage.BEFORE,
        scope=Scope.SESSION,
        in_all=False,
    ),
    Sheet(
        name="name-tags",
        title="Name tags",
        about="Signed QR labels for the candidates, in number order.",
        stage=Stage.BEFORE,
        scope=Scope.SESSION,
        on_labels=True,
        in_all=False,
    ),
    Sheet(
        name="seat-tags",
        title="Seat tags",
        about="Signed QR labels for the tables, in number order.",
        stage=Stage.BEFORE,
        scope=Scope.ROOM,
        on_labels=True,
    ),
    Sheet(
        name="calibration-page",
        title="Calibration page",
        about="The frames of a label sheet on plain paper: shows by how much this printer is off.",
        stage=Stage.BEFORE,
        scope=Scope.SESSION,
        on_labels=True,
        in_all=False,
    ),
    Sheet(
        name="desk-cards",
        title="Desk cards",
        about="A card with photo for each table, to cut out: who sits here, and for what.",
        stage=Stage.BEFORE,
        scope=Scope.ROOM,
    ),
    Sheet(
        name="door-list",
        title="Door list",
        about="Name, number and seat in large type, by surname and by number. Nothing else: it hangs there.",
        stage=Stage.BEFORE,
        scope=Scope.ROOM,
    ),
    Sheet(
        name="seating-plan",
        title="Seating plan",
        about="The room from the front, with door and desks; a copy is kept afterwards.",
        stage=Stage.BEFORE,
        scope=Scope.ROOM,
        as_recorded=True,
    ),
    Sheet(
        name="packet-sign-out",
        title="Packets signed out",
        about="Question papers out of the secure store and back, checked by two people before opening.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.SESSION,
    ),
    Sheet(
        name="invigilator-sign-in",
        title="Invigilators signing in",
        about="Who is expected in which room and how many it needs, to sign in and out.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.SESSION,
    ),
    Sheet(
        name="register",
        title="Room register",
        about="The attendance of one room, to tick and sign.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.ROOM,
        as_recorded=True,
    ),
    Sheet(
        name="component-register",
        title="Component register",
        about="One paper across all rooms.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.COMPONENT,
        as_recorded=True,
        apart=True,
    ),
    Sheet(
        name="room-script",
        title="Checklist and start script",
        about="The lines of the tablet on paper: what to check, and what to read aloud.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.ROOM,
    ),
    Sheet(
        name="incident-form",
        title="Incident log, blank",
        about="For incidents, late arrivals and who leaves the room, by hand.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.ROOM,
    ),
    Sheet(
        name="room-pack",
        title="Room's paper pack",
        about="Everything with which a room goes on by hand when its tablet is gone. One for each room.",
        stage=Stage.ON_THE_DAY,
        scope=Scope.ROOM,
    ),
    Sheet(
        name="manifest",
        title="Dispatch manifest",
        about="What the courier takes, to sign.",
        stage=Stage.AFTER,
        scope=Scope.SESSION,
        needs_record=True,
    ),
    Sheet(
        name="envelope-covers",
        title="Envelope covers",
        about="One for each sealed envelope.",
        stage=Stage.AFTER,
        scope=Scope.COMPONENT,
        needs_record=True,
    ),
    Sheet(
        name="envelope-labels",
        title="Envelope labels",
        about="To stick on: totals, and a code signed by this hub that proves them. Four to a page.",
        stage=Stage.AFTER,
        scope=Scope.COMPONENT,
        needs_record=True,
    ),
    Sheet(
        name="absent-slips",
        title="Absent slips",
        about="For everybody who was absent, to lie where the script would.",
        stage=Stage.AFTER,
        scope=Scope.COMPONENT,
        needs_record=True,
    ),
    Sheet(
        name="incident-log",
        title="Incident log",
        about="As it was recorded, without the restricted incidents.",
        stage=Stage.AFTER,
        scope=Scope.SESSION,
        needs_record=True,
    ),
    Sheet(
        name="reconciliation",
        title="Reconciliation",
        about="Every paper across its rooms: totals, differences by name, who recorded what, answers.",
        stage=Stage.AFTER,
        scope=Scope.SESSION,
        needs_record=True,
    ),
    Sheet(
        name="component-reconciliation",
        title="Reconciliation of one paper",
        about="Its balance, what two people accepted and why, its envelopes, and its register as recorded.",
        stage=Stage.AFTER,
        scope=Scope.COMPONENT,
        needs_record=True,
        apart=True,
    ),
    Sheet(
        name="invigilation",
        title="Attendance of invigilators",
        about="Who was on duty in which room, from when to when.",
        stage=Stage.AFTER,
        scope=Scope.SESSION,
        needs_record=True,
    ),
    Sheet(
        name="special-consideration",
        title="Special consideration list",
        about="Who was affected by what, and for how long; a draft for the exams officer.",
        stage=Stage.AFTER,
        scope=Scope.SESSION,
        needs_record=True,
    ),
    Sheet(
        name="statistics",
        title="Statistics",
        about="Attendance, check-in by the minute, incidents and rooms in figures and charts. Names nobody.",
        stage=Stage.AFTER,
        scope=Scope.SESSION,
        needs_record=True,
    ),
)
"""In the order of the print centre, which is that of the work."""
ALL: Final = "all"
DOCUMENTS: Final = (*(sheet.name for sheet in CATALOGUE), ALL)
BEFORE: Final = tuple(s.name for s in CATALOGUE if s.in_all and not s.needs_record)
"""What is printed of a session of which nothing is recorded yet."""
ON_THE_DAY: Final = tuple(s.name for s in CATALOGUE if s.stage is Stage.ON_THE_DAY)
AFTER: Final = tuple(s.name for s in CATALOGUE if s.as_recorded or s.needs_record)
"""What is printed of the record."""


def sheet_named(name: str) -> Sheet | None:
    """The document of this name, or None."""
    return next((sheet for sheet in CATALOGUE if sheet.name == name), None)
