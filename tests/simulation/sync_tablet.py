"""A tablet of the simulated world: what is durable, what is only in memory, and what it is told to do."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from shared.canonical import GENESIS, digest
from shared.plan.pack import SessionPack
from shared.protocol.messages import Hello, Push, TabletMessage
from shared.protocol.sync_state import (
    ApplyRows,
    ForgetReceipts,
    Input,
    Reconnect,
    Recorded,
    SendHello,
    SendPush,
    StoreReceipt,
    SyncState,
    Tick,
    step,
)
from shared.record.chain import JournalRow
from shared.record.envelope import Envelope, decode_envelope, encode_envelope
from shared.record.events import KnownEvent, candidate, room, scripts
from shared.record.events.candidate import Attendance, Identity
from shared.record.facts import Fact
from shared.record.fold import RegisterFold
from shared.record.register import Register


class Tablet:
    """``own``, ``rows``, ``acked``, ``journal`` and ``seen`` survive a crash; ``state`` and fold don't."""

    def __init__(
        self, device_id: str, room_id: str, pack: SessionPack, session: str, wrong_by: timedelta
    ) -> None:
        self.device_id = device_id
        self.own: list[str] = []
        self.rows: dict[tuple[str, int], JournalRow] = {}
        self.acked = 0
        self.journal = ""
        self.seen = 0
        self.reconnect_in = 0.5
        self._room, self._pack, self._session, self._wrong_by = room_id, pack, session, wrong_by
        self.restart()

    def restart(self) -> None:
        """Begin again from what is on disk."""
        self.state = SyncState(
            session=self._session,
            device_seq=len(self.own),
            acked_through=self.acked,
            journal=self.journal,
            seen=self.seen,
        )
        self._reload()

    def register(self) -> Register:
        """What the tablet's screen shows."""
        return self._fold.register()

    def tick(self, now: datetime) -> list[TabletMessage]:
        """Time passed."""
        return self.feed(Tick(), now)

    def record(self, rng: random.Random, now: datetime) -> list[TabletMessage]:
        """Write a fact, durable before anything else happens."""
        envelope = Envelope(
            device_id=self.device_id,
            device_seq=len(self.own) + 1,
            prev=digest(self.own[-1]) if self.own else GENESIS,
            session=self._session,
            room=self._room,
            journal=self.journal,
            seen=self.seen,
            occurred_at=now + self._wrong_by,
            actor="inv-1",
            event=self._happening(rng),
        )
        self.own.append(encode_envelope(envelope).decode())
        self._fold.take(Fact(envelope=envelope))
        return self.feed(Recorded(len(self.own)), now)

    def feed(self, told: Input, now: datetime) -> list[TabletMessage]:
        """One step by the tablet's own clock; what it wants to send."""
        self.state, actions = step(self.state, told, now + self._wrong_by)
        messages: list[TabletMessage] = []
        for action in actions:
            match action:
                case SendHello():
                    messages.append(self._hello())
                case SendPush(first, last):
                    messages.append(Push(envelopes=tuple(self.own[first - 1 : last])))
                case StoreReceipt(acked_through, _):
                    self.acked = max(self.acked, acked_through)
                case ForgetReceipts():
                    self.acked, self.journal, self.seen = 0, self.state.journal, 0
                    self._reload()
                case ApplyRows(journal, rows):
                    self.rows.update({(journal, row.hub_seq): row for row in rows})
                    self._fold.take_all(self._fact(journal, row) for row in rows)
                case Reconnect(wait):
                    self.reconnect_in = wait.total_seconds()
                case _:
                    pass
        self.journal, self.seen = self.state.journal, self.state.seen
        return messages

    def _hello(self) -> Hello:
        return Hello(
            session=self._session,
            journal=self.state.journal,
            seen=self.state.seen,
            device_seq=self.state.device_seq,
            app_version="simulated",
        )

    def _reload(self) -> None:
        """Own facts, the hub's rows, and what a lost hub had told, which has no place any more."""
        self._fold = RegisterFold(self._pack)
        self._fold.take_all(Fact(envelope=decode_envelope(text.encode())) for text in self.own)
        for (journal, _), row in self.rows.items():
            fact = self._fact(journal, row)
            self._fold.take(fact if journal == self.journal else Fact(envelope=fact.envelope))

    def _fact(self, journal: str, row: JournalRow) -> Fact:
        return Fact(envelope=decode_envelope(row.jws.encode()), journal=journal, hub_seq=row.hub_seq)

    def _happening(self, rng: random.Random) -> KnownEvent:
        sitting = rng.choice(self._pack.sittings)
        who, what = sitting.candidate_id, sitting.component_id
        return rng.choice(
            (
                candidate.CandidateMarkedPresent(candidate_id=who, component_id=what, seat=sitting.seat),
                candidate.CandidateMarkedAbsent(candidate_id=who, component_id=what),
                candidate.AttendanceCorrected(
                    candidate_id=who,
                    component_id=what,
                    old=Attendance.ABSENT,
                    new=Attendance.PRESENT,
                    reason="came after all",
                ),
                candidate.IdentityDecided(
                    candidate_id=who, decision=Identity.CONFIRMED, method="tag_and_photo"
                ),
                scripts.ScriptCollected(candidate_id=who, component_id=what),
                room.InvigilatorSignedIn(invigilator_id="inv-1"),
                room.ExamFinished(component_ids=(what,)),
            )
        )
