"""A whole ordinary exam as signed facts, and the journal and register that they make."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.plan.pack import SessionPack
from shared.protocol.signing import payload_of
from shared.record.envelope import Envelope, decode_envelope
from shared.record.events import KnownEvent, candidate, room, scripts
from shared.record.events.office import LogBookEntryMade, PackPublished
from shared.record.facts import Fact
from shared.record.fold import project, room_register_digest
from shared.record.register import Register
from shared.record.room_lists import CHECKLIST_ITEMS, SCRIPT_ITEMS
from tests import factories
from tests.factories import ANNEXE, HALL, START, Device, MemoryJournal


@dataclass
class Morning:
    """Two rooms and the office after an exam; ``register()`` is worked out from the journal."""

    pack: SessionPack
    journal: MemoryJournal
    office: Device
    hall: Device
    annexe: Device

    def facts(self) -> list[Fact]:
        read = [(row, decode_envelope(payload_of(row.jws))) for row in self.journal.rows]
        return [
            Fact(envelope=envelope, journal=self.journal.journal_id, hub_seq=row.hub_seq)
            for row, envelope in read
            if envelope.session == self.pack.session.id
        ]

    def register(self) -> Register:
        return project(self.pack, self.facts())

    def record(self, event: KnownEvent, *, at: datetime = START + timedelta(hours=4)) -> None:
        """The office, which has seen everything, records one more fact."""
        self.office.catch_up(self.journal)
        self.office.write(event, at=at)
        self.journal.take(self.office)


def ordinary_morning(candidates: int = 8, *, close: bool = True) -> Morning:
    """Everybody came, everything was handed in and signed; another session's rows lie between."""
    pack = factories.small_pack(candidates)
    morning = Morning(
        pack=pack,
        journal=MemoryJournal(),
        office=factories.office(),
        hall=Device(device_id="tablet-hall", room=HALL),
        annexe=Device(device_id="tablet-annexe", room=ANNEXE, actor="inv-3"),
    )
    morning.office.write(PackPublished(version=pack.version, content_hash=pack.content_hash))
    for tablet in (morning.hall, morning.annexe):
        morning.office.write(factories.enrolment(tablet), session="")
    morning.journal.take(morning.office)
    room_day(pack, morning.hall, HALL, close=close)
    for _ in range(2):
        morning.annexe.write(LogBookEntryMade(text="another day"), session="2024-06-03-PM")
    room_day(pack, morning.annexe, ANNEXE, close=close)
    morning.journal.take(morning.hall, morning.annexe)
    return morning


def prepared(*papers: str) -> tuple[KnownEvent, ...]:
    """All that comes before a start in step: checklist, packets checked by two, opened, script read."""
    checked = (
        room.PacketChecked(component_id=paper, checked_by=person)
        for paper in papers
        for person in ("inv-1", "inv-2")
    )
    return (
        room.ChecklistConfirmed(items=CHECKLIST_ITEMS),
        *checked,
        *(room.PacketOpened(component_id=paper) for paper in papers),
        room.StartScriptRead(items=SCRIPT_ITEMS, component_ids=papers),
    )


def room_day(
    pack: SessionPack,
    tablet: Device,
    where: str,
    *,
    at: datetime = START,
    close: bool = True,
    absent: Collection[str] = (),
    uncollected: Collection[str] = (),
) -> None:
    """``tablet`` records an ordinary exam in ``where``: all present, papers checked, scripts, signature.

    But for who is ``absent``, and for scripts that stay ``uncollected``.
    """
    rows = pack.sittings_in(where)
    papers = tuple(dict.fromkeys(s.component_id for s in rows))
    minute = timedelta(minutes=1)
    written: list[Envelope] = []

    def write(event: KnownEvent, after: float) -> None:
        written.append(tablet.write(event, at=at + after * minute, room=where))

    for person in ("inv-1", "inv-2"):
        write(room.InvigilatorSignedIn(invigilator_id=person), -30)
    write(room.ChecklistConfirmed(items=CHECKLIST_ITEMS), -25)
    for paper in papers:
        write(room.PacketChecked(component_id=paper, checked_by="inv-1"), -20)
        write(room.PacketChecked(component_id=paper, checked_by="inv-2"), -19)
        write(room.PacketOpened(component_id=paper, papers=40), -18)
    for sitting in rows:
        who, what = sitting.candidate_id, sitting.component_id
        if who in absent:
            write(candidate.CandidateMarkedAbsent(candidate_id=who, component_id=what), -10)
            continue
        decided = candidate.IdentityDecided(
            candidate_id=who, decision=candidate.Identity.CONFIRMED, method="tag_and_photo"
        )
        write(decided, -10)
        write(candidate.CandidateMarkedPresent(candidate_id=who, component_id=what, seat=sitting.seat), -10)
    write(room.StartScriptRead(items=SCRIPT_ITEMS, component_ids=papers), -1)
    write(room.ExamStarted(component_ids=papers, actual_start=at.astimezone(UTC)), 0)
    write(room.ExamFinished(component_ids=papers), 125)
    handed_in = [s for s in rows if s.candidate_id not in (*absent, *uncollected)]
    for sitting in handed_in:
        write(
            scripts.ScriptCollected(candidate_id=sitting.candidate_id, component_id=sitting.component_id), 126
        )
    for paper in papers:
        pile = sum(s.component_id == paper for s in handed_in)
        write(scripts.ScriptsCounted(component_id=paper, count=pile), 130)
    register = project(pack, factories.facts(written))
    signed = room.RegisterSigned(
        signed_by=("inv-1", "inv-2"),
        register_digest=room_register_digest(register, where),
        present=sum(s.candidate_id not in absent for s in rows),
        absent=sum(s.candidate_id in absent for s in rows),
    )
    write(signed, 135)
    if close:
        write(room.RoomClosed(), 136)
