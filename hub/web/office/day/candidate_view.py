"""Where a candidate is now, and everything that is recorded of her today, across rooms and papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from hub.web.office.clock import hours_minutes
from hub.web.office.desk import InHand
from hub.web.office.wording import DISCREPANCY_TITLES
from shared.ids import CandidateId, RoomId
from shared.plan.candidates import Arrangement
from shared.record.corrections import Correction
from shared.record.events.candidate import Attendance, Identity
from shared.record.fact_index import candidates_of
from shared.record.facts import Fact
from shared.record.finishes import extra_time, is_stopped, sitting_finish
from shared.record.incident_log import Incident
from shared.record.movements import Movement, movements_in
from shared.record.register import Discrepancy, DiscrepancyKind, SignOff, SittingRecord, SittingState
from shared.record.times import Lateness

IDENTITY_WORDS = {
    Identity.UNDECIDED: "not looked at yet",
    Identity.CONFIRMED: "confirmed",
    Identity.PENDING: "pending",
    Identity.MISMATCH: "not the person on the photo",
}


class SittingView(Struct, frozen=True, kw_only=True):
    """One paper of the candidate: plan, record, script."""

    record: SittingRecord
    paper: str
    title: str
    state: SittingState
    where: str
    room: RoomId | None
    seat: str
    planned: str
    published_start: datetime | None
    started: datetime | None
    finish: datetime | None
    paused: bool
    identity: str
    lateness: str
    script: str
    signed_off: bool


class Person(Struct, frozen=True, kw_only=True):
    """Who it is, as far as the plan or a room knows."""

    candidate_id: CandidateId
    number: str
    name: str
    uci: str
    photo: str
    listed: bool
    from_centre: str
    planned: tuple[Arrangement, ...]
    granted: tuple[Arrangement, ...]
    may_reissue: int = 1


def person_of(held: InHand, who: CandidateId) -> Person | None:
    """The candidate, or None where neither plan nor record knows one."""
    known = held.pack.candidate(who)
    sittings = [s for s in held.register.sittings if s.candidate_id == who]
    if known is None and not sittings:
        return None
    return Person(
        candidate_id=who,
        number=held.names.number(who),
        name=held.names.candidate(who),
        uci=known.uci if known else "",
        photo=known.photo if known else "",
        listed=all(s.listed for s in sittings),
        from_centre=next((s.from_centre for s in sittings if s.from_centre), ""),
        planned=known.arrangements if known else (),
        granted=tuple(dict.fromkeys(a for s in sittings for a in s.granted)),
        may_reissue=known.tag_issue if known else 1,
    )


def sittings_of(held: InHand, who: CandidateId) -> tuple[SittingView, ...]:
    """Her papers of this session in timetable order."""
    mine = [s for s in held.register.sittings if s.candidate_id == who]
    order = {paper.id: place for place, paper in enumerate(held.pack.session.components)}
    return tuple(_sitting(held, s) for s in sorted(mine, key=lambda s: order.get(s.component_id, len(order))))


def _sitting(held: InHand, s: SittingRecord) -> SittingView:
    paper = held.pack.component(s.component_id)
    room = held.register.room(s.place) if s.place else None
    known = held.pack.candidate(s.candidate_id)
    percent = extra_time(s, known.extra_time_percent if known else 0)
    moved = bool(s.planned_room) and (s.place, held.names.seat(s)) != (s.planned_room, s.planned_seat or "")
    resting = bool(s.breaks) and s.breaks[-1].ended is None
    signed = held.register.sign_off(s.component_id) is not None
    return SittingView(
        record=s,
        paper=held.names.paper(s.component_id),
        title=held.names.paper_title(s.component_id),
        state=s.state,
        where=held.names.room(s.place) if s.place else "No room",
        room=s.place,
        seat=held.names.seat(s),
        planned=f"{held.names.room(s.planned_room)}, seat {s.planned_seat or '–'}" if moved else "",
        published_start=paper.published_start if paper else None,
        started=room.started_at.get(s.component_id) if room else None,
        finish=sitting_finish(paper, s, room, percent, held.now) if paper and room and s.is_present else None,
        paused=resting or bool(room and is_stopped(room.stops)),
        identity=IDENTITY_WORDS[s.identity],
        lateness=_lateness(s),
        script=_script(held, s),
        signed_off=signed or bool(room and room.sign_off is not SignOff.OPEN),
    )


def _lateness(s: SittingRecord) -> str:
    words = {
        Lateness.LATE: "late",
        Lateness.VERY_LATE: "very late",
        Lateness.ASK_OFFICER: "exactly on the limit of very late",
    }
    return words.get(s.lateness, "")


def _script(held: InHand, s: SittingRecord) -> str:
    """How far her script got: on the desk, collected, sealed, packed, gone."""
    if s.script_collected_at is None:
        return "not collected" if s.is_present else "–"
    told = f"collected {hours_minutes(s.script_collected_at, held.zone)} in {held.names.room(s.script_room)}"
    if not s.sealed_in:
        return told
    envelope = next((e for e in held.register.script_envelopes if e.script_envelope_id == s.sealed_in), None)
    told += f", in envelope {envelope.number} of {envelope.of}" if envelope else ", sealed"
    for consignment in held.register.consignments:
        if s.sealed_in in consignment.script_envelope_ids:
            told += f", in consignment {consignment.consignment_id}"
    return told


def now_in_words(held: InHand, views: Iterable[SittingView], moves: tuple[Movement, ...]) -> str:
    """One sentence: where to find her this minute."""
    shown = list(views)
    mine = {view.record.candidate_id for view in shown}
    for found in held.register.open_discrepancies:
        if found.kind is DiscrepancyKind.TWO_PLACES and mine & set(found.candidate_ids):
            rooms = " and in ".join(held.names.room(r) for r in found.places)
            return f"Recorded in {rooms}: have both seats looked at."
    told = [_now(held, view, moves) for view in shown if not _is_over(view)]
    if told:
        return " ".join(dict.fromkeys(told))
    if not shown:
        return "Not entered for this session."
    return " ".join(dict.fromkeys(_over(held, view) for view in shown))


def _is_over(view: SittingView) -> bool:
    done = view.record.finished_at is not None or view.record.script_collected_at is not None
    gone = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)
    return done or view.record.attendance in gone


def _now(held: InHand, view: SittingView, moves: tuple[Movement, ...]) -> str:
    s, place = view.record, _place(view)
    if s.attendance is Attendance.CONTRADICTED:
        return f"It is not certain whether this candidate sits {view.paper}: rooms say different things."
    if s.attendance is Attendance.EXPECTED:
        doubt = ", identity pending" if s.identity is Identity.PENDING else ", nothing recorded yet"
        return f"Expected in {place} for {view.paper}{doubt}."
    if s.away_since is not None:
        out = next((m for m in reversed(moves) if m.returned_at is None), None)
        escort = f" with {held.names.actor(out.escort)} ({out.purpose})" if out and out.escort else ""
        return f"Out of {view.where} since {hours_minutes(s.away_since, held.zone)}{escort}."
    if s.breaks and s.breaks[-1].ended is None:
        return f"In {place}, on a rest break since {hours_minutes(s.breaks[-1].began, held.zone)}."
    if view.paused:
        return f"Belongs to {place}; the room's clock is stopped."
    if view.finish and view.started:
        return f"In {place}, writing {view.paper} until {hours_minutes(view.finish, held.zone)}."
    return f"In {place}, waiting for {view.paper} to start."


def _over(held: InHand, view: SittingView) -> str:
    s = view.record
    if s.attendance is Attendance.TRANSFERRED:
        return f"Sat {view.paper} at centre {s.to_centre or 'elsewhere'}."
    if s.attendance in (Attendance.ABSENT, Attendance.WITHDRAWN):
        return f"{s.attendance.value.capitalize()} for {view.paper}."
    at = s.finished_at or s.script_collected_at
    return f"Finished {view.paper} at {hours_minutes(at, held.zone)}."


def _place(view: SittingView) -> str:
    return f"{view.where}, seat {view.seat}" if view.seat else view.where


def facts_about(
    facts: Iterable[Fact],
    who: CandidateId,
    incidents: Iterable[Incident],
    discrepancies: Iterable[Discrepancy],
) -> tuple[Fact, ...]:
    """What changes her register, what names her, and the answers to questions about her."""
    told = {i.incident_id for i in incidents if who in i.candidate_ids}
    asked = {d.id for d in discrepancies if who in d.candidate_ids}

    def concerns(fact: Fact) -> bool:
        event = fact.envelope.event
        return (
            who in candidates_of(fact)
            or who in getattr(event, "candidate_ids", ())
            or getattr(event, "incident_id", None) in told
            or getattr(event, "discrepancy_id", None) in asked
        )

    return tuple(fact for fact in facts if concerns(fact))


def moves_of(facts: Iterable[Fact], who: CandidateId, held: InHand) -> tuple[Movement, ...]:
    """Every time she left a room today, the earliest first."""
    hers = [fact for fact in facts if who in candidates_of(fact)]
    rooms = dict.fromkeys(f.envelope.room for f in hers if f.envelope.room)
    out = [m for room in rooms for m in movements_in(hers, room) if m.candidate_id == who]
    return tuple(sorted(out, key=lambda m: m.left_at))


class CorrectionLine(Struct, frozen=True, kw_only=True):
    """One correction in words."""

    paper: str
    at: datetime
    text: str
    actor: str
    second: str


def corrections_of(held: InHand, views: Iterable[SittingView]) -> tuple[CorrectionLine, ...]:
    """What was corrected on her registers, the latest first."""
    lines = [_correction(held, view.paper, c) for view in views for c in view.record.corrections]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _correction(held: InHand, paper: str, c: Correction) -> CorrectionLine:
    return CorrectionLine(
        paper=paper,
        at=c.at,
        text=f"{c.old.value} to {c.new.value}: {c.reason}",
        actor=held.names.actor(c.actor),
        second=held.names.actor(c.countersigned_by) if c.countersigned_by else "",
    )


class OpenQuestion(Struct, frozen=True, kw_only=True):
    """Something about her that waits."""

    id: str
    title: str


def questions_about(held: InHand, who: CandidateId) -> tuple[OpenQuestion, ...]:
    """What does not add up about her and is still open."""
    return tuple(
        OpenQuestion(id=d.id, title=DISCREPANCY_TITLES[d.kind])
        for d in held.register.open_discrepancies
        if who in d.candidate_ids
    )
