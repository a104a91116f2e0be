"""The reconciliation of a session: totals per component, every difference by name, how each was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.ids import ComponentId, EnvelopeId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record.closing import Obstacle, ObstacleKind, what_stops_component
from shared.record.component_closing import without_accepted
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact
from shared.record.register import Discrepancy, Register, SittingRecord
from shared.record.times import Lateness


def draw(pack: SessionPack, register: Register, facts: Iterable[Fact], imprint: Imprint) -> bytes:
    """Every component in timetable order."""
    written = {fact.id: fact for fact in facts}
    papers = pack.session.components
    open_ones = len(register.open_discrepancies)
    head = Head(
        title="Reconciliation",
        centre=pack.centre,
        place=wording.count(len(papers), "paper"),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = [*balance_table(register, papers).blocks(area)]
    for paper in papers:
        blocks.extend(component_blocks(pack, register, written, paper, area))
    still = wording.count(open_ones, "question") if open_ones else "No question"
    blocks += [
        *paragraph(f"{still} of this session {'are' if open_ones > 1 else 'is'} open.", area, bold=True)
    ]
    blocks.append(gap(3 * MM))
    fields = (Field("Exams officer", 50), Field("Signature", 60), Field("Date and time", 40))
    second = (Field("Second person", 50), *fields[1:])
    blocks.append(signature_block("Reconciled by the exams office", [fields, second], area))
    document.flow(blocks)
    return document.pdf()


def balance_table(register: Register, papers: Iterable[TimetabledComponent]) -> Table:
    """People and scripts of each paper in figures."""
    table = Table(
        (
            Column("Paper", 60, bold=True),
            *(
                Column(title, 17, align="right")
                for title in (
                    "Entered",
                    "Present",
                    "Not there",
                    "Not set",
                    "Scripts",
                    "Sealed",
                    "Missing",
                    "Too many",
                )
            ),
        )
    )
    for paper in papers:
        balance = register.balance(paper.id)
        if balance is None:
            continue
        numbers = (
            balance.expected,
            balance.present,
            balance.absent,
            balance.undecided,
            balance.collected,
            balance.sealed,
            len(balance.missing),
            len(balance.surplus),
        )
        table.rows.append(
            Row((f"{paper.component.board} {paper.component.code}", *(str(n) for n in numbers)))
        )
    return table


def component_blocks(
    pack: SessionPack,
    register: Register,
    written: Mapping[EnvelopeId, Fact],
    paper: TimetabledComponent,
    area: Area,
) -> list[Block]:
    """One component: totals, rooms, who was not there, what differs, what was answered."""
    rows = register.of_component(paper.id)
    obstacles = what_stops_component(register, pack, paper.id)
    open_ones = without_accepted(register, obstacles, (paper.id,))
    if open_ones:
        state = wording.count(len(open_ones), "thing") + " to do"
    elif obstacles:
        state = f"{wording.count(len(obstacles), 'difference')}, accepted by two people"
    else:
        state = "balances"
    blocks: list[Block] = [heading(wording.paper_words(paper), state, area)]
    blocks.extend([*paragraph(_totals(rows), area), gap(1.5 * MM)])
    blocks.extend(_rooms(pack, register, paper.id, rows).blocks(area))
    blocks.extend(_papers(pack, register, paper.id, area))
    explained = [
        s for s in rows if s.attendance in (Attendance.ABSENT, Attendance.WITHDRAWN, Attendance.TRANSFERRED)
    ]
    if explained:
        blocks.append(heading("Not present", "with who recorded it", area))
        blocks.extend(_people(pack, written, explained).blocks(area))
    if obstacles:
        blocks.append(heading("Differences", "", area))
        writing = any(o.kind is ObstacleKind.NOT_FINISHED for o in obstacles)
        early = [o for o in obstacles if writing and o.kind is ObstacleKind.SCRIPT_MISSING]
        if early:
            said = (
                f"{wording.count(len(early), 'script')} not collected yet: the paper is still being written."
            )
            blocks.extend(paragraph(said, area, bold=True))
        for obstacle in (o for o in obstacles if o not in early):
            blocks.extend(_difference(pack, register, written, obstacle, area))
    answered = [d for d in register.discrepancies if not d.is_open and _concerns(d, paper.id, rows)]
    if answered:
        blocks.append(heading("Answered", "", area))
        for one in answered:
            who = f" (answered by {_actor(pack, one.settled_by)})"
            blocks.extend(
                paragraph(f"{subject_of(pack, register, one)}: {one.detail}. {one.answer}{who}", area)
            )
    signed = register.sign_off(paper.id)
    if signed is not None:
        zone = pack.centre.time_zone
        said = f"Register signed by {signed.signed_by} {wording.moment(signed.at, zone)}"
        if signed.accepts_differences:
            said += f", with {signed.second}, differences accepted: {signed.reason}"
        blocks.extend(paragraph(f"{said.removesuffix('.')}.", area, bold=True))
    return [*blocks, gap(3 * MM)]


def _totals(rows: Iterable[SittingRecord]) -> str:
    """Present, split into those who are counted into it, and why the others are not."""
    here = list(rows)
    present = [s for s in here if s.is_present]
    late = sum(s.lateness is not Lateness.ON_TIME for s in present)
    parts = [f"{sum(s.listed for s in here)} entered", f"{len(present)} present"]
    inside = [
        f"{number} {words}"
        for number, words in (
            (late, "late"),
            (sum(not s.listed for s in present), "not on a list"),
            (sum(bool(s.from_centre) for s in present), "transferred in"),
        )
        if number
    ]
    if inside:
        parts[-1] += f" (of these {', '.join(inside)})"
    for attendance in (Attendance.ABSENT, Attendance.WITHDRAWN, Attendance.TRANSFERRED):
        number = sum(s.attendance is attendance for s in here)
        if number:
            parts.append(f"{number} {attendance.value}")
    parts.append(f"{sum(s.script_collected_at is not None for s in here)} scripts collected")
    parts.append(f"{sum(bool(s.sealed_in) for s in here)} in envelopes")
    return " · ".join(parts)


def _rooms(
    pack: SessionPack, register: Register, component: ComponentId, rows: Iterable[SittingRecord]
) -> Table:
    here = list(rows)
    table = Table(
        (
            Column("Room", 60, bold=True),
            Column("Present", 24, align="right"),
            Column("Scripts", 24, align="right"),
            Column("Counted by hand", 32, align="right"),
            Column("Signed", 50),
        )
    )
    used = {r for s in here for r in (s.place, s.script_room) if r}
    for room in [r.id for r in pack.rooms if r.id in used]:
        record = register.room(room)
        counted = record.counted.get(component)
        signed = wording.clock(record.signed_at, pack.centre.time_zone) if record.signed_at else "not signed"
        table.rows.append(
            Row(
                (
                    wording.room_name(pack, room),
                    str(sum(s.is_present and s.place == room for s in here)),
                    str(sum(s.script_room == room for s in here)),
                    "–" if counted is None else str(counted),
                    signed,
                )
            )
        )
    return table


def _papers(pack: SessionPack, register: Register, component: ComponentId, area: Area) -> list[Block]:
    """Question papers received, used, unused and spoiled, where a room counted them (rule 8)."""
    blocks: list[Block] = []
    for room in register.rooms:
        for custody in room.custody:
            if custody.component_id != component or (custody.unused is None and custody.spoiled is None):
                continue
            place = wording.room_name(pack, room.room_id)
            received = custody.received or "not said how many"
            left = f"{custody.unused or 0} unused, {custody.spoiled or 0} spoiled"
            said = f"Question papers in {place}: {received} received, {left}"
            blocks.extend(paragraph(said, area, colour=SOFT))
    return blocks


def _people(pack: SessionPack, written: Mapping[EnvelopeId, Fact], rows: Iterable[SittingRecord]) -> Table:
    table = Table(
        (
            Column("Number", 20, bold=True),
            Column("Name", 60),
            Column("Room, seat", 40),
            Column("Is", 26),
            Column("Recorded", 44),
        )
    )
    for row in rows:
        seat = row.seat or row.planned_seat
        table.rows.append(
            Row(
                (
                    _number(pack, row),
                    _name(pack, row),
                    _place(pack, row.place, seat),
                    row.attendance.value,
                    _recorded(pack, written, row.evidence),
                )
            )
        )
    return table


def _difference(
    pack: SessionPack, register: Register, written: Mapping[EnvelopeId, Fact], obstacle: Obstacle, area: Area
) -> list[Block]:
    evidence = [e for d in register.discrepancies if d.id in obstacle.discrepancy_ids for e in d.evidence]
    if not evidence:
        rows = [s for s in register.sittings if s.candidate_id in obstacle.candidate_ids]
        evidence = [e for s in rows for e in (*s.evidence, *s.script_evidence)]
    blocks = paragraph(obstacle.what, area, bold=True)
    recorded = _recorded(pack, written, evidence)
    return [
        *blocks,
        *(paragraph(f"Recorded: {recorded}", area, colour=SOFT) if recorded else ()),
        gap(1 * MM),
    ]


def _recorded(pack: SessionPack, written: Mapping[EnvelopeId, Fact], evidence: Iterable[EnvelopeId]) -> str:
    """Who recorded it, when, and whether from paper; the first few where there are many."""
    zone = pack.centre.time_zone
    facts = sorted((written[e] for e in dict.fromkeys(evidence) if e in written), key=lambda f: f.at)
    said = []
    for fact in facts[-3:]:
        paper = " (from paper)" if fact.is_from_paper else ""
        said.append(f"{wording.clock(fact.at, zone)} {_actor(pack, fact.envelope.actor)}{paper}")
    return "; ".join(said)


def _concerns(one: Discrepancy, component: ComponentId, rows: Iterable[SittingRecord]) -> bool:
    people = {s.candidate_id for s in rows}
    return one.component_id == component or (
        one.component_id is None and bool(people & set(one.candidate_ids))
    )


def subject_of(pack: SessionPack, register: Register, one: Discrepancy) -> str:
    """Whom a discrepancy is about, by number and name; the room where it is about nobody."""
    rows = [next((s for s in register.sittings if s.candidate_id == who), None) for who in one.candidate_ids]
    named = [f"{_number(pack, row)} {_name(pack, row)}".strip() for row in rows if row is not None]
    return " and ".join(named) or wording.room_name(pack, one.room)


def _number(pack: SessionPack, row: SittingRecord) -> str:
    known = pack.candidate(row.candidate_id)
    return known.number if known is not None and row.listed else row.unlisted_number


def _name(pack: SessionPack, row: SittingRecord) -> str:
    known = pack.candidate(row.candidate_id)
    return known.register_name if known is not None and row.listed else row.unlisted_name


def _place(pack: SessionPack, room: RoomId | None, seat: str | None) -> str:
    name = wording.room_name(pack, room)
    return f"{name}, {seat}" if seat else name


def _actor(pack: SessionPack, who: str) -> str:
    found = pack.invigilator(who)
    return found.name if found else who
