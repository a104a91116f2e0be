"""The pack: complete for its rooms, pseudonymous for all others, and named by the hash of its content."""

from __future__ import annotations

import msgspec
import pytest

from shared.plan.candidates import Arrangement, ArrangementKind, Candidate
from shared.plan.centre import DisabledSeat, Invigilator, hash_pin
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.plan.timetable import Session
from shared.rules.numbers import STANDS_IN
from tests.factories import (
    ANNEXE,
    HALL,
    IGCSE,
    MATHS,
    NAMES,
    PIN,
    START,
    candidate_id,
    invigilators,
    small_pack,
)


def test_a_pack_for_one_room_leaks_no_name_number_photo_or_arrangement_of_another() -> None:
    pack = small_pack(12)
    pack = msgspec.structs.replace(
        pack, candidates=tuple(msgspec.structs.replace(c, photo="ab" * 32, uci="X") for c in pack.candidates)
    )
    annexe = pack.for_rooms([ANNEXE])
    named = {c.id for c in annexe.candidates if c.is_known_here}
    assert named == {s.candidate_id for s in pack.sittings if s.room_id == ANNEXE}
    text = msgspec.json.encode(annexe).decode()
    for number, (surname, forenames) in enumerate(NAMES, start=1):
        if candidate_id(number) not in named:
            assert surname not in text
            assert not forenames or forenames not in text
            assert f'"{1000 + number}"' not in text
    strangers = [c for c in annexe.candidates if not c.is_known_here]
    assert {(c.photo, c.uci, c.number, c.arrangements) for c in strangers} == {("", "", "", ())}


def test_a_pack_for_one_room_keeps_every_sitting_and_the_version_it_was_cut_from() -> None:
    pack = small_pack()
    annexe = pack.for_rooms([ANNEXE])
    assert annexe.sittings == pack.sittings
    assert [c.id for c in annexe.candidates] == [c.id for c in pack.candidates]
    assert annexe.published_hash == pack.content_hash
    assert annexe.content_hash != pack.content_hash
    assert pack.for_rooms([HALL, ANNEXE]).content_hash == pack.content_hash


def test_a_draft_cut_for_a_room_is_named_by_the_whole() -> None:
    draft = msgspec.structs.replace(small_pack(), published_hash="")
    assert draft.for_rooms([ANNEXE]).published_hash == draft.content_hash


def test_the_hash_is_the_content_s_whatever_way_the_pack_travelled() -> None:
    pack = small_pack()
    again = msgspec.json.decode(msgspec.json.encode(pack), type=SessionPack)
    assert again == pack
    assert again.content_hash == pack.content_hash == pack.published_hash


def test_a_pack_from_before_rooms_and_duties_grew_keeps_its_hash() -> None:
    """The digest is what the small pack was published with before; its rules lack what came later."""
    pack = small_pack()
    before = msgspec.structs.replace(
        pack.rules, special_consideration_days=STANDS_IN["special_consideration_days"]
    )
    pack = msgspec.structs.replace(pack, rules=before)
    assert pack.content_hash == "8502b4dd57f6daf0194100975bec379fc938ff0022830941784d08fdd6494696"
    laid_out = msgspec.structs.replace(pack.rooms[0], disabled=(DisabledSeat(label="A1"),))
    newer = msgspec.structs.replace(pack, rooms=(laid_out, *pack.rooms[1:]))
    again = msgspec.json.decode(msgspec.json.encode(newer), type=SessionPack)
    assert again.content_hash == newer.content_hash != pack.content_hash


@pytest.mark.parametrize("field", [f for f in SessionPack.__struct_fields__ if f != "published_hash"])
def test_every_part_of_the_plan_is_in_the_hash(field: str) -> None:
    pack, other = small_pack(), small_pack(4, version=2, session="2024-06-03-PM")
    changes = {
        "published_at": other.published_at.replace(year=2023),
        "centre": msgspec.structs.replace(pack.centre, number="54321"),
        "rooms": pack.rooms[:1],
        "invigilators": pack.invigilators[:1],
        "rules": msgspec.structs.replace(pack.rules, title="other"),
        "tag_keys": {2: "x"},
        "duties": (Duty(invigilator_id=pack.invigilators[0].id, room_id=HALL, report_at=START),),
    }
    changed = msgspec.structs.replace(pack, **{field: changes.get(field, getattr(other, field))})
    assert changed.content_hash != pack.content_hash


def test_pins_are_no_part_of_the_plan() -> None:
    pack = small_pack()
    bare = pack.without_pins()
    assert bare.content_hash == pack.content_hash
    assert [p.name for p in bare.invigilators] == [p.name for p in pack.invigilators]
    assert not any(p.accepts_pin(PIN) for p in bare.invigilators)


def test_what_a_pack_is_asked_for() -> None:
    pack = small_pack()
    assert pack.candidate("nobody") is pack.room("none") is pack.component("none") is None
    assert pack.invigilator("none") is None
    hall = pack.room(HALL)
    assert hall is not None
    assert (hall.seat("A1") is not None, hall.seat("Z9")) == (True, None)
    found = [pack.candidate(s.candidate_id) for s in pack.sittings_in(HALL)]
    numbers = [candidate.number for candidate in found if candidate]
    assert len(numbers) == 6
    assert numbers == sorted(numbers)
    assert [c.id for c in pack.components_in(ANNEXE)] == [MATHS, "AQA:8300/2H"]
    assert [s.component_id for s in pack.sittings_of(candidate_id(3))] == [IGCSE]


def test_a_session_names_its_day_and_half() -> None:
    session = Session(id="2024-06-03-PM", components=())
    assert (session.day.isoformat(), session.half) == ("2024-06-03", "PM")
    assert session.title == "Monday 3 June 2024, afternoon"


def test_names_as_registers_and_people_say_them() -> None:
    both = Candidate(id="c", surname="O'Connor", forenames="Siân")
    single = Candidate(id="c", surname="Madonna")
    assert (both.register_name, both.spoken_name) == ("O'Connor, Siân", "Siân O'Connor")
    assert (single.register_name, single.spoken_name) == ("Madonna", "Madonna")
    assert not Candidate(id="c").is_known_here


def test_arrangements_in_codes_and_words() -> None:
    candidate = Candidate(
        id="c",
        arrangements=(
            Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25),
            Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=50),
            Arrangement(kind=ArrangementKind.REST_BREAKS),
        ),
    )
    assert candidate.arrangement_codes == "ET25 ET50 RB"
    assert candidate.extra_time_percent == 50
    assert [a.label for a in candidate.arrangements] == ["25 % extra time", "50 % extra time", "rest breaks"]
    codes = [Arrangement(kind=kind).code for kind in ArrangementKind]
    assert len(set(codes)) == len(codes)
    assert Candidate(id="c").extra_time_percent == 0


def test_a_pin_opens_only_for_its_owner_and_is_not_kept() -> None:
    person = invigilators()[0]
    assert person.accepts_pin(PIN)
    assert not person.accepts_pin("4712")
    assert not person.accepts_pin("")
    assert PIN not in msgspec.json.encode(person).decode()
    assert hash_pin(PIN, "salt") != hash_pin(PIN, "pepper")
    nobody = Invigilator(id="x", name="No Pin")
    assert not nobody.accepts_pin("")
