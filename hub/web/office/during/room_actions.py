"""What the officer does about one room: messages to it, and moving everybody out of it."""

from __future__ import annotations

import asyncio
from typing import Final

from hub.storage.journal import JournalUnit
from hub.web.office.acting import LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.during.room_moves import RoomMove, plan_room_move
from hub.web.office.refusals import NotNow, NotThere
from shared.ids import RoomId, SessionId
from shared.protocol.messages import Notice
from shared.record.events.candidate import SeatChanged
from shared.record.events.office import NoticeSent

LONGEST_NOTICE: Final = 300
"""A notice is read at a glance on a tablet's bar."""


class RoomActions(Acting):
    """Each becomes a fact of the office, and the tablets concerned hear of it."""

    async def tell(
        self, session: SessionId, room: RoomId | None, text: str, *, urgent: bool, actor: str
    ) -> Notice:
        """Tell a room, or with None every room of the session, something. Raises NotThere, NotUsable."""
        text = " ".join(text_of(text, "a message", most=LONGEST_NOTICE, least=SHORTEST_ANSWER).split())
        held = await self._held(session)
        if room is not None and held.pack.room(room) is None:
            raise NotThere(f"There is no room {room} in this session.")
        board = self._hub.switchboard
        notice = board.draft(text, urgent=urgent)
        event = NoticeSent(notice_id=notice.notice_id, text=notice.text, urgent=urgent)
        # On record first: a tablet that is away, or a hub that stops now, loses nothing.
        await self._record(held, event, actor, room=room)
        board.post(session, notice, room=room or "")
        return notice

    async def move_room(
        self, session: SessionId, here: RoomId, there: RoomId, reason: str, *, shown: int, actor: str
    ) -> RoomMove:
        """Move everybody in ``here`` to ``there`` as the page showed it at revision ``shown``.

        All or nobody, and both rooms are told. Raises NotThere, NotUsable, NotNow.
        """
        reason = text_of(reason, "a reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            move = await asyncio.to_thread(plan_room_move, held, here, there)
            if shown != held.revision:
                raise NotNow("Something was recorded while you decided. Look at the seats again.")

            def write(unit: JournalUnit) -> None:
                for one in move.moves:
                    event = SeatChanged(
                        candidate_id=one.candidate_id,
                        component_id=one.component_id,
                        old=f"{move.here.name} {one.old}".strip(),
                        new=one.new,
                        reason=reason,
                        room=there,
                    )
                    self._hub.office.write(unit, session, event, actor=actor, room=there, seen=held.seen)

            await self._hub.journal.transact(write)
        people = len({one.candidate_id for one in move.moves})
        many = "1 candidate moves" if people == 1 else f"{people} candidates move"
        told = ((here, f"from here to {move.there.name}"), (there, f"here from {move.here.name}"))
        for room, way in told:
            text = f"{many} {way}. {reason}"[:LONGEST_NOTICE]
            await self.tell(session, room, text, urgent=True, actor=actor)
        return move
