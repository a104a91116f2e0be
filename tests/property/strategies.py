"""Strategies: values of any message or event type, and mornings of signed facts in causal disorder."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect as kinds

from shared.record.envelope import Envelope, Live, Transcribed
from shared.record.events import candidate, incident, office, room, scripts
from shared.record.events.candidate import Attendance, Identity
from shared.record.facts import Fact
from tests.factories import HALL, IGCSE, JOURNAL, MATHS, SESSION, START, candidate_id

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
COUNTS = st.integers(0, 2**40)


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type as msgspec describes it: every struct, enum, literal and union of the protocol."""
    return _of(kinds.type_info(kind))


def _of(info: kinds.Type) -> st.SearchStrategy[Any]:  # noqa: C901 - one case a kind, flat
    match info:
        case kinds.StrType():
            return TEXTS
        case kinds.BoolType():
            return st.booleans()
        case kinds.IntType():
            return COUNTS
        case kinds.NoneType():
            return st.none()
        case kinds.DateTimeType():
            return MOMENTS
        case kinds.DateType():
            return st.dates(date(2020, 1, 1), date(2030, 1, 1))
        case kinds.LiteralType(values):
            return st.sampled_from(values)
        case kinds.EnumType(cls):
            return st.sampled_from(list(cls)) if issubclass(cls, enum.Enum) else st.nothing()
        case kinds.UnionType(types):
            return st.one_of(*map(_of, types))
        case kinds.VarTupleType(item):
            return st.lists(_of(item), max_size=3).map(tuple)
        case kinds.TupleType(items):
            return st.tuples(*map(_of, items))
        case kinds.DictType(key, value):
            return st.dictionaries(_of(key), _of(value), max_size=3)
        case kinds.StructType(cls, fields):
            # A field that may be left out sometimes is, so that defaults travel too.
            needed = {f.name: _of(f.type) for f in fields if f.required}
            spare = {f.name: _of(f.type) for f in fields if not f.required}
            return st.fixed_dictionaries(needed, optional=spare).map(lambda values: cls(**values))
        case _:
            raise TypeError(f"no values of {info} are known")


PEOPLE = tuple(candidate_id(n) for n in range(1, 5))
PAPERS = (MATHS, IGCSE)
ROOMS = (HALL, "library", "gym")
"""The pack knows the first one only: the other tablets were carried somewhere else."""
people, papers, rooms = st.sampled_from(PEOPLE), st.sampled_from(PAPERS), st.sampled_from(ROOMS)
seats = st.sampled_from((None, "A1", "A2", "B1"))
minutes = st.integers(-20, 150).map(lambda m: START.astimezone(UTC) + timedelta(minutes=m))
invigilators = st.sampled_from(("inv-1", "inv-2", "inv-3"))
short = st.sampled_from(("a", "b"))

flips = st.booleans()

# A small world, so that facts often are about the same person, seat, room or paper.
CANDIDATE_FACTS = st.one_of(
    st.builds(candidate.CandidateMarkedPresent, candidate_id=people, component_id=papers, seat=seats),
    st.builds(candidate.CandidateMarkedAbsent, candidate_id=people, component_id=papers),
    st.builds(
        candidate.LateArrivalAdmitted,
        candidate_id=people,
        component_id=papers,
        arrived_at=minutes,
        seat=seats,
    ),
    st.builds(
        candidate.AttendanceCorrected,
        candidate_id=people,
        component_id=papers,
        old=st.just(Attendance.PRESENT),
        new=st.sampled_from((Attendance.ABSENT, Attendance.PRESENT)),
        reason=short,
        countersigned_by=st.sampled_from(("", "inv-1", "inv-2")),
    ),
    st.builds(
        candidate.UnlistedCandidateAdded,
        candidate_id=people,
        component_id=papers,
        name=short,
        from_centre=st.sampled_from(("", "54321")),
    ),
    st.builds(
        candidate.SupervisionHandedOver,
        candidate_id=people,
        to_supervisor=st.sampled_from(("inv-1", "")),
        to_room=st.none() | rooms,
    ),
    st.builds(
        candidate.SeatChanged,
        candidate_id=people,
        component_id=papers,
        old=seats,
        new=st.just("B1"),
        room=st.none() | rooms,
    ),
    st.builds(
        candidate.IdentityDecided,
        candidate_id=people,
        decision=st.sampled_from((Identity.CONFIRMED, Identity.PENDING, Identity.MISMATCH)),
        method=st.just("document"),
    ),
    st.builds(candidate.CandidateLeftRoom, candidate_id=people, escort=short),
    st.builds(candidate.CandidateReturned, candidate_id=people),
    st.builds(candidate.CandidateFinished, candidate_id=people, component_id=papers),
    st.builds(scripts.ScriptCollected, candidate_id=people, component_id=papers),
)
ROOM_FACTS = st.one_of(
    st.builds(room.InvigilatorSignedIn, invigilator_id=invigilators),
    st.builds(room.InvigilatorSignedOut, invigilator_id=invigilators),
    st.builds(room.PacketChecked, component_id=papers, checked_by=invigilators, matches=st.booleans()),
    st.builds(
        room.PacketOpened,
        component_id=papers,
        papers=st.integers(0, 3),
        label=st.sampled_from(("", "1 of 2")),
    ),
    st.builds(room.PacketResealed, component_id=papers, reason=short),
    st.builds(
        scripts.UnusedPapersCounted,
        component_id=papers,
        unused=st.integers(0, 2),
        spoiled=st.integers(0, 1),
    ),
    st.builds(room.ExamStarted, component_ids=st.tuples(papers), actual_start=minutes),
    st.builds(room.ClockStopped, reason=st.just("interruption")),
    st.builds(room.ClockResumed),
    st.builds(room.ExamFinished, component_ids=st.tuples(papers)),
    st.builds(scripts.ScriptsCounted, component_id=papers, count=st.integers(0, 3)),
    st.builds(
        room.RegisterSigned,
        signed_by=st.just(("inv-1",)),
        register_digest=short,
        present=st.just(1),
        absent=st.just(0),
    ),
    st.builds(room.RoomClosed),
    st.builds(
        scripts.RoomPackHandedOver,
        scripts=st.dictionaries(papers, st.integers(0, 3), max_size=2),
        items=st.just(("register",)),
        given_by=invigilators,
        taken_by=short,
    ),
    st.builds(incident.IncidentAmended, incident_id=short, text=short),
    st.builds(
        incident.IncidentRecorded, incident_id=short, kind=st.just("illness"), happened_at=minutes, text=short
    ),
    st.builds(incident.HelpRequested, help_id=short, kind=st.just("officer")),
    st.builds(incident.HelpAcknowledged, help_id=short),
)
OFFICE_FACTS = st.one_of(
    st.builds(
        office.RecordQuarantined,
        quarantine_id=short,
        device_id=short,
        reason=st.just("malformed"),
        detail=short,
        code_digest=short,
    ),
    st.builds(
        office.EnvelopeSealed,
        script_envelope_id=short,
        component_id=papers,
        number=st.just(1),
        of=st.just(1),
        candidate_ids=st.lists(people, max_size=2).map(tuple),
        first_number=short,
        last_number=short,
    ),
    st.builds(
        office.ConsignmentPacked,
        consignment_id=short,
        board=short,
        script_envelope_ids=st.tuples(short),
    ),
    st.builds(office.ConsignmentCollected, consignment_id=short, driver=short),
)

ROOM_OR_CANDIDATE_FACTS = st.one_of(CANDIDATE_FACTS, ROOM_FACTS)


keyed_in = st.builds(Transcribed, signed_by=st.just("inv-2"), written_at=minutes)
"""Paper that somebody typed, with the time that stands on it."""


@st.composite
def mornings(draw: st.DrawFn, most: int = 24) -> list[Fact]:
    """Facts of three tablets and the office in hub order, each tablet having seen an arbitrary part."""
    written: dict[str, list[Envelope]] = {
        device: [] for device in ("tablet-1", "tablet-2", "tablet-3", "hub")
    }
    seen = dict.fromkeys(written, 0)
    journal: list[Envelope] = []

    def deliver(device: str) -> None:
        journal.extend(e for e in written[device] if e not in journal)

    for _ in range(draw(st.integers(1, most))):
        device, catches_up, is_delivered = draw(st.tuples(st.sampled_from(list(written)), flips, flips))
        if catches_up:
            seen[device] = len(journal)
        office_fact = device == "hub"
        written[device].append(
            Envelope(
                device_id=device,
                device_seq=len(written[device]) + 1,
                prev="",
                session=SESSION,
                room=None if office_fact else ROOMS[int(device[-1]) - 1],
                journal=JOURNAL if seen[device] else "",
                seen=seen[device],
                occurred_at=draw(minutes),
                clock_offset_ms=draw(st.sampled_from((0, 0, 0, 90_000))),
                clock_uncertainty_ms=draw(st.sampled_from((0, 0, 0, 86_400_000))),
                actor="officer" if office_fact else "inv-1",
                source=draw(st.one_of(st.just(Live()), st.just(Live()), keyed_in)),
                event=draw(OFFICE_FACTS if office_fact else ROOM_OR_CANDIDATE_FACTS),
            )
        )
        # Later than it was written, in each device's own order.
        if is_delivered:
            deliver(device)
    for device in written:
        deliver(device)
    return [Fact(envelope=e, journal=JOURNAL, hub_seq=place) for place, e in enumerate(journal, start=1)]


def own(fact: Fact) -> Fact:
    """The fact as its own device knows it before the hub has placed it."""
    return msgspec.structs.replace(fact, journal="", hub_seq=None)
