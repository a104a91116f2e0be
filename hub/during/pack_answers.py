"""What a tablet that asks for a pack is sent: what changed since the one it holds, or all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

import msgspec

from hub.before.packs import PackError
from shared.ids import CandidateId, RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.pack_difference import PackDifference, difference
from shared.record.register import Register

WORTH_IT: Final = 0.5
"""A difference that is longer than this part of the pack saves too little to be worth applying."""


class KeptPacks(Protocol):
    """Where published versions stand (``hub.before.packs``)."""

    def load(self, session: SessionId, version: int) -> SessionPack:
        """One version as it was published."""


def seated_in(register: Register, rooms: Iterable[RoomId]) -> frozenset[CandidateId]:
    """Who is to be looked for in these rooms as the record stands, planned there or moved there."""
    wanted = set(rooms)
    return frozenset(s.candidate_id for s in register.sittings if s.place in wanted)


def pack_answer(
    kept: KeptPacks, pack: SessionPack, register: Register, room: RoomId, *, version: int, have: str
) -> SessionPack | PackDifference:
    """``pack`` for a tablet of ``room`` that holds ``version``, whose document has the hash ``have``.

    It names who is planned there and who came there since. All of it where the hub no longer knows what
    the tablet holds: nothing is taken on trust.
    """
    here = seated_in(register, [room])
    whole = pack.for_rooms([room], here)
    if not have or version > pack.version:
        return whole
    try:
        held = kept.load(pack.session.id, version)
    except (PackError, OSError):
        return whole
    # What a tablet got before anybody moved, or with those who are here by now; between the two: all of it.
    for named in ((), here):
        change = difference(held.for_rooms([room], named), whole)
        if change.base_hash == have:
            is_short = len(msgspec.json.encode(change)) < WORTH_IT * len(msgspec.json.encode(whole))
            return change if is_short else whole
    return whole
