"""Real tablets for these tests: opened in folders of their own and closed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk_app.tablet import Tablet
from tests.contract.tablet_hub.tablets import Tablets


@pytest.fixture
def tablets(tmp_path: Path) -> Iterator[Tablets]:
    made = Tablets(tmp_path / "tablets")
    yield made
    made.close()


@pytest.fixture
def tablet(tablets: Tablets) -> Callable[[str], Tablet]:
    return tablets.make
