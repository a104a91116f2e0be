"""A world in memory for the sync state machine: tablets, a hub, and a network that spares nothing.

Only what is around the state machine is simple here: ``step`` itself, envelopes, rows, chain and fold are
the real ones. Time is simulated, chance is seeded, so that every morning can be played again.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shared.plan.pack import SessionPack
from shared.protocol.messages import Events, Hello, HubMessage, Push, Receipt, TabletMessage, Welcome
from shared.protocol.sync_state import Connected, Disconnected
from shared.record.envelope import decode_envelope
from shared.record.facts import Fact
from tests.factories import SESSION, START, MemoryJournal
from tests.simulation.sync_tablet import Tablet


class MemoryHub:
    """Takes pushes exactly once and in order, answers as the hub does, and keeps everything in memory."""

    def __init__(self, journal_id: str) -> None:
        self.journal = MemoryJournal(journal_id)
        self.received: dict[str, int] = {}

    @property
    def head(self) -> int:
        return len(self.journal.rows)

    def take(self, device: str, envelopes: tuple[str, ...]) -> Receipt:
        for text in envelopes:
            number = decode_envelope(text.encode()).device_seq
            if number == self.received.get(device, 0) + 1:
                self.journal.append(text)
                self.received[device] = number
        return Receipt(acked_through=self.received.get(device, 0), signed="")

    def welcome(self, device: str, now: datetime) -> Welcome:
        return Welcome(
            hub_id="hub",
            journal=self.journal.journal_id,
            head_seq=self.head,
            acked_through=self.received.get(device, 0),
            hub_time=now,
        )

    def events(self, after: int, most: int) -> Events:
        rows = tuple(self.journal.rows[after : after + most])
        head = rows[-1].hub_seq if rows else after
        return Events(journal=self.journal.journal_id, after=after, rows=rows, head_seq=head)

    def facts(self) -> list[Fact]:
        return [
            Fact(
                envelope=decode_envelope(row.jws.encode()),
                journal=self.journal.journal_id,
                hub_seq=row.hub_seq,
            )
            for row in self.journal.rows
        ]


@dataclass
class Line:
    """One connection; what is on the way when it breaks never arrives."""

    tablet: Tablet
    hub: MemoryHub
    open: bool = True
    cursor: int | None = None


@dataclass
class Weather:
    """How bad the network is: shares of messages, and seconds between line breaks."""

    dropped: float = 0.0
    repeated: float = 0.0
    slowest: float = 0.05
    breaks_every: float = 1e9


@dataclass
class World:
    """Plays one morning. ``at`` is the hub's time in seconds since the start."""

    pack: SessionPack
    rng: random.Random
    weather: Weather
    tablets: list[Tablet] = field(default_factory=list)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.hub = MemoryHub("journal-1")
        self._lines: dict[str, Line] = {}
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    @property
    def now(self) -> datetime:
        return START.astimezone(UTC) + timedelta(seconds=self.at)

    def after(self, seconds: float, what: Callable[[], None]) -> None:
        """Have ``what`` happen in ``seconds``."""
        self._count += 1
        heapq.heappush(self._agenda, (self.at + seconds, self._count, what))

    def run(self, until: float) -> None:
        """Let everything happen that is due before ``until``."""
        while self._agenda and self._agenda[0][0] <= until:
            self.at, _, what = heapq.heappop(self._agenda)
            what()
        self.at = until

    def add(self, tablet: Tablet) -> None:
        """Switch a tablet on: it connects, and ticks every second."""
        self.tablets.append(tablet)
        self.after(self.rng.random(), lambda: self.connect(tablet))
        self.after(1.0, lambda: self._tick(tablet))

    def connect(self, tablet: Tablet) -> None:
        """Open a new line for ``tablet``, whatever became of the old one."""
        self.cut(tablet)
        line = self._lines[tablet.device_id] = Line(tablet, self.hub)
        if self.weather.breaks_every < 1e9:
            self.after(self.rng.expovariate(1 / self.weather.breaks_every), lambda: self._broke(line))
        self._carry(line, tablet.feed(Connected(), self.now))

    def cut(self, tablet: Tablet) -> None:
        """Break the line without telling anybody."""
        line = self._lines.pop(tablet.device_id, None)
        if line is not None:
            line.open = False

    def replace_hub(self, journal_id: str) -> None:
        """The hub is lost with its disk; an empty one takes its place."""
        self.hub = MemoryHub(journal_id)
        for line in list(self._lines.values()):
            self._broke(line)

    def crash(self, tablet: Tablet) -> None:
        """The tablet's battery is pulled; it starts again from its journal."""
        self.cut(tablet)
        tablet.restart()
        self.after(2 * self.rng.random(), lambda: self.connect(tablet))

    def record(self, tablet: Tablet) -> None:
        """Something happens in the tablet's room."""
        messages = tablet.record(self.rng, self.now)
        line = self._lines.get(tablet.device_id)
        if line is not None:
            self._carry(line, messages)

    def _broke(self, line: Line) -> None:
        if not line.open:
            return
        self.cut(line.tablet)
        line.tablet.feed(Disconnected(), self.now)
        self.after(line.tablet.reconnect_in, lambda: self._connect_unless_open(line.tablet))

    def _connect_unless_open(self, tablet: Tablet) -> None:
        if tablet.device_id not in self._lines:
            self.connect(tablet)

    def _tick(self, tablet: Tablet) -> None:
        line = self._lines.get(tablet.device_id)
        if line is not None:
            self._carry(line, tablet.tick(self.now))
        self.after(1.0, lambda: self._tick(tablet))

    def _carry(self, line: Line, messages: list[TabletMessage]) -> None:
        for message in messages:
            self._send(line, lambda message=message: self._hear(line, message))

    def _send(self, line: Line, deliver: Callable[[], None]) -> None:
        """Each message takes its own time, so that they overtake each other; a lost one breaks the line."""
        if self.rng.random() < self.weather.dropped:
            self.after(3.0, lambda: self._broke(line))
            return
        times = 2 if self.rng.random() < self.weather.repeated else 1
        for _ in range(times):
            delay = self.rng.random() * self.weather.slowest
            self.after(delay, lambda: deliver() if line.open else None)

    def _hear(self, line: Line, message: TabletMessage) -> None:
        """The hub's end of the line."""
        device = line.tablet.device_id
        match message:
            case Hello():
                line.cursor = message.seen if message.journal == line.hub.journal.journal_id else 0
                self._answer(line, line.hub.welcome(device, self.now))
            case Push():
                self._answer(line, line.hub.take(device, message.envelopes))
            case _:
                return
        for other in list(self._lines.values()):
            self._tell_rows(other)

    def _tell_rows(self, line: Line) -> None:
        while line.cursor is not None and line.cursor < line.hub.head:
            events = line.hub.events(line.cursor, self.rng.randint(1, 20))
            line.cursor = events.head_seq
            self._answer(line, events)

    def _answer(self, line: Line, message: HubMessage) -> None:
        self._send(line, lambda: self._told(line, message))

    def _told(self, line: Line, message: HubMessage) -> None:
        self._carry(line, line.tablet.feed(message, self.now))


def new_world(seed: int, pack: SessionPack, rooms: tuple[str, ...], weather: Weather) -> World:
    """A world with one tablet in each room, each with a clock of its own."""
    rng = random.Random(seed)
    world = World(pack, rng, weather)
    for number, room in enumerate(rooms, start=1):
        wrong_by = rng.choice((0, 0, rng.uniform(-5, 5), rng.uniform(-90_000, 90_000)))
        world.add(Tablet(f"tablet-{number}", room, pack, SESSION, timedelta(seconds=wrong_by)))
    return world
