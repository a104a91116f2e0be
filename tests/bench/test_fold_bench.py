"""The fold's measurement measures what it says: everything is folded, and steps give the whole's register."""

from __future__ import annotations

from tests.bench.fold_measure import IN_A_ROOM, measure


def test_a_small_measurement_adds_up(capsys) -> None:
    """No time is asserted: a busy machine is no fault. The figures are printed for whoever looks."""
    told = measure(3_000, rooms=4, steps=50, runs=1)
    assert (told.envelopes, told.candidates, told.steps) == (3_000, 4 * IN_A_ROOM, 50)
    assert told.read_per_second > 0
    assert told.fold_per_second > 0
    assert told.step_us > 0
    with capsys.disabled():
        print(
            f"\n{told.envelopes:,} envelopes: read {told.read_per_second:,}/s, "
            f"folded {told.fold_per_second:,}/s, one more {told.step_us:,} µs"
        )
