"""Two people hold two tablets against each other: what their screens say, step by step, without any hub."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk_app.desk import RoomDesk
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.handover import ReadCodesViewModel, ShowCodesViewModel
from shared.record.events.incident import IncidentRecorded
from tests.factories import PIN, START


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Tablet]:
    made = Tablet.open(tmp_path / "other", name="Spare", is_discovering=False)
    yield made
    made.close()


def record(desk: RoomDesk, count: int) -> None:
    for number in range(count):
        desk.record(
            IncidentRecorded(
                incident_id=f"i-{number}",
                kind="other",
                happened_at=START,
                text=f"{number * 7919 % 104729} " * 9,
            )
        )


def test_codes_go_round_until_the_reader_has_them_all(tablet: Tablet, desk: RoomDesk, other: Tablet) -> None:
    assert desk.sign_in("inv-1", PIN)
    record(desk, 25)
    shown, read = ShowCodesViewModel(tablet.handover), ReadCodesViewModel(other.handover)
    assert shown.about == "26 records"
    assert read.progress == "Hold the other tablet's codes before the camera."
    total = int(shown.title.rpartition(" ")[2])
    assert total >= 4
    now = START
    shown.look(now)
    # The camera sees every other code of the first round, and each of them several times.
    for turn in range(total):
        if turn % 2 == 0:
            assert not read.scan(shown.code)
            assert not read.scan(shown.code)
        now += timedelta(seconds=1.3)
        shown.look(now)
    assert read.progress == f"{(total + 1) // 2} of {total} read"
    missing = read.missing
    assert missing == tuple(range(2, total + 1, 2))

    # What is recorded meanwhile does not change the series under the reader's eyes.
    record(desk, 1)
    shown.show_only(missing)
    for _ in missing:
        assert shown.number in missing
        read.scan(shown.code)
        shown.step(1)
    (kept,) = read.carried
    assert kept.device_id == tablet.device_id
    assert kept.records == 26
    assert not read.missing
    assert "not paired" in read.fault, "the spare has no hub yet, and says so"
    assert read.state_of(kept) == "Kept here. It goes to the hub as soon as this tablet reaches it."
    assert tablet.handover.unsent == 27, "nothing is dropped before the hub's receipt"
    shown.show_rest()
    assert shown.about == "27 records"


NOT_CODES = (
    "https://example.org",
    "WIFI:S:exam;P:x;;",
    "x" * 3000,
    "\x00\x01\xff",
    "\U0001f469",
    "مرحبا",
    "XDH1:%",
)


@pytest.mark.parametrize("code", [*NOT_CODES, ""])
def test_a_code_of_anything_else_is_told_and_changes_nothing(other: Tablet, code: str) -> None:
    read = ReadCodesViewModel(other.handover)
    assert not read.scan(code)
    assert read.fault.endswith(".")
    assert not read.carried
    shown = ShowCodesViewModel(other.handover)
    assert shown.is_empty
    assert not shown.scan(code)
    assert shown.fault.endswith(".")


def test_one_code_can_be_held_for_a_slow_camera(tablet: Tablet, desk: RoomDesk) -> None:
    assert desk.sign_in("inv-1", PIN)
    record(desk, 12)
    shown = ShowCodesViewModel(tablet.handover)
    shown.look(START)
    shown.hold(True)
    shown.look(START + timedelta(minutes=5))
    assert shown.number == 1
    shown.hold(False)
    shown.look(START + timedelta(minutes=5))
    assert shown.number == 2
    shown.step(-1)
    shown.step(-1)
    assert shown.title.endswith(f" of {shown.number}"), "before the first comes the last"
