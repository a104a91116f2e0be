"""The world of the stories: tablets with journals of their own, an office, a hub, and lines that can be cut.

Envelopes, signatures, chains, rows and folds are the real ones. A tablet folds what it wrote at once, and the
hub's rows as they come; the hub takes each device's envelopes once, in their order, with their signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import permutations

from shared.canonical import GENESIS, canonical_json, digest
from shared.ids import RoomId
from shared.plan.pack import SessionPack
from shared.protocol.signing import open_envelope
from shared.record.chain import JournalRow
from shared.record.envelope import Envelope, Source
from shared.record.events import KnownEvent, candidate, office, room
from shared.record.events.candidate import Attendance, Identity
from shared.record.facts import Fact
from shared.record.fold import RegisterFold, project
from shared.record.register import Discrepancy, DiscrepancyKind, Register, SittingRecord
from tests.factories import (
    MATHS,
    START,
    Device,
    MemoryJournal,
    candidate_id,
    enrolment,
    secret_key,
    small_pack,
)
from tests.factories import office as office_device

SIAN, ANH, ZOE, BJORN = map(candidate_id, (1, 2, 3, 4))
"""Of the small pack: in the hall A1 (Foundation), A2 (Higher, extra time), A3 (IGCSE), in the annexe A1."""


def minutes(after: float) -> datetime:
    """So many minutes after the published start."""
    return START + timedelta(minutes=after)


class Post:
    """A place where facts are written down: a tablet, or the office."""

    def __init__(self, device: Device, pack: SessionPack) -> None:
        self.device = device
        self.pack = pack
        self.is_online = True
        self.rows: dict[int, JournalRow] = {}
        self._fold = RegisterFold(pack)

    @property
    def name(self) -> str:
        return self.device.device_id

    def register(self) -> Register:
        """What this post's own screen shows."""
        return self._fold.register()

    def sitting(self, who: str, what: str) -> SittingRecord:
        found = self.register().sitting(who, what)
        assert found is not None
        return found

    def open_kinds(self) -> set[DiscrepancyKind]:
        return {d.kind for d in self.register().open_discrepancies}

    def write(
        self, event: KnownEvent, at: datetime, source: Source | None, room_id: RoomId | None
    ) -> Envelope:
        envelope = self.device.write(event, at=at, source=source, room=room_id)
        self._fold.take(Fact(envelope=envelope))
        return envelope

    def hear(self, row: JournalRow, envelope: Envelope, journal: str) -> None:
        """A row of the hub's journal reaches this post."""
        self.rows[row.hub_seq] = row
        self._fold.take(Fact(envelope=envelope, journal=journal, hub_seq=row.hub_seq))


class Hub:
    """The journal of the day: authentic, exactly once, in each device's order."""

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.facts: list[Fact] = []
        self._last: dict[str, tuple[int, str]] = {}

    def take(self, device_id: str, written: Iterable[str]) -> None:
        """What a device pushes; what is here already is passed over."""
        for jws in written:
            envelope = open_envelope(jws, secret_key(device_id).public)
            number, link = self._last.get(device_id, (0, GENESIS))
            if envelope.device_seq <= number:
                continue
            assert (envelope.device_id, envelope.device_seq, envelope.prev) == (device_id, number + 1, link)
            row = self.journal.append(jws)
            self._last[device_id] = (envelope.device_seq, digest(jws))
            self.facts.append(Fact(envelope=envelope, journal=self.journal.journal_id, hub_seq=row.hub_seq))

    def received(self, device_id: str) -> int:
        return self._last.get(device_id, (0, ""))[0]


class ExamDay:
    """One session. What anybody online records is at the hub and on every screen online at once."""

    def __init__(self, pack: SessionPack | None = None) -> None:
        self.pack = pack or small_pack()
        self.hub = Hub()
        self.posts: list[Post] = []
        self.office = self._add(Post(office_device(), self.pack))
        self.office_says(office.PackPublished(version=self.pack.version, content_hash=self.pack.content_hash))

    def tablet(self, name: str, room_id: RoomId, actor: str = "inv-1") -> Post:
        """A tablet is paired for a room; it gets everything that the hub has."""
        device = Device(device_id=name, room=room_id, actor=actor)
        self.office_says(enrolment(device))
        return self._add(Post(device, self.pack.for_rooms([room_id])))

    def _add(self, post: Post) -> Post:
        self.posts.append(post)
        self.deliver()
        return post

    def says(
        self,
        post: Post,
        *events: KnownEvent,
        at: float = 0,
        source: Source | None = None,
        room_id: RoomId | None = None,
    ) -> tuple[Envelope, ...]:
        """``post`` records events, ``at`` minutes after the published start."""
        written = tuple(post.write(event, minutes(at), source, room_id) for event in events)
        self.deliver()
        return written

    def office_says(self, *events: KnownEvent, at: float = 0, room_id: RoomId | None = None) -> None:
        self.says(self.office, *events, at=at, room_id=room_id)

    def cut(self, *posts: Post) -> None:
        """The network is gone for these."""
        for post in posts:
            post.is_online = False

    def join(self, *posts: Post) -> None:
        """They come back one after the other, in this order; the first one pushes everything first."""
        for post in posts:
            post.is_online = True
            self.deliver()

    def deliver(self) -> None:
        """Whoever is online pushes, and then hears everything; both twice, as after a lost receipt."""
        online = [post for post in self.posts if post.is_online]
        for post in online:
            unsent = post.device.written[self.hub.received(post.name) :]
            self.hub.take(post.name, unsent)
            self.hub.take(post.name, unsent)
        for post in online:
            for row, fact in zip(self.hub.journal.rows, self.hub.facts, strict=True):
                if row.hub_seq not in post.rows:
                    post.hear(row, fact.envelope, fact.journal)
                    post.hear(row, fact.envelope, fact.journal)
            post.device.catch_up(self.hub.journal)

    def unsent(self, post: Post) -> int:
        return len(post.device.written) - self.hub.received(post.name)

    def register(self) -> Register:
        """The hub's register, worked out from its journal."""
        return project(self.pack, self.hub.facts)

    def open(self, kind: DiscrepancyKind) -> Discrepancy:
        """The one open discrepancy of this kind."""
        (found,) = [d for d in self.register().open_discrepancies if d.kind is kind]
        return found

    def open_kinds(self) -> set[DiscrepancyKind]:
        return {d.kind for d in self.register().open_discrepancies}

    def settle(
        self, found: Discrepancy, answer: str, ruling: Attendance | None = None, room_id: str | None = None
    ) -> None:
        """The officer answers, having looked at everything the discrepancy names."""
        (who,), what = found.candidate_ids, found.component_id
        ruled = ruling and office.AttendanceRuling(
            candidate_id=who, component_id=what or "", attendance=ruling
        )
        settled = office.DiscrepancySettled(
            discrepancy_id=found.id, answer=answer, evidence=found.evidence, ruling=ruled or None
        )
        self.office_says(settled, at=180, room_id=room_id)

    def all_agree(self) -> Register:
        """Every post online shows the hub's register, whatever way the facts took."""
        expected = self.register()
        assert project(self.pack, [*reversed(self.hub.facts), *self.hub.facts]) == expected
        for post in self.posts:
            assert post.is_online
            # Only what the pack of a room leaves out, names and numbers, may differ; the register has none.
            assert canonical_json(post.register()) == canonical_json(expected), post.name
        return expected


def every_way(count: int) -> Sequence[tuple[int, ...]]:
    """Every order in which so many tablets can come back."""
    return tuple(permutations(range(count)))


def present(who: str, what: str = MATHS, seat: str | None = None) -> candidate.CandidateMarkedPresent:
    return candidate.CandidateMarkedPresent(candidate_id=who, component_id=what, seat=seat)


def absent(who: str, what: str = MATHS) -> candidate.CandidateMarkedAbsent:
    return candidate.CandidateMarkedAbsent(candidate_id=who, component_id=what)


def decided(who: str, decision: Identity, note: str = "") -> candidate.IdentityDecided:
    return candidate.IdentityDecided(candidate_id=who, decision=decision, method="tag_and_photo", note=note)


def started(*papers: str, at: float = 0) -> room.ExamStarted:
    return room.ExamStarted(component_ids=papers, actual_start=minutes(at))
