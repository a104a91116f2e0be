"""Builders that every kind of test shares: a small pack, devices that sign, a journal in memory.

Nothing here stands in for a part of ExamDay: packs, keys, signatures, chains and rows are the real ones,
only made without files. All of it is seeded by names, so that a failure can be repeated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec

from shared.canonical import GENESIS, digest
from shared.ids import candidate_id_from_bytes
from shared.plan.candidates import Arrangement, ArrangementKind, Candidate
from shared.plan.centre import Centre, Invigilator, Room, Seat, hash_pin
from shared.plan.pack import SessionPack
from shared.plan.timetable import Component, Session, Sitting, TimetabledComponent, in_zone
from shared.protocol.signing import SigningKey, sign_envelope
from shared.record.chain import JournalRow, link_row
from shared.record.envelope import OFFICE_DEVICE, Envelope, Live, Source
from shared.record.events import KnownEvent
from shared.record.events.office import DeviceEnrolled
from shared.record.facts import Fact
from shared.rules.profile import RulesProfile
from shared.rules.reading import parse_profile

DAY = date(2024, 6, 3)
SESSION = "2024-06-03-AM"
START = in_zone(DAY, 9, 0, "Europe/London")
MATHS = "AQA:8300/2F"
MATHS_HIGHER = "AQA:8300/2H"
IGCSE = "Pearson:4MA1 2F"
HALL, ANNEXE = "hall", "annexe"
PIN = "4711"
JOURNAL = "journal-1"
RULES_FILE = Path(__file__).parents[1] / "shared" / "rules" / "data" / "jcq-2026-27.toml"

NAMES = (
    ("O'Connor", "Siân"),
    ("Nguyễn", "Thị Ánh"),
    ("Smith-Jones", "Zoë"),
    ("Åkesson", "Björn"),
    ("Madonna", ""),
    ("Okonkwo", "Chidi"),
    ("García Márquez", "José"),
    ("Li", "Wei"),
    ("Featherstonehaugh", "Bartholomew"),
    ("Khan", "Aisha"),
    ("Müller", "Jörg"),
    ("d'Arcy", "Fionnuala"),
)


@cache
def rules() -> RulesProfile:
    """The profile that ships."""
    return parse_profile(RULES_FILE.read_text(encoding="utf-8"), RULES_FILE.name)


@cache
def tag_key() -> SigningKey:
    """The key that signs QR tags of the small pack, key id 1."""
    return secret_key("tags")


@cache
def secret_key(name: str) -> SigningKey:
    """The signing key that belongs to ``name``, always the same one."""
    return SigningKey(hashlib.sha256(name.encode()).digest())


def candidate_id(number: int) -> str:
    """The pseudonym of the small pack's candidate ``number`` (1, 2, 3 …)."""
    return candidate_id_from_bytes(hashlib.sha256(f"candidate {number}".encode()).digest()[:5])


def room(room_id: str, name: str, rows: int = 5, columns: int = 6) -> Room:
    """A room of ``rows`` by ``columns`` seats, A1 at the front on the left."""
    seats = tuple(
        Seat(label=f"{chr(65 + column)}{row + 1}", row=row, column=column)
        for column in range(columns)
        for row in range(rows)
    )
    return Room(id=room_id, name=name, rows=rows, columns=columns, seats=seats)


def small_pack(candidates: int = 8, *, version: int = 1, session: str = SESSION) -> SessionPack:
    """A published pack: two rooms, three papers; every fourth candidate sits in the annexe.

    Candidates 1, 2, 3 … have numbers 1001, 1002, 1003 …; they sit Foundation, Higher and IGCSE in turn.
    Candidate 2 has 25 % extra time and rest breaks.
    """
    papers = (
        TimetabledComponent(
            component=Component(board="AQA", code="8300/2F", title="Mathematics Paper 2 Foundation"),
            published_start=START,
            minutes=90,
        ),
        TimetabledComponent(
            component=Component(board="AQA", code="8300/2H", title="Mathematics Paper 2 Higher"),
            published_start=START,
            minutes=90,
        ),
        TimetabledComponent(
            component=Component(board="Pearson", code="4MA1 2F", title="International GCSE Mathematics"),
            published_start=START,
            minutes=120,
        ),
    )
    rooms = (room(HALL, "Main Hall"), room(ANNEXE, "Annexe", rows=2, columns=4))
    people: list[Candidate] = []
    sittings: list[Sitting] = []
    free = {r.id: iter(seat.label for seat in r.seats) for r in rooms}
    for number in range(1, candidates + 1):
        surname, forenames = NAMES[(number - 1) % len(NAMES)]
        granted = (
            Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25),
            Arrangement(kind=ArrangementKind.REST_BREAKS),
        )
        people.append(
            Candidate(
                id=candidate_id(number),
                number=f"{1000 + number:04d}",
                surname=surname if number <= len(NAMES) else f"{surname} {number}",
                forenames=forenames,
                arrangements=granted if number == 2 else (),
            )
        )
        where = ANNEXE if number % 4 == 0 and number <= 32 else HALL
        sittings.append(
            Sitting(
                candidate_id=candidate_id(number),
                component_id=papers[(number - 1) % 3].id,
                room_id=where,
                seat=next(free[where], None),
            )
        )
    pack = SessionPack(
        version=version,
        published_at=START - timedelta(days=3),
        centre=Centre(number="12345", name="Riverside School"),
        session=Session(id=session, components=papers),
        rooms=rooms,
        candidates=tuple(people),
        sittings=tuple(sittings),
        invigilators=invigilators(),
        rules=rules(),
        tag_keys={1: tag_key().public.text},
    )
    return msgspec.structs.replace(pack, published_hash=pack.content_hash)


@cache
def invigilators() -> tuple[Invigilator, ...]:
    """Three people, all with the same PIN."""
    hashed = hash_pin(PIN, "salt")
    return (
        Invigilator(id="inv-1", name="Ruth Adeyemi", role="lead", pin_salt="salt", pin_hash=hashed),
        Invigilator(id="inv-2", name="Piotr Nowak", pin_salt="salt", pin_hash=hashed),
        Invigilator(id="inv-3", name="Mary Quayle", role="reserve", pin_salt="salt", pin_hash=hashed),
    )


@dataclass
class Device:
    """Something that signs facts in a chain of its own: a tablet, or the office with id ``hub``."""

    device_id: str
    room: str | None = None
    session: str = SESSION
    actor: str = "inv-1"
    seq: int = 0
    prev: str = GENESIS
    journal: str = ""
    seen: int = 0
    written: list[str] = field(default_factory=list)

    @property
    def key(self) -> SigningKey:
        return secret_key(self.device_id)

    def write(
        self,
        event: KnownEvent,
        *,
        at: datetime = START,
        room: str | None = None,
        session: str | None = None,
        actor: str = "",
        source: Source | None = None,
        clock_offset_ms: int = 0,
    ) -> Envelope:
        """The next fact of this device; its signed form is appended to ``written``."""
        self.seq += 1
        envelope = Envelope(
            device_id=self.device_id,
            device_seq=self.seq,
            prev=self.prev,
            session=self.session if session is None else session,
            room=room or self.room,
            journal=self.journal,
            seen=self.seen,
            occurred_at=at.astimezone(UTC),
            clock_offset_ms=clock_offset_ms,
            actor=actor or self.actor,
            source=source or Live(),
            event=event,
        )
        jws = sign_envelope(envelope, self.key)
        self.prev = digest(jws)
        self.written.append(jws)
        return envelope

    def catch_up(self, journal: MemoryJournal) -> None:
        """From now on this device has seen everything in ``journal``."""
        self.journal, self.seen = journal.journal_id, len(journal.rows)


class MemoryJournal:
    """A hub's journal without the file: rows linked by the real chain, in the order of arrival."""

    def __init__(self, journal_id: str = JOURNAL, *, began: datetime = START) -> None:
        self.journal_id = journal_id
        self.rows: list[JournalRow] = []
        self.began = began.astimezone(UTC)

    @property
    def head(self) -> str:
        return self.rows[-1].row_hash if self.rows else GENESIS

    def append(self, jws: str, *, received_at: datetime | None = None) -> JournalRow:
        """One more row behind the last."""
        number = len(self.rows) + 1
        moment = received_at or self.began + timedelta(seconds=number)
        self.rows.append(link_row(self.head, number, moment, jws))
        return self.rows[-1]

    def take(self, *devices: Device) -> None:
        """Everything that these devices wrote and that isn't here yet, device by device."""
        known = {row.jws for row in self.rows}
        for device in devices:
            for jws in device.written:
                if jws not in known:
                    self.append(jws)

    def place_of(self, envelope: Envelope, signed: str) -> Fact:
        """The envelope as a fact with its place in this journal."""
        number = next(row.hub_seq for row in self.rows if row.jws == signed)
        return Fact(envelope=envelope, journal=self.journal_id, hub_seq=number)


def office(*, session: str = SESSION) -> Device:
    """The hub's own signing device."""
    return Device(device_id=OFFICE_DEVICE, session=session, actor="officer")


def enrolment(device: Device) -> DeviceEnrolled:
    """The office fact that makes ``device`` known."""
    return DeviceEnrolled(
        device_id=device.device_id,
        name=device.device_id.title(),
        public_key=device.key.public.text,
        rooms=(device.room,) if device.room else (),
    )


def facts(envelopes: Iterable[Envelope], *, journal: str = "") -> list[Fact]:
    """Envelopes as facts: numbered 1, 2, 3 … in ``journal``, or without a place where it is empty."""
    return [
        Fact(envelope=envelope, journal=journal, hub_seq=number if journal else None)
        for number, envelope in enumerate(envelopes, start=1)
    ]
