"""The measure of the paper registers takes every fact in, and draws while it does."""

from __future__ import annotations

from tests.bench.fallback_measure import measure_all


async def test_every_way_takes_everything_and_only_where_it_is_on_something_is_drawn() -> None:
    found = await measure_all(rooms=3, each=4)
    assert found["off"].sheets == 0
    assert found["on"].sheets >= 1
    assert found["without rest"].sheets >= 1
    assert all(0 < waits.median_ms <= waits.p95_ms * 2 for waits in found.values())
