"""Tables of one session's register: attendance, seating, balance, and what doesn't add up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hub.web.office.tables.table import Row, Source, TableKind, moment, number, text, yes_no
from hub.web.office.wording import DISCREPANCY_TITLES
from shared.record.events.candidate import Identity
from shared.record.register import SittingRecord
from shared.record.times import Lateness

_IDENTITY: Final = {
    Identity.UNDECIDED: "",
    Identity.CONFIRMED: "confirmed",
    Identity.PENDING: "pending",
    Identity.MISMATCH: "mismatch",
}


def _register(source: Source) -> Iterable[Row]:
    for sitting in source.held.register.sittings:
        if _is_wanted(source, sitting):
            yield _attended(source, sitting)


def _is_wanted(source: Source, sitting: SittingRecord) -> bool:
    places = {sitting.place, sitting.planned_room} - {None}
    return any(source.narrowed.takes(room=place, component=sitting.component_id) for place in places or {""})


def _attended(source: Source, sitting: SittingRecord) -> Row:
    names = source.names
    known = source.held.pack.candidate(sitting.candidate_id)
    return (
        names.number(sitting.candidate_id),
        names.candidate(sitting.candidate_id),
        names.paper(sitting.component_id),
        names.paper_title(sitting.component_id),
        names.room(sitting.place) if sitting.place else "",
        names.seat(sitting),
        sitting.attendance.value,
        _IDENTITY[sitting.identity],
        "" if sitting.lateness is Lateness.ON_TIME else sitting.lateness.value.replace("_", " "),
        sitting.arrived_at,
        sitting.finished_at,
        sitting.script_collected_at,
        sitting.sealed_in,
        known.arrangement_codes if known else "",
        sitting.listed,
        sitting.from_centre,
        sitting.to_centre,
        len(sitting.corrections),
    )


def _seating(source: Source) -> Iterable[Row]:
    pack, names = source.held.pack, source.names
    for sitting in pack.sittings:
        if not source.narrowed.takes(room=sitting.room_id, component=sitting.component_id):
            continue
        known = pack.candidate(sitting.candidate_id)
        yield (
            names.number(sitting.candidate_id),
            names.candidate(sitting.candidate_id),
            names.paper(sitting.component_id),
            names.room(sitting.room_id) if sitting.room_id else "",
            sitting.seat or "",
            known.arrangement_codes if known else "",
            sitting.from_centre,
        )


def _balance(source: Source) -> Iterable[Row]:
    for one in source.held.register.balances:
        if source.narrowed.takes(component=one.component_id):
            yield (
                source.names.paper(one.component_id),
                source.names.paper_title(one.component_id),
                one.expected,
                one.present,
                one.absent,
                one.undecided,
                one.collected,
                one.sealed,
                len(one.missing),
                len(one.surplus),
                one.is_balanced,
            )


def _discrepancies(source: Source) -> Iterable[Row]:
    names = source.names
    for one in source.held.register.discrepancies:
        places = one.places or ("",)
        if not any(source.narrowed.takes(room=room, component=one.component_id) for room in places):
            continue
        yield (
            one.id,
            DISCREPANCY_TITLES[one.kind],
            " and ".join(names.room(room) for room in one.places),
            names.paper(one.component_id) if one.component_id else "",
            "; ".join(names.numbered(who) for who in one.candidate_ids),
            one.seat or "",
            one.is_open,
            one.answer,
            names.actor(one.settled_by),
        )


REGISTER_TABLES: Final = (
    TableKind(
        name="register",
        title="Register",
        sentence="Who was due, who came, when, and whose script is there.",
        columns=(
            text("number", "Candidate number"),
            text("name", "Name"),
            text("component", "Component"),
            text("title", "Title"),
            text("room", "Room"),
            text("seat", "Seat"),
            text("attendance", "Attendance"),
            text("identity", "Identity"),
            text("lateness", "Late"),
            moment("arrived_at", "Arrived"),
            moment("finished_at", "Finished"),
            moment("script_collected_at", "Script collected"),
            text("sealed_in", "Sealed in"),
            text("arrangements", "Access arrangements"),
            yes_no("listed", "On the list"),
            text("from_centre", "Transferred from"),
            text("to_centre", "Transferred to"),
            number("corrections", "Corrections"),
        ),
        rows=_register,
        filters=("room", "component"),
    ),
    TableKind(
        name="seating",
        title="Seating plan",
        sentence="Who is to sit where, as published.",
        columns=(
            text("number", "Candidate number"),
            text("name", "Name"),
            text("component", "Component"),
            text("room", "Room"),
            text("seat", "Seat"),
            text("arrangements", "Access arrangements"),
            text("from_centre", "Transferred from"),
        ),
        rows=_seating,
        filters=("room", "component"),
    ),
    TableKind(
        name="script-balance",
        title="Script balance",
        sentence="Candidates present against scripts collected and sealed, one line a component.",
        columns=(
            text("component", "Component"),
            text("title", "Title"),
            number("expected", "Entered"),
            number("present", "Present"),
            number("absent", "Absent"),
            number("undecided", "Not set"),
            number("collected", "Scripts collected"),
            number("sealed", "Scripts sealed"),
            number("missing", "Scripts missing"),
            number("surplus", "Scripts too many"),
            yes_no("balanced", "Balanced"),
        ),
        rows=_balance,
        filters=("component",),
    ),
    TableKind(
        name="discrepancies",
        title="Discrepancies",
        sentence="What didn't add up, and how it was settled.",
        columns=(
            text("id", "Identifier"),
            text("what", "What"),
            text("rooms", "Rooms"),
            text("component", "Component"),
            text("candidates", "Candidates"),
            text("seat", "Seat"),
            yes_no("open", "Open"),
            text("answer", "Answer"),
            text("settled_by", "Settled by"),
        ),
        rows=_discrepancies,
        filters=("room", "component"),
    ),
)
