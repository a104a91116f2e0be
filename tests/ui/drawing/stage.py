"""A tablet brought to any hour of its exam day, for drawing: real desk, real journal, one frozen clock."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from kiosk_app.clock import TabletClock
from kiosk_app.tablet import Tablet
from kiosk_app.theme.tokens import ThemeName
from kiosk_app.viewmodels.room import RoomViewModel
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.pack import SessionPack
from shared.protocol.clock import ClockEstimate
from shared.record.events import candidate as ev
from shared.record.events import room as room_ev
from tests import factories
from tests.ui.glass import Glass, Tray, make_app, with_photos

State = Literal["empty", "typical", "many", "offline", "error"]
Hour = Literal["before", "running", "stopped", "over", "done", "signed"]
STATES: Final[tuple[State, ...]] = ("empty", "typical", "many", "offline", "error")
HOURS: Final[tuple[Hour, ...]] = ("before", "running", "stopped", "over", "done", "signed")
PEOPLE: Final[dict[State, int]] = {"empty": 3, "typical": 16, "many": 260, "offline": 16, "error": 16}
DISK_FULL: Final = (
    "This could not be saved: the tablet's disk is full. Nothing was recorded."
    " Free some space, then do it again."
)


class Stopped:
    """A clock that a drawing sets; nothing on a picture depends on when it was drawn."""

    def __init__(self) -> None:
        self.now = factories.START - timedelta(minutes=20)

    def __call__(self) -> datetime:
        return self.now

    def at(self, minutes: float) -> None:
        """Minutes after the published start."""
        self.now = factories.START + timedelta(minutes=minutes)


class Stage:
    """One state of the hall; ``to`` plays on to an hour of the day. Use as a context."""

    def __init__(self, folder: Path, state: State, size: tuple[int, int]) -> None:
        self.state = state
        self.clock = Stopped()
        self._closing = ExitStack()
        self.tablet = Tablet.open(
            folder / "tablet",
            name="Hall 1",
            clock=TabletClock(self.clock),
            draw=lambda count: bytes(range(1, count + 1)),
            is_discovering=False,
        )
        self._closing.callback(self.tablet.close)
        pack, photos = with_photos(_pack(PEOPLE[state]), without=1)
        self.tablet.adopt_pack(pack, photos)
        self.app = make_app(
            self.tablet, folder, size, open_frames=lambda: Tray(), run=lambda job: job(), lock_minutes=0
        )
        self.glass = Glass(self.app, size)
        self._closing.callback(self.glass.close)
        self.hour: Hour = "before"
        where = factories.ANNEXE if state == "empty" else factories.HALL
        self.app.choice.choose(factories.SESSION, where)
        self.glass.until(lambda: self.app.room is not None)

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_args: object) -> None:
        self._closing.close()

    @property
    def room(self) -> RoomViewModel:
        room: RoomViewModel = self.app.room
        return room

    @property
    def shell(self) -> Any:
        return self.app.screen

    def sign_in(self) -> None:
        if self.room.desk.signed_in is None:
            assert self.room.sign_in.sign_in("inv-1", factories.PIN)
            self.settle()
        self.set_line()

    def wear(self, theme: ThemeName) -> None:
        """The theme of the locked tablet and of the person who works at it."""
        self.room.desk.lock()
        self.settle()
        self.app.settings.set_theme(theme)
        self.sign_in()
        self.app.settings.set_theme(theme)

    def set_line(self) -> None:
        """Offline is drawn as such; everywhere else the hub is there and has everything."""
        desk = self.tablet.desk
        assert desk is not None
        if self.state != "offline":
            self.tablet._journal.follow("journal-1")
            self.tablet._journal.store_receipt("journal-1", self.tablet.records, "drawn")
            told = ClockEstimate(offset_ms=0, uncertainty_ms=40, measured_at=self.clock())
            self.tablet.clock.restore(told)
        desk.connection_changed(online=self.state != "offline", contact=True, refusal="")

    def settle(self) -> None:
        self.app.redraw()
        self.glass.idle(4)

    def to(self, hour: Hour) -> None:
        """Play on; hours only go forward."""
        for step in HOURS[HOURS.index(self.hour) + 1 : HOURS.index(hour) + 1]:
            self.sign_in()
            if self.state != "empty":
                getattr(self, f"_{step}")()
            self.hour = step
        self.set_line()

    def _running(self) -> None:
        room = self.room
        room.desk.record(room_ev.InvigilatorSignedIn(invigilator_id="inv-2"))
        room.exam.confirm_checklist()
        for packet in room.exam.packets.packets:
            for person in ("inv-1", "inv-2"):
                room.desk.record(room_ev.PacketChecked(component_id=packet.component, checked_by=person))
            room.exam.packets.open(packet.component, 100)
        rows = list(room.book.sittings)
        self.clock.at(-8)
        for sitting in rows[:-3]:
            who, what = sitting.key
            confirmed = ev.IdentityDecided(
                candidate_id=who, decision=ev.Identity.CONFIRMED, method="tag_and_photo"
            )
            room.desk.record(confirmed)
            room.desk.record(
                ev.CandidateMarkedPresent(candidate_id=who, component_id=what, seat=sitting.planned_seat)
            )
        room.scan.open(rows[-3].key).mark_absent()
        room.scan.open(rows[-2].key).seat_pending("no document")
        room.exam.read_script()
        self.clock.at(2)
        room.exam.start()
        self.clock.at(12)
        room.scan.open(rows[-1].key).admit_late("the bus")
        self.clock.at(40)
        room.desk.record(ev.CandidateLeftRoom(candidate_id=rows[1].candidate_id, escort="Piotr Nowak"))
        room.scan.dismiss()

    def _stopped(self) -> None:
        self.clock.at(44)
        self.room.exam.stop_clock("evacuation")
        self.clock.at(47)

    def _over(self) -> None:
        room = self.room
        room.exam.resume()
        self.clock.at(55)
        rows = list(room.book.sittings)
        room.desk.record(ev.CandidateReturned(candidate_id=rows[1].candidate_id))
        room.scan.open(rows[-2].key).confirm("document")
        room.scan.dismiss()
        self.clock.at(160)
        room.exam.finish()
        for row in room.collect.rows[: -max(3, len(room.collect.rows) // 4)]:
            room.collect.collect(row.key)
        self.clock.at(164)

    def _done(self) -> None:
        room = self.room
        for row in room.collect.missing:
            room.collect.collect(row.key)
        for pile in room.collect.piles:
            room.collect.count(pile.component, pile.collected)
            room.collect.count_unused(pile.component, 100 - pile.expected - 1, 1)
        self.clock.at(168)

    def _signed(self) -> None:
        self.room.sign.sign([("inv-1", factories.PIN), ("inv-2", factories.PIN)])
        self.clock.at(170)


def _pack(people: int) -> SessionPack:
    """The small pack, with a word processor and a scribe, so that cover sheets are to be seen."""
    from msgspec.structs import replace

    pack = factories.small_pack(people)
    granted = {4: ArrangementKind.WORD_PROCESSOR, 6: ArrangementKind.SCRIBE}
    candidates = tuple(
        replace(one, arrangements=(Arrangement(kind=granted[number]),)) if number in granted else one
        for number, one in enumerate(pack.candidates)
    )
    rooms = tuple(
        factories.room(r.id, r.name, rows=20, columns=14) if r.id == factories.HALL and people > 100 else r
        for r in pack.rooms
    )
    hall = iter(rooms[0].seats)
    sittings = tuple(
        replace(one, seat=next(hall).label) if one.room_id == factories.HALL and people > 100 else one
        for one in pack.sittings
    )
    changed = replace(pack, candidates=candidates, rooms=rooms, sittings=sittings, published_hash="")
    return replace(changed, published_hash=changed.content_hash)
