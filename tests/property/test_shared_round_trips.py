"""Whatever is written can be read back as it was, and whatever else arrives is told, never a crash."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import base45
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.canonical import b64url, b64url_decode
from shared.ids import candidate_id_from_bytes, session_id
from shared.plan.pack import SessionPack
from shared.protocol import codec
from shared.protocol.enrolment import OfferError, PairingOffer, read_offer, write_offer
from shared.protocol.messages import HubMessage, TabletMessage
from shared.protocol.proof_export import ProofRow, row_line
from shared.protocol.scan import check_scan
from shared.protocol.signing import SignatureError, key_id_of, open_envelope, payload_of, sign_envelope
from shared.protocol.tags import Tag, TagError, TagKind, read_tag, write_tag
from shared.record.envelope import (
    MAX_ENVELOPE_BYTES,
    Envelope,
    MalformedEnvelopeError,
    Source,
    decode_envelope,
    encode_envelope,
)
from shared.record.events import EVENT_TYPES, Event, UnknownEvent
from shared.record.register import Register
from tests.factories import HALL, secret_key, small_pack, tag_key
from tests.property.strategies import MOMENTS, TEXTS, of_type

KEY = secret_key("any")


def envelopes(event: st.SearchStrategy, versions: st.SearchStrategy[int]) -> st.SearchStrategy[Envelope]:
    """Envelopes around ``event``, with any value in every other field."""
    return st.builds(
        Envelope,
        device_id=TEXTS,
        device_seq=st.integers(1, 2**40),
        prev=TEXTS,
        session=TEXTS,
        room=st.none() | TEXTS,
        journal=TEXTS,
        seen=st.integers(0, 2**40),
        occurred_at=MOMENTS,
        clock_offset_ms=st.integers(-(2**40), 2**40),
        clock_uncertainty_ms=st.integers(0, 2**40),
        actor=TEXTS,
        source=of_type(Source),
        schema_version=versions,
        event=event,
    )


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_every_event_comes_back_from_its_envelope(kind: type[Event]) -> None:
    @settings(max_examples=12)
    @given(envelopes(of_type(kind), st.integers(1, kind.schema_version)))
    def comes_back(envelope: Envelope) -> None:
        written = encode_envelope(envelope)
        assert len(written) <= MAX_ENVELOPE_BYTES
        assert decode_envelope(written) == envelope
        assert encode_envelope(decode_envelope(written)) == written

    comes_back()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(
    envelopes(st.just(None), st.integers(1, 99)),
    TEXTS,
    st.dictionaries(TEXTS, JSON, max_size=4),
    st.booleans(),
)
def test_an_event_of_any_later_version_is_carried_byte_for_byte(envelope, name, fields, loosely) -> None:
    fields = {key: value for key, value in fields.items() if key != "type"}
    body = msgspec.json.encode({"type": f"Later{name}", **fields})
    if loosely:
        body = msgspec.json.format(body, indent=3)
    event = UnknownEvent(type=f"Later{name}", body=msgspec.Raw(body))
    written = encode_envelope(msgspec.structs.replace(envelope, event=event))
    read = decode_envelope(written)
    assert isinstance(read.event, UnknownEvent)
    assert bytes(read.event.body) == body
    assert encode_envelope(read) == written


@given(of_type(TabletMessage))
def test_every_message_of_a_tablet_comes_back(message: TabletMessage) -> None:
    assert codec.decode_from_tablet(codec.encode(message)) == message


@given(of_type(HubMessage))
def test_every_message_of_the_hub_comes_back(message: HubMessage) -> None:
    assert codec.decode_from_hub(codec.encode(message)) == message


@settings(max_examples=40)
@given(st.lists(of_type(TabletMessage), max_size=5))
def test_a_batch_of_messages_comes_back_in_order(messages: list[TabletMessage]) -> None:
    assert codec.decode_many_from_tablet(codec.encode_many(messages)) == messages


@settings(max_examples=40)
@given(of_type(Register))
def test_a_register_comes_back(register: Register) -> None:
    assert msgspec.json.decode(msgspec.json.encode(register), type=Register) == register


@settings(max_examples=25)
@given(of_type(SessionPack))
def test_a_pack_comes_back_with_the_same_hash(pack: SessionPack) -> None:
    again = msgspec.json.decode(msgspec.json.encode(pack), type=SessionPack)
    assert again == pack
    assert again.content_hash == pack.content_hash


@given(of_type(ProofRow))
def test_an_exported_row_comes_back(row: ProofRow) -> None:
    assert msgspec.json.decode(row_line(row), type=ProofRow) == row


@given(envelopes(of_type(EVENT_TYPES[0]), st.just(1)))
def test_a_signed_envelope_opens_with_its_key_only(envelope: Envelope) -> None:
    token = sign_envelope(envelope, KEY)
    assert open_envelope(token, KEY.public) == envelope
    with pytest.raises(SignatureError):
        open_envelope(token, secret_key("other").public)


@given(st.binary(max_size=300))
def test_bytes_drawn_by_chance_are_no_envelope(data: bytes) -> None:
    with pytest.raises(MalformedEnvelopeError, match=r".+"):
        decode_envelope(data)


@given(
    st.one_of(st.text(max_size=200), st.lists(st.binary(max_size=60).map(b64url), max_size=4).map(".".join))
)
def test_any_text_is_a_signature_error_and_nothing_else(text: str) -> None:
    for check in (KEY.public.verify, key_id_of, payload_of):
        with suppress(SignatureError):
            check(text)


CANDIDATES = st.binary(min_size=5, max_size=5).map(candidate_id_from_bytes)
SESSIONS = st.builds(session_id, st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.sampled_from(("AM", "PM")))
TAGS = st.builds(
    Tag,
    kind=st.sampled_from(TagKind),
    key_id=st.integers(0, 2**16 - 1),
    candidate_id=CANDIDATES,
    session=st.just("") | SESSIONS,
    issue=st.integers(0, 2**16 - 1),
)


@given(TAGS)
def test_a_tag_comes_back_from_its_code(tag: Tag) -> None:
    code = write_tag(tag, tag_key())
    assert len(code) == 119
    assert read_tag(code, {tag.key_id: tag_key().public.text}) == tag
    assert bytes(base45.b45encode(base45.b45decode(code))).decode() == code


@given(TAGS, st.integers(0, 118), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
def test_a_tag_with_one_other_character_is_no_tag(tag: Tag, place: int, character: str) -> None:
    code = write_tag(tag, tag_key())
    other = code[:place] + character + code[place + 1 :]
    if other != code:
        with pytest.raises(TagError):
            read_tag(other, {tag.key_id: tag_key().public.text})


@given(st.text(max_size=150))
def test_any_scanned_text_gets_an_answer(text: str) -> None:
    assert check_scan(text, small_pack(), HALL).fault is not None


@given(of_type(PairingOffer))
def test_a_pairing_offer_comes_back_from_its_code(offer: PairingOffer) -> None:
    assert read_offer(write_offer(offer)) == offer


@given(st.text(max_size=80))
def test_any_text_is_a_pairing_offer_or_an_offer_error(text: str) -> None:
    for told in (text, f"XDP1:{text}"):
        with suppress(OfferError):
            read_offer(told)


@given(st.binary(max_size=60))
def test_base64url_comes_back(data: bytes) -> None:
    assert b64url_decode(b64url(data)) == data
