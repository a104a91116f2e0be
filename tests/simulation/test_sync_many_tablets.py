"""Several tablets, one hub and a network that loses, repeats and reorders: in the end all agree.

Each seed is another morning. Tablets record, lose the line, crash and restart from their journal, have
clocks that are hours off; in some mornings the hub itself is lost and an empty one takes its place. Once the
network is good again for a minute, nothing is missing anywhere and every register is the hub's.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from shared.canonical import digest
from shared.record.chain import row_hash
from shared.record.envelope import decode_envelope
from shared.record.fold import project
from tests.factories import ANNEXE, HALL, small_pack
from tests.simulation.sync_world import Weather, World, new_world

PACK = small_pack(6)
ROOMS = (HALL, ANNEXE, HALL)
MORNING, CALM = 120.0, 60.0


def play(seed: int, weather: Weather, *, facts: int = 24, crashes: int = 3, hubs: int = 1) -> World:
    """A morning in ``weather``, then a minute of calm."""
    world = new_world(seed, PACK, ROOMS, weather)
    rng = world.rng
    for _ in range(facts):
        world.after(rng.uniform(0, MORNING), lambda: world.record(rng.choice(world.tablets)))
    for _ in range(crashes):
        world.after(rng.uniform(0, MORNING), lambda: world.crash(rng.choice(world.tablets)))
    for number in range(2, hubs + 1):
        world.after(rng.uniform(0, MORNING), lambda number=number: world.replace_hub(f"journal-{number}"))
    world.run(MORNING)
    world.weather = Weather()
    for tablet in world.tablets:
        world.connect(tablet)
    world.run(MORNING + CALM)
    return world


def assert_all_agree(world: World) -> None:
    """Nothing lost, nothing twice, every chain whole, every register the same."""
    recorded = {text for tablet in world.tablets for text in tablet.own}
    rows = world.hub.journal.rows
    assert len(rows) == len(recorded)
    assert {row.jws for row in rows} == recorded
    for before, row in pairwise(rows):
        assert row.row_hash == row_hash(before.row_hash, row.hub_seq, row.received_at, digest(row.jws))
    for tablet in world.tablets:
        mine = [e for e in (decode_envelope(r.jws.encode()) for r in rows) if e.device_id == tablet.device_id]
        assert [e.device_seq for e in mine] == list(range(1, len(tablet.own) + 1))
    expected = project(PACK, world.hub.facts())
    for tablet in world.tablets:
        assert (tablet.state.unsent, tablet.state.is_online) == (0, True), tablet.device_id
        assert tablet.register() == expected, tablet.device_id


BAD = Weather(dropped=0.1, repeated=0.2, slowest=3.0, breaks_every=15)


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_a_bad_network_and_crashing_tablets_lose_nothing(first: int) -> None:
    for seed in range(first, first + 20):
        assert_all_agree(play(seed, BAD))


@pytest.mark.parametrize("first", range(100, 200, 20))
def test_a_lost_hub_is_rebuilt_from_its_tablets(first: int) -> None:
    for seed in range(first, first + 20):
        assert_all_agree(play(seed, BAD, hubs=3))


def test_a_tablet_that_was_away_all_morning_delivers_everything_in_batches() -> None:
    """Two hundred and fifty facts in the outbox: three pushes of at most a hundred each."""
    world = new_world(7, PACK, ROOMS, Weather())
    away = world.tablets[2]
    for second in range(250):
        world.after(second / 10, lambda: (world.cut(away), world.record(away)))
    world.run(30)
    assert away.state.unsent == 250
    world.connect(away)
    world.run(60)
    assert_all_agree(world)


def test_the_simulated_network_really_does_its_worst() -> None:
    """Without this, the mornings above might be fair-weather ones."""
    offline = disagreeing = 0
    for seed in range(20):
        world = new_world(seed, PACK, ROOMS, BAD)
        for moment in range(24):
            world.after(moment * 5.0, lambda world=world: world.record(world.rng.choice(world.tablets)))
        world.run(MORNING)
        registers = [tablet.register() for tablet in world.tablets]
        disagreeing += any(register != registers[0] for register in registers)
        offline += any(tablet.state.unsent for tablet in world.tablets)
    assert disagreeing >= 10
    assert offline >= 5
