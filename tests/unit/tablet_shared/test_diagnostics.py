"""The diagnostics page tells what is, and what to do where something is not as it should be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk_app.clock import ClockJump
from kiosk_app.connection import UNMEASURED_MS, Connection
from kiosk_app.desk import RoomDesk
from kiosk_app.diagnostics import Diagnostics, clock_quality, diagnose
from kiosk_app.faults import TabletFault
from kiosk_app.health import app_version
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.diagnostics import DiagnosticsViewModel
from shared.record.events.incident import IncidentRecorded
from tests.factories import HALL, PIN, SESSION, START
from tests.unit.tablet_core.conftest import HandClock


def hm(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def page(found: Diagnostics) -> dict[str, tuple[str, str]]:
    return {line.label: (line.value, line.advice) for line in DiagnosticsViewModel(lambda: found, hm).lines}


def test_before_any_room_is_open_there_is_something_to_tell(tablet: Tablet) -> None:
    found = diagnose(tablet)
    assert (found.name, found.device_id, found.app_version) == ("Hall", tablet.device_id, app_version())
    assert found.storage_free_mb > 0
    assert found.journal_bytes > 0
    assert page(found)["Plan"][0] == "none"
    assert page(found)["Centre"][0] == "not paired"


def test_an_offline_room_tells_since_when_and_what_waits(
    tablet: Tablet, desk: RoomDesk, clock: HandClock
) -> None:
    assert desk.sign_in("inv-1", PIN)
    clock.forward(minutes=20)
    found = diagnose(tablet)
    assert (found.online, found.offline_since, found.unsent, found.records) == (False, START, 1, 1)
    assert (found.session, found.pack_version) == (SESSION, 1)
    assert found.pack_age == timedelta(days=3, minutes=20)
    told = page(found)
    assert told["Connection"][0] == f"Offline since {hm(START.astimezone(UTC))}"
    assert told["Not sent yet"] == (
        "1 record",
        "They are safe here. Without any network: hand them over as codes.",
    )
    assert told["Plan"][0] == "version 1, 3 days old"
    assert told["Clock"] == ("never compared with the hub", "Compare it with the clock on the wall.")
    assert desk.room_id == HALL


def test_the_last_fault_is_told_with_its_time(tablet: Tablet, desk: RoomDesk, clock: HandClock) -> None:
    assert desk.sign_in("inv-1", PIN)
    assert page(diagnose(tablet))["Last fault"][0] == "none"
    clock.forward(minutes=3)
    with pytest.raises(TabletFault):
        desk.record(IncidentRecorded(incident_id="i", kind="other", happened_at=START, text="x" * 20_000))
    assert page(diagnose(tablet))["Last fault"][0].startswith(f"{hm(clock.time)}: This is too long to record")


def test_what_wants_attention_comes_first_and_says_what_to_do() -> None:
    found = Diagnostics(
        name="Hall",
        device_id="T1",
        centre="School",
        carried=1,
        battery_percent=9,
        storage_free_mb=80,
        camera="lost",
        clock_quality="doubtful",
        clock_uncertainty_ms=90_000,
        clock_jump=ClockJump(number=1, by=timedelta(hours=1), kept=True),
        last_fault="The camera stopped.",
    )
    model = DiagnosticsViewModel(lambda: found, hm)
    assert [line.label for line in model.attention[:2]] == ["Battery", "Storage free"]
    told = {line.label: (line.value, line.advice) for line in model.lines}
    assert told["Storage free"][0] == "80 MB"
    assert told["Camera"] == ("lost", "Plug it in again; it is found by itself.")
    assert told["Clock"] == (
        "doubtful, +0.0 s (± 90.0 s)",
        "The tablet's own clock was set while it ran; the exam clock went on.",
    )
    assert told["Carried for others"][0] == "1"


@pytest.mark.parametrize(
    ("uncertainty", "quality"),
    [(UNMEASURED_MS, "unmeasured"), (1_000, "sure"), (1_001, "usable"), (30_001, "doubtful")],
)
def test_the_quality_of_the_clock(uncertainty: int, quality: str) -> None:
    assert clock_quality(Connection(clock_uncertainty_ms=uncertainty)) == quality
