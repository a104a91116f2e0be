"""The board: who needs the officer, which room comes first, and when each paper ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from hub.web.office.clock import minutes_in_words, minutes_until
from hub.web.office.overview import Overview, TileDevice, overview
from hub.web.office.queue import PendingDevice, by_need, waiting
from hub.web.office.room_view import register_rows, seat_map
from hub.web.office.wording import DISCREPANCY_ADVICE, DISCREPANCY_TITLES, Names
from shared.protocol.signing import payload_of
from shared.record.envelope import decode_envelope
from shared.record.facts import Fact
from shared.record.fold import project
from shared.record.register import DiscrepancyKind, Register, SittingState
from tests import factories
from tests.factories import START
from tests.web import school

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def day() -> school.Morning:
    return school.troubled_morning()


@pytest.fixture(scope="module")
def facts(day: school.Morning) -> list[Fact]:
    written = [decode_envelope(payload_of(jws)) for t in day.tablets.values() for jws in t.written]
    return factories.facts(written)


@pytest.fixture(scope="module")
def register(day: school.Morning, facts: list[Fact]) -> Register:
    return project(day.pack, facts)


def board(day: school.Morning, register: Register, now: datetime = school.MIDDLE) -> Overview:
    silent = TileDevice(device_id="t", name="T", online=False, last_seen=None, queue=3)
    return overview(day.pack, register, {"s4": (silent,)}, now.astimezone(UTC))


def test_every_kind_of_discrepancy_has_its_words() -> None:
    assert set(DISCREPANCY_TITLES) == set(DiscrepancyKind) == set(DISCREPANCY_ADVICE)


def test_rooms_in_need_come_first_and_calm_ones_by_name(day: school.Morning, register: Register) -> None:
    tiles = board(day, register).tiles
    assert tiles[0].room == "main-hall", "who calls for help comes first"
    assert tiles[1].room == "d12", "then the room whose clock is stopped"
    assert tiles[-1].room == "learning-support"
    assert [t.needs > 0 for t in tiles] == sorted((t.needs > 0 for t in tiles), reverse=True)
    assert next(t for t in tiles if t.room == "s4").silent == 1


def test_numbers_of_a_tile_add_up(day: school.Morning, register: Register) -> None:
    for tile in board(day, register).tiles:
        assert tile.total == tile.expected
        assert tile.present + tile.absent + tile.undecided == tile.expected
        assert [s.state for s in tile.states] == [
            s for s in SittingState if s in {t.state for t in tile.states}
        ]
    hall = next(t for t in board(day, register).tiles if t.room == "sports-hall")
    assert (hall.late, hall.absent, hall.pending) == (2, 4, 1)


def test_a_candidate_in_two_places_is_told_in_both_rooms(day: school.Morning, register: Register) -> None:
    names = Names(day.pack, register)
    item = next(i for i in waiting(register, names, {}) if i.title == "In two places")
    assert set(item.rooms) == {"main-hall", "sports-hall"}
    assert item.detail == "AQA 8300/1F: recorded as sitting in Main Hall and Sports Hall"
    for room in item.rooms:
        flagged = [r for r in register_rows(day.pack, register, room, names, school.MIDDLE) if r.flag]
        assert "In two places" in {r.flag for r in flagged}
    hall = day.pack.room("sports-hall")
    assert hall is not None
    shown = seat_map(hall, register_rows(day.pack, register, "sports-hall", names, school.MIDDLE))
    flagged_seats = {cell.label for row in shown for cell in row if cell.shown and cell.shown.flag}
    assert "A6" in flagged_seats, "the seat in question is on the plan of the room that was planned, too"


def test_who_waits_for_an_answer_stands_before_what_is_wrong_and_that_before_the_rest(
    day: school.Morning, register: Register, facts: list[Fact]
) -> None:
    when = {f.id: f.envelope.occurred_at for f in facts}
    new = PendingDevice(device_id="tablet-new", name="Spare", code="123 456")
    items = waiting(register, Names(day.pack, register), when, [new])
    assert [i.kind for i in items] == ["help", *["discrepancy"] * (len(items) - 2), "device"]
    wrong = [i for i in items if i.kind == "discrepancy" and i.urgent]
    rest = [i for i in items if i.kind == "discrepancy" and not i.urgent]
    assert [i.id for i in items[1:-1]] == [i.id for i in (*wrong, *rest)]
    for same in (wrong, rest):
        since = [i.since for i in same if i.since]
        assert since == sorted(since), "within one need the oldest is first"
    on_the_way = replace(items[0], acknowledged=True)
    assert by_need((*rest, on_the_way, *wrong))[len(wrong)] == on_the_way, "somebody sees to it already"


def test_a_stopped_clock_moves_the_finish_and_extra_time_the_last_one(
    day: school.Morning, register: Register
) -> None:
    paper = next(t for t in board(day, register).tiles if t.room == "d12").papers[0]
    stopped_for = school.MIDDLE - (START + 50 * MINUTE)
    assert paper.finish == START + 90 * MINUTE + stopped_for
    assert paper.last_finish is not None
    assert paper.last_finish - paper.finish == timedelta(minutes=23)
    assert paper.minutes_left == 40


@pytest.mark.parametrize(("seconds", "told"), [(61, 2), (60, 1), (1, 1), (0, 0), (-30, 0), (-61, -1)])
def test_minutes_are_counted_until_the_moment_has_come(seconds: int, told: int) -> None:
    assert minutes_until(START + timedelta(seconds=seconds), START) == told


@pytest.mark.parametrize(("minutes", "told"), [(0, "0 min"), (59, "59 min"), (60, "1 h 00"), (125, "2 h 05")])
def test_minutes_in_words(minutes: int, told: str) -> None:
    assert minutes_in_words(minutes) == told
