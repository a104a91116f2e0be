"""What a tablet that asks for a pack is sent: what changed since the one it holds, or all of it."""

from __future__ import annotations

from typing import Final, Protocol

import msgspec

from hub.before.packs import PackError
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.pack_difference import PackDifference, difference

WORTH_IT: Final = 0.5
"""A difference that is longer than this part of the pack saves too little to be worth applying."""


class KeptPacks(Protocol):
    """Where published versions stand (``hub.before.packs``)."""

    def load(self, session: SessionId, version: int) -> SessionPack:
        """One version as it was published."""


def pack_answer(
    kept: KeptPacks, pack: SessionPack, room: RoomId, *, version: int, have: str
) -> SessionPack | PackDifference:
    """``pack`` for a tablet of ``room`` that holds ``version``, whose document has the hash ``have``.

    All of it where the hub no longer knows that version or knows it otherwise: nothing is taken on trust.
    """
    whole = pack.for_rooms([room])
    if not have or version > pack.version:
        return whole
    try:
        held = kept.load(pack.session.id, version)
    except (PackError, OSError):
        return whole
    change = difference(held.for_rooms([room]), whole)
    if change.base_hash != have:
        return whole
    is_short = len(msgspec.json.encode(change)) < WORTH_IT * len(msgspec.json.encode(whole))
    return change if is_short else whole
