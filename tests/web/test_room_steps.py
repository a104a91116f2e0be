"""How far a room got, asked over the office's JSON, and a step waived in the officer's name."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from shared.record.events import room
from shared.record.room_lists import CHECKLIST_ITEMS
from tests.factories import HALL, SESSION, START, Device, small_pack
from tests.web.conftest import Running, running
from tests.web.test_walls import sign_in

STEPS = f"/api/office/sessions/{SESSION}/rooms/{HALL}/steps"
OVERRIDE = f"/api/office/sessions/{SESSION}/rooms/{HALL}/override"


@pytest.fixture
def hub(tmp_path: Path) -> Generator[Running]:
    with running(tmp_path / "site", [small_pack()]) as opened:
        yield opened


def test_the_officer_waives_a_step_and_it_shows_in_the_record(hub: Running) -> None:
    tablet = Device("tablet-hall", room=HALL)
    hub.enrol(tablet)
    tablet.write(room.ChecklistConfirmed(items=CHECKLIST_ITEMS[1:]), at=START)
    hub.take(tablet)
    with hub.client() as client:
        token = {"x-csrf-token": sign_in(client)}
        told = client.get(STEPS).json()
        assert (told["step"], told["next"]) == ("waiting", "checklist_confirmed")
        assert [m["item"] for m in told["missing"]] == ["warning_displayed"]

        given = {"step": "checklist_confirmed", "reason": "The corridor is a building site"}
        done = client.post(OVERRIDE, json=given, headers=token)
        assert done.status_code == 200, done.text
        told = client.get(STEPS).json()
        assert told["step"] == "checklist_confirmed"
        (override,) = told["overrides"]
        assert (override["actor"], override["reason"]) == ("Exams officer", given["reason"])
        assert client.post(OVERRIDE, json=given, headers=token).status_code == 409


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        (OVERRIDE, {"step": "packets_checked", "reason": "only one person is here"}, 422),
        (OVERRIDE, {"step": "script_read", "reason": " "}, 422),
        (OVERRIDE, {"step": "script_read"}, 422),
        (OVERRIDE.replace(HALL, "gym"), {"step": "script_read", "reason": "read in writing"}, 404),
    ],
)
def test_what_can_not_be_waived_is_refused_and_leaves_no_fact(
    hub: Running, path: str, given: dict[str, str], status: int
) -> None:
    """Rule 8: two people check a packet, and no officer changes that."""
    head = hub.hub.journal.head()
    with hub.client() as client:
        refused = client.post(path, json=given, headers={"x-csrf-token": sign_in(client)})
        assert refused.status_code == status, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert client.get(STEPS.replace(HALL, "gym")).status_code == 404
    assert hub.hub.journal.head() == head
