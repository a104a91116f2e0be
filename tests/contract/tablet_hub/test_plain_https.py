"""Where WebSockets don't pass, the same messages go over plain HTTPS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hub.server
import kiosk_app.sync.line
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.incident import IncidentRecorded
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import ANNEXE, MATHS, SESSION, START, candidate_id, small_pack


@pytest.fixture
def no_web_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub's own server, set up as a proxy on the way would make it look: upgrades are not understood."""
    configure: Callable[..., Any] = hub.server._uvicorn_config

    def without(*values: Any, **more: Any) -> Any:
        config = configure(*values, **more)
        config.ws = "none"
        return config

    monkeypatch.setattr(hub.server, "_uvicorn_config", without)
    # Asked in turn as always, only sooner: how long a tablet waits in between isn't the matter here.
    monkeypatch.setattr(kiosk_app.sync.line, "POLL_SECONDS", 0.2)


@pytest.mark.usefixtures("no_web_sockets")
def test_two_rooms_agree_over_plain_https(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as served:
        _, hall = tablets.desk(served, "hall")
        _, annexe = tablets.desk(served, "annexe", room=ANNEXE)
        hall.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS))
        await_sent(hall)
        await_desk(annexe, lambda: annexe.register() == served.register())
        await_desk(hall, lambda: hall.register() == served.register())
        await_desk(hall, lambda: hall.connection().is_clock_measured)

        # A cut line gathers more than one request may carry; notices and packs are told once each.
        hall.sync.pause()
        for number in range(130):
            hall.record(
                IncidentRecorded(
                    incident_id=f"i-{number}", kind="other", happened_at=START, text="What was heard. " * 60
                )
            )
        hall.sync.resume()
        await_sent(hall)
        assert len(served.register().incidents) == 130
        served.call(lambda: served.hub.switchboard.notify(SESSION, "Fire practice at noon."))
        await_desk(hall, lambda: bool(hall.notices()))
        served.publish(small_pack(version=2))
        await_desk(hall, lambda: hall.pack.version == 2)
