"""Who is busy when and how much everybody does, so that duties are shared out fairly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from hub.before.records import DutyRecord
from hub.before.rota.needs import SessionNeeds
from shared.ids import InvigilatorId, SessionId


class Share(Struct, frozen=True, kw_only=True):
    """What one person does in all sessions together."""

    invigilator_id: InvigilatorId
    duties: int = 0
    minutes: int = 0


class Workload:
    """Duties as they are given out: who is where at what time, and how much it comes to."""

    def __init__(self, needs: Iterable[SessionNeeds], duties: Iterable[DutyRecord]) -> None:
        self._needs: Mapping[SessionId, SessionNeeds] = {need.session: need for need in needs}
        self._spans: dict[InvigilatorId, list[tuple[SessionId, datetime, datetime]]] = {}
        self._count: dict[InvigilatorId, int] = {}
        self._minutes: dict[InvigilatorId, int] = {}
        for duty in duties:
            self.take(duty)

    def take(self, duty: DutyRecord) -> None:
        """Count a duty. In a session that isn't seated yet it counts without its minutes."""
        who = duty.invigilator_id
        self._count[who] = self._count.get(who, 0) + 1
        span = self.span(duty)
        if span is not None:
            self._spans.setdefault(who, []).append((duty.session, *span))
            self._minutes[who] = self._minutes.get(who, 0) + int((span[1] - span[0]).total_seconds() // 60)

    def span(self, duty: DutyRecord) -> tuple[datetime, datetime] | None:
        """From when to when this duty lasts; None where nobody sits there."""
        needs = self._needs.get(duty.session)
        if needs is None:
            return None
        if not duty.room_id:
            return needs.since, needs.until
        room = needs.room(duty.room_id)
        return None if room is None else (room.since, room.until)

    def is_busy(self, who: InvigilatorId, session: SessionId, since: datetime, until: datetime) -> bool:
        """Whether this person has a duty in the session, or one of another that reaches into this time."""
        return any(
            one == session or (began < until and since < ended)
            for one, began, ended in self._spans.get(who, ())
        )

    def load(self, who: InvigilatorId) -> tuple[int, int]:
        """Minutes, then duties: who has least is asked next."""
        return self._minutes.get(who, 0), self._count.get(who, 0)

    def shares(self, people: Sequence[InvigilatorId]) -> tuple[Share, ...]:
        """Everybody's share, in the order given."""
        return tuple(
            Share(invigilator_id=who, duties=self._count.get(who, 0), minutes=self._minutes.get(who, 0))
            for who in people
        )
