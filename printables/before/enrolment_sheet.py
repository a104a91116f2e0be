"""How a tablet is brought into use, with what to compare it to. No code that lets a tablet in is printed.

A pairing code is good for one tablet and a few minutes; on paper it would lie about for weeks. So the sheet
tells where to find it, and what stays true: the hub's addresses and the fingerprint of the site's authority.
"""

from __future__ import annotations

from msgspec import Struct

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.table import Box, Column, Row, Table, Text, heading, paragraph
from shared.plan.pack import SessionPack

STEPS = (
    "Charge the tablet, switch it on, and join it to the exam network.",
    "Open ExamDay. On the hub's page “Tablets”, make a pairing code and let the tablet scan it.",
    "Compare the code that the tablet shows with the one on the page, then approve it there, for its room.",
    "On the tablet, compare the fingerprint with the one on this sheet. If it differs: stop, and tell IT.",
    "Wait until the tablet shows the session's plan and “nothing unsent”, and tick it off below.",
    "Stick the room's name on its back. On the day, take it out of the safe with the room's papers.",
)


class HubPlace(Struct, frozen=True, kw_only=True):
    """Where the hub is found and how it proves itself."""

    addresses: tuple[str, ...]
    port: int
    fingerprint: str


def draw(pack: SessionPack, hub: HubPlace, imprint: Imprint) -> bytes:
    """Steps, addresses, fingerprint, and a line for the tablets of each room."""
    head = Head(
        title="Tablets into use",
        centre=pack.centre,
        place=wording.count(len(pack.rooms), "room"),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    blocks: list[Block] = [heading("For each tablet", "about two minutes", area)]
    for number, step in enumerate(STEPS, start=1):
        blocks.extend(paragraph(f"{number}.  {step}", area))
    blocks.extend(_hub(hub, area))
    blocks.append(heading("Tablets by room", "two spare ones at least", area))
    blocks.extend(_table(pack).blocks(area))
    document.flow(blocks)
    return document.pdf()


def _hub(hub: HubPlace, area: Area) -> list[Block]:
    blocks = [heading("The hub of this site", "", area)]
    places = ", ".join(f"{address}:{hub.port}" for address in hub.addresses) or "no address known"
    blocks.extend(paragraph(f"Addresses, in the order in which a tablet tries them: {places}", area))
    blocks.extend(paragraph("Fingerprint (SHA-256) of the site's certificate authority:", area))
    groups = in_groups(hub.fingerprint)
    for first in range(0, len(groups), 8):
        blocks.extend(paragraph("  ".join(groups[first : first + 8]), area, bold=True))
    blocks.extend(
        paragraph(
            "It is no secret: it only tells whether a tablet talks to this hub. The pairing code is one: "
            "it is made for each tablet when it is needed, and never printed.",
            area,
            colour=SOFT,
        )
    )
    return [*blocks, gap(1 * MM)]


def in_groups(fingerprint: str) -> tuple[str, ...]:
    """Four characters at a time, as people compare them."""
    told = fingerprint.replace(":", "").upper()
    return tuple(told[first : first + 4] for first in range(0, len(told), 4))


def _table(pack: SessionPack) -> Table:
    table = Table(
        (
            Column("Room", 44, bold=True),
            Column("Tablet's name", 40),
            Column("Paired", 15, align="centre"),
            Column("Compared", 18, align="centre"),
            Column("Plan there", 15, align="centre"),
            Column("Camera", 16, align="centre"),
            Column("Battery", 18),
            Column("By, date", 32),
        ),
        least_height=9 * MM,
        ruled=True,
    )
    rooms = [r.name for r in pack.rooms if pack.components_in(r.id)]
    for name in (*rooms, "spare", "spare"):
        cell = Text(name, colour=SOFT) if name == "spare" else name
        table.rows.append(Row((cell, "", Box(), Box(), Box(), Box(), "", "")))
    return table
