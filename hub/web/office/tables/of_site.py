"""Tables of the site: who is entered for what, rooms, people, tablets, deliveries, what the office did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from hub.web.office.tables.table import Row, Source, TableKind, day, moment, number, text, yes_no
from shared.plan.candidates import Arrangement
from shared.record.events import office
from shared.record.facts import Fact


def _candidates(source: Source) -> Iterable[Row]:
    for one in source.plan.candidates().values():
        yield (
            one.number,
            one.surname,
            one.forenames,
            one.uci,
            one.withdrawn,
            bool(one.photo),
            one.from_centre,
        )


def _entries(source: Source) -> Iterable[Row]:
    people, papers = source.plan.candidates(), source.plan.timetable()
    for one in source.plan.entries().values():
        person, paper = people.get(one.number), papers.get(one.component_id)
        yield (
            one.number,
            person.surname if person else "",
            person.forenames if person else "",
            one.component_id.replace(":", " ", 1),
            paper.title if paper else "",
            paper.day if paper else None,
            paper.start_text if paper else "",
            one.withdrawn,
        )


def _timetable(source: Source) -> Iterable[Row]:
    for one in sorted(source.plan.timetable().values(), key=lambda t: (t.day, t.start_text, t.key)):
        yield (one.board, one.code, one.title, one.day, one.start_text, one.minutes, one.session)


def _arrangements(source: Source) -> Iterable[Row]:
    people = source.plan.candidates()
    for one in source.plan.arrangements().values():
        person = people.get(one.number)
        yield (
            one.number,
            person.surname if person else "",
            person.forenames if person else "",
            Arrangement(kind=one.kind, percent=one.percent).label,
            one.percent or None,
            one.minutes or None,
            # Why somebody needs something is nobody's business but the officer's.
            one.note if source.restricted else "",
        )


def _rooms(source: Source) -> Iterable[Row]:
    for one in source.plan.rooms().values():
        served = ", ".join(Arrangement(kind=kind).label for kind in one.serves)
        yield (one.id, one.name, one.kind, len(one.usable_seats), one.most_seated, served)


def _invigilators(source: Source) -> Iterable[Row]:
    for one in source.plan.invigilators().values():
        yield (one.id, one.name, one.role, bool(one.pin_hash))


def _devices(source: Source) -> Iterable[Row]:
    for one in source.devices:
        yield (
            one.device_id,
            one.name,
            one.status,
            ", ".join(one.rooms),
            one.room,
            one.online,
            one.last_seen,
            one.battery_percent,
            one.queue,
            one.clock_offset_ms,
            one.app_version,
        )


def _deliveries(source: Source) -> Iterable[Row]:
    for fact in _in_site(source):
        event = fact.envelope.event
        if isinstance(event, office.PaperDeliveryLogged):
            yield (fact.at, event.board, event.boxes, event.received_by, fact.envelope.actor)


def _log_book(source: Source) -> Iterable[Row]:
    for fact in _in_site(source):
        event = fact.envelope.event
        if isinstance(event, office.LogBookEntryMade):
            yield (fact.at, event.text, fact.envelope.actor)


def _in_site(source: Source) -> Iterator[Fact]:
    own = source.session.facts if source.session else ()
    yield from sorted((*source.site_facts, *own), key=lambda fact: fact.order)


def _acted(source: Source) -> Iterable[Row]:
    for fact in source.site_facts:
        event = fact.envelope.event
        if isinstance(event, office.OfficeActed):
            about = ", ".join(f"{name} {value}" for name, value in event.about.items())
            yield (fact.at, fact.envelope.actor, event.what, about)


SITE_TABLES: Final = (
    TableKind(
        name="candidates",
        title="Candidates",
        sentence="Everybody in the plan.",
        columns=(
            text("number", "Candidate number"),
            text("surname", "Surname"),
            text("forenames", "Forenames"),
            text("uci", "UCI"),
            yes_no("withdrawn", "Withdrawn"),
            yes_no("has_photo", "Photo"),
            text("from_centre", "Transferred from"),
        ),
        rows=_candidates,
        of_session=False,
    ),
    TableKind(
        name="entries",
        title="Entries",
        sentence="Which candidate is entered for which component.",
        columns=(
            text("number", "Candidate number"),
            text("surname", "Surname"),
            text("forenames", "Forenames"),
            text("component", "Component"),
            text("title", "Title"),
            day("day", "Date"),
            text("start", "Start"),
            yes_no("withdrawn", "Withdrawn"),
        ),
        rows=_entries,
        of_session=False,
    ),
    TableKind(
        name="timetable",
        title="Timetable",
        sentence="Every component with its date, its start and its length.",
        columns=(
            text("board", "Awarding body"),
            text("code", "Code"),
            text("title", "Title"),
            day("day", "Date"),
            text("start", "Start"),
            number("minutes", "Minutes"),
            text("session", "Session"),
        ),
        rows=_timetable,
        of_session=False,
    ),
    TableKind(
        name="arrangements",
        title="Access arrangements",
        sentence="What each candidate was granted for the series.",
        columns=(
            text("number", "Candidate number"),
            text("surname", "Surname"),
            text("forenames", "Forenames"),
            text("arrangement", "Arrangement"),
            number("percent", "Extra time in per cent"),
            number("minutes", "Minutes of rest"),
            text("note", "Note"),
        ),
        rows=_arrangements,
        of_session=False,
    ),
    TableKind(
        name="rooms",
        title="Rooms",
        sentence="Rooms with their seats and whom they are kept for.",
        columns=(
            text("id", "Identifier"),
            text("name", "Name"),
            text("kind", "Kind"),
            number("seats", "Seats"),
            number("capacity", "Seated at most"),
            text("serves", "Kept for"),
        ),
        rows=_rooms,
        of_session=False,
    ),
    TableKind(
        name="invigilators",
        title="Invigilators",
        sentence="Who may sign in on a tablet. PINs are never exported.",
        columns=(
            text("id", "Identifier"),
            text("name", "Name"),
            text("role", "Role"),
            yes_no("has_pin", "PIN set"),
        ),
        rows=_invigilators,
        of_session=False,
    ),
    TableKind(
        name="devices",
        title="Tablets",
        sentence="Every tablet, its rooms, and how it was when it was last heard of.",
        columns=(
            text("device_id", "Identifier"),
            text("name", "Name"),
            text("status", "Status"),
            text("rooms", "Approved for"),
            text("room", "Is in"),
            yes_no("online", "Connected"),
            moment("last_seen", "Last heard of"),
            number("battery_percent", "Battery in per cent"),
            number("queue", "Records not sent"),
            number("clock_offset_ms", "Clock off by (ms)"),
            text("app_version", "Version"),
        ),
        rows=_devices,
        of_session=False,
    ),
    TableKind(
        name="deliveries",
        title="Deliveries",
        sentence="Confidential material that arrived, and who received it.",
        columns=(
            moment("at", "Time"),
            text("board", "Awarding body"),
            number("boxes", "Boxes"),
            text("received_by", "Received by"),
            text("logged_by", "Logged by"),
        ),
        rows=_deliveries,
        of_session=False,
    ),
    TableKind(
        name="log-book",
        title="Reception log book",
        sentence="Visitors and whatever else reception noted.",
        columns=(moment("at", "Time"), text("text", "Entry"), text("by", "By")),
        rows=_log_book,
        of_session=False,
    ),
    TableKind(
        name="office-actions",
        title="What the office did",
        sentence="Every change to plan, accounts, tablets and settings, with who made it.",
        columns=(moment("at", "Time"), text("by", "By"), text("what", "What"), text("about", "About")),
        rows=_acted,
        of_session=False,
    ),
)
