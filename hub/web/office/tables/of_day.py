"""Tables of what happened in one session: timeline, incidents, calls, duties, envelopes, consignments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hub.web.office.tables.table import Row, Source, TableKind, moment, number, text, yes_no
from hub.web.office.timeline import timeline
from hub.web.office.wording import HELP_TITLES, INCIDENT_TITLES, OFFICE
from shared.plan.duties import in_duty_order
from shared.record.incident_log import Incident

RESTRICTED: Final = "Only the officer reads this."


def _timeline(source: Source) -> Iterable[Row]:
    facts = [f for f in source.held.facts if source.narrowed.takes(room=f.envelope.room)]
    lines = timeline(facts, source.names, source.zone, restricted=source.restricted)
    # Oldest first, so that the pages of a list that grows stay what they were.
    for line in reversed(lines):
        yield (line.at, source.names.room(line.room), line.actor, line.text, line.note, line.id)


def _incidents(source: Source) -> Iterable[Row]:
    for one in source.held.register.incidents:
        if source.narrowed.takes(room=one.room):
            yield _incident(source, one)


def _incident(source: Source, one: Incident) -> Row:
    names = source.names
    hidden = one.restricted and not source.restricted
    told = "\n".join(note.text for note in one.notes)
    done = "\n".join(note.action for note in one.notes if note.action)
    return (
        one.happened_at,
        one.until,
        names.room(one.room),
        "Restricted incident" if hidden else INCIDENT_TITLES.get(one.kind, "Incident"),
        "" if hidden else "; ".join(names.numbered(who) for who in one.candidate_ids),
        RESTRICTED if hidden else told,
        "" if hidden else done,
        "" if hidden else "; ".join(names.actor(author) for author in one.authors),
        one.restricted,
    )


def _calls(source: Source) -> Iterable[Row]:
    for call in source.held.register.help_calls:
        if source.narrowed.takes(room=call.room):
            what = HELP_TITLES.get(call.kind, "Help wanted")
            yield (
                call.asked_at,
                source.names.room(call.room),
                what,
                call.note,
                call.acknowledged_at,
                call.closed_at,
            )


def _rota(source: Source) -> Iterable[Row]:
    for duty in in_duty_order(source.held.pack.duties):
        if source.narrowed.takes(room=duty.room_id):
            yield (
                source.names.actor(duty.invigilator_id),
                OFFICE if duty.is_reserve else source.names.room(duty.room_id),
                duty.role,
                duty.report_at,
            )


def _envelopes(source: Source) -> Iterable[Row]:
    for one in source.held.register.script_envelopes:
        if source.narrowed.takes(component=one.component_id):
            yield (
                one.script_envelope_id,
                source.names.paper(one.component_id),
                one.number,
                one.of,
                len(one.candidate_ids),
                one.first_number,
                one.last_number,
                one.label,
                one.sealed_at,
                one.sealed_by,
                one.stored_in,
                one.consignment_id,
            )


def _consignments(source: Source) -> Iterable[Row]:
    for one in source.held.register.consignments:
        yield (
            one.consignment_id,
            one.board,
            one.service,
            one.booking_reference,
            len(one.script_envelope_ids),
            one.packed_at,
            one.packed_by,
            one.collected_at,
            one.driver,
            one.proof,
        )


DAY_TABLES: Final = (
    TableKind(
        name="timeline",
        title="Timeline",
        sentence="Everything that was recorded, in plain words, oldest first.",
        columns=(
            moment("at", "Time"),
            text("room", "Room"),
            text("actor", "By"),
            text("what", "What"),
            text("note", "Note"),
            text("id", "Record"),
        ),
        rows=_timeline,
        filters=("room",),
    ),
    TableKind(
        name="incidents",
        title="Incidents",
        sentence="The incident log; what only the officer reads is told to officers only.",
        columns=(
            moment("happened_at", "Happened"),
            moment("until", "Until"),
            text("room", "Room"),
            text("kind", "Kind"),
            text("candidates", "Candidates"),
            text("text", "What happened"),
            text("action", "What was done"),
            text("authors", "Recorded by"),
            yes_no("restricted", "Restricted"),
        ),
        rows=_incidents,
        filters=("room",),
    ),
    TableKind(
        name="calls",
        title="Calls for help",
        sentence="When a room called, for what, and when somebody was on the way.",
        columns=(
            moment("asked_at", "Called"),
            text("room", "Room"),
            text("what", "For"),
            text("note", "Note"),
            moment("acknowledged_at", "Acknowledged"),
            moment("closed_at", "Closed"),
        ),
        rows=_calls,
        filters=("room",),
    ),
    TableKind(
        name="rota",
        title="Rota",
        sentence="Who invigilates where and reports when, as published.",
        columns=(
            text("name", "Name"),
            text("room", "Room"),
            text("role", "Role"),
            moment("report_at", "Reports at"),
        ),
        rows=_rota,
        filters=("room",),
    ),
    TableKind(
        name="script-envelopes",
        title="Script envelopes",
        sentence="Sealed envelopes, what is in them and where they are.",
        columns=(
            text("script_envelope_id", "Envelope"),
            text("component", "Component"),
            number("number", "Number"),
            number("of", "Of"),
            number("scripts", "Scripts"),
            text("first_number", "First candidate"),
            text("last_number", "Last candidate"),
            text("label", "Label"),
            moment("sealed_at", "Sealed"),
            text("sealed_by", "Sealed by"),
            text("stored_in", "Stored in"),
            text("consignment_id", "Consignment"),
        ),
        rows=_envelopes,
        filters=("component",),
    ),
    TableKind(
        name="consignments",
        title="Consignments",
        sentence="Sacks and parcels, from packing to the driver.",
        columns=(
            text("consignment_id", "Consignment"),
            text("board", "Awarding body"),
            text("service", "Service"),
            text("booking_reference", "Booking reference"),
            number("envelopes", "Envelopes"),
            moment("packed_at", "Packed"),
            text("packed_by", "Packed by"),
            moment("collected_at", "Collected"),
            text("driver", "Driver"),
            text("proof", "Proof of dispatch"),
        ),
        rows=_consignments,
    ),
)
