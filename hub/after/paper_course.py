"""The course of a room that went by hand: people on duty, papers, times, who was written in, incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, get_args

from hub.after.paper_plan import PaperFact, Verdict
from hub.after.paper_reading import LONGEST_NAME, LONGEST_TEXT, Reading
from hub.after.paper_sheet import TypedIncident, TypedPaper, TypedSheet
from shared.canonical import digest
from shared.ids import CandidateId, RoomId
from shared.plan.pack import SessionPack
from shared.record.events import KnownEvent, candidate, scripts
from shared.record.events import room as ev
from shared.record.events.incident import IncidentKind, IncidentRecorded
from shared.record.register import Register
from shared.record.room_lists import CHECKLIST_ITEMS, SCRIPT_ITEMS

MINUTE: Final = timedelta(minutes=1)
KINDS: Final[tuple[str, ...]] = get_args(IncidentKind)
CourseFact = tuple[KnownEvent, datetime, str, str]
"""Event, the paper's time, what it is about, and what it says."""


def course_facts(
    sheet: TypedSheet,
    room: RoomId,
    pack: SessionPack,
    register: Register,
    reading: Reading,
    written: datetime | None,
) -> Iterator[CourseFact]:
    """Everything of the room itself, in the order of its day."""
    starts = [at for p in sheet.papers if (at := reading.peek(p.started)) is not None]
    before = min(starts or [c.published_start for c in pack.session.components]) - MINUTE
    for number, duty in enumerate(sheet.duties):
        if not duty.invigilator_id:
            continue
        (who,) = reading.invigilators((duty.invigilator_id,), f"duty-{number}") or ("",)
        name = _name(pack, who)
        came = reading.clock(duty.came, f"duty-{number}", f"{name}: came at") or before
        left = reading.clock(duty.left, f"duty-{number}", f"{name}: left at")
        yield ev.InvigilatorSignedIn(invigilator_id=who), came, name, "on duty"
        if left is not None:
            yield ev.InvigilatorSignedOut(invigilator_id=who), left, name, "left duty"
    if sheet.checklist:
        yield ev.ChecklistConfirmed(items=CHECKLIST_ITEMS), before, "Checklist", "gone through"
    papers = tuple(p.component_id for p in sheet.papers if p.started.strip())
    if sheet.script_read:
        event = ev.StartScriptRead(items=SCRIPT_ITEMS, component_ids=papers)
        yield event, before, "Start script", "read out"
    for paper in sheet.papers:
        yield from _paper(paper, pack, reading, before, written)
    for number, line in enumerate(sheet.incidents):
        if line.text.strip() or line.numbers.strip():
            yield from _incident(line, f"incident-{number}", room, pack, register, reading)


def _paper(
    paper: TypedPaper, pack: SessionPack, reading: Reading, before: datetime, written: datetime | None
) -> Iterator[CourseFact]:
    component = paper.component_id
    known = pack.component(component)
    if known is None:
        reading.fault(f"paper-{component}", f"{component} is not a component of this session.")
        return
    name, field = f"{known.component.board} {known.component.code}", f"paper-{component}"
    opened = reading.clock(paper.opened, field, f"{name}: opened at")
    checked = (opened or before) - MINUTE
    for who in reading.invigilators(tuple(p for p in paper.checked_by if p), field):
        event = ev.PacketChecked(component_id=component, checked_by=who)
        yield event, checked, name, f"packet checked by {_name(pack, who)}"
    if opened is not None:
        yield ev.PacketOpened(component_id=component), opened, name, "packet opened"
    started = reading.clock(paper.started, field, f"{name}: the start")
    finished = reading.clock(paper.finished, field, f"{name}: the finish")
    if started is not None and finished is not None and finished <= started:
        reading.fault(field, f"{name}: the finish is not after the start.")
    if started is not None:
        yield ev.ExamStarted(component_ids=(component,), actual_start=started), started, name, "started"
    if finished is not None:
        yield ev.ExamFinished(component_ids=(component,)), finished, name, "finished"
    at = written or finished or started or before
    counted = reading.number(paper.counted, field, f"{name}: scripts counted")
    if counted is not None:
        event_of_count = scripts.ScriptsCounted(component_id=component, count=counted)
        yield event_of_count, at, name, f"{counted} scripts counted"
    unused = reading.number(paper.unused, field, f"{name}: unused papers")
    spoiled = reading.number(paper.spoiled, field, f"{name}: spoiled papers")
    if unused is not None or spoiled is not None:
        left = scripts.UnusedPapersCounted(component_id=component, unused=unused or 0, spoiled=spoiled or 0)
        yield left, at, name, f"{unused or 0} papers unused, {spoiled or 0} spoiled"


def _incident(
    line: TypedIncident, field: str, room: RoomId, pack: SessionPack, register: Register, reading: Reading
) -> Iterator[CourseFact]:
    text = reading.text(line.text, field, "What happened", LONGEST_TEXT)
    at = reading.clock(line.at, field, "An incident: its time")
    if at is None or not text:
        reading.faults.setdefault(field, "An incident needs its time and what happened.")
        return
    if line.kind not in KINDS:
        reading.fault(field, f"{line.kind!r} is no kind of incident.")
        return
    wanted = line.numbers.replace(",", " ").split()
    numbers = {c.number: c.id for c in pack.candidates}
    numbers |= {s.unlisted_number: s.candidate_id for s in register.sittings if s.unlisted_number}
    unknown = [number for number in wanted if number not in numbers]
    if unknown:
        reading.fault(field, f"No candidate of this session has the number {', '.join(unknown)}.")
        return
    event = IncidentRecorded(
        # Made of what stands there: the same paper typed twice is the same incident.
        incident_id="paper-" + digest("|".join((room, at.isoformat(), line.kind, text)))[:12],
        kind=line.kind,  # type: ignore[arg-type] # held against the kinds above
        happened_at=at,
        text=text,
        candidate_ids=tuple(numbers[number] for number in wanted),
    )
    yield event, at, "Incident", text


def written_in(
    sheet: TypedSheet,
    pack: SessionPack,
    register: Register,
    reading: Reading,
    new_id: Callable[[], CandidateId],
    taken: datetime,
) -> Iterator[PaperFact]:
    """People who are on no list; whoever the record has under that name and paper is not written in twice."""
    known = {(s.unlisted_name.casefold(), s.component_id) for s in register.sittings if not s.listed}
    for number, one in enumerate(sheet.written_in):
        field = f"written_in-{number}"
        name = reading.text(one.name, field, "A name", LONGEST_NAME)
        if not name:
            if one.number.strip() or one.seat.strip() or one.time.strip():
                reading.fault(field, "Somebody was written in without a name.")
            continue
        if pack.component(one.component_id) is None:
            reading.fault(field, f"{name}: choose the paper that they sat.")
            continue
        at = reading.clock(one.time, field, f"{name}: the time") or taken
        event = candidate.UnlistedCandidateAdded(
            candidate_id=new_id(),
            component_id=one.component_id,
            name=name,
            number=reading.text(one.number, field, "A candidate number", 20),
            seat=reading.text(one.seat, field, "A seat", 20) or None,
            reason="written in on the paper register",
        )
        agrees = (name.casefold(), one.component_id) in known
        verdict = Verdict.AGREES if agrees else Verdict.NEW
        note = "" if agrees else "on no list: a formal entry has to follow"
        yield PaperFact(event=event, at=at, about=name, says="written in", verdict=verdict, note=note)


def _name(pack: SessionPack, who: str) -> str:
    found = pack.invigilator(who)
    return found.name if found else who
