"""The measurement of printing measures what it says: all tags on their sheets, the same bytes each time."""

from __future__ import annotations

from tests.bench.print_measure import measure


def test_a_small_measurement_adds_up(capsys) -> None:
    """No time is asserted: a busy machine is no fault. The figures are printed for whoever looks."""
    small, wide, register, plan = measure(43, hall=30, runs=2)
    assert (small.pages, wide.pages) == (3, 4)
    assert register.pages >= 1
    assert plan.pages >= 1
    assert all(told.kilobytes > 10 for told in (small, wide, register, plan))
    with capsys.disabled():
        print("".join(f"\n{told.what}: {told.seconds:.2f} s" for told in (small, wide, register, plan)))
