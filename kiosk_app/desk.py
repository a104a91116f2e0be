"""The room desk: everything an invigilator does with one room of one session, with the hub on or off."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from kiosk_app.clock import TabletClock
from kiosk_app.connection import Connection, Lock
from kiosk_app.faults import RecordRefused, TabletFault
from kiosk_app.notices import clock_notice, sent_by_office
from kiosk_app.pin_guard import PinGuard
from kiosk_app.recorder import Recorder
from kiosk_app.session_record import SessionRecord
from kiosk_app.texts import _
from kiosk_app.typed import whole_signs
from shared.canonical import digest
from shared.ids import CandidateId, InvigilatorId, RoomId
from shared.plan.centre import Invigilator, Room
from shared.plan.pack import SessionPack
from shared.protocol.messages import Notice
from shared.protocol.scan import Scan, check_scan
from shared.record.envelope import Envelope, Source
from shared.record.events import KnownEvent
from shared.record.events.room import InvigilatorSignedIn, InvigilatorSignedOut, NoticeRead, ScanRefused
from shared.record.facts import Fact
from shared.record.register import Register

SAME_REFUSAL = timedelta(seconds=5)
"""A refused code held before the camera is one refusal, not one a frame."""


class SyncSwitch(Protocol):
    """The line to the hub as the desk knows it."""

    def recorded(self, device_seq: int) -> None:
        """Tell that the tablet's journal now ends at ``device_seq``."""

    def pause(self) -> None:
        """Cut the line, as a failing network would."""

    def resume(self) -> None:
        """Let the line be opened again."""

    def stop(self) -> None:
        """End for good; returns when thread and sockets are gone."""


class NoSync:
    """The line of a tablet that is paired with no hub: there is none."""

    def recorded(self, device_seq: int) -> None:
        pass

    def pause(self) -> None:
        pass

    def resume(self) -> None:
        pass

    def stop(self) -> None:
        pass


class Fault(Struct, frozen=True, kw_only=True):
    """Something that went wrong, and when; no text: nothing did."""

    text: str = ""
    at: datetime | None = None


class DeskParts(Struct, frozen=True, kw_only=True):
    """What a desk works with; :class:`kiosk_app.tablet.Tablet` puts it together."""

    record: SessionRecord
    recorder: Recorder
    clock: TabletClock
    photo: Callable[[str], bytes | None]
    unsent: Callable[[], int]
    pins: PinGuard


class RoomDesk:
    """One room of one session. May be used from any thread; changes are told to its listeners."""

    def __init__(self, parts: DeskParts, room: RoomId) -> None:
        self._parts = parts
        self._room_id = room
        self._lock = threading.RLock()
        self._listeners: list[Callable[[], None]] = []
        self._notices: dict[str, Notice] = {}
        self._dismissed: set[str] = set()
        self._connection = Connection(offline_since=parts.clock.now())
        self._recent: list[InvigilatorId] = []
        self._fault = Fault()
        self._last_refusal: tuple[str, datetime] = ("", parts.clock.real_now())
        self.signed_in: Invigilator | None = None
        self.lock_state: Lock = ""
        self.sync: SyncSwitch = NoSync()

    @property
    def pack(self) -> SessionPack:
        """The plan in use; a newer version takes its place while the room goes on."""
        return self._parts.record.pack

    @property
    def room(self) -> Room:
        """The room as the plan has it."""
        room = self.pack.room(self._room_id)
        if room is None:
            raise RecordRefused(
                _("The plan has no room {room} any more. Ask the officer.").format(room=self._room_id)
            )
        return room

    @property
    def revision(self) -> int:
        """Rises with everything that may change the register."""
        return self._parts.record.revision

    @property
    def room_id(self) -> RoomId:
        """The room's identifier, also where a newer plan has dropped the room."""
        return self._room_id

    def now(self) -> datetime:
        """The hub's time by the best estimate (exam day, UTC)."""
        return self._parts.clock.now()

    def register(self) -> Register:
        """The session's register with everything this tablet knows."""
        return self._parts.record.register()

    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the session that this tablet has."""
        return self._parts.record.facts()

    def sign_in(self, invigilator_id: InvigilatorId, pin: str) -> bool:
        """Whether the PIN is right; then this person acts here, is on duty and unlocks the tablet.

        After several wrong PINs every answer is no until ``sign_in_opens`` is past.
        """
        invigilator = self.pack.invigilator(invigilator_id)
        shut = self.lock_state in ("held", "wiped")
        if shut or invigilator is None or not self.accepts_pin(invigilator_id, pin):
            return False
        if invigilator.id not in self.register().room(self._room_id).on_duty:
            self._record(InvigilatorSignedIn(invigilator_id=invigilator.id), actor=invigilator.id)
        self.signed_in = invigilator
        self.lock_state = ""
        with self._lock:
            self._recent = [invigilator.id, *(i for i in self._recent if i != invigilator.id)]
        self._tell()
        return True

    def accepts_pin(self, invigilator_id: InvigilatorId, pin: str) -> bool:
        """Whether this is the person's PIN, for a signature too; wrong ones make everybody wait."""
        invigilator = self.pack.invigilator(invigilator_id)
        return invigilator is not None and self._parts.pins.accepts(invigilator, pin)

    @property
    def recent_people(self) -> tuple[InvigilatorId, ...]:
        """Who worked on this tablet, the last one first, then who else is on duty: for a quick change."""
        with self._lock:
            recent = tuple(self._recent)
        on_duty = self.register().room(self._room_id).on_duty
        return tuple(i for i in dict.fromkeys((*recent, *on_duty)) if self.pack.invigilator(i) is not None)

    @property
    def sign_in_opens(self) -> datetime | None:
        """Until when (real time) no PIN is looked at after several wrong ones; None: now."""
        return self._parts.pins.opens_at

    def sign_out(self) -> None:
        """The person who acts here leaves duty in this room."""
        if self.signed_in is not None:
            self.record(InvigilatorSignedOut(invigilator_id=self.signed_in.id))
            self.signed_in = None
            self._tell()

    def record(self, event: KnownEvent, *, source: Source | None = None) -> Envelope:
        """Record a fact; it is on the tablet's disk when this returns.

        ``source`` tells where it was keyed in from paper. Raises RecordRefused if nobody is signed in,
        JournalFault if it couldn't be saved: then nothing was recorded.
        """
        if self.signed_in is None:
            raise RecordRefused(_("Nobody is signed in. Sign in first, then record this again."))
        return self._record(event, actor=self.signed_in.id, source=source)

    def scan(self, code: str) -> Scan:
        """What a scanned code means in this room; a refused one is recorded as such."""
        code = whole_signs(code)
        scan = check_scan(code, self.pack, self._room_id)
        if scan.fault is not None and self.signed_in is not None:
            code_digest, now = digest(code), self._parts.clock.real_now()
            last, at = self._last_refusal
            if last != code_digest or now - at >= SAME_REFUSAL:
                self.record(ScanRefused(reason=scan.fault.value, code_digest=code_digest))
            self._last_refusal = (code_digest, now)
        return scan

    def photo(self, candidate_id: CandidateId) -> bytes | None:
        """The candidate's photo as JPEG, or None where there is none on this tablet."""
        candidate = self.pack.candidate(candidate_id)
        return self._parts.photo(candidate.photo) if candidate is not None and candidate.photo else None

    def connection(self) -> Connection:
        """How the tablet stands with its hub."""
        clock = self._parts.clock
        with self._lock:
            return replace(
                self._connection,
                unsent=self._parts.unsent(),
                clock_offset_ms=clock.estimate.offset_ms,
                clock_uncertainty_ms=clock.uncertainty_ms,
            )

    def notices(self) -> tuple[Notice, ...]:
        """What the office or the tablet has to tell the room, urgent first, until it was dismissed."""
        jump = self._parts.clock.jump
        with self._lock:
            told = [*self._notices.values(), *([clock_notice(jump)] if jump else [])]
            shown = [notice for notice in told if notice.notice_id not in self._dismissed]
        return tuple(sorted(shown, key=lambda notice: not notice.urgent))

    @property
    def last_fault(self) -> Fault:
        """What went wrong last on this tablet, for the diagnostics page."""
        with self._lock:
            return self._fault

    def note_fault(self, text: str) -> None:
        """Something went wrong that doesn't stop the room."""
        now = self.now()
        with self._lock:
            self._fault = Fault(text=text, at=now)

    def dismiss_notice(self, notice_id: str) -> None:
        """Somebody has read it; of what the office sent, that goes on record."""
        is_new = notice_id not in self._dismissed and sent_by_office(self.facts(), notice_id)
        if self.signed_in is not None and is_new:
            # A fault is told by itself, and no reason to keep the message before the room.
            with suppress(TabletFault):
                self.record(NoticeRead(notice_id=notice_id))
        with self._lock:
            self._notices.pop(notice_id, None)
            self._dismissed.add(notice_id)
        self._tell()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after every change, from whatever thread made it; the result ends that."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def show(self, notice: Notice) -> None:
        """Put a notice before the people in the room; one that was dismissed stays away."""
        with self._lock:
            if notice.notice_id in self._dismissed:
                return
            self._notices[notice.notice_id] = notice
        self._tell()

    def lock(self, state: Lock = "locked") -> None:
        """Whoever was signed in has to do so again; what the office holds or wiped stays so."""
        self.signed_in = None
        if state != "locked" or self.lock_state == "":
            self.lock_state = state
        self._tell()

    def release(self) -> None:
        """The office holds the tablet no longer: whoever has a PIN may sign in."""
        if self.lock_state == "held":
            self.lock_state = "locked"
            self._tell()

    def connection_changed(self, *, online: bool, contact: bool, refusal: str) -> None:
        """The line says how it stands; ``contact``: the hub was heard just now."""
        now = self.now()
        with self._lock:
            before = self._connection
            self._connection = replace(
                before,
                online=online,
                offline_since=None if online else before.offline_since or now,
                last_contact=now if contact else before.last_contact,
                refusal=refusal,
            )
            changed = (before.online, before.refusal) != (online, refusal)
        if changed:
            self._tell()

    def changed(self) -> None:
        """The register, the plan or the outbox changed from elsewhere."""
        self._tell()

    def close(self) -> None:
        """End the line to the hub. What is recorded stays on disk."""
        self.sync.stop()

    def _record(self, event: KnownEvent, *, actor: str, source: Source | None = None) -> Envelope:
        try:
            envelope = self._parts.record.record(
                lambda seen: self._parts.recorder.record(
                    event,
                    session=self.pack.session.id,
                    room=self._room_id,
                    actor=actor,
                    seen=seen,
                    source=source,
                )
            )
        except TabletFault as fault:
            self.note_fault(str(fault))
            raise
        self.sync.recorded(envelope.device_seq)
        self._tell()
        return envelope

    def _tell(self) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()
