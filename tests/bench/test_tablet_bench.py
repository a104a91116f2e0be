"""The tablet's measurement measures what it says: everything is real, and the decoder earns its tries."""

from __future__ import annotations

from tests.bench.tablet_measure import decode_rates, exam_memory, frame_to_green, record_latency


def test_a_small_measurement_adds_up(capsys) -> None:
    """No time is asserted: a busy machine is no fault. The figures are printed for whoever looks."""
    steps = frame_to_green(5)
    assert {step.of for step in steps.values()} == {5}
    assert steps["all"].median >= steps["decoded"].median
    told = record_latency(300, times=20)
    assert [one.of for one in told.values()] == [20, 20, 1]
    with capsys.disabled():
        print(f"\na frame until present: {steps['all'].median} ms; record(): {told['fresh'].median} ms")


def test_the_tries_read_more_than_one_look_and_never_something_else() -> None:
    rates, _, _, wrong = decode_rates(1)
    assert wrong == 0
    assert sum(rate.ours for rate in rates) > sum(rate.single for rate in rates)
    assert all(rate.ours >= rate.single for rate in rates)


def test_an_exam_of_minutes_ends_with_its_facts() -> None:
    told = exam_memory(12, 0.1)
    assert told["facts"] > 20
    assert told["end_mb"] >= told["before_mb"] > 0
