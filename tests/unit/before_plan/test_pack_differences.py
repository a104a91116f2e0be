"""What an officer reads before publishing, and between any two versions."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from hub.before.pack_difference_lines import PackDifferenceLine, Part
from hub.before.pack_differences import is_same_plan, pack_differences
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.centre import DisabledSeat
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, START, room, small_pack

OLD = small_pack(8)
replace = msgspec.structs.replace


def told(new: SessionPack) -> list[tuple[Part, str, str, str]]:
    return [(line.part, line.what, line.before, line.after) for line in pack_differences(OLD, new).lines]


def with_sitting(index: int, **changes: object) -> SessionPack:
    rows = list(OLD.sittings)
    rows[index] = replace(rows[index], **changes)
    return replace(OLD, sittings=tuple(rows))


def with_candidate(index: int, **changes: object) -> SessionPack:
    people = list(OLD.candidates)
    people[index] = replace(people[index], **changes)
    return replace(OLD, candidates=tuple(people))


def test_nothing_differs_from_itself_whatever_its_number() -> None:
    assert told(replace(OLD, version=2, published_at=START)) == []


def test_a_moved_seat_names_both_places_and_both_rooms() -> None:
    new = with_sitting(0, room_id=ANNEXE, seat="D2")
    assert told(new) == [(Part.MOVED, "1001 O'Connor, Siân, AQA 8300/2F", "Main Hall A1", "Annexe D2")]
    assert pack_differences(OLD, new).rooms == (HALL, ANNEXE)


def test_a_seat_taken_away_is_no_seat_yet() -> None:
    assert told(with_sitting(0, room_id=None, seat=None)) == [
        (Part.MOVED, "1001 O'Connor, Siân, AQA 8300/2F", "Main Hall A1", "no seat yet")
    ]


def test_who_comes_and_who_goes() -> None:
    gone = OLD.candidates[0].id
    fewer = replace(
        OLD,
        candidates=OLD.candidates[1:],
        sittings=tuple(s for s in OLD.sittings if s.candidate_id != gone),
    )
    line = (Part.WITHDRAWN, "1001 O'Connor, Siân, AQA 8300/2F", "Main Hall A1", "")
    assert told(fewer) == [line]
    back = pack_differences(fewer, OLD).lines
    assert [(one.part, one.before, one.after) for one in back] == [(Part.ADDED, "", "Main Hall A1")]


def test_a_second_paper_is_an_entry_more_not_a_new_person() -> None:
    more = replace(
        OLD, sittings=(*OLD.sittings, replace(OLD.sittings[0], component_id=IGCSE, seat=None, room_id=None))
    )
    assert told(more) == [(Part.ADDED, "1001 O'Connor, Siân, Pearson 4MA1 2F", "", "no seat yet")]


def test_arrangements_are_told_in_words() -> None:
    granted = (Arrangement(kind=ArrangementKind.WORD_PROCESSOR),)
    assert told(with_candidate(1, arrangements=granted)) == [
        (Part.ARRANGEMENTS, "1002 Nguyễn, Thị Ánh", "25 % extra time, rest breaks", "word processor")
    ]


@pytest.mark.parametrize(
    ("changes", "what", "before", "after"),
    [
        ({"surname": "Connor"}, "name", "O'Connor, Siân", "Connor, Siân"),
        ({"photo": "ab" * 32}, "photo", "none", "there"),
        ({"tag_issue": 2}, "tag", "issue 1", "issue 2"),
        ({"uci": "123450240001A"}, "UCI", "", "123450240001A"),
    ],
)
def test_details_are_told_one_by_one(changes: dict[str, object], what: str, before: str, after: str) -> None:
    [(part, subject, was, now)] = told(with_candidate(0, **changes))
    assert part is Part.DETAILS
    assert subject.endswith(f": {what}")
    assert (was, now) == (before, after)


def test_a_later_start_concerns_the_rooms_of_that_paper_only() -> None:
    papers = list(OLD.session.components)
    papers[0] = replace(papers[0], published_start=START + timedelta(minutes=30), minutes=95)
    new = replace(OLD, session=replace(OLD.session, components=tuple(papers)))
    [line] = pack_differences(OLD, new).lines
    assert (line.part, line.what) == (Part.TIMES, "AQA 8300/2F")
    assert line.before.endswith("09:00, 90 minutes")
    assert line.after.endswith("09:30, 95 minutes")
    assert set(line.rooms) == {s.room_id for s in OLD.sittings if s.component_id == MATHS}


def test_rooms_that_are_new_gone_or_laid_out_otherwise() -> None:
    hall, annexe = OLD.rooms
    gym = room("gym", "Gym", 2, 3)
    turned = replace(hall, seats=hall.seats[::-1])
    broken = replace(annexe, disabled=(DisabledSeat(label="A1"),))
    assert told(replace(OLD, rooms=(turned, broken, gym))) == [
        (Part.ROOMS, "Main Hall", "30 seats, 5 × 6", "30 seats, 5 × 6, laid out otherwise"),
        (Part.ROOMS, "Annexe", "8 seats, 2 × 4", "7 seats, 2 × 4"),
        (Part.ROOMS, "Gym", "", "6 seats, 2 × 3"),
    ]


def test_people_and_their_duties_are_told_without_any_secret() -> None:
    first, *others = OLD.invigilators
    other_pin = replace(first, pin_hash="f" * 64, role="invigilator")
    duty = Duty(invigilator_id=first.id, room_id=HALL, role="lead", report_at=START - timedelta(minutes=45))
    new = replace(OLD, invigilators=(other_pin, *others[:-1]), duties=(duty,))
    lines = pack_differences(OLD, new).lines
    assert [line.what for line in lines] == [first.name, others[-1].name, f"{first.name}: duty"]
    assert lines[0].after == "invigilator, PIN set, another PIN"
    assert lines[2].after == "Main Hall, lead, from 08:15"
    assert "f" * 64 not in msgspec.json.encode(lines).decode()


def test_rules_keys_and_centre_concern_every_room() -> None:
    new = replace(OLD, centre=replace(OLD.centre, name="Riverside Academy"), tag_keys={2: "x"})
    differences = pack_differences(OLD, new)
    assert [line.part for line in differences.lines] == [Part.RULES, Part.RULES]
    assert differences.rooms is None


def test_every_field_of_a_pack_is_told_somewhere() -> None:
    """A field that a later version adds can't change unseen."""
    for name in SessionPack.__struct_fields__:
        if name in ("version", "published_at", "published_hash"):
            continue
        value = getattr(OLD, name)
        if name == "candidates":
            changed: object = (replace(value[0], surname="Another"), *value[1:])
        elif isinstance(value, tuple):
            changed = value[1:] if value else (Duty(invigilator_id="x", report_at=START),)
        elif isinstance(value, dict):
            changed = {}
        elif name == "session":
            changed = replace(value, components=value.components[1:])
        else:
            changed = replace(value, **{"id" if name == "rules" else "name": "another"})
        new = replace(OLD, **{name: changed})
        assert not is_same_plan(new, replace(OLD, published_hash=OLD.content_hash)), name
        assert pack_differences(OLD, new).lines, name


def test_the_report_is_plain_data() -> None:
    report = pack_differences(OLD, with_sitting(0, seat="B1")).report()
    assert report == {
        "moved": [
            {
                "what": "1001 O'Connor, Siân, AQA 8300/2F",
                "before": "Main Hall A1",
                "after": "Main Hall B1",
                "rooms": [HALL],
            }
        ]
    }


def test_parts_stand_in_the_order_in_which_they_matter() -> None:
    lines = pack_differences(OLD, small_pack(9)).lines
    assert all(isinstance(line, PackDifferenceLine) for line in lines)
    assert list(pack_differences(small_pack(9), OLD).parts) == [Part.WITHDRAWN]
