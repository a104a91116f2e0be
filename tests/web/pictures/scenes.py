"""The mornings that are pictured: the sample school's people in the rooms of the tests' school."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from provisioning.sample_site.people import year_group
from provisioning.sample_site.portraits import draw_portrait
from shared.plan.candidates import Candidate
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.record.events import candidate, incident, room
from tests import factories
from tests.factories import START, Device
from tests.web import mornings, school
from tests.web.conftest import Running
from tests.web.school import MIDDLE, MINUTE, Morning

SEED: Final = 2024
BEFORE: Final = START - timedelta(minutes=55)
LONG_ROOMS: Final = {
    "sports-hall": "Sports Hall and gallery, north side, entrance by the swimming pool",
    "library": "Llyfrgell Goffa'r Dywysoges Gwenllian (upstairs)",
    "d12": "D12 Computer Room for word processors and screen readers",
}
LONG_SURNAMES: Final = ("Featherstonehaugh-Cholmondeley", "Wijayasinghe Mudiyanselage", "Papadimitrakopoulos")
LONG_FORENAMES: Final = "Maximiliana Konstantinovna"
STAFF: Final = (
    "Ruth Adeyemi", "Piotr Nowak", "Mary Quayle", "Gethin Pryce", "Anjali Rao", "Tom Fairbrother",
    "Ewa Lisowska", "Hamish Baird", "Noor Siddiqui", "Carol Whitlock", "Dilys Morgan", "Yusuf Kaya",
)  # fmt: skip


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A hub to look at: what was published, what its clock shows, and what had happened by then."""

    pack: SessionPack
    shown: datetime
    stage: Callable[[Running], None]


def named_pack() -> SessionPack:
    """The school with the sample's people, four rooms of the rota filled, one reserve who never came."""
    pack = school.school_pack()
    people = tuple(
        replace(place, number=who.number, surname=who.surname, forenames=who.forenames, uci=who.uci)
        for place, who in zip(pack.candidates, year_group(random.Random(SEED)), strict=False)
    )
    first = factories.invigilators()[0]
    staff = tuple(replace(first, id=f"inv-{n}", name=name) for n, name in enumerate(STAFF, start=1))
    places = staff_of(pack)
    duties = tuple(
        Duty(invigilator_id=person, room_id=where, report_at=START - timedelta(minutes=40))
        for where, on_duty in places.items()
        for person in on_duty[: needed(pack, where)]
    )
    return published(replace(pack, candidates=people, invigilators=staff, duties=duties))


def staff_of(pack: SessionPack) -> dict[str, tuple[str, ...]]:
    """Who is where: as many as the ratio asks for, and at least a second pair of eyes."""
    found, at = {}, 0
    for where in pack.rooms:
        many = needed(pack, where.id)
        ids = [f"inv-{(at + step) % len(STAFF) + 1}" for step in range(max(many, 2))]
        found[where.id], at = tuple(ids), at + many
    return found


def needed(pack: SessionPack, where: str) -> int:
    return max(1, (len(pack.sittings_in(where)) + 29) // 30)


def published(pack: SessionPack) -> SessionPack:
    fresh = replace(pack, published_hash="")
    return replace(fresh, published_hash=fresh.content_hash)


def photos(hub: Running, people: tuple[Candidate, ...]) -> None:
    """A drawn face for everybody, in the site's folder of photos."""
    folder = hub.site / "photos"
    folder.mkdir(exist_ok=True)
    rng = random.Random(SEED)
    for who in people:
        data = io.BytesIO()
        draw_portrait(rng, initials=f"{who.forenames[:1]}{who.surname[:1]}").save(data, "JPEG", quality=85)
        (folder / f"{who.photo}.jpg").write_bytes(data.getvalue())


def empty_day() -> Scene:
    """Before anybody came: tablets stand ready, nothing is recorded."""
    day = _morning()

    def stage(hub: Running) -> None:
        mornings.stand_by(hub, day, dead=())

    return Scene(pack=day.pack, shown=BEFORE, stage=stage)


def normal_morning() -> Scene:
    """An hour in: everybody writes, two were late, three are absent, one is away with an escort."""
    day = _morning()
    hall, main, *others = (where.id for where in day.pack.rooms)
    rows = day.sittings(hall)
    day.begin(hall, actual_start=START + 2 * MINUTE, present=len(rows) - 5)
    for sitting, late in zip(rows[-5:-3], (9, 17), strict=True):
        _late(day, hall, sitting.candidate_id, sitting.component_id, sitting.seat, late)
    for sitting in rows[-3:]:
        day.absent(hall, sitting, START + 30 * MINUTE)
    for where in (main, *others):
        day.begin(where)
    away = candidate.CandidateLeftRoom(
        candidate_id=day.sittings(main)[9].candidate_id, escort=day.people(main)[1]
    )
    day.write(main, away, MIDDLE - 3 * MINUTE)

    def stage(hub: Running) -> None:
        mornings.stand_by(hub, day, dead=())
        photos(hub, day.pack.candidates)

    return Scene(pack=day.pack, shown=MIDDLE, stage=stage)


def chaos() -> Scene:
    """Three calls for help, five discrepancies, two dead tablets, and a new tablet at the door."""
    return _chaos(_morning())


def long_names() -> Scene:
    """The same chaos in rooms and with people whose names are too long for everything."""
    pack = named_pack()
    rooms = tuple(replace(one, name=LONG_ROOMS.get(one.id, one.name)) for one in pack.rooms)
    people = tuple(
        replace(
            one, surname=LONG_SURNAMES[place % 3], forenames=f"{one.forenames} Maximiliana Konstantinovna"
        )
        if place % 4 == 1
        else one
        for place, one in enumerate(pack.candidates)
    )
    return _chaos(_morning(published(replace(pack, rooms=rooms, candidates=people))))


def evacuation() -> Scene:
    """Two rooms are outside; one has counted everybody, in the other somebody is missing."""
    day = _morning()
    for where in day.pack.rooms:
        day.begin(where.id)
    library, computers = "library", "d12"
    gone = candidate.CandidateLeftRoom(
        candidate_id=day.sittings(library)[6].candidate_id, escort=day.people(library)[0]
    )
    day.write(library, gone, MIDDLE - 9 * MINUTE)
    for where in (library, computers):
        day.write(where, room.ClockStopped(reason="evacuation", note="fire alarm"), MIDDLE - 8 * MINUTE)
        counted = len(day.sittings(where)) - (where == library)
        day.write(where, room.RollCalled(counted=counted, where="out"), MIDDLE - 3 * MINUTE)

    def stage(hub: Running) -> None:
        mornings.stand_by(hub, day, dead=())

    return Scene(pack=day.pack, shown=MIDDLE, stage=stage)


def sixty() -> Scene:
    """Sixty rooms, most of them calm."""
    day = mornings.sixty_rooms()

    def stage(hub: Running) -> None:
        mornings.stand_by(hub, day, dead=())

    return Scene(pack=day.pack, shown=MIDDLE, stage=stage)


SCENES: Final[dict[str, Callable[[], Scene]]] = {
    "empty": empty_day,
    "normal": normal_morning,
    "chaos": chaos,
    "long": long_names,
    "evacuation": evacuation,
    "sixty": sixty,
}


def _morning(pack: SessionPack | None = None) -> Morning:
    known = pack or named_pack()
    return Morning(pack=known, staff=staff_of(known))


def _late(day: Morning, where: str, who: str, what: str, seat: str | None, minutes: int) -> None:
    arrived = START + minutes * MINUTE
    event = candidate.LateArrivalAdmitted(
        candidate_id=who, component_id=what, arrived_at=arrived, seat=seat, reason="the school bus was late"
    )
    day.write(where, event, arrived)


def _chaos(day: Morning) -> Scene:
    mornings.chaos_morning(day)
    found = incident.IncidentRecorded(
        incident_id="incident-1",
        kind="malpractice",
        happened_at=START + 40 * MINUTE,
        text="A phone was found under the desk of seat A4.",
        candidate_ids=(day.sittings("library")[3].candidate_id,),
        action="Kept by the lead invigilator.",
        restricted=True,
    )
    day.write("library", found, START + 41 * MINUTE)

    def stage(hub: Running) -> None:
        mornings.stand_by(hub, day)
        photos(hub, day.pack.candidates)
        hub.enrol(Device("tablet-new"), approve=False)

    return Scene(pack=day.pack, shown=MIDDLE, stage=stage)
