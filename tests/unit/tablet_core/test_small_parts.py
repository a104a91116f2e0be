"""Addresses, health and received rows."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kiosk_app.health import battery_percent, measure_health
from kiosk_app.pairing import MAX_NAME, _printable
from kiosk_app.received import first_break, lost_fact, row_fact
from kiosk_app.sync.addresses import AddressFault, HubAddress, in_order_of_trial, read_address
from kiosk_app.sync.carrier import PUSH_BYTES, in_pushes
from shared.protocol.codec import encode
from shared.protocol.messages import MAX_MESSAGE_BYTES
from shared.record.events.incident import HelpRequested
from tests.factories import HALL, Device, MemoryJournal, office


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.168.1.5", HubAddress("192.168.1.5", 8443)),
        (" https://192.168.1.5:9000/ ", HubAddress("192.168.1.5", 9000)),
        ("hub.school.example:8443", HubAddress("hub.school.example", 8443)),
        ("[fd00::5]:9000", HubAddress("fd00::5", 9000)),
        ("fd00::5", HubAddress("fd00::5", 8443)),
    ],
)
def test_addresses_are_read_as_people_and_codes_write_them(text: str, address: HubAddress) -> None:
    assert read_address(text) == address
    assert read_address(address.authority) == address


@pytest.mark.parametrize("text", ["", "a b", "user@host", "host/path", "host:port", "host:0", "host:99999"])
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(AddressFault, match=r"no address of a hub|no port number"):
        read_address(text)


def test_the_address_that_answered_last_is_tried_first_and_each_once() -> None:
    tried = in_order_of_trial("10.0.0.3", ("10.0.0.1", "not one /"), ("10.0.0.3",), ("10.0.0.2", "10.0.0.1"))
    assert [address.host for address in tried] == ["10.0.0.3", "10.0.0.1", "10.0.0.2"]


def test_the_battery_is_told_where_the_machine_tells_it(tmp_path: Path) -> None:
    assert battery_percent(tmp_path / "nothing") is None
    for name, kind, capacity in (("AC", "Mains", ""), ("BAT0", "Battery", "83\n"), ("BAT1", "Battery", "9")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "type").write_text(f"{kind}\n")
        (tmp_path / name / "capacity").write_text(capacity)
    assert battery_percent(tmp_path) == 83
    (tmp_path / "BAT0" / "capacity").write_text("full")
    assert battery_percent(tmp_path) == 9
    health = measure_health(tmp_path, 7, camera=True, room=HALL)
    assert (health.queue, health.camera, health.room) == (7, True, HALL)
    assert health.free_disk_mb > 0


def test_neighbouring_rows_must_link_and_others_need_not() -> None:
    hub = MemoryJournal()
    rows = [hub.append(f"row {number}") for number in range(5)]
    assert first_break(rows) is None
    assert first_break([rows[0], rows[2], rows[4]]) is None
    forged = msgspec.structs.replace(rows[2], jws="another text")
    assert first_break([rows[0], rows[1], forged, rows[3]]) == forged


def test_a_row_that_this_version_cannot_read_is_no_fact_and_no_error() -> None:
    hub = MemoryJournal()
    assert row_fact("journal", hub.append("no JWS at all")) is None


def test_of_a_lost_hub_the_rooms_facts_stay_and_its_own_office_goes() -> None:
    """The next hub numbers its own facts from one again."""
    hub, tablet, desk = MemoryJournal(), Device("tablet", room=HALL), office()
    tablet.write(HelpRequested(help_id="h", kind="officer"))
    desk.write(HelpRequested(help_id="h", kind="officer"), room=HALL)
    hub.take(tablet, desk)
    facts = [lost_fact(row) for row in hub.rows]
    assert [(f.envelope.device_id, f.hub_seq) for f in facts if f is not None] == [("tablet", None)]


def test_a_push_never_grows_beyond_what_the_hub_reads() -> None:
    envelopes = ["x" * 22_000] * 100
    pushes = list(in_pushes(envelopes))
    assert [e for push in pushes for e in push.envelopes] == envelopes
    assert len(pushes) > 1
    assert all(len(encode(push)) <= PUSH_BYTES + 25_000 < MAX_MESSAGE_BYTES for push in pushes)
    assert list(in_pushes([])) == []


def test_a_tablets_name_is_made_fit_for_a_list() -> None:
    assert _printable("  Hall\x00 1\n") == "Hall 1"
    assert _printable("\n") == "Tablet"
    assert len(_printable("x" * 200)) == MAX_NAME
