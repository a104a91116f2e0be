"""Who invigilated where, from when to when: signed on tablets, or keyed in from paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from printables import wording
from printables.document import Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.plan.pack import SessionPack
from shared.plan.timetable import elapsed
from shared.record.duty_times import DutyTime, duty_times
from shared.record.facts import Fact
from shared.record.register import Register
from shared.record.times import invigilators_needed


def draw(pack: SessionPack, register: Register, facts: Iterable[Fact], imprint: Imprint) -> bytes:
    """Room by room; then the time of each person over all rooms, for the pay office."""
    times = duty_times(facts)
    head = Head(
        title="Attendance of invigilators",
        centre=pack.centre,
        place=wording.count(len({t.invigilator_id for t in times}), "person", "people"),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = []
    rooms = [r for r in pack.rooms if pack.components_in(r.id) or any(t.room == r.id for t in times)]
    for room in rooms:
        here = [t for t in times if t.room == room.id]
        present = {s.candidate_id for s in register.in_room(room.id) if s.is_present and s.place == room.id}
        needed = invigilators_needed(len(present), pack.rules)
        note = f"{wording.count(len(present), 'candidate')} present · {needed} needed"
        blocks.append(heading(room.name, note, area))
        if not here:
            blocks.extend(paragraph("Nobody signed in here.", area, bold=bool(present)))
            continue
        blocks.extend(_table(pack, here).blocks(area))
    if not rooms:
        blocks.extend(paragraph("No room is used in this session.", area))
    if times:
        blocks.append(
            heading("Each person over all rooms", "only stretches with both times are added up", area)
        )
        blocks.extend(_people(pack, times).blocks(area))
    blocks.append(gap(4 * MM))
    fields = (Field("Exams officer", 50), Field("Signature", 60), Field("Date and time", 40))
    blocks.append(signature_block("Seen by the exams office", [fields], area))
    document.flow(blocks)
    return document.pdf()


def _table(pack: SessionPack, times: Iterable[DutyTime]) -> Table:
    zone = pack.centre.time_zone
    table = Table(
        (
            Column("Name", 56, bold=True),
            Column("Role", 30),
            Column("In", 25),
            Column("Out", 25),
            Column("On duty", 26, align="right"),
            Column("", 34),
        )
    )
    roles = {p.id: p.role for p in pack.invigilators}
    for one in times:
        table.rows.append(
            Row(
                (
                    _name(pack, one.invigilator_id),
                    roles.get(one.invigilator_id, ""),
                    wording.clock(one.came, zone) if one.came else "not signed",
                    wording.clock(one.left, zone) if one.left else "not signed",
                    wording.length(_minutes(one)) if _minutes(one) else "–",
                    "from paper" if one.from_paper else "",
                )
            )
        )
    return table


def _people(pack: SessionPack, times: tuple[DutyTime, ...]) -> Table:
    table = Table((Column("Name", 80, bold=True), Column("Rooms", 70), Column("On duty", 36, align="right")))
    people = sorted({t.invigilator_id for t in times}, key=lambda who: _name(pack, who))
    for who in people:
        mine = [t for t in times if t.invigilator_id == who]
        rooms = ", ".join(dict.fromkeys(wording.room_name(pack, t.room) for t in mine))
        minutes = sum(_minutes(t) for t in mine)
        table.rows.append(Row((_name(pack, who), rooms, wording.length(minutes) if minutes else "–")))
    return table


def _minutes(one: DutyTime) -> int:
    if one.came is None or one.left is None:
        return 0
    return max(0, elapsed(one.came, one.left) // timedelta(minutes=1))


def _name(pack: SessionPack, who: str) -> str:
    found = pack.invigilator(who)
    return found.name if found else who
