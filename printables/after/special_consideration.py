"""The list for special consideration: who was affected by what, when, for how long, and by when to apply."""

from __future__ import annotations

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.plan.pack import SessionPack
from shared.record.drafts.special_consideration import SpecialConsiderationDraft, draft_special_consideration
from shared.record.incident_log import Incident
from shared.record.register import Register


def draw(pack: SessionPack, register: Register, imprint: Imprint, *, restricted: bool = False) -> bytes:
    """Every incident that calls for it; what only the officer may read is told only where ``restricted``."""
    wanted = [
        (incident, draft)
        for incident in register.incidents
        for draft in [draft_special_consideration(pack, register, incident)]
        if calls_for_it(incident, draft)
    ]
    people = {person for _, draft in wanted for person in draft.candidates}
    head = Head(
        title="Special consideration",
        centre=pack.centre,
        place=wording.count(len(people), "candidate"),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = []
    for number, (incident, draft) in enumerate(wanted, start=1):
        blocks.extend(
            _incident(pack, incident, draft, number, area, told=restricted or not incident.restricted)
        )
    if not wanted:
        said = "Nothing that was recorded in this session calls for special consideration."
        blocks.extend(paragraph(said, area))
    else:
        said = "A draft from the record: the exams officer decides for whom to apply, and how."
        blocks.extend(paragraph(said, area, colour=SOFT))
    blocks.append(gap(4 * MM))
    fields = (Field("Exams officer", 50), Field("Signature", 60), Field("Date and time", 40))
    blocks.append(signature_block("Decided by the exams office", [fields], area))
    document.flow(blocks)
    return document.pdf()


def calls_for_it(incident: Incident, draft: SpecialConsiderationDraft) -> bool:
    """Asked for in so many words, or of a kind that usually does and not declined."""
    asked = incident.details.get("special_consideration", "")
    return asked.startswith("yes") or (bool(draft.reason) and not asked.startswith("no"))


def _incident(
    pack: SessionPack,
    incident: Incident,
    draft: SpecialConsiderationDraft,
    number: int,
    area: Area,
    *,
    told: bool,
) -> list[Block]:
    zone = pack.centre.time_zone
    until = f" to {wording.clock(draft.ended, zone)}" if draft.ended else ""
    at = f"{wording.clock(draft.began, zone)}{until}"
    place = wording.room_name(pack, incident.room)
    reason = draft.reason or incident.kind.replace("_", " ")
    papers = ", ".join(f"{p.board} {p.component}" for p in draft.head.papers)
    blocks: list[Block] = [
        heading(f"{number}. {reason.capitalize()}, {at}", f"{place} · {papers}" if papers else place, area)
    ]
    if not told:
        blocks.extend(paragraph("Kept by the exams officer: what happened is printed only on request.", area))
    else:
        for line in draft.description:
            blocks.extend(paragraph(line, area))
    lost = draft.minutes_lost
    if lost:
        blocks.extend(paragraph(f"Minutes of writing lost: {lost}", area, bold=True))
    if not draft.candidates:
        return [
            *blocks,
            *paragraph("Nobody who was present is named or sat in that room.", area),
            gap(2 * MM),
        ]
    table = Table(
        (
            Column("Number", 20, bold=True),
            Column("Name", 76),
            Column("Apply", 20, align="centre"),
            Column("Evidence, tariff, notes", 70),
        ),
        least_height=8 * MM,
    )
    table.rows.extend(Row((person.number or "–", person.name, "", "")) for person in draft.candidates)
    return [*blocks, gap(2 * MM), *table.blocks(area), gap(2 * MM)]
