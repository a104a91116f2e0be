"""A tablet killed while it reads another one's codes has every series that it had shown as read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_app.tablet import Tablet

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("after", [1, 6])
def test_what_was_shown_as_read_is_there(tmp_path: Path, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulation.tablet_cut.carrying", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    shown: list[str] = []
    for line in process.stdout:
        shown.append(line.strip())
        if len(shown) >= after:
            break
    process.kill()
    shown += process.stdout.read().split()
    process.stdout.close()
    process.wait(20)
    tablet = Tablet.open(tmp_path, name="carrier", is_discovering=False)
    try:
        kept = {one.series: one.records for one in tablet.handover.carried()}
        assert set(shown) <= set(kept)
        assert len(kept) <= len(shown) + 1
        # The first series holds one record, the next two, and so on: each is whole.
        assert sorted(kept.values()) == list(range(1, len(kept) + 1))
        assert tablet.handover.waiting == len(kept)
    finally:
        tablet.close()
