"""The import measures what it says: everything is written, and nothing changes the second time."""

from __future__ import annotations

import pytest

from tests.bench.import_measure import measure


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_small_measurement_adds_up(form: str) -> None:
    """No time is asserted: a busy machine is no fault. Progress was told more than once."""
    told = measure(candidates=60, papers=20, form=form, runs=1)
    assert (told.rows, told.form, told.runs) == (1_200, form, 1)
    assert min(told.read, told.write, told.again, told.undo) > 0
    assert told.told >= 4
