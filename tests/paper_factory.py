"""Packs for paper: a full hall with the names that break layouts, and a record of how the morning went."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from printables.imprint import Imprint
from shared.canonical import digest
from shared.ids import RoomId
from shared.plan.candidates import Arrangement, ArrangementKind, Candidate
from shared.plan.centre import Centre, Room, Seat
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record.events import candidate as ev
from shared.record.events import incident, office, room, scripts
from shared.record.facts import Fact
from shared.record.fold import RegisterFold, room_register_digest
from shared.record.register import Register
from tests import factories
from tests.factories import HALL, IGCSE, MATHS, MATHS_HIGHER, START
from tests.paper_names import ODD_NAMES, SCRIPT_NAMES

_GRANTED = (
    (Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25),),
    (),
    (),
    (
        Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25),
        Arrangement(kind=ArrangementKind.REST_BREAKS),
        Arrangement(kind=ArrangementKind.WORD_PROCESSOR),
    ),
    (),
    (),
    (Arrangement(kind=ArrangementKind.WORD_PROCESSOR),),
    (),
    (),
)
PRINTED_AT = START - timedelta(minutes=48)


def imprint(*, after: bool = False) -> Imprint:
    """A print before the exam, or at the end of the morning with the journal's head."""
    return Imprint(
        printed_at=START + timedelta(hours=3) if after else PRINTED_AT,
        pack_version=1,
        journal_head=digest("head") if after else "",
        hub_key=digest("key"),
    )


def full_pack(candidates: int = 30, *, columns: int = 6) -> SessionPack:
    """One hall of ``candidates``, three papers mixed, every odd name in turn; one more sits nowhere yet."""
    small = factories.small_pack(0)
    rows = -(-candidates // columns)
    seats = tuple(
        Seat(label=f"{_letters(column)}{row + 1}", row=row, column=column)
        for column in range(columns)
        for row in range(rows)
    )
    hall = Room(id=HALL, name="Sports Hall", rows=rows, columns=columns, seats=seats)
    people: list[Candidate] = []
    sittings: list[Sitting] = []
    for index in range(candidates):
        surname, forenames = ODD_NAMES[index % len(ODD_NAMES)]
        people.append(
            Candidate(
                id=factories.candidate_id(index + 1),
                number=f"{2001 + index * 3:04d}",
                surname=surname,
                forenames=forenames,
                arrangements=_GRANTED[index % len(_GRANTED)],
                tag_issue=2 if index == 4 else 1,
            )
        )
        component = (MATHS, MATHS_HIGHER, IGCSE)[index * 3 // candidates]
        sittings.append(
            Sitting(candidate_id=people[-1].id, component_id=component, room_id=HALL, seat=seats[index].label)
        )
    pack = msgspec.structs.replace(
        small,
        centre=Centre(number="64321", name="St Brigid's and All Saints Academy, Upper Riverside"),
        rooms=(hall, small.rooms[1]),
        candidates=tuple(people),
        sittings=tuple(sittings),
        published_hash="",
    )
    return msgspec.structs.replace(pack, published_hash=pack.content_hash)


def named(pack: SessionPack, names: tuple[tuple[str, str], ...] = SCRIPT_NAMES) -> SessionPack:
    """The same pack with these names, in turn."""
    people = tuple(
        msgspec.structs.replace(c, surname=names[n % len(names)][0], forenames=names[n % len(names)][1])
        for n, c in enumerate(pack.candidates)
    )
    return msgspec.structs.replace(pack, candidates=people, published_hash="")


def with_every_arrangement(pack: SessionPack) -> SessionPack:
    """The first candidate has been granted all that there is, on a tag of the third issue."""
    granted = tuple(
        Arrangement(kind=kind, percent=50 if kind is ArrangementKind.EXTRA_TIME else 0)
        for kind in ArrangementKind
    )
    first = msgspec.structs.replace(pack.candidates[0], arrangements=granted, tag_issue=3)
    return msgspec.structs.replace(pack, candidates=(first, *pack.candidates[1:]), published_hash="")


def clash_pack() -> SessionPack:
    """Three candidates; the first sits two papers on the same seat."""
    pack = full_pack(3)
    first = pack.sittings[0]
    second = msgspec.structs.replace(first, component_id=IGCSE)
    return msgspec.structs.replace(pack, sittings=(*pack.sittings, second), published_hash="")


def sat_elsewhere(pack: SessionPack) -> Register:
    """Candidate 4, planned in the annexe, was marked present in the hall."""
    morning = Morning(pack)
    sitting = pack.sittings[3]
    event = ev.CandidateMarkedPresent(
        candidate_id=sitting.candidate_id, component_id=sitting.component_id, seat="F5"
    )
    morning.say(event, START)
    return morning.register()


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def ids(pack: SessionPack) -> list[str]:
    """Candidate pseudonyms in number order."""
    return [c.id for c in pack.candidates]


class Morning:
    """The record of one hall: most sit, some are late, absent, withdrawn, doubtful; one is on no list."""

    def __init__(self, pack: SessionPack) -> None:
        self.pack = pack
        self.tablet = factories.Device(device_id="tab-1", room=HALL)
        self.office = factories.office()
        self.fold = RegisterFold(pack)
        self._sequence = 0

    def say(
        self, event: object, at: datetime, *, by_office: bool = False, where: RoomId | None = None
    ) -> None:
        self._sequence += 1
        device = self.office if by_office else self.tablet
        envelope = device.write(event, at=at, room=where)  # type: ignore[arg-type]
        self.fold.take(Fact(envelope=envelope, journal=factories.JOURNAL, hub_seq=self._sequence))

    def register(self) -> Register:
        return self.fold.register()

    def facts(self) -> tuple[Fact, ...]:
        return self.fold.facts()

    def play(self) -> Register:
        """From the first candidate at the door to the signed register and the sealed envelopes."""
        people = ids(self.pack)
        component = {s.candidate_id: s.component_id for s in self.pack.sittings}
        seat = {s.candidate_id: s.seat for s in self.pack.sittings}
        at = START
        minute = timedelta(minutes=1)
        absent, late, very_late, withdrawn, pending, moved = people[1:7]
        self.say(room.InvigilatorSignedIn(invigilator_id="inv-1"), at - 40 * minute)
        for index, who in enumerate(people):
            if who in (absent, late, very_late, withdrawn):
                continue
            self.say(
                ev.CandidateMarkedPresent(candidate_id=who, component_id=component[who], seat=seat[who]),
                at - 20 * minute + timedelta(seconds=5 * index),
            )
            decision = ev.Identity.PENDING if who == pending else ev.Identity.CONFIRMED
            self.say(
                ev.IdentityDecided(candidate_id=who, decision=decision, method="tag_and_photo"),
                at - 20 * minute + timedelta(seconds=5 * index + 1),
            )
        self.say(
            room.ExamStarted(component_ids=(MATHS, MATHS_HIGHER, IGCSE), actual_start=at + 2 * minute), at
        )
        self.say(ev.CandidateMarkedWithdrawn(candidate_id=withdrawn, component_id=component[withdrawn]), at)
        for who, minutes in ((late, 14), (very_late, 71)):
            self.say(
                ev.LateArrivalAdmitted(
                    candidate_id=who,
                    component_id=component[who],
                    arrived_at=at + minutes * minute,
                    seat=seat[who],
                ),
                at + minutes * minute,
            )
        self.say(
            ev.CandidateMarkedAbsent(candidate_id=absent, component_id=component[absent]), at + 60 * minute
        )
        free = next(s.label for s in reversed(self.pack.rooms[0].seats))
        self.say(
            ev.SeatChanged(
                candidate_id=moved,
                component_id=component[moved],
                old=seat[moved],
                new=free,
                reason="Wobbly desk",
            ),
            at + 5 * minute,
        )
        self.say(
            ev.UnlistedCandidateAdded(
                candidate_id=factories.candidate_id(9001),
                component_id=MATHS,
                name="Katarzyna Wiśniewska-Dąbrowska",
                number="2999",
                seat=None,
                reason="Entered last week",
            ),
            at + 3 * minute,
        )
        self._incidents(people)
        self._close(people, component)
        return self.register()

    def _incidents(self, people: list[str]) -> None:
        at = START
        self.say(
            incident.IncidentRecorded(
                incident_id="inc-1",
                kind="illness",
                happened_at=at + timedelta(minutes=35),
                text="Candidate felt faint and was taken outside by the escort. Water given, returned calm.",
                candidate_ids=(people[9],),
                witnesses=("inv-2",),
                action="Five minutes added to the candidate's finish.",
            ),
            at + timedelta(minutes=36),
        )
        self.say(
            incident.IncidentAmended(incident_id="inc-1", text="Parent informed by the office at 09:50."),
            at + timedelta(minutes=52),
        )
        self.say(
            incident.IncidentRecorded(
                incident_id="inc-2",
                kind="malpractice",
                happened_at=at + timedelta(minutes=50),
                text="A phone rang in the bag under the candidate's desk.",
                candidate_ids=(people[12],),
                restricted=True,
            ),
            at + timedelta(minutes=51),
        )

    def _close(self, people: list[str], component: dict[str, str]) -> None:
        done = START + timedelta(minutes=125)
        register = self.register()
        for record in register.sittings:
            if record.is_present and record.candidate_id != people[8]:
                self.say(
                    scripts.ScriptCollected(
                        candidate_id=record.candidate_id, component_id=record.component_id
                    ),
                    done,
                )
        self.say(room.ExamFinished(component_ids=(MATHS, MATHS_HIGHER, IGCSE)), done)
        register = self.register()
        self.say(
            room.RegisterSigned(
                signed_by=("inv-1", "inv-2"),
                register_digest=room_register_digest(register, HALL),
                present=sum(s.is_present for s in register.sittings),
                absent=2,
            ),
            done + timedelta(minutes=4),
        )
        self._dispatch(done + timedelta(minutes=30))

    def _dispatch(self, at: datetime) -> None:
        numbers = {c.id: c.number for c in self.pack.candidates}
        register = self.register()
        sealed: dict[str, list[str]] = {}
        for component in (MATHS, MATHS_HIGHER, IGCSE):
            there = [
                s.candidate_id for s in register.of_component(component) if s.script_collected_at is not None
            ]
            parts = [there[i : i + 6] for i in range(0, len(there), 6)]
            for number, part in enumerate(parts, start=1):
                envelope_id = f"{component.replace(':', '-').replace('/', '-')}-{number}"
                sealed.setdefault(component.split(":")[0], []).append(envelope_id)
                known = sorted(numbers.get(who, "2999") for who in part)
                self.say(
                    office.EnvelopeSealed(
                        script_envelope_id=envelope_id,
                        component_id=component,
                        number=number,
                        of=len(parts),
                        candidate_ids=tuple(part),
                        first_number=known[0],
                        last_number=known[-1],
                    ),
                    at,
                    by_office=True,
                )
        for number, (board, envelopes) in enumerate(sealed.items(), start=1):
            self.say(
                office.ConsignmentPacked(
                    consignment_id=f"C{number}",
                    board=board,
                    script_envelope_ids=tuple(envelopes),
                    service="DfE yellow label",
                    booking_reference=f"YL-20240603-{number:02d}",
                ),
                at + timedelta(minutes=10),
                by_office=True,
            )
        self.say(
            office.ConsignmentCollected(consignment_id="C1", driver="D. Prosser", proof="Docket 884213"),
            at + timedelta(minutes=55),
            by_office=True,
        )
