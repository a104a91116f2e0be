"""One component with everything that closes it: balance, differences and who accepted them, its register."""

from __future__ import annotations

from collections.abc import Iterable

from printables import component_register, wording
from printables.after.reconciliation import balance_table, component_blocks, subject_of
from printables.component_register import UnknownComponentError
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.record.component_sign_off import ComponentSignOff
from shared.record.facts import Fact
from shared.record.register import Register


def draw(
    pack: SessionPack, component: ComponentId, register: Register, facts: Iterable[Fact], imprint: Imprint
) -> bytes:
    """Cover and reconciliation, and behind them the register of the component as it was recorded.

    Raises UnknownComponentError.
    """
    paper = pack.component(component)
    if paper is None:
        known = ", ".join(c.id for c in pack.session.components)
        raise UnknownComponentError(f"{pack.session.id} has no component {component!r}. It has {known}.")
    head = Head(
        title="Component reconciliation",
        centre=pack.centre,
        place=f"{paper.component.board} {paper.component.code}",
        when=wording.session_words(pack.session),
        papers=(wording.paper_words(paper),),
    )
    document = Document(head, imprint)
    area = document.area
    signed = register.sign_off(component)
    blocks: list[Block] = [*balance_table(register, (paper,)).blocks(area), gap(3 * MM)]
    blocks += _accepted(pack, register, signed, area)
    # On the cover: nobody signs a page that says nothing.
    blocks += [_signatures(signed, pack.centre.time_zone, area), gap(3 * MM)]
    blocks += _envelopes(register, component, area)
    blocks += component_blocks(pack, register, {fact.id: fact for fact in facts}, paper, area)
    document.flow(blocks)
    document.bind(component_register.document(pack, component, imprint, register))
    return document.pdf()


def _accepted(
    pack: SessionPack, register: Register, signed: ComponentSignOff | None, area: Area
) -> list[Block]:
    """On the cover: what two people signed for although it doesn't add up, each thing by itself."""
    if signed is None or not signed.differences:
        return []
    many = wording.count(len(signed.differences), "open difference")
    when = wording.moment(signed.at, pack.centre.time_zone)
    told = {d.id: d for d in register.discrepancies}
    blocks: list[Block] = [
        heading(f"Closed with {many}", f"signed by {signed.signed_by} and {signed.second}, {when}", area),
        *paragraph(f"Reason: {signed.reason}", area, bold=True),
    ]
    for difference in signed.differences:
        found = told.get(difference)
        said = "It is no difference any more"
        if found is not None:
            said = f"{subject_of(pack, register, found)}: {found.detail}"
        blocks += paragraph(f"– {said}", area)
    return [*blocks, gap(3 * MM)]


def _envelopes(register: Register, component: ComponentId, area: Area) -> list[Block]:
    """Where its scripts are: envelope by envelope, with the sack that each went into."""
    inside = [e for e in register.script_envelopes if e.component_id == component]
    if not inside:
        return [*paragraph("No envelope of this paper is sealed.", area), gap(2 * MM)]
    table = Table(
        (
            Column("Envelope", 24, bold=True),
            Column("Candidates", 38),
            Column("Scripts", 18, align="right"),
            Column("Weight", 20, align="right"),
            Column("Label", 34),
            Column("Is in", 56),
        )
    )
    for envelope in inside:
        span = f"{envelope.first_number} to {envelope.last_number}" if envelope.first_number else "–"
        place = envelope.consignment_id or envelope.stored_in or "outside secure storage"
        table.rows.append(
            Row(
                (
                    f"{envelope.number} of {envelope.of}",
                    span if envelope.candidate_ids else "register only",
                    str(len(envelope.candidate_ids)),
                    f"{envelope.weight_grams / 1000:.1f} kg" if envelope.weight_grams else "–",
                    envelope.label or "–",
                    place,
                )
            )
        )
    scripts = wording.count(sum(len(e.candidate_ids) for e in inside), "script")
    return [heading("Envelopes", scripts, area), *table.blocks(area), gap(2 * MM)]


def _signatures(signed: ComponentSignOff | None, zone: str, area: Area) -> Block:
    """Who signed on the hub stands there already; two people where something was accepted."""
    when = wording.moment(signed.at, zone) if signed else ""

    def row(label: str, name: str) -> tuple[Field, ...]:
        return (Field(label, 50, name), Field("Signature", 60), Field("Date and time", 40, when))

    rows = [row("Exams officer", signed.signed_by if signed else "")]
    if signed is not None and signed.second:
        rows.append(row("Second person", signed.second))
    return signature_block("Signed for this component", rows, area)
