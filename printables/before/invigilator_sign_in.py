"""Who invigilates where, signed in and out by hand, with how many each room needs (rule 5)."""

from __future__ import annotations

from printables import wording
from printables.document import Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.table import Column, Row, Table, heading, paragraph
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.record.times import invigilators_needed

SPARE_ROWS = 2


def draw(pack: SessionPack, imprint: Imprint) -> bytes:
    """Room by room, then who stands by."""
    rooms = [room for room in pack.rooms if pack.components_in(room.id)]
    head = Head(
        title="Invigilators signing in",
        centre=pack.centre,
        place=wording.count(len(rooms), "room"),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    blocks = [
        *paragraph(
            "Sign in before the candidates come in, and out when you leave. "
            "Nobody leaves a room with fewer people than it needs.",
            area,
            colour=SOFT,
        )
    ]
    for room in rooms:
        people = len({s.candidate_id for s in pack.sittings_in(room.id)})
        needed = invigilators_needed(people, pack.rules)
        note = f"{wording.count(people, 'candidate')} · {wording.count(needed, 'invigilator')} at least"
        blocks.append(heading(room.name, note, area))
        expected = _expected(pack, pack.duties_in(room.id))
        rows = max(needed, len(expected)) + (1 if expected else SPARE_ROWS)
        blocks.extend(_table(expected, rows).blocks(area))
    reserve = _expected(pack, tuple(d for d in pack.duties if d.is_reserve)) or _reserves(pack)
    blocks.append(heading("Standing by in the exams office", "", area))
    blocks.extend(_table(reserve, max(len(reserve), SPARE_ROWS)).blocks(area))
    blocks.append(gap(2 * MM))
    document.flow(blocks)
    return document.pdf()


Line = tuple[str, str, str]
"""Name, role and when to report."""


def _expected(pack: SessionPack, duties: tuple[Duty, ...]) -> tuple[Line, ...]:
    """Who the rota has there; nobody where there is no rota, and people write themselves in."""
    people = {p.id: p.name for p in pack.invigilators}
    zone = pack.centre.time_zone
    return tuple(
        (people.get(d.invigilator_id, d.invigilator_id), d.role, wording.clock(d.report_at, zone))
        for d in duties
    )


def _reserves(pack: SessionPack) -> tuple[Line, ...]:
    return tuple((p.name, p.role, "") for p in pack.invigilators if p.role == "reserve")


def _table(expected: tuple[Line, ...], rows: int) -> Table:
    table = Table(
        (
            Column("Name", 52, bold=True),
            Column("Role", 22),
            Column("Report by", 16),
            Column("In at", 17),
            Column("Signature", 38),
            Column("Out at", 17),
            Column("Signature", 38),
        ),
        least_height=10 * MM,
        ruled=True,
    )
    table.rows.extend(Row((*line, "", "", "", "")) for line in expected)
    table.rows.extend(Row(("",) * 7) for _ in range(rows - len(expected)))
    return table
