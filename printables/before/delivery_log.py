"""Deliveries of confidential material, logged where and when they arrive (rule 7)."""

from __future__ import annotations

from collections.abc import Sequence

from printables import wording
from printables.document import Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import Box, Column, Row, Table, heading, paragraph
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack
from shared.rules.profile import RulesProfile

ROWS = 14


def draw(packs: Sequence[SessionPack], centre: Centre, rules: RulesProfile, imprint: Imprint) -> bytes:
    """A page to write on; the boards of the series stand at its head."""
    boards = sorted({c.component.board for pack in packs for c in pack.session.components})
    head = Head(
        title="Delivery log",
        centre=centre,
        place="confidential material",
        when=" · ".join(boards) or "all boards",
    )
    document = Document(head, imprint, landscape=True)
    area = document.area
    table = Table(
        (
            Column("Date", 24),
            Column("Time", 15),
            Column("Board", 24),
            Column("Consignment or docket", 38),
            Column("Boxes", 14),
            Column("Packets", 15),
            Column("Seals whole", 13, align="centre"),
            Column("Received by, signature", 42),
            Column("In store at", 18),
            Column("Stored by, signature", 42),
            Column("Checked against order", 24),
        ),
        least_height=10.5 * MM,
        ruled=True,
    )
    table.rows.extend(Row(("", "", "", "", "", "", Box(), "", "", "", "")) for _ in range(ROWS))
    least, most = rules.key_holders_least.value, rules.key_holders_most.value
    key_holder = (
        Field("Key holder", 50),
        Field("Signature", 45),
        Field("Key holder", 50),
        Field("Signature", 45),
    )
    document.flow(
        [
            *paragraph(
                "Write every delivery down at the point of delivery, one line for each board, and count the "
                "boxes before the driver leaves. Material goes straight to the secure store.",
                area,
                colour=SOFT,
            ),
            gap(2 * MM),
            *table.blocks(area),
            heading(
                "Key holders of the secure store",
                f"{least} to {wording.count(most, 'person', 'people')}",
                area,
            ),
            signature_block("", [key_holder] * ((most + 1) // 2), area),
        ]
    )
    return document.pdf()
