"""Signatures hold, and every way of tampering with one is told, never raised as something else."""

from __future__ import annotations

import json

import msgspec
import pytest
from joserfc import jws
from joserfc.jwk import OctKey

from shared.canonical import b64url, b64url_decode
from shared.protocol.enrolment import (
    HUB_HOST_NAME,
    OfferError,
    PairingOffer,
    Proof,
    comparison_code,
    open_proof,
    read_offer,
    sign_proof,
    write_offer,
)
from shared.protocol.signing import (
    SignatureError,
    SigningKey,
    VerifyKey,
    key_id_of,
    open_envelope,
    payload_of,
    sign_envelope,
)
from shared.record.envelope import MalformedEnvelopeError
from shared.record.events.room import RoomClosed
from tests.factories import HALL, START, Device, secret_key

KEY, OTHER = secret_key("tablet-1"), secret_key("tablet-2")


@pytest.fixture
def token() -> str:
    device = Device(device_id="tablet-1", room=HALL)
    device.write(RoomClosed(note="done"))
    return device.written[0]


def rewritten(token: str, part: int, change) -> str:
    parts = token.split(".")
    parts[part] = b64url(change(b64url_decode(parts[part])))
    return ".".join(parts)


def with_header(token: str, **header: object) -> str:
    return rewritten(token, 0, lambda raw: json.dumps({**json.loads(raw), **header}).encode())


def test_an_envelope_comes_back_as_it_was_signed(token: str) -> None:
    envelope = open_envelope(token, KEY.public)
    assert envelope.event == RoomClosed(note="done")
    assert (key_id_of(token), sign_envelope(envelope, KEY)) == ("tablet-1", token)
    assert payload_of(token) == KEY.public.verify(token)


@pytest.mark.parametrize("part", [0, 1, 2], ids=["header", "payload", "signature"])
def test_a_changed_byte_in_any_part_is_a_signature_error(token: str, part: int) -> None:
    for place in (0, 7, -1):

        def flip(raw: bytes, place: int = place) -> bytes:
            changed = bytearray(raw)
            changed[place] ^= 1
            return bytes(changed)

        with pytest.raises(SignatureError):
            open_envelope(rewritten(token, part, flip), KEY.public)


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b.c", "…", "\ud800", "e30.e30.e30", "bnVsbA.e30.", "W10.e30.AA", "x" * 100_000],
    ids=range(10),
)
def test_any_text_at_all_is_a_signature_error(text: str) -> None:
    for check in (KEY.public.verify, key_id_of, payload_of):
        try:
            check(text)
        except SignatureError:
            continue
        assert check is payload_of, text  # what it says may be read; nobody vouches for it


def test_another_key_s_signature_is_refused(token: str) -> None:
    with pytest.raises(SignatureError):
        open_envelope(token, OTHER.public)


def test_the_tablet_s_own_algorithm_is_the_only_one(token: str) -> None:
    """Neither no signature at all nor a symmetric one keyed with the public key is taken."""
    payload = payload_of(token)
    unsigned = ".".join((b64url(b'{"alg":"none","kid":"tablet-1"}'), b64url(payload), ""))
    symmetric = jws.serialize_compact(
        {"alg": "HS256", "kid": "tablet-1"}, payload, OctKey.import_key(KEY.public.raw), algorithms=["HS256"]
    )
    for forged in (unsigned, symmetric, with_header(token, alg="EdDSA"), with_header(token, crit=["x"])):
        with pytest.raises(SignatureError):
            open_envelope(forged, KEY.public)


def test_an_envelope_in_another_device_s_name_is_refused() -> None:
    device = Device(device_id="tablet-1")
    envelope = device.write(RoomClosed())
    stolen = sign_envelope(msgspec.structs.replace(envelope, device_id="tablet-2"), KEY)
    assert key_id_of(stolen) == "tablet-2"
    renamed = KEY.sign(payload_of(device.written[0]), "tablet-2")
    with pytest.raises(SignatureError, match="another device"):
        open_envelope(renamed, KEY.public)


def test_authentic_bytes_that_are_no_envelope_are_malformed() -> None:
    with pytest.raises(MalformedEnvelopeError):
        open_envelope(KEY.sign(b"{}", "tablet-1"), KEY.public)


@pytest.mark.parametrize("text", ["", "AA", "A" * 44, "ä", "!" * 43, "A" * 1000])
def test_a_text_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        VerifyKey.from_text(text)


def test_a_key_s_text_gives_the_key_back() -> None:
    assert VerifyKey.from_text(KEY.public.text).raw == KEY.public.raw
    assert SigningKey(b"\1" * 32).public.raw != KEY.public.raw
    assert KEY.public.verifies_raw(KEY.sign_raw(b"x"), b"x")
    assert not KEY.public.verifies_raw(KEY.sign_raw(b"x"), b"y")
    assert not KEY.public.verifies_raw(b"short", b"x")


OFFER = PairingOffer(
    addresses=("192.168.1.5:8443", f"{HUB_HOST_NAME}:8443"),
    fingerprint="ab" * 32,
    token="one-use",
    expires_at=START,
    site="Riverside School",
)


def test_a_pairing_code_is_read_back_and_stays_alphanumeric() -> None:
    text = write_offer(OFFER)
    assert read_offer(text) == OFFER
    assert text.isascii()
    assert text == text.upper()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not a pairing code"),
        ("https://example.org", "not a pairing code"),
        ("XDP1:", "damaged"),
        ("XDP1:ÄÖ", "damaged"),
        ("XDP1:" + write_offer(OFFER)[5:-3], "damaged"),
        ("XDP1:00", "damaged"),
    ],
)
def test_other_codes_are_no_pairing_codes(text: str, told: str) -> None:
    with pytest.raises(OfferError, match=told):
        read_offer(text)


def test_a_proof_is_for_one_hub_and_one_challenge() -> None:
    proof = Proof(device_id="tablet-1", hub_id="hub-1", challenge="fresh")
    assert open_proof(sign_proof(proof, KEY), KEY.public) == proof
    with pytest.raises(SignatureError):
        open_proof(sign_proof(proof, OTHER), KEY.public)
    with pytest.raises(ValueError, match="hub_id"):
        open_proof(KEY.sign(b'{"device_id":"tablet-1"}', "tablet-1"), KEY.public)


def test_the_six_digits_to_compare_depend_on_both_keys() -> None:
    code = comparison_code("hub", "tablet")
    assert code == comparison_code("hub", "tablet")
    assert code.replace(" ", "").isdigit()
    assert len(code) == 7
    assert len({code, comparison_code("hub", "tablet2"), comparison_code("hub2", "tablet")}) == 3
