"""Letting go: on record first, then the bytes. What is interrupted is still listed, and is released again.

The fact that something was released is written in one transaction with the erasing of the journal's rows.
Files and the plan follow; a file that can't be deleted is told by name and stays on the list.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from hub.after.retention.holdings import Holding
from hub.after.retention.survey import KeptLine
from hub.during.office import SITE
from hub.storage.journal import JournalUnit
from hub.storage.shredding import compact, shred
from shared.ids import SessionId
from shared.record.envelope import Envelope
from shared.record.events.keeping import KeptReleased, RecordsReleased
from shared.record.released import portions, released_digest, spans_of

if TYPE_CHECKING:
    from hub.bootstrap import Hub


class Gone(Struct, frozen=True, kw_only=True):
    """What came of a release: how many records were erased, and what could not be deleted, in sentences."""

    records: int = 0
    left: tuple[str, ...] = ()


async def release(
    hub: Hub, session: SessionId, lines: Sequence[KeptLine], *, reason: str, actor: str
) -> Gone:
    """Let these lines go. Who calls has asked ``may_go`` and for a confirmation. Raises StorageError."""
    event = KeptReleased(
        about=session,
        kinds=tuple(line.kind for line in lines),
        what=tuple(f"{line.rule.title}: {line.holding.what}" for line in lines),
        reason=reason,
    )
    kinds = set(event.kinds)
    with_record = "record" in kinds and bool(session)

    def write(unit: JournalUnit) -> tuple[int, Envelope]:
        rows = unit.released_of(session) if with_record else []
        told = hub.office.write(unit, SITE, event, actor=actor)
        unit.release(rows)
        if with_record or "quarantine" in kinds:
            unit.forget_quarantined(session)
        for portion in portions(rows):
            erased = RecordsReleased(
                about=session,
                spans=spans_of(row.hub_seq for row in portion),
                rows=len(portion),
                digest=released_digest(portion),
            )
            hub.office.write(unit, SITE, erased, actor=actor)
        return len(rows), told

    records, told = await hub.journal.transact(write)
    hub.office.note(told)
    if with_record:
        await asyncio.to_thread(hub.live.forget, session)
    left = await asyncio.to_thread(_erase, hub, session, [line.holding for line in lines])
    return Gone(records=records, left=left)


def _erase(hub: Hub, session: SessionId, holdings: Sequence[Holding]) -> tuple[str, ...]:
    left: list[str] = []
    for holding in holdings:
        left += _delete(holding)
        _from_plan(hub, session, holding)
    for file in (hub.config.journal_file, hub.config.plan_file):
        if not compact(file):
            left.append(
                f"{file.name} was being read: what was erased leaves its log when the hub is started again."
            )
    return tuple(left)


def _delete(holding: Holding) -> list[str]:
    left = []
    for file in holding.files:
        try:
            shred(file)
        except OSError as error:
            left.append(f"{file.name} can't be deleted ({error.strerror}): close it, then release it again.")
    return left


def _from_plan(hub: Hub, session: SessionId, holding: Holding) -> None:
    releases = hub.plan.releases
    match holding.kind:
        case "seating":
            releases.release_seating(session)
        case "photos":
            releases.forget_photos(holding.names)
        case "candidates":
            releases.release_candidates(holding.names)
        case "arrangements":
            releases.release_arrangements(holding.names)
        case "imports":
            releases.release_undo_copies()
        case _:
            pass
