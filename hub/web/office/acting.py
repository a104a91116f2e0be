"""What everything that the officer does has in common: one after the other, on the record as it stands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from hub.web.office.refusals import NotUsable

if TYPE_CHECKING:
    from hub.bootstrap import Hub
    from hub.web.office.desk import InHand, OfficeDesk
    from shared.ids import SessionId
    from shared.record.events import KnownEvent

SHORTEST_ANSWER: Final = 3
LONGEST_TEXT: Final = 1000
LONGEST_LINE: Final = 120


class Acting:
    """One after the other, so that two clicks on one button never record a thing twice."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()

    @property
    def _hub(self) -> Hub:
        return self._desk.hub

    async def _held(self, session: SessionId) -> InHand:
        return await asyncio.to_thread(self._desk.in_hand, session)

    async def _record(self, held: InHand, event: KnownEvent, actor: str, *, room: str | None = None) -> None:
        await self._hub.office.record(held.session, event, actor=actor, room=room)


def text_of(value: str, what: str, *, most: int, least: int = 0) -> str:
    """``value`` without surrounding space. Raises NotUsable naming ``what`` where it is too short or long."""
    text = value.strip()
    if len(text) < least:
        raise NotUsable(f"Please give {what}.")
    if len(text) > most:
        raise NotUsable(f"{what[0].upper()}{what[1:]} has at most {most} characters; this has {len(text)}.")
    if any(ord(c) < 32 and c not in "\n\r\t" for c in text):
        raise NotUsable(f"{what[0].upper()}{what[1:]} holds characters that can't be printed.")
    return text
