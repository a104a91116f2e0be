"""Mornings to look at: one on which everything goes wrong, and a site of sixty rooms."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from shared.plan.candidates import Arrangement, ArrangementKind, Candidate
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record.events import candidate, incident, room
from shared.record.events.candidate import Identity
from tests import factories
from tests.factories import NAMES, START, candidate_id
from tests.web.conftest import Running
from tests.web.school import MIDDLE, MINUTE, Morning, school_pack

DEAD = ("s4", "library")
"""The rooms whose tablets are dead on the chaos morning."""
SILENT = timedelta(minutes=7)
LONG_NAME = "Learning Support, small group room beside the old chapel"


def chaos_morning(day: Morning | None = None) -> Morning:
    """An hour in: three calls for help, five discrepancies, two dead tablets (see ``stand_by``)."""
    day = day or Morning(pack=with_duties(school_pack()))
    hall, main, library, computers, s4, support = (where.id for where in day.pack.rooms)
    day.begin(hall, actual_start=START + 4 * MINUTE, present=90)
    rows = day.sittings(hall)
    for sitting in rows[90:94]:
        day.absent(hall, sitting, START + 30 * MINUTE)
    day.begin(main)
    twice = rows[5]
    elsewhere = candidate.CandidateMarkedPresent(
        candidate_id=twice.candidate_id, component_id=twice.component_id, seat="F7"
    )
    day.write(main, elsewhere, START + 6 * MINUTE)
    for where in (library, computers, s4, support):
        day.begin(where)
    undecided = (
        (hall, rows[3], Identity.PENDING, "no photo on file"),
        (library, day.sittings(library)[0], Identity.MISMATCH, "not the person on the photo"),
        (support, day.sittings(support)[1], Identity.PENDING, "tag left at home"),
    )
    for where, sitting, decision, note in undecided:
        event = candidate.IdentityDecided(
            candidate_id=sitting.candidate_id, decision=decision, method="none", note=note
        )
        day.write(where, event, START + 8 * MINUTE)
    day.write(main, room.InvigilatorSignedOut(invigilator_id=day.people(main)[1]), START + 50 * MINUTE)
    calls = (
        (main, "first_aid", "nose bleed, seat B3", 3),
        (computers, "technician", "screen 4 is black", 9),
        (hall, "papers", "six more answer booklets", 1),
    )
    for where, kind, note, ago in calls:
        call = incident.HelpRequested(help_id=f"call-{where}", kind=kind, note=note)
        day.write(where, call, MIDDLE - ago * MINUTE)
    return day


def with_duties(pack: SessionPack) -> SessionPack:
    """Everybody on the rota of the first room, one of whom never comes."""
    hall = pack.rooms[0].id
    late = msgspec.structs.replace(
        pack.invigilators[0], id="inv-9", name="Wilhelmina Featherstonehaugh-Cholmondeley"
    )
    duties = tuple(
        Duty(invigilator_id=person.id, room_id=hall, report_at=START - timedelta(minutes=40))
        for person in (*pack.invigilators[:1], late)
    )
    grown = msgspec.structs.replace(
        pack, invigilators=(*pack.invigilators, late), duties=duties, published_hash=""
    )
    return msgspec.structs.replace(grown, published_hash=grown.content_hash)


def stand_by(hub: Running, day: Morning, *, dead: tuple[str, ...] = DEAD) -> None:
    """Every tablet is paired, has sent what it wrote and says how it is; the dead ones did so a while ago."""
    clock = hub.house.clock
    for number, (where, device) in enumerate(day.tablets.items()):
        hub.enrol(device)
        hub.take(device)
        gone = where in dead
        clock.ahead = -SILENT * (2 if where == "s4" else 1) if gone else timedelta()
        told = (device.device_id, device.session, device.seq)
        hub.call(lambda told=told: hub.hub.devices.board.greeted(*told))  # type: ignore[misc]
        hub.say(device, online=not gone, queue=4 if gone else 0, battery=9 if gone else 95 - number % 60)
    clock.ahead = timedelta()


def sixty_rooms(*, candidates_each: int = 20) -> Morning:
    """Sixty rooms that write; every tenth has somebody whose identity is open, and one calls for help."""
    day = Morning(pack=sixty_room_pack(candidates_each))
    for number, where in enumerate(day.pack.rooms):
        if number % 6 == 5:
            continue
        rows = day.sittings(where.id)
        day.begin(where.id, present=len(rows) - number % 3)
        if number % 10 == 0:
            event = candidate.IdentityDecided(
                candidate_id=rows[0].candidate_id, decision=Identity.PENDING, method="none"
            )
            day.write(where.id, event, START + 5 * MINUTE)
        if number % 6 == 4:
            day.finish(where.id)
    call = incident.HelpRequested(help_id="call-1", kind="escort", note="")
    day.write(day.pack.rooms[7].id, call, MIDDLE - 2 * MINUTE)
    return day


def sixty_room_pack(candidates_each: int = 20) -> SessionPack:
    """Sixty rooms of five by five seats, the second one with a name that is too long for everything."""
    pack = school_pack()
    rooms = tuple(
        factories.room(f"room-{n:02d}", LONG_NAME if n == 2 else f"{'ABCDEF'[n // 10]}{n % 10 + 1:02d}", 5, 5)
        for n in range(60)
    )
    paper = pack.session.components[0].id
    people, sittings = [], []
    for number in range(60 * candidates_each):
        surname, forenames = NAMES[number % len(NAMES)]
        extra = (Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25),) if number % 9 == 0 else ()
        who = candidate_id(number + 1)
        people.append(
            Candidate(
                id=who,
                number=f"{number + 1:04d}",
                surname=surname,
                forenames=forenames or "Ada",
                arrangements=extra,
            )
        )
        where, seat = rooms[number // candidates_each], number % candidates_each
        sittings.append(
            Sitting(candidate_id=who, component_id=paper, room_id=where.id, seat=where.seats[seat].label)
        )
    large = msgspec.structs.replace(
        pack, rooms=rooms, candidates=tuple(people), sittings=tuple(sittings), published_hash=""
    )
    return msgspec.structs.replace(large, published_hash=large.content_hash)
