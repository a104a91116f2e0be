"""The measurement with the window measures what it says; no time is asserted, a busy machine is no fault."""

from __future__ import annotations

from tests.bench.screens_measure import exam_memory, frame_to_green, list_scroll


def test_a_small_measurement_adds_up() -> None:
    steps = frame_to_green(2)
    assert {step.of for step in steps.values()} == {2}
    assert steps["both"].median >= steps["tag to card on the screen"].median
    assert list_scroll(12, 3)["median_fps"] > 0
    told = exam_memory(8, 0.05)
    assert told["facts"] > 10
    assert told["end_mb"] > 0
