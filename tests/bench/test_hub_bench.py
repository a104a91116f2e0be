"""``examday bench`` measures what it says: the same envelopes both ways, and all of them taken."""

from __future__ import annotations

import json
from pathlib import Path

from tests.hub_process import examday


async def test_the_figures_add_up(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    process = await examday("bench", "--tablets", "8", "--each", "5", "--json", str(file))
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["one_by_one"]["envelopes"] == told["grouped"]["envelopes"] == 40
    assert told["one_by_one"]["commits"] == 40
    assert told["grouped"]["commits"] < 40
    assert told["fold"]["facts"] == 40
    assert told["ratio"] == round(told["grouped"]["per_second"] / told["one_by_one"]["per_second"], 2)
    assert "group commit is faster by" in out.decode()
