"""The plan of the open room while it is open: newer versions, and names of who is moved there."""

from __future__ import annotations

from collections.abc import Callable

from kiosk_app.hub_client import HubClient
from kiosk_app.line_to_hub import fetch_photos
from kiosk_app.session_record import SessionRecord
from kiosk_app.shelf import PackCache
from shared.ids import CandidateId, RoomId
from shared.plan.pack import SessionPack
from shared.protocol.messages import PackAvailable


class RoomPack:
    """Keeps one room's pack as the hub has it. Used on the sync thread."""

    def __init__(
        self, shelf: PackCache, record: SessionRecord, room: RoomId, changed: Callable[[], None]
    ) -> None:
        self._shelf = shelf
        self._record = record
        self._room = room
        self._changed = changed

    def strangers(self) -> frozenset[CandidateId]:
        """Who is in this room by the record and has no name in the pack: moved here since then."""
        pack = self._record.pack
        unnamed = {c.id for c in pack.candidates if not c.is_known_here}
        here = (s.candidate_id for s in self._record.register().sittings if s.place == self._room)
        return frozenset(unnamed.intersection(here))

    async def refresh(self, client: HubClient, offer: PackAvailable) -> None:
        """Fetch what the hub offers unless it is here, names that are lacking, and photos."""
        held = self._record.pack
        is_newer = (offer.version, offer.content_hash) != (held.version, held.published_hash)
        if is_newer or self.strangers():
            self._use(await client.pack(offer.session, self._room, held))
        await fetch_photos(client, self._shelf, self._record.pack)
        self._changed()

    def _use(self, pack: SessionPack) -> None:
        if pack == self._record.pack:
            return
        self._shelf.keep(pack, [self._room])
        self._record.use_pack(pack)
        self._changed()
