"""The dispatch manifest: what is in each consignment, envelope by envelope, and who took it away."""

from __future__ import annotations

from collections.abc import Sequence

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import Box, Column, Row, Table, heading, paragraph
from shared.plan.pack import SessionPack
from shared.record.consignment import Consignment
from shared.record.register import Register
from shared.record.script_envelopes import ScriptEnvelope


def draw(
    pack: SessionPack, register: Register, imprint: Imprint, *, consignment_id: str | None = None
) -> bytes:
    """Every consignment of the session, or only one; each begins on a page of its own.

    Without ``consignment_id`` the last page balances all components: sealed, not packed, or no script.
    """
    head = Head(
        title="Dispatch manifest",
        centre=pack.centre,
        place=_boards(register.consignments, consignment_id) or "nothing packed",
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    envelopes = {e.script_envelope_id: e for e in register.script_envelopes}
    for consignment in register.consignments:
        if consignment_id in (None, consignment.consignment_id):
            inside = [envelopes[e] for e in consignment.script_envelope_ids if e in envelopes]
            document.flow(_consignment(pack, consignment, inside, area))
    if consignment_id is None:
        document.flow(_balance(pack, register, area))
    return document.pdf()


def _boards(consignments: Sequence[Consignment], only: str | None) -> str:
    shown = [c.board for c in consignments if only in (None, c.consignment_id)]
    return " · ".join(dict.fromkeys(shown))


def _consignment(
    pack: SessionPack, consignment: Consignment, inside: Sequence[ScriptEnvelope], area: Area
) -> list[Block]:
    zone = pack.centre.time_zone
    packed = f"packed {wording.moment(consignment.packed_at, zone)} by {_person(pack, consignment.packed_by)}"
    service = consignment.service or "courier not named"
    booking = f" · booking {consignment.booking_reference}" if consignment.booking_reference else ""
    hint = pack.rules.board(consignment.board).packing_hint
    limit = pack.rules.parcel_limit_kg.value
    return [
        heading(f"{consignment.board} · {consignment.consignment_id}", "", area),
        *paragraph(f"{service}{booking} · {packed}", area),
        *_outside(consignment, area),
        *paragraph(f"{hint} A parcel weighs no more than {limit} kg.".strip(), area, colour=SOFT),
        gap(2 * MM),
        *_envelope_table(pack, inside, total=True).blocks(area),
        gap(5 * MM),
        _hand_over(consignment, zone, area),
    ]


def _outside(consignment: Consignment, area: Area) -> list[Block]:
    """What is read from the outside of the sack: its weight and the labels on it."""
    said = [f"{consignment.weight_grams / 1000:.1f} kg"] if consignment.weight_grams else []
    said += [f"labels {', '.join(consignment.labels)}"] if consignment.labels else []
    return list(paragraph(" · ".join(said), area, bold=True)) if said else []


def _envelope_table(pack: SessionPack, inside: Sequence[ScriptEnvelope], *, total: bool = False) -> Table:
    table = Table(
        (
            Column("Component", 28, bold=True),
            Column("Title", 62),
            Column("Envelope", 20),
            Column("Candidates", 36),
            Column("Scripts", 16, align="right", bold=True),
            Column("Checked", 18, align="centre"),
        ),
        least_height=7.2 * MM,
    )
    for envelope in sorted(inside, key=lambda e: (e.component_id, e.number)):
        paper = pack.component(envelope.component_id)
        table.rows.append(
            Row(
                (
                    paper.component.code if paper else envelope.component_id,
                    paper.component.title if paper else "",
                    f"{envelope.number} of {envelope.of}",
                    _range(envelope),
                    str(len(envelope.candidate_ids)),
                    Box(),
                )
            )
        )
    if total:
        scripts = sum(len(e.candidate_ids) for e in inside)
        envelopes = wording.count(len(inside), "envelope")
        table.rows.append(Row(("Total", envelopes, "", "", str(scripts), ""), bold=True))
    return table


def _range(envelope: ScriptEnvelope) -> str:
    """``1001 to 1050``; where everybody was absent the register travels alone (rule 38)."""
    if not envelope.candidate_ids:
        return "register only"
    return f"{envelope.first_number} to {envelope.last_number}" if envelope.first_number else "no number"


def _hand_over(consignment: Consignment, zone: str, area: Area) -> Block:
    when = wording.moment(consignment.collected_at, zone) if consignment.collected_at else ""
    driver = (
        Field("Driver's name", 50, consignment.driver),
        Field("Driver's signature", 55, drawn=consignment.signature),
        Field("Date and time", 40, when),
    )
    office = (
        Field("Handed over by (exams office)", 50),
        Field("Signature", 55),
        Field("Proof of dispatch", 40, consignment.proof),
    )
    return signature_block("Collected by the courier", [driver, office], area)


def _balance(pack: SessionPack, register: Register, area: Area) -> list[Block]:
    table = Table(
        (
            Column("Component", 38, bold=True),
            Column("Title", 60),
            Column("Listed", 14, align="right"),
            Column("Present", 16, align="right"),
            Column("Collected", 18, align="right"),
            Column("Sealed", 15, align="right", bold=True),
            Column("In the consignments", 34),
        )
    )
    for paper in pack.session.components:
        balance = register.balance(paper.id)
        if balance is None or balance.expected + balance.present == 0:
            continue
        mine = [e for e in register.script_envelopes if e.component_id == paper.id]
        waiting = sum(not e.consignment_id for e in mine)
        if not mine:
            said = "no script: register only" if balance.present == 0 else "not sealed"
        else:
            said = f"{waiting} of {len(mine)} not packed" if waiting else "all packed"
        table.rows.append(
            Row(
                (
                    f"{paper.component.board} {paper.component.code}",
                    paper.component.title,
                    str(balance.expected),
                    str(balance.present),
                    str(balance.collected),
                    str(balance.sealed),
                    said,
                )
            )
        )
    blocks = [heading("All components of this session", "", area), *table.blocks(area)]
    unpacked = [e for e in register.script_envelopes if not e.consignment_id]
    if unpacked:
        blocks.append(heading("Sealed and not packed yet", "", area))
        blocks.extend(_envelope_table(pack, unpacked).blocks(area))
    return blocks


def _person(pack: SessionPack, who: str) -> str:
    found = pack.invigilator(who)
    return found.name if found else who
