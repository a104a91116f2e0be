"""A tablet that applies what changed holds exactly the pack it would have fetched whole."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.canonical import canonical_json
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.protocol.pack_difference import (
    CollectionDifference,
    DifferenceError,
    PackDifference,
    apply,
    difference,
    document_hash,
)
from tests.factories import HALL, START, small_pack

BASE = small_pack(30)


def another(pack: SessionPack, chance: random.Random) -> SessionPack:
    """The pack after an officer's week: people come, go, move and are renamed, rooms and times change."""
    people, sittings = list(pack.candidates), list(pack.sittings)
    for _ in range(chance.randrange(12)):
        at = chance.randrange(len(people)) if people else 0
        match chance.randrange(9):
            case 0 if people:
                gone = people.pop(at).id
                sittings = [s for s in sittings if s.candidate_id != gone]
            case 1 if people:
                people[at] = msgspec.structs.replace(people[at], surname=f"Renamed {chance.random():.3f}")
            case 2 if sittings:
                place = chance.randrange(len(sittings))
                sittings[place] = msgspec.structs.replace(sittings[place], seat=f"Z{chance.randrange(9)}")
            case 3:
                new = msgspec.structs.replace(BASE.candidates[0], id=f"new{chance.randrange(10**6)}")
                people.insert(at, new)
                sittings.insert(at, msgspec.structs.replace(BASE.sittings[0], candidate_id=new.id))
            case 4:
                chance.shuffle(people)
            case 5:
                sittings.reverse()
            case 6 if sittings:
                sittings.append(sittings[0])  # two rows with one key: told whole
            case 7:
                duty = Duty(invigilator_id=pack.invigilators[0].id, room_id=HALL, report_at=START)
                pack = msgspec.structs.replace(pack, duties=() if pack.duties else (duty,))
            case _:
                pack = msgspec.structs.replace(
                    pack,
                    version=pack.version + 1,
                    published_at=pack.published_at + timedelta(minutes=1),
                    rooms=pack.rooms[::-1],
                )
    return msgspec.structs.replace(pack, candidates=tuple(people), sittings=tuple(sittings))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_difference_leads_to_the_pack_itself(seed: int) -> None:
    chance = random.Random(seed)
    old = another(BASE, chance)
    new = another(old, chance)
    if chance.random() < 0.5:
        old, new = old.for_rooms([HALL]), new.for_rooms([HALL])
    travelled = msgspec.json.decode(msgspec.json.encode(difference(old, new)), type=PackDifference)
    kept = msgspec.json.decode(msgspec.json.encode(old), type=SessionPack)  # as a tablet's disk gives it back
    led = apply(kept, travelled)
    assert document_hash(led) == document_hash(new)
    assert canonical_json(msgspec.to_builtins(led, str_keys=True)) == canonical_json(
        msgspec.to_builtins(new, str_keys=True)
    )
    assert led.content_hash == new.content_hash


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_a_difference_never_leads_anywhere_else(seed: int) -> None:
    """What was made for another version, or was changed on its way, is refused."""
    chance = random.Random(seed)
    new = another(BASE, chance)
    change = difference(BASE, new)
    other = msgspec.structs.replace(BASE, version=99)
    with pytest.raises(DifferenceError, match="another version"):
        apply(other, change)
    forged = msgspec.structs.replace(change, fields=change.fields | {"version": 77})
    with pytest.raises(DifferenceError, match="another pack"):
        apply(BASE, forged)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fields": {"version": "four"}}, "leads to no pack"),
        ({"collections": {"rumours": CollectionDifference()}}, "rumours"),
        ({"collections": {"rooms": CollectionDifference(placed=((70, {"id": "x"}),))}}, "no place"),
        ({"collections": {"rooms": CollectionDifference(placed=((-1, {"id": "x"}),))}}, "no place"),
    ],
)
def test_nonsense_is_refused_in_words(change: dict[str, object], said: str) -> None:
    with pytest.raises(DifferenceError, match=said):
        apply(BASE, msgspec.structs.replace(difference(BASE, BASE), **change))


def test_one_moved_seat_is_a_hundredth_of_the_pack() -> None:
    """300 candidates: two who swap seats cost what two records cost, not what the list costs."""
    old = small_pack(300)
    rows = list(old.sittings)
    rows[10] = msgspec.structs.replace(rows[10], seat="Z1")
    new = msgspec.structs.replace(old, version=2, sittings=tuple(rows))
    new = msgspec.structs.replace(new, published_hash=new.content_hash)
    change = difference(old, new)
    assert list(change.collections) == ["sittings"]
    assert len(change.collections["sittings"].placed) == 1
    assert not change.fields.keys() & {"rules", "session", "candidates", "centre"}
    whole, part = len(msgspec.json.encode(new)), len(msgspec.json.encode(change))
    assert part * 50 < whole, f"{part} of {whole} bytes"
