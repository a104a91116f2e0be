"""QR tags: small, unforgeable, nothing personal in them; and what a scanned code means in a room."""

from __future__ import annotations

import base45
import msgspec
import pytest

from shared.plan.candidates import Candidate
from shared.protocol.scan import FAULT_TEXTS, ScanFault, check_scan
from shared.protocol.tags import Tag, TagError, TagFault, TagKind, read_tag, write_tag
from tests.factories import ANNEXE, HALL, SESSION, candidate_id, secret_key, small_pack, tag_key

KEYS = {1: tag_key().public.text}
SEAT_TAG = Tag(kind=TagKind.SEAT, key_id=1, candidate_id=candidate_id(1), session=SESSION)
NAME_TAG = Tag(kind=TagKind.NAME, key_id=1, candidate_id=candidate_id(1), issue=3)


def seat_tag(number: int = 1, **changed: object) -> str:
    tag = msgspec.structs.replace(SEAT_TAG, candidate_id=candidate_id(number), **changed)
    return write_tag(tag, tag_key())


@pytest.mark.parametrize("tag", [SEAT_TAG, NAME_TAG], ids=["seat", "name"])
def test_a_tag_is_read_back_and_small_enough_to_stay_coarse(tag: Tag) -> None:
    code = write_tag(tag, tag_key())
    assert read_tag(code, KEYS) == tag
    assert len(code) == 119
    assert set(code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_tag_survives_the_blanks_and_line_ends_of_a_keyboard_scanner() -> None:
    assert read_tag(f"\n {seat_tag()}\r\n", KEYS) == SEAT_TAG


def test_no_tag_begins_or_ends_with_a_blank_that_trimming_could_eat() -> None:
    """Base45 writes a space as a digit; at both ends of these 79 bytes that digit can't stand."""
    codes = [seat_tag(issue=issue) for issue in range(1, 400)]
    assert [code for code in codes if code != code.strip()] == []
    assert any(" " in code for code in codes)


def test_nothing_personal_is_in_a_tag() -> None:
    raw = base45.b45decode(seat_tag())
    for secret in (b"Connor", b"1001", b"Si"):
        assert secret not in raw


@pytest.mark.parametrize(
    "code",
    ["", "hello", "https://example.org", "ÄÖÜ", "A" * 119, "A" * 5000, seat_tag()[:-1], seat_tag() + "AB"],
)
def test_other_codes_are_no_tags(code: str) -> None:
    with pytest.raises(TagError) as refused:
        read_tag(code, KEYS)
    assert refused.value.fault is TagFault.NOT_A_TAG


def with_byte(place: int, value: int) -> str:
    raw = bytearray(base45.b45decode(seat_tag()))
    raw[place] = value
    return bytes(base45.b45encode(bytes(raw))).decode()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (with_byte(0, 2), TagFault.UNKNOWN_VERSION),
        (with_byte(1, 9), TagFault.NOT_A_TAG),
        (with_byte(3, 2), TagFault.UNKNOWN_KEY),
        (with_byte(8, 0), TagFault.FORGED),
        (with_byte(9, 255), TagFault.FORGED),
        (with_byte(14, 2), TagFault.FORGED),
        (with_byte(40, 1), TagFault.FORGED),
        (write_tag(SEAT_TAG, secret_key("forger")), TagFault.FORGED),
    ],
)
def test_each_fault_of_a_tag_is_told_apart(code: str, fault: TagFault) -> None:
    with pytest.raises(TagError) as refused:
        read_tag(code, KEYS)
    assert refused.value.fault is fault


def test_every_fault_has_a_sentence_and_what_to_do() -> None:
    assert set(FAULT_TEXTS) == set(ScanFault)
    assert all(wrong.endswith(".") and todo.endswith(".") for wrong, todo in FAULT_TEXTS.values())
    assert {f.value for f in TagFault} <= {f.value for f in ScanFault}


def test_a_tag_in_its_own_room_gives_the_sitting() -> None:
    scan = check_scan(seat_tag(), small_pack(), HALL)
    assert scan.fault is None
    assert [(s.candidate_id, s.seat) for s in scan.sittings] == [(candidate_id(1), "A1")]


@pytest.mark.parametrize(
    ("code", "room", "fault"),
    [
        ("hello", HALL, ScanFault.NOT_A_TAG),
        (with_byte(0, 2), HALL, ScanFault.UNKNOWN_VERSION),
        (with_byte(3, 2), HALL, ScanFault.UNKNOWN_KEY),
        (with_byte(8, 0), HALL, ScanFault.FORGED),
        (seat_tag(session="2024-06-03-PM"), HALL, ScanFault.OTHER_SESSION),
        (seat_tag(), ANNEXE, ScanFault.OTHER_ROOM),
        (seat_tag(99), HALL, ScanFault.NOT_ENTERED),
    ],
)
def test_each_reason_not_to_accept_a_scan_is_told_apart(code: str, room: str, fault: ScanFault) -> None:
    assert check_scan(code, small_pack(), room).fault is fault


def test_the_other_room_is_named_so_that_the_candidate_can_be_sent_there() -> None:
    scan = check_scan(seat_tag(4), small_pack(), HALL)
    assert (scan.fault, scan.planned_rooms, scan.candidate_id) == (
        ScanFault.OTHER_ROOM,
        (ANNEXE,),
        candidate_id(4),
    )


def test_a_re_issued_tag_supersedes_the_old_one() -> None:
    pack = small_pack()
    reissued = tuple(
        msgspec.structs.replace(c, tag_issue=2) if c.id == candidate_id(1) else c for c in pack.candidates
    )
    pack = msgspec.structs.replace(pack, candidates=reissued)
    assert check_scan(seat_tag(issue=1), pack, HALL).fault is ScanFault.SUPERSEDED
    assert check_scan(seat_tag(issue=2), pack, HALL).fault is None


def test_a_name_tag_is_good_for_every_session() -> None:
    pack = small_pack(session="2024-06-07-PM")
    code = write_tag(msgspec.structs.replace(NAME_TAG, issue=1), tag_key())
    assert check_scan(code, pack, HALL).fault is None
    assert check_scan(seat_tag(), pack, HALL).fault is ScanFault.OTHER_SESSION


def test_a_genuine_tag_of_a_candidate_without_a_sitting_is_not_entered() -> None:
    pack = small_pack()
    known = Candidate(id=candidate_id(50), number="1050", surname="Late")
    pack = msgspec.structs.replace(pack, candidates=(*pack.candidates, known))
    assert check_scan(seat_tag(50), pack, HALL).fault is ScanFault.NOT_ENTERED
