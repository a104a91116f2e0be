"""The record in plain words: one sentence a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from hub.web.office.clock import hours_minutes
from hub.web.office.dispatch_words import DISPATCH_SENTENCES
from hub.web.office.keeping_words import KEEPING_SENTENCES
from hub.web.office.wording import HELP_TITLES, INCIDENT_TITLES, REPORT_TITLES, Names
from shared.ids import EnvelopeId, RoomId
from shared.record.envelope import OFFICE_DEVICE, Transcribed
from shared.record.events import AnyEvent, UnknownEvent, candidate, incident, office, room, scripts
from shared.record.facts import Fact


class Line(Struct, frozen=True, kw_only=True):
    """One fact as the officer reads it. ``note`` tells what is unusual about the fact itself."""

    id: EnvelopeId
    at: datetime
    room: RoomId | None
    actor: str
    text: str
    note: str = ""


def timeline(
    facts: Iterable[Fact], names: Names, zone: str, *, restricted: bool, most: int | None = None
) -> tuple[Line, ...]:
    """Newest first, at most ``most``; officer-only incidents only if ``restricted``."""
    known = sorted(facts, key=lambda f: f.order, reverse=True)
    told = (f.envelope.event for f in known)
    # Of an amendment alone nobody can tell: without its incident at hand it counts as restricted.
    open_ids = {e.incident_id for e in told if isinstance(e, incident.IncidentRecorded) and not e.restricted}
    return tuple(_line(fact, names, zone, None if restricted else open_ids) for fact in known[:most])


TOPICS: Final = {
    "people": "Candidates",
    "room": "The room",
    "incidents": "Incidents and calls",
    "scripts": "Scripts and papers",
    "office": "The office",
}
"""What the timeline can be narrowed to."""
_TOPIC_OF: Final = {candidate: "people", room: "room", incident: "incidents", scripts: "scripts"}


def topic_of(fact: Fact) -> str:
    """Under which of the ``TOPICS`` a fact is found; what the office recorded itself is under its own."""
    if fact.envelope.device_id == OFFICE_DEVICE:
        return "office"
    kind = type(fact.envelope.event)
    found = (topic for module, topic in _TOPIC_OF.items() if module.__name__ == kind.__module__)
    return "scripts" if kind in _PAPER_EVENTS else next(found, "office")


def search_lines(lines: Iterable[Line], wanted: str) -> tuple[Line, ...]:
    """The lines in which every word of ``wanted`` stands."""
    words = wanted.casefold().split()
    return tuple(
        line
        for line in lines
        if all(word in f"{line.text} {line.actor} {line.note}".casefold() for word in words)
    )


def _line(fact: Fact, names: Names, zone: str, open_ids: set[str] | None) -> Line:
    """``open_ids`` are the incidents that everybody may read; None for who may read them all."""
    envelope = fact.envelope
    event = envelope.event
    text = in_words(event, names, zone)
    if open_ids is not None and isinstance(event, incident.IncidentRecorded) and event.restricted:
        text = "An incident that only the officer reads was recorded."
    elif (
        open_ids is not None
        and isinstance(event, incident.IncidentAmended)
        and event.incident_id not in open_ids
    ):
        text = "Something was added to an incident that only the officer reads."
    elif open_ids is not None and isinstance(event, office.ReportSent) and event.incident_id:
        text = text if event.incident_id in open_ids else "A report to an awarding body was sent."
    note = ""
    if isinstance(envelope.source, Transcribed):
        written = hours_minutes(envelope.source.written_at, zone)
        note = f"from paper, signed by {envelope.source.signed_by} at {written}"
    return Line(
        id=fact.id,
        at=envelope.occurred_at,
        room=envelope.room,
        actor=names.actor(envelope.actor),
        text=text,
        note=note,
    )


def in_words(event: AnyEvent, names: Names, zone: str) -> str:
    """One sentence; a kind that a later version writes is told by its name."""
    if isinstance(event, UnknownEvent):
        return f"Something that this version does not know was recorded ({event.type})."
    return _SENTENCES[type(event)](event, _Words(names, zone))


class _Words:
    def __init__(self, names: Names, zone: str) -> None:
        self.names, self._zone = names, zone

    def who(self, candidate_id: str) -> str:
        return self.names.numbered(candidate_id)

    def person(self, invigilator_id: str) -> str:
        return self.names.actor(invigilator_id)

    def paper(self, component_id: str) -> str:
        return self.names.paper(component_id)

    def papers(self, component_ids: Iterable[str]) -> str:
        return ", ".join(self.paper(c) for c in component_ids)

    def time(self, moment: datetime) -> str:
        return hours_minutes(moment, self._zone)


def _because(text: str) -> str:
    return f": {text}" if text else ""


def _seat(seat: str | None) -> str:
    return f" on seat {seat}" if seat else ""


_IDENTITY = {
    candidate.Identity.CONFIRMED: "identity confirmed",
    candidate.Identity.PENDING: "seated, identity pending",
    candidate.Identity.MISMATCH: "not the person on the photo",
    candidate.Identity.UNDECIDED: "identity open again",
}
_METHOD = {
    "tag_and_photo": "by tag and photo",
    "document": "by a document",
    "known_to_staff": "known to staff",
    "none": "",
}


def _identity(e: Any, w: _Words) -> str:  # noqa: ANN401 - the table below pairs each event with its sentence
    how = _METHOD.get(e.method, "")
    return f"{w.who(e.candidate_id)}: {_IDENTITY[e.decision]}{f' {how}' if how else ''}{_because(e.note)}."


def _ruling(e: Any, w: _Words) -> str:  # noqa: ANN401
    ruled = (
        f" {w.who(e.ruling.candidate_id)} counts as {e.ruling.attendance.value} for"
        f" {w.paper(e.ruling.component_id)}."
        if e.ruling
        else ""
    )
    return f"Settled: {e.answer}.{ruled}".replace("..", ".")


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _papers(count: int) -> str:
    return f", {_plural(count, 'paper')}" if count else ""


_SENTENCES: Final[dict[type, Callable[[Any, _Words], str]]] = {
    room.InvigilatorSignedIn: lambda e, w: f"{w.person(e.invigilator_id)} signed in.",
    room.InvigilatorSignedOut: lambda e, w: f"{w.person(e.invigilator_id)} signed out.",
    room.ChecklistConfirmed: lambda e, w: f"Room checklist: {_plural(len(e.items), 'point')} confirmed.",
    room.PacketChecked: lambda e, w: (
        f"Packet of {w.paper(e.component_id)} checked by {w.person(e.checked_by)}: "
        f"{'it matches' if e.matches else 'it does NOT match'}{_because(e.read_from_packet)}."
    ),
    room.PacketOpened: lambda e, w: f"Packet of {w.paper(e.component_id)} opened{_papers(e.papers)}.",
    room.PacketResealed: lambda e, w: (
        f"Packet of {w.paper(e.component_id)} sealed again{_because(e.reason)}."
    ),
    room.StartScriptRead: lambda e, w: f"Start script: {_plural(len(e.items), 'line')} read out.",
    room.ExamStarted: lambda e, w: f"{w.papers(e.component_ids)} started at {w.time(e.actual_start)}.",
    room.ClockStopped: lambda e, w: f"Writing stopped, {e.reason}{_because(e.note)}.",
    room.ClockResumed: lambda e, w: f"Writing went on{_because(e.note)}.",
    room.RollCalled: lambda e, w: (
        f"Roll called {'outside' if e.where == 'out' else 'on coming back'}:"
        f" {_plural(e.counted, 'candidate')}."
    ),
    room.ExamFinished: lambda e, w: f"{w.papers(e.component_ids)} finished.",
    room.RegisterSigned: lambda e, w: (
        f"Register signed by {' and '.join(w.person(p) for p in e.signed_by)}:"
        f" {e.present} present, {e.absent} absent."
    ),
    room.RoomClosed: lambda e, w: f"Room closed{_because(e.note)}.",
    room.ScanRefused: lambda e, w: f"A scan was refused{_because(e.reason)}.",
    room.StepOverridden: lambda e, w: (
        f"The office let the room pass over “{e.step.replace('_', ' ')}”{_because(e.reason)}."
    ),
    room.NoticeRead: lambda _, __: "A message of the office was read.",
    candidate.IdentityDecided: _identity,
    candidate.CandidateMarkedPresent: lambda e, w: f"{w.who(e.candidate_id)} present{_seat(e.seat)}.",
    candidate.CandidateMarkedAbsent: lambda e, w: f"{w.who(e.candidate_id)} absent.",
    candidate.CandidateMarkedTransferred: lambda e, w: (
        f"{w.who(e.candidate_id)} transferred to centre {e.to_centre}."
    ),
    candidate.CandidateMarkedWithdrawn: lambda e, w: f"{w.who(e.candidate_id)} withdrawn.",
    candidate.LateArrivalAdmitted: lambda e, w: (
        f"{w.who(e.candidate_id)} came at {w.time(e.arrived_at)} and was admitted{_seat(e.seat)}"
        f"{_because(e.reason)}."
    ),
    candidate.LateArrivalRefused: lambda e, w: (
        f"{w.who(e.candidate_id)} came at {w.time(e.arrived_at)} and was not admitted{_because(e.reason)}."
    ),
    candidate.AttendanceCorrected: lambda e, w: (
        f"{w.who(e.candidate_id)} corrected from {e.old.value} to {e.new.value}{_because(e.reason)}"
        f"{f', countersigned by {w.person(e.countersigned_by)}' if e.countersigned_by else ''}."
    ),
    candidate.UnlistedCandidateAdded: lambda e, w: (
        f"{f'{e.number} {e.name}'.strip()}, "
        f"{f'transferred in from centre {e.from_centre}' if e.from_centre else 'on no list'}, "
        f"sits {w.paper(e.component_id)}{_seat(e.seat)}"
        f"{_because(e.reason)}."
    ),
    candidate.SeatChanged: lambda e, w: (
        f"{w.who(e.candidate_id)} moved from {e.old or 'no seat'} to"
        f" {f'{w.names.room(e.room)}, ' if e.room else ''}{e.new}{_because(e.reason)}."
    ),
    candidate.CandidateLeftRoom: lambda e, w: (
        f"{w.who(e.candidate_id)} left the room ({e.purpose}), with {w.person(e.escort)}."
    ),
    candidate.CandidateReturned: lambda e, w: f"{w.who(e.candidate_id)} came back.",
    candidate.CandidateFinished: lambda e, w: f"{w.who(e.candidate_id)} finished.",
    candidate.RestBreakStarted: lambda e, w: f"{w.who(e.candidate_id)} began a rest break.",
    candidate.RestBreakEnded: lambda e, w: f"{w.who(e.candidate_id)} ended the rest break.",
    candidate.ArrangementGranted: lambda e, w: (
        f"{w.who(e.candidate_id)} granted {e.arrangement.label}{_because(e.reason)}."
    ),
    candidate.SupervisionHandedOver: lambda e, w: (
        f"{w.who(e.candidate_id)} is supervised by "
        f"{w.person(e.to_supervisor) if e.to_supervisor else 'nobody any more'}"
        f"{f' in {w.names.room(e.to_room)}' if e.to_room else ''}."
    ),
    incident.IncidentRecorded: lambda e, w: f"{INCIDENT_TITLES[e.kind]}: {e.text}",
    incident.IncidentAmended: lambda e, w: f"Added to an incident: {e.text}",
    incident.HelpRequested: lambda e, w: f"{HELP_TITLES[e.kind]}{_because(e.note)}.",
    incident.HelpAcknowledged: lambda e, w: f"Help is on the way{_because(e.note)}.",
    incident.HelpClosed: lambda e, w: f"Call for help closed{_because(e.note)}.",
    scripts.ScriptCollected: lambda e, w: f"Script of {w.who(e.candidate_id)} collected{_because(e.note)}.",
    scripts.ScriptsCounted: lambda e, w: (
        f"{_plural(e.count, 'script')} of {w.paper(e.component_id)} counted by hand."
    ),
    scripts.UnusedPapersCounted: lambda e, w: (
        f"{w.paper(e.component_id)}: {e.unused} unused and {e.spoiled} spoiled papers."
    ),
    scripts.CoverSheetAttached: lambda e, w: f"{e.form} attached to the script of {w.who(e.candidate_id)}.",
    scripts.RoomPackHandedOver: lambda e, w: (
        f"{_plural(sum(e.scripts.values()), 'script')} and the room's papers handed over by"
        f" {w.person(e.given_by)} to {e.taken_by}{_because(e.note)}."
    ),
    office.PackPublished: lambda e, w: f"Plan published, version {e.version}.",
    office.DiscrepancySettled: _ruling,
    office.EnvelopeSealed: lambda e, w: (
        f"Envelope {e.number} of {e.of} of {w.paper(e.component_id)} sealed:"
        f" {_plural(len(e.candidate_ids), 'script')}, {e.first_number} to {e.last_number}."
    ),
    office.ConsignmentPacked: lambda e, w: (
        f"Consignment for {e.board} packed: {_plural(len(e.script_envelope_ids), 'envelope')}."
    ),
    office.ConsignmentCollected: lambda e, w: f"Consignment handed to {e.driver}{_because(e.proof)}.",
    **DISPATCH_SENTENCES,
    **KEEPING_SENTENCES,
    office.PaperDeliveryLogged: lambda e, w: (
        f"{_plural(e.boxes, 'box', 'boxes')} from {e.board} received by {e.received_by}."
    ),
    office.NoticeSent: lambda e, _: f"{'Urgent message' if e.urgent else 'Message'} of the office: {e.text}",
    office.LogBookEntryMade: lambda e, w: f"Log book: {e.text}",
    office.ReportSent: lambda e, w: (
        f"{REPORT_TITLES[e.report]}{f' about {w.who(e.candidate_id)}' if e.candidate_id else ''} sent"
        f"{f' to {e.sent_to}' if e.sent_to else ''}{f', reference {e.reference}' if e.reference else ''}."
    ),
    office.OfficeActed: lambda e, _: (
        f"{e.what.rstrip('.')} ({', '.join(e.about.values())})." if e.about else e.what
    ),
    office.DeviceEnrolled: lambda e, w: f"Tablet “{e.name}” approved.",
    office.DeviceRevoked: lambda e, w: f"Tablet {e.device_id} revoked{_because(e.reason)}.",
    office.RecordQuarantined: lambda e, w: f"A record of {e.device_id} went to quarantine: {e.detail}.",
    office.RecordsCarried: lambda e, w: (
        f"Records {e.first} to {e.last} of {e.device_id} were read from its screen"
        f"{f' by {e.carrier}' if e.carrier else ' in the exams office'}."
    ),
}
_PAPER_EVENTS: Final = (room.PacketChecked, room.PacketOpened, room.PacketResealed)
SENTENCED: Final = frozenset(_SENTENCES)
"""Every event kind has its sentence; a test walks them."""
