"""The nodes of the whole-exam machine: tablets, the office and a hub, which hear of each other bit by bit."""

from __future__ import annotations

from collections.abc import Iterable

from shared.plan.pack import SessionPack
from shared.protocol.signing import open_envelope
from shared.record.envelope import Envelope
from shared.record.facts import Fact
from shared.record.fold import RegisterFold
from shared.record.register import Register
from tests.factories import Device, MemoryJournal, secret_key


class Node:
    """A tablet or the office: what it wrote, which rows it has heard, and its own fold of both."""

    def __init__(self, device: Device, pack: SessionPack) -> None:
        self.device = device
        self.own: list[Envelope] = []
        self.heard: set[int] = set()
        self.is_cut = False
        self._fold = RegisterFold(pack)

    def register(self) -> Register:
        return self._fold.register()

    def wrote(self, envelope: Envelope) -> None:
        self.own.append(envelope)
        self._fold.take(Fact(envelope=envelope))

    def hear(self, facts: Iterable[Fact], journal: str) -> None:
        """Rows in any order, some perhaps again; seen is only what is there without a gap."""
        for fact in facts:
            assert fact.hub_seq is not None
            self._fold.take(fact)
            self.heard.add(fact.hub_seq)
        self.device.journal = journal
        while self.device.seen + 1 in self.heard:
            self.device.seen += 1


class Hub:
    """Takes each device's envelopes once and in their order; its register is folded step by step."""

    def __init__(self, pack: SessionPack) -> None:
        self.journal = MemoryJournal()
        self.facts: list[Fact] = []
        self.taken: dict[str, int] = {}
        self._fold = RegisterFold(pack)

    def register(self) -> Register:
        return self._fold.register()

    def take(self, node: Node, number: int) -> Fact | None:
        """Envelope ``number`` of ``node`` arrives; None where it is known, or comes before its turn."""
        device = node.device.device_id
        if number != self.taken.get(device, 0) + 1:
            return None
        jws = node.device.written[number - 1]
        envelope = open_envelope(jws, secret_key(device).public)
        row = self.journal.append(jws)
        fact = Fact(envelope=envelope, journal=self.journal.journal_id, hub_seq=row.hub_seq)
        self.facts.append(fact)
        self.taken[device] = number
        self._fold.take(fact)
        return fact
