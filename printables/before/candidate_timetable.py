"""A candidate's own timetable: every paper of the series with day, time, room, seat and own finish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.table import Column, Row, Table, Text, heading, paragraph
from shared.ids import CandidateId
from shared.plan.candidates import Candidate
from shared.plan.clashes import CandidatePapers, clashes, long_days
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting, TimetabledComponent, add_elapsed, writing_minutes

TO_BRING: Final = (
    "This timetable. You need your candidate number and the centre number on every paper.",
    "Black pens, pencils, a rubber and a ruler in a clear pencil case; a calculator where it is allowed.",
    "Water in a clear bottle without a label. No other food or drink unless the school has agreed it.",
    "No phone, no watch of any kind, no earphones, no notes: having one with you can cost you the paper.",
    "Be at the room 15 minutes before the start. If you are ill or late, ring the school at once.",
)


class NobodyError(ValueError):
    """No candidate to print a timetable for; the text says why."""


class _Paper(Struct, frozen=True):
    pack: SessionPack
    paper: TimetabledComponent
    sitting: Sitting
    candidate: Candidate


def draw(packs: Sequence[SessionPack], wanted: Sequence[CandidateId], imprint: Imprint) -> bytes:
    """One page or more for each candidate wanted, in that order, from all ``packs`` of the series.

    Raises NobodyError.
    """
    papers = _papers(packs, set(wanted))
    sheets = [_sheet(papers[who], imprint) for who in wanted if who in papers]
    if not sheets:
        raise NobodyError("None of these candidates is entered for a paper that is timetabled.")
    sheets[0].bind(*sheets[1:], apart=True)
    return sheets[0].pdf()


def _papers(packs: Sequence[SessionPack], wanted: set[CandidateId]) -> dict[CandidateId, list[_Paper]]:
    found: dict[CandidateId, list[_Paper]] = {}
    for pack in packs:
        people = {c.id: c for c in pack.candidates}
        for sitting in pack.sittings:
            paper = pack.component(sitting.component_id)
            if sitting.candidate_id in wanted and paper is not None and sitting.candidate_id in people:
                one = _Paper(pack, paper, sitting, people[sitting.candidate_id])
                found.setdefault(sitting.candidate_id, []).append(one)
    for mine in found.values():
        mine.sort(key=lambda p: (p.pack.session.id, p.paper.published_start, p.paper.id))
    return found


def _sheet(papers: Sequence[_Paper], imprint: Imprint) -> Document:
    last = papers[-1]
    candidate, centre = last.candidate, last.pack.centre
    head = Head(
        title=f"Timetable {candidate.number}",
        centre=centre,
        place=candidate.register_name,
        personal=True,
        when=_span(papers),
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = [
        heading(candidate.spoken_name, wording.count(len(papers), "paper"), area),
        *_arrangements(candidate, area),
        gap(1 * MM),
        *_table(papers).blocks(area),
        *_notes(papers, area),
        heading("Bring, and leave at home", "", area),
    ]
    for line in TO_BRING:
        blocks.extend(paragraph(f"•  {line}", area))
    document.flow(blocks)
    return document


def _span(papers: Sequence[_Paper]) -> str:
    first, last = papers[0].pack.session.day, papers[-1].pack.session.day
    return wording.day(first) if first == last else f"{wording.short_day(first)} to {wording.short_day(last)}"


def _arrangements(candidate: Candidate, area: Area) -> list[Block]:
    """The candidate's own sheet names them in words: it is theirs."""
    if not candidate.arrangements:
        return []
    said = ", ".join(a.label for a in candidate.arrangements)
    return paragraph(f"Your access arrangements: {said}.", area)


def _table(papers: Sequence[_Paper]) -> Table:
    table = Table(
        (
            Column("Day", 34),
            Column("Start", 13, bold=True),
            Column("Your finish", 24),
            Column("Paper", 60),
            Column("Room", 32, bold=True),
            Column("Seat", 14, bold=True),
        )
    )
    for one in papers:
        zone = one.pack.centre.time_zone
        minutes = writing_minutes(one.paper.minutes, one.candidate.extra_time_percent)
        finish = add_elapsed(one.paper.published_start, timedelta(minutes=minutes))
        component = one.paper.component
        place = wording.room_name(one.pack, one.sitting.room_id) if one.sitting.room_id else "to be told"
        table.rows.append(
            Row(
                (
                    wording.short_day(one.pack.session.day),
                    wording.clock(one.paper.published_start, zone),
                    f"{wording.clock(finish, zone)}\n{wording.length(minutes)}",
                    f"{component.title}\n{component.board} {component.code}",
                    Text(place, colour=SOFT) if one.sitting.room_id is None else place,
                    one.sitting.seat or "–",
                )
            )
        )
    return table


def _notes(papers: Sequence[_Paper], area: Area) -> list[Block]:
    """What the rules say about papers that overlap and days that are long, to this candidate."""
    last = papers[-1]
    entered = CandidatePapers(
        candidate_id=last.candidate.id,
        papers=tuple(p.paper for p in papers),
        extra_time_percent=last.candidate.extra_time_percent,
    )
    rules, zone = last.pack.rules, last.pack.centre.time_zone
    said = [
        f"{c.first.component.code} and {c.second.component.code} on "
        f"{wording.short_day(c.first.published_start.date())} overlap by {c.overlap_minutes} minutes. "
        f"{c.what_to_do} The exams office tells you when and where."
        for c in clashes((entered,), rules)
    ]
    said += [
        f"{wording.short_day(d.day)} is a long day: {d.what_to_do}" for d in long_days((entered,), rules)
    ]
    if any(p.sitting.room_id is None for p in papers):
        said.append(
            "A room that is still to be told stands on the lists at the doors and with the exams office."
        )
    blocks: list[Block] = [gap(2 * MM)]
    if said:
        blocks.append(heading("Please note", "", area))
        for line in said:
            blocks.extend(paragraph(line, area, bold="overlap" in line))
    finish = "Finishes are counted from the published start" + (
        " with your extra time; the board in the room shows the real ones."
        if last.candidate.extra_time_percent
        else "; the board in the room shows the real ones."
    )
    return [*blocks, *paragraph(f"{finish} Times are those of {zone.split('/')[-1]}.", area, colour=SOFT)]
