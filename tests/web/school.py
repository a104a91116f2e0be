"""A whole school's morning for the officer's pages: 180 candidates, six rooms, and things that go wrong."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from PIL import Image, ImageDraw

from shared.plan.candidates import Arrangement, ArrangementKind, Candidate
from shared.plan.centre import Centre, Room
from shared.plan.pack import SessionPack
from shared.plan.timetable import Component, Session, Sitting, TimetabledComponent
from shared.record.events import KnownEvent, candidate, incident, room, scripts
from shared.record.events.candidate import Attendance, Identity
from shared.record.room_lists import CHECKLIST_ITEMS, SCRIPT_ITEMS
from tests import factories
from tests.factories import NAMES, SESSION, START, Device, candidate_id

ROOMS = (
    ("sports-hall", "Sports Hall", 10, 10, 96),
    ("main-hall", "Main Hall", 7, 6, 40),
    ("library", "Library", 5, 4, 18),
    ("d12", "D12 Computer Room", 3, 5, 12),
    ("s4", "S4", 3, 4, 10),
    ("learning-support", "Learning Support, small group room", 2, 3, 4),
)
PAPERS = (
    ("AQA", "8300/1F", "Mathematics Paper 1 (Non-calculator) Foundation Tier", 90),
    ("AQA", "8300/1H", "Mathematics Paper 1 (Non-calculator) Higher Tier", 90),
    ("Pearson", "4MA1 2F", "International GCSE Mathematics A", 120),
)
CANDIDATES = sum(row[4] for row in ROOMS)
MIDDLE = START + timedelta(minutes=62)
MINUTE = timedelta(minutes=1)


def rooms() -> tuple[Room, ...]:
    return tuple(factories.room(id, name, rows, columns) for id, name, rows, columns, _ in ROOMS)


def portrait(number: int) -> bytes:
    """A drawn face, another one for every number."""
    image = Image.new("RGB", (180, 220), f"hsl({number * 47 % 360}, 25%, 70%)")
    pen = ImageDraw.Draw(image)
    pen.ellipse((45, 40, 135, 150), fill=f"hsl({number * 31 % 60}, 40%, {40 + number % 40}%)")
    pen.rectangle((25, 160, 155, 220), fill=f"hsl({number * 83 % 360}, 45%, 40%)")
    data = io.BytesIO()
    image.save(data, "JPEG")
    return data.getvalue()


def school_pack(session: str = SESSION) -> SessionPack:
    """Every room full as ROOMS says; one in nine has extra time."""
    papers = tuple(
        TimetabledComponent(
            component=Component(board=board, code=code, title=title), published_start=START, minutes=minutes
        )
        for board, code, title, minutes in PAPERS
    )
    people, sittings = [], []
    number = 0
    for where, (_, _, _, _, many) in zip(rooms(), ROOMS, strict=True):
        for seat in where.seats[:many]:
            number += 1
            surname, forenames = NAMES[number % len(NAMES)]
            granted = (Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25),) if number % 9 == 0 else ()
            people.append(
                Candidate(
                    id=candidate_id(number),
                    number=f"{3000 + number:04d}",
                    surname=surname,
                    forenames=forenames or "Ada",
                    arrangements=granted,
                    photo=hashlib.sha256(portrait(number)).hexdigest(),
                )
            )
            paper = papers[1 if where.id == "sports-hall" and number > 50 else 2 if where.id == "s4" else 0]
            sittings.append(
                Sitting(
                    candidate_id=candidate_id(number),
                    component_id=paper.id,
                    room_id=where.id,
                    seat=seat.label,
                )
            )
    pack = SessionPack(
        version=3,
        published_at=START - timedelta(days=3),
        centre=Centre(number="12345", name="Riverside School"),
        session=Session(id=session, components=papers),
        rooms=rooms(),
        candidates=tuple(people),
        sittings=tuple(sittings),
        invigilators=factories.invigilators(),
        rules=factories.rules(),
        tag_keys={1: factories.tag_key().public.text},
    )
    return msgspec.structs.replace(pack, published_hash=pack.content_hash)


@dataclass
class Morning:
    """One tablet a room, writing the morning as it goes."""

    pack: SessionPack = field(default_factory=school_pack)
    tablets: dict[str, Device] = field(default_factory=dict)
    staff: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Who invigilates where, the lead first; the same three everywhere unless somebody says otherwise."""

    def __post_init__(self) -> None:
        self.tablets = {
            where.id: Device(
                device_id=f"tablet-{where.id}",
                room=where.id,
                session=self.pack.session.id,
                actor=self.people(where.id)[0],
            )
            for where in self.pack.rooms
        }

    def people(self, where: str) -> tuple[str, ...]:
        return self.staff.get(where, ("inv-1", "inv-2", "inv-3"))

    def write(self, where: str, event: KnownEvent, at: datetime, actor: str = "") -> None:
        self.tablets[where].write(event, at=at, actor=actor)

    def sittings(self, where: str) -> list[Sitting]:
        return list(self.pack.sittings_in(where))

    def begin(self, where: str, *, actual_start: datetime = START, present: int | None = None) -> None:
        """Invigilators, packets, everybody (or the first ``present``) present, started."""
        rows = self.sittings(where)
        papers = tuple(dict.fromkeys(s.component_id for s in rows))
        for person in self.people(where)[: max(1, (len(rows) + 29) // 30)]:
            self.write(where, room.InvigilatorSignedIn(invigilator_id=person), START - 40 * MINUTE)
        for paper in papers:
            for person in self.people(where)[:2]:
                self.write(
                    where, room.PacketChecked(component_id=paper, checked_by=person), START - 20 * MINUTE
                )
            self.write(where, room.PacketOpened(component_id=paper, papers=len(rows)), START - 15 * MINUTE)
        for place, sitting in enumerate(rows[:present]):
            at = START - 12 * MINUTE + place * timedelta(seconds=5)
            self.present(where, sitting, at)
        self.write(where, room.ChecklistConfirmed(items=CHECKLIST_ITEMS), START - 9 * MINUTE)
        self.write(where, room.StartScriptRead(items=SCRIPT_ITEMS), actual_start - MINUTE)
        self.write(where, room.ExamStarted(component_ids=papers, actual_start=actual_start), actual_start)

    def present(self, where: str, sitting: Sitting, at: datetime) -> None:
        who, what = sitting.candidate_id, sitting.component_id
        confirmed = candidate.IdentityDecided(
            candidate_id=who, decision=Identity.CONFIRMED, method="tag_and_photo"
        )
        self.write(where, confirmed, at)
        self.write(
            where,
            candidate.CandidateMarkedPresent(candidate_id=who, component_id=what, seat=sitting.seat),
            at,
        )

    def absent(self, where: str, sitting: Sitting, at: datetime) -> None:
        event = candidate.CandidateMarkedAbsent(
            candidate_id=sitting.candidate_id, component_id=sitting.component_id
        )
        self.write(where, event, at)

    def finish(self, where: str, *, missing: int = 0) -> None:
        """Scripts of all but the last ``missing`` present candidates, counted; not signed."""
        rows = self.sittings(where)
        papers = tuple(dict.fromkeys(s.component_id for s in rows))
        at = START + 92 * MINUTE
        self.write(where, room.ExamFinished(component_ids=papers), at)
        for sitting in rows[: len(rows) - missing]:
            collected = scripts.ScriptCollected(
                candidate_id=sitting.candidate_id, component_id=sitting.component_id
            )
            self.write(where, collected, at + MINUTE)


def troubled_morning() -> Morning:
    """An hour in: late and absent candidates, two places, a mismatch, a call for help, an evacuated room."""
    day = Morning()
    hall, main, library, computers, s4, support = (where.id for where in day.pack.rooms)
    day.begin(hall, actual_start=START + 4 * MINUTE, present=88)
    rows = day.sittings(hall)
    for sitting in rows[88:92]:
        day.absent(hall, sitting, START + 30 * MINUTE)
    for sitting, late in ((rows[92], 17), (rows[93], 31)):
        event = candidate.LateArrivalAdmitted(
            candidate_id=sitting.candidate_id,
            component_id=sitting.component_id,
            arrived_at=START + late * MINUTE,
            seat=sitting.seat,
            reason="train delayed",
        )
        day.write(hall, event, START + late * MINUTE)
    pending = candidate.IdentityDecided(
        candidate_id=rows[3].candidate_id, decision=Identity.PENDING, method="none", note="no photo on file"
    )
    day.write(hall, pending, START - 4 * MINUTE)
    day.begin(main)
    elsewhere = day.sittings(hall)[5]
    day.write(
        main,
        candidate.CandidateMarkedPresent(
            candidate_id=elsewhere.candidate_id, component_id=elsewhere.component_id, seat="F7"
        ),
        START + 6 * MINUTE,
    )
    away = candidate.CandidateLeftRoom(candidate_id=day.sittings(main)[2].candidate_id, escort="inv-3")
    day.write(main, away, START + 55 * MINUTE)
    day.write(
        main,
        incident.HelpRequested(help_id="help-1", kind="first_aid", note="nose bleed, seat B3"),
        MIDDLE - MINUTE,
    )
    day.begin(library)
    nobody = candidate.IdentityDecided(
        candidate_id=day.sittings(library)[0].candidate_id,
        decision=Identity.MISMATCH,
        method="tag_and_photo",
        note="not the person on the photo",
    )
    day.write(library, nobody, START + 2 * MINUTE)
    told = incident.IncidentRecorded(
        incident_id="incident-1",
        kind="malpractice",
        happened_at=START + 40 * MINUTE,
        text="A phone was found under the desk of seat A4.",
        candidate_ids=(day.sittings(library)[3].candidate_id,),
        action="Kept by the lead invigilator.",
        restricted=True,
    )
    day.write(library, told, START + 41 * MINUTE)
    day.begin(computers)
    day.write(computers, room.ClockStopped(reason="evacuation", note="fire alarm"), START + 50 * MINUTE)
    day.begin(s4)
    day.begin(support, present=2)
    corrected = candidate.AttendanceCorrected(
        candidate_id=day.sittings(support)[0].candidate_id,
        component_id=day.sittings(support)[0].component_id,
        old=Attendance.PRESENT,
        new=Attendance.ABSENT,
        reason="tag of another candidate was scanned",
    )
    day.write(support, corrected, START + 12 * MINUTE)
    return day
