"""The checklist of the day: every line in its three states, from facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.before.preflight import (
    PaperFallbackFacts,
    PreflightFacts,
    PreflightLine,
    TabletFacts,
    preflight,
    worst,
)
from hub.before.preflight.of_rooms import TO_PRINT
from hub.before.readiness import printed_versions
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from tests.factories import ANNEXE, HALL, SESSION, START, small_pack


def staffed() -> SessionPack:
    """The small pack with a rota that is enough."""
    pack = small_pack()
    people = [person.id for person in pack.invigilators]
    duties = tuple(
        Duty(invigilator_id=person, room_id=room, role="lead", report_at=START)
        for person, room in zip(people, (HALL, ANNEXE), strict=False)
    )
    rules = replace(pack.rules, valid_from=START.date(), valid_to=START.date())
    return replace(pack, duties=duties, rules=rules)


@dataclass
class Day:
    """A day on which everything is ready; a test changes one thing."""

    facts: PreflightFacts

    def line(self, key: str, **changed: object) -> PreflightLine:
        lines = preflight(replace(self.facts, **changed))
        return next(line for line in lines if line.key == key)


@pytest.fixture(scope="module")
def day() -> Day:
    tablets = tuple(
        TabletFacts(name=f"Tablet {n}", holds={room: 1}, battery_percent=95, clock_offset_ms=400, queue=0)
        for n, room in enumerate((HALL, ANNEXE), start=1)
    )
    return Day(
        PreflightFacts(
            session=SESSION,
            now=START - timedelta(hours=1),
            pack=staffed(),
            tablets=tablets,
            printed={name: 1 for name, _ in TO_PRINT},
            fallback=PaperFallbackFacts(folder="/stick/registers"),
            free_disk_mb=50_000,
            backup_at=START - timedelta(hours=10),
            certificate_until=START + timedelta(days=300),
        )
    )


def test_a_day_on_which_everything_is_ready(day: Day) -> None:
    lines = preflight(day.facts)
    assert {line.key: line.what for line in lines if line.state != "good"} == {}
    assert worst(lines) == "good"
    assert len({line.key for line in lines}) == len(lines) == 12
    assert all(not line.todo for line in lines), "what is ready asks for nothing"


def test_without_a_plan_only_what_can_be_said_is_said(day: Day) -> None:
    lines = preflight(replace(day.facts, pack=None))
    assert [line.key for line in lines] == ["published", "fallback", "disk", "backup", "certificate"]
    assert worst(lines) == "stop"
    moved = day.line("published", plan_moved_on=True)
    assert (moved.state, moved.link) == ("look", f"/plan/publish/{SESSION}")


def test_a_room_without_a_tablet_stops_and_an_old_version_is_looked_at(day: Day) -> None:
    one, two = day.facts.tablets
    gone = day.line("fetched", tablets=(one,))
    assert (gone.state, gone.who) == ("stop", ("Annexe",))
    newer = replace(staffed(), version=2)
    old = day.line("fetched", pack=newer, tablets=(replace(one, holds={HALL: 2}), two))
    assert (old.state, old.who) == ("look", ("Tablet 2: Annexe version 1",))


@pytest.mark.parametrize(
    ("percent", "state"), [(39, "stop"), (40, "look"), (79, "look"), (80, "good"), (None, "look")]
)
def test_batteries(day: Day, percent: int | None, state: str) -> None:
    one, two = day.facts.tablets
    spare_elsewhere = TabletFacts(name="Spare", battery_percent=3)
    tablets = (replace(one, battery_percent=percent), two, spare_elsewhere)
    assert day.line("charged", tablets=tablets).state == state


def test_clocks_by_the_rules_own_limit(day: Day) -> None:
    one, two = day.facts.tablets
    limit = staffed().rules.clock_suspect_ms.value
    assert day.line("clocks", tablets=(replace(one, clock_offset_ms=-limit + 1), two)).state == "good"
    wrong = day.line("clocks", tablets=(replace(one, clock_offset_ms=-limit), two))
    assert (wrong.state, len(wrong.who)) == ("look", 1)


def test_a_full_disk_stops_and_sends_nobody_to_a_page_that_is_not_there(day: Day) -> None:
    full = day.line("disk", free_disk_mb=999)
    assert (full.state, full.link) == ("stop", "")
    assert full.todo.startswith("Make room")


def test_people(day: Day) -> None:
    pack = staffed()
    short = day.line("rota", pack=replace(pack, duties=pack.duties[:1]))
    assert (short.state, short.who) == ("stop", ("Annexe: 0 of 1",))
    assert day.line("rota", pack=replace(pack, duties=())).state == "look"
    nameless = day.line("pins", pack=pack.without_pins())
    assert nameless.state == "stop"
    assert len(nameless.who) == 2, "only those on duty"


@pytest.mark.parametrize(
    ("key", "changed", "state"),
    [
        ("printed", {"printed": {"register": 1}}, "look"),
        ("fallback", {"fallback": None}, "look"),
        ("fallback", {"fallback": PaperFallbackFacts(folder="/x", same_disk=True)}, "look"),
        ("fallback", {"fallback": PaperFallbackFacts(folder="/x", fault="The stick is gone.")}, "stop"),
        ("disk", {"free_disk_mb": 4_999}, "look"),
        ("disk", {"free_disk_mb": 999}, "stop"),
        ("disk", {"free_disk_mb": None}, "look"),
        ("backup", {"backup_at": None}, "look"),
        ("backup", {"backup_at": START - timedelta(days=2)}, "look"),
        ("certificate", {"certificate_until": START + timedelta(days=29)}, "look"),
        ("certificate", {"certificate_until": START - timedelta(days=1)}, "stop"),
        ("certificate", {"certificate_until": None}, "look"),
        ("rules", {"pack": small_pack()}, "look"),
    ],
)
def test_what_is_not_ready_says_what_to_do(
    day: Day, key: str, changed: dict[str, object], state: str
) -> None:
    line = day.line(key, **changed)
    assert line.state == state
    assert line.todo


def test_printed_files_are_read_by_their_names(tmp_path: Path) -> None:
    for name in ("register_hall_v1", "register_hall_v3", "register_hall_recorded_v9", "door-list_v2"):
        (tmp_path / f"{SESSION}_{name}.pdf").touch()
    (tmp_path / "2024-06-04-AM_seat-tags_v1.pdf").touch()
    assert printed_versions(tmp_path, SESSION) == {"register": 3, "door-list": 2}
    (tmp_path / f"{SESSION}_all_v4.zip").touch()
    assert set(printed_versions(tmp_path, SESSION).values()) == {4}
    assert printed_versions(tmp_path / "nowhere", SESSION) == {}
