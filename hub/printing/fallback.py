"""The paper fallback's sheets: a room's register as far as the hub has it, and the index of the folder."""

from __future__ import annotations

from collections.abc import Sequence

from hub.during.fallback_values import Mark, RoomSheet
from hub.printing.folder import distinct
from printables.during import continuing
from printables.imprint import Imprint
from shared.canonical import digest
from shared.ids import RoomId
from shared.plan.pack import SessionPack
from shared.protocol.signing import VerifyKey
from shared.record.register import Register


class FallbackSheets:
    """Draws what :class:`hub.during.paper_fallback.PaperFallback` writes."""

    def __init__(self, hub_key: VerifyKey) -> None:
        self._hub_key = digest(hub_key.raw)

    def name(self, pack: SessionPack, room: RoomId) -> str:
        """By the room's own name, since a person looks for it; different for every room."""
        names = {r.id: r.name for r in pack.rooms}
        own = names.get(room, room)
        twins = [r for r, name in names.items() if r != room and name.casefold() == own.casefold()]
        if twins:
            return f"{distinct(room, list(names))}.pdf"
        return f"{distinct(own, list(names.values()))}.pdf"

    def register(self, pack: SessionPack, register: Register, room: RoomId, mark: Mark) -> bytes:
        """The register of one room to go on with."""
        held = continuing.Held(journal_seq=mark.seq, at=mark.at)
        return continuing.draw(pack, register, room, held, self._imprint(pack, mark))

    def index(self, pack: SessionPack, sheets: Sequence[RoomSheet], mark: Mark) -> bytes:
        """Which file holds which room."""
        rows = [
            continuing.IndexRow(
                room=sheet.name,
                file=sheet.file,
                made_at=sheet.mark.at,
                journal_seq=sheet.mark.seq,
                present=sheet.present,
                not_set=sheet.not_set,
                lines=sheet.lines,
            )
            for sheet in sheets
        ]
        held = continuing.Held(journal_seq=mark.seq, at=mark.at)
        return continuing.draw_index(pack, rows, held, self._imprint(pack, mark))

    def _imprint(self, pack: SessionPack, mark: Mark) -> Imprint:
        return Imprint(
            printed_at=mark.at,
            pack_version=pack.version,
            journal_head=mark.head if mark.seq else "",
            hub_key=self._hub_key,
        )
