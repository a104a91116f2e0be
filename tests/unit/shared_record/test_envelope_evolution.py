"""What an earlier version wrote stays readable, and what a later one wrote is carried byte for byte."""

from __future__ import annotations

import msgspec
import pytest

from shared.protocol.signing import open_envelope, sign_envelope
from shared.record.envelope import (
    MAX_ENVELOPE_BYTES,
    MalformedEnvelopeError,
    decode_envelope,
    encode_envelope,
)
from shared.record.events import EVENT_TYPES, Event, UnknownEvent
from shared.record.facts import Fact
from shared.record.fold import project
from tests.event_examples import ALL_GOLDEN, EXAMPLES, GOLDEN, example_envelope
from tests.factories import secret_key, small_pack

FUTURE = (
    b'{"actor":"inv-1","clock_offset_ms":0,"clock_uncertainty_ms":0,"device_id":"tablet-1","device_seq":1,'
    b'"event":{"type":"DroneSighted","height_m": 12.50,"tags":["a" , "b"],"note":"\\u00e9"},"journal":"",'
    b'"occurred_at":"2024-06-03T08:00:00Z","prev":"","room":"hall","schema_version":3,"seen":0,'
    b'"session":"2024-06-03-AM","source":{"kind":"live"}}'
)


def test_every_event_has_an_example_and_a_golden_file() -> None:
    names = {kind.__name__ for kind in EVENT_TYPES}
    assert {type(example).__name__ for example in EXAMPLES} == names
    assert {file.stem for file in GOLDEN.glob("*.json")} >= names | ALL_GOLDEN.keys()


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_a_golden_file_stays_readable(file) -> None:
    envelope = decode_envelope(file.read_bytes().rstrip(b"\n"))
    assert type(envelope.event).__name__ == file.stem.partition("-")[0]
    assert decode_envelope(encode_envelope(envelope)) == envelope


@pytest.mark.parametrize("name", sorted(ALL_GOLDEN))
def test_golden_files_hold_what_the_examples_say(name: str) -> None:
    """Also files written before a field was there: they read with the field's default."""
    golden = (GOLDEN / f"{name}.json").read_bytes()
    assert decode_envelope(golden.rstrip(b"\n")) == example_envelope(ALL_GOLDEN[name])


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_a_later_version_of_a_known_event_is_carried_and_never_misread(kind: type[Event]) -> None:
    """Its fields may mean something else by then: the register counts it as unknown and keeps its bytes."""
    golden = (GOLDEN / f"{kind.__name__}.json").read_bytes().rstrip(b"\n")
    later = golden.replace(b'"schema_version":1', b'"schema_version":%d' % (kind.schema_version + 1))
    envelope = decode_envelope(later)
    assert isinstance(envelope.event, UnknownEvent)
    assert envelope.event.type == kind.__name__
    assert later.endswith(bytes(envelope.event.body) + b"}")
    assert bytes(envelope.event.body) in encode_envelope(envelope)
    register = project(small_pack(), [Fact(envelope=envelope, journal="j", hub_seq=1)])
    assert (register.revision, register.unknown_events) == (1, 1)


def test_an_event_of_a_later_version_is_carried_byte_for_byte() -> None:
    """Order of its own keys, spaces, a float and an escape stay exactly as they were signed."""
    envelope = decode_envelope(FUTURE)
    assert isinstance(envelope.event, UnknownEvent)
    assert envelope.event.type == "DroneSighted"
    assert encode_envelope(envelope) == FUTURE
    key = secret_key("tablet-1")
    again = open_envelope(sign_envelope(envelope, key), key.public)
    assert encode_envelope(again) == FUTURE


def test_the_register_counts_what_it_does_not_know() -> None:
    register = project(small_pack(), [Fact(envelope=decode_envelope(FUTURE), journal="j", hub_seq=1)])
    assert (register.revision, register.unknown_events) == (1, 1)


def test_a_later_version_may_add_fields_to_a_known_event() -> None:
    golden = (GOLDEN / "RoomClosed.json").read_bytes().replace(b'"note":', b'"lights_off":true,"note":')
    assert decode_envelope(golden).event == example_envelope(EXAMPLES[12]).event


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (b"", "truncated"),
        (b"[]", "Expected `object`"),
        (b"\xff\xfe", "malformed"),
        (FUTURE.replace(b'"type":"DroneSighted",', b""), "type"),
        (
            FUTURE.replace(b'"DroneSighted"', b'"RoomClosed"')
            .replace(b'"\\u00e9"', b"5")
            .replace(b'"schema_version":3', b'"schema_version":1'),
            "Expected `str`",
        ),
        (FUTURE.replace(b'"actor":"inv-1",', b""), "actor"),
        (FUTURE.replace(b"08:00:00Z", b"08:00:00"), "timezone"),
        (FUTURE.replace(b'"device_seq":1', b'"device_seq":0'), "device_seq"),
        (FUTURE.replace(b'"seen":0', b'"seen":-1'), "seen"),
        (
            FUTURE.replace(b'"schema_version":3', b'"schema_version":0'),
            "schema_version",
        ),
        (b" " * (MAX_ENVELOPE_BYTES + 1), "at most"),
    ],
)
def test_bytes_that_are_no_envelope_say_why(payload: bytes, told: str) -> None:
    with pytest.raises(MalformedEnvelopeError, match=told):
        decode_envelope(payload)


def test_an_envelope_of_the_largest_size_is_read() -> None:
    spare = MAX_ENVELOPE_BYTES - len(FUTURE)
    full = FUTURE.replace(b"\\u00e9", b"\\u00e9" + b"x" * spare)
    assert len(full) == MAX_ENVELOPE_BYTES
    assert msgspec.json.decode(decode_envelope(full).event.body)["note"].endswith("x")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["ExamStarted", "LateArrivalAdmitted", "LateArrivalRefused", "IncidentRecorded"]
)
def test_a_time_without_its_zone_inside_an_event_is_not_read(name: str) -> None:
    """It could be compared with no other time: one such fact would stop the whole register."""
    golden = (GOLDEN / f"{name}.json").read_bytes().rstrip(b"\n")
    head, event = golden.split(b'"event":')
    with pytest.raises(MalformedEnvelopeError, match="timezone"):
        decode_envelope(head + b'"event":' + event.replace(b"345678Z", b"345678"))
