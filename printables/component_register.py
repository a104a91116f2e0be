"""The attendance register of one component across all rooms, as it goes to the awarding body (rule 25)."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM
from printables.register_rows import (
    blank_table,
    codes_used,
    lines_of,
    recorded_table,
    totals,
    write_in_table,
)
from printables.signature import Field, signature_block
from printables.table import heading, paragraph
from shared.ids import ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.record.component_sign_off import ComponentSignOff
from shared.record.register import Register


class UnknownComponentError(ValueError):
    """The session has no such component; the text names those it has."""


def draw(
    pack: SessionPack, component: ComponentId, imprint: Imprint, register: Register | None = None
) -> bytes:
    """The register of ``component``; with ``register`` as it was recorded. Raises UnknownComponentError."""
    return document(pack, component, imprint, register).pdf()


def document(
    pack: SessionPack, component: ComponentId, imprint: Imprint, register: Register | None = None
) -> Document:
    """The same before it is a file, to be bound behind other sheets. Raises UnknownComponentError."""
    paper = pack.component(component)
    if paper is None:
        known = ", ".join(c.id for c in pack.session.components)
        raise UnknownComponentError(f"{pack.session.id} has no component {component!r}. It has {known}.")
    planned = [s for s in pack.sittings if s.component_id == component]
    lines = lines_of(pack, planned, register.of_component(component) if register else ())
    zone = pack.centre.time_zone
    head = Head(
        title="Component register",
        centre=pack.centre,
        place=f"{paper.component.board} {paper.component.code}",
        when=wording.session_words(pack.session),
        papers=(f"{wording.paper_words(paper)} · {wording.time_words(paper, zone)}",),
    )
    made = Document(head, imprint)
    area = made.area
    places = Counter(line.record.place if line.record else line.sitting.room_id for line in lines)
    table = recorded_table(lines, pack, register) if register else blank_table(lines, pack, rooms=True)
    blocks: list[Block] = [*_rooms(pack, places, area), *table.blocks(area)]
    if register is None:
        blocks.append(heading("Not on the list", "", area))
        blocks.extend(write_in_table().blocks(area))
    signed = register.sign_off(component) if register else None
    below = [
        *totals(lines, area, recorded=register is not None),
        gap(2 * MM),
        *codes_used(pack, (paper.component.board,), area, by_hand=register is None),
        *_accepted(signed, area),
    ]
    # Nobody signs a page that says nothing: the totals go to the next one with the signature.
    blocks.extend(dataclasses.replace(block, stays_with_next=True) for block in below)
    blocks.append(_signatures(signed, zone, area))
    made.flow(blocks)
    return made


def _accepted(signed: ComponentSignOff | None, area: Area) -> list[Block]:
    """What the officer signed for although it doesn't add up, with the reason."""
    if signed is None or not signed.differences:
        return []
    many = wording.count(len(signed.differences), "open difference")
    return [
        heading(f"Closed with {many}", "", area),
        *paragraph(f"Accepted by {signed.signed_by} and {signed.second}: {signed.reason}", area),
        gap(2 * MM),
    ]


def _signatures(signed: ComponentSignOff | None, zone: str, area: Area) -> Block:
    """Lines to sign on; who signed on the hub stands there already."""
    when = wording.moment(signed.at, zone) if signed else ""
    rows = [
        (
            Field("Exams officer", 50, signed.signed_by if signed else ""),
            Field("Signature", 60),
            Field("Date and time", 40, when),
        )
    ]
    if signed is not None and signed.second:
        rows.append(
            (
                Field("Second person", 50, signed.second),
                Field("Signature", 60),
                Field("Date and time", 40, when),
            )
        )
    return signature_block("For the exams office", rows, area)


def _rooms(pack: SessionPack, places: Mapping[RoomId | None, int], area: Area) -> list[Block]:
    """How many sit where; scripts of satellite rooms are packed with those of the main room (rule 25)."""
    if len(places) < 2:
        return []
    order = {room.id: n for n, room in enumerate(pack.rooms)}
    said, away = [], False
    for room in sorted(places, key=lambda r: order.get(r or "", len(order))):
        found = pack.room(room) if room else None
        satellite = found is not None and found.kind != "main"
        away = away or satellite
        kind = f" ({found.kind})" if found is not None and satellite else ""
        said.append(f"{wording.room_name(pack, room)}{kind}: {places[room]}")
    together = ". One envelope for all rooms: the scripts are packed together." if away else ""
    return [*paragraph(" · ".join(said) + together, area), gap(1.5 * MM)]
