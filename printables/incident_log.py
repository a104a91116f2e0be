"""The incident log of a session (rule 30): what happened, who was there, what was done."""

from __future__ import annotations

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import heading, paragraph
from shared.ids import CandidateId
from shared.plan.pack import SessionPack
from shared.record.incident_log import Incident, IncidentNote
from shared.record.register import Register


def draw(pack: SessionPack, register: Register, imprint: Imprint, *, restricted: bool = False) -> bytes:
    """Every incident in order; one that only the officer may read is told only where ``restricted``."""
    count = wording.count(len(register.incidents), "incident")
    head = Head(
        title="Incident log" + (" with restricted entries" if restricted else ""),
        centre=pack.centre,
        place=count,
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = []
    for number, incident in enumerate(register.incidents, start=1):
        blocks.extend(_incident(pack, register, incident, number, area, told=restricted))
    if not blocks:
        blocks.extend(paragraph("No incident was recorded in this session.", area))
    blocks.append(gap(4 * MM))
    fields = (Field("Exams officer", 50), Field("Signature", 60), Field("Date and time", 40))
    blocks.append(signature_block("Read by the exams office", [fields], area))
    document.flow(blocks)
    return document.pdf()


def _incident(
    pack: SessionPack, register: Register, incident: Incident, number: int, area: Area, *, told: bool
) -> list[Block]:
    at = wording.clock(incident.happened_at, pack.centre.time_zone)
    kind = incident.kind.replace("_", " ")
    place = wording.room_name(pack, incident.room)
    if incident.restricted and not told:
        return [
            heading(f"{number}. {at} · restricted entry", place, area),
            *paragraph("Kept by the exams officer and printed only on request.", area, colour=SOFT),
            gap(2 * MM),
        ]
    blocks = [heading(f"{number}. {at} · {kind}", place, area)]
    if incident.candidate_ids:
        names = "; ".join(_candidate(pack, register, who) for who in incident.candidate_ids)
        blocks.extend(paragraph(f"Candidates: {names}", area, bold=True))
    if incident.witnesses:
        people = ", ".join(_invigilator(pack, who) for who in incident.witnesses)
        blocks.extend(paragraph(f"Witnesses: {people}", area))
    for note in incident.notes:
        blocks.extend(_note(pack, note, area))
    return [*blocks, gap(2 * MM)]


def _note(pack: SessionPack, note: IncidentNote, area: Area) -> list[Block]:
    at = wording.clock(note.at, pack.centre.time_zone)
    blocks = [gap(1 * MM), *paragraph(note.text, area)]
    if note.action:
        blocks.extend(paragraph(f"Action: {note.action}", area))
    return [*blocks, *paragraph(f"written {at} by {_invigilator(pack, note.actor)}", area, colour=SOFT)]


def _candidate(pack: SessionPack, register: Register, who: CandidateId) -> str:
    found = pack.candidate(who)
    if found is not None and found.is_known_here:
        return f"{found.number} {found.register_name}"
    unlisted = next((s for s in register.sittings if s.candidate_id == who and not s.listed), None)
    return f"{unlisted.unlisted_number} {unlisted.unlisted_name}".strip() if unlisted else who


def _invigilator(pack: SessionPack, who: str) -> str:
    found = pack.invigilator(who)
    return found.name if found else who
