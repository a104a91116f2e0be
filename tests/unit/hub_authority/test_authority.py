"""The site's keys: made once, kept private, renewed when needed, and worth nothing elsewhere."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.authority import Authority
from provisioning.certificates import make_server
from provisioning.key_files import KeyFileError, pem, read_curve_key
from shared.protocol.enrolment import HUB_HOST_NAME
from shared.protocol.tags import Tag, TagKind, read_tag, write_tag
from tests.factories import candidate_id

NOW = datetime.now(UTC)


def open_authority(
    folder: Path, *addresses: str, now: datetime = NOW, host_name: str = "office-pc"
) -> Authority:
    return Authority(
        folder,
        addresses=addresses or ("192.168.1.5",),
        host_name=host_name,
        now=now,
        draw=secrets.token_bytes,
    )


def shake_hands(ca_pem: bytes, certificate: Path, key: Path, name: str) -> str:
    """A real TLS handshake over loopback; the peer's common name, or an SSLCertVerificationError."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)

    def serve(listener: socket.socket) -> None:
        peer, _ = listener.accept()
        with peer:
            try:
                with server.wrap_socket(peer, server_side=True) as secure:
                    secure.recv(1)
            except (ssl.SSLError, ConnectionError):
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            client = ssl.create_default_context(cadata=ca_pem.decode())
            with (
                socket.create_connection(listener.getsockname()) as plain,
                client.wrap_socket(plain, server_hostname=name) as secure,
            ):
                found = secure.getpeercert() or {}
                return str(dict(pair[0] for pair in found["subject"])["commonName"])  # type: ignore[misc]
        finally:
            thread.join()


def test_opened_again_it_is_the_same(tmp_path: Path) -> None:
    first, again = open_authority(tmp_path), open_authority(tmp_path)
    assert first.ca_pem == again.ca_pem
    assert first.server_fingerprint == again.server_fingerprint
    assert first.hub_id == again.hub_id
    assert first.hub_key.public.raw == again.hub_key.public.raw
    assert first.tag_keys == again.tag_keys
    assert first.hub_key.public.raw != first.tag_key.public.raw


@pytest.mark.parametrize("name", [HUB_HOST_NAME, "localhost", "office-pc", "127.0.0.1", "::1", "192.168.1.5"])
def test_the_hub_is_who_it_says_under_each_of_its_names(tmp_path: Path, name: str) -> None:
    authority = open_authority(tmp_path)
    told = shake_hands(authority.ca_pem, authority.server_certificate, authority.server_key, name)
    assert told == HUB_HOST_NAME


def test_the_hub_can_not_pass_for_anybody_else(tmp_path: Path) -> None:
    authority = open_authority(tmp_path)
    for name in ("www.example.org", "192.168.1.6"):
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            shake_hands(authority.ca_pem, authority.server_certificate, authority.server_key, name)


@pytest.mark.parametrize("name", ["bank.example.org", "8.8.8.8"])
def test_a_stolen_authority_is_worth_nothing_on_the_internet(tmp_path: Path, name: str) -> None:
    """The thief makes a certificate for somebody else; TLS clients see that the authority may not."""
    authority = open_authority(tmp_path)
    key = ec.generate_private_key(ec.SECP256R1())
    is_address = name[0].isdigit()
    forged = make_server(
        key,
        x509.load_pem_x509_certificate(authority.ca_pem),
        read_curve_key(tmp_path / "ca.key"),
        names=[] if is_address else [name],
        addresses=[ipaddress.ip_address(name)] if is_address else [],
        now=NOW,
    )
    (tmp_path / "forged.pem").write_bytes(forged.public_bytes(Encoding.PEM))
    (tmp_path / "forged.key").write_bytes(pem(key))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(authority.ca_pem, tmp_path / "forged.pem", tmp_path / "forged.key", name)


def test_a_new_address_renews_the_hubs_certificate_and_not_the_authority(tmp_path: Path) -> None:
    first = open_authority(tmp_path, "192.168.1.5")
    moved = open_authority(tmp_path, "192.168.1.5", "10.20.30.40")
    assert moved.fingerprint == first.fingerprint
    assert moved.server_fingerprint != first.server_fingerprint
    assert shake_hands(moved.ca_pem, moved.server_certificate, moved.server_key, "10.20.30.40")


def test_a_certificate_near_its_end_is_renewed(tmp_path: Path) -> None:
    first = open_authority(tmp_path)
    almost = open_authority(tmp_path, now=NOW + timedelta(days=336))
    assert almost.server_fingerprint != first.server_fingerprint
    assert (
        open_authority(tmp_path, now=NOW + timedelta(days=337)).server_fingerprint
        == almost.server_fingerprint
    )


def test_half_written_keys_after_a_power_cut_are_made_anew(tmp_path: Path) -> None:
    first = open_authority(tmp_path)
    (tmp_path / "tls.key").write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    again = open_authority(tmp_path)
    assert again.server_fingerprint != first.server_fingerprint
    assert shake_hands(again.ca_pem, again.server_certificate, again.server_key, HUB_HOST_NAME)


def test_a_public_address_inside_a_school_is_covered_from_the_start(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, "131.111.8.46")
    assert authority.left_out == ()
    assert shake_hands(authority.ca_pem, authority.server_certificate, authority.server_key, "131.111.8.46")
    moved = open_authority(tmp_path, "203.0.113.9")
    assert moved.left_out == ("203.0.113.9",)
    assert shake_hands(moved.ca_pem, moved.server_certificate, moved.server_key, HUB_HOST_NAME)


def test_a_host_name_that_can_not_stand_in_a_certificate_is_left_out(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, host_name="Mrs Smith's laptop")
    assert shake_hands(authority.ca_pem, authority.server_certificate, authority.server_key, "localhost")


def test_only_the_owner_reads_the_keys(tmp_path: Path) -> None:
    open_authority(tmp_path / "keys")
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "keys").iterdir()}
    assert {name for name in modes if name.endswith(".key")} == {"ca.key", "tls.key", "hub.key", "tags.key"}
    if os.name == "posix":  # Windows keeps a file's rights elsewhere
        assert {mode for name, mode in modes.items() if name.endswith(".key")} == {0o600}


@pytest.mark.parametrize("file", ["ca.pem", "ca.key", "hub.key", "tags.key", "hub.id"])
def test_a_damaged_key_is_named_and_not_replaced(tmp_path: Path, file: str) -> None:
    """A new key in its place would silently part the hub from every paired tablet."""
    open_authority(tmp_path)
    (tmp_path / file).write_bytes(b"damaged")
    with pytest.raises(KeyFileError, match=file.replace(".", r"\.")):
        open_authority(tmp_path)
    assert (tmp_path / file).read_bytes() == b"damaged"


def test_an_expired_authority_is_told_with_what_to_do(tmp_path: Path) -> None:
    open_authority(tmp_path)
    with pytest.raises(KeyFileError, match="pair every tablet anew"):
        open_authority(tmp_path, now=NOW + timedelta(days=365 * 5 + 3))


def test_tags_are_signed_with_a_key_that_tablets_are_given_the_public_half_of(tmp_path: Path) -> None:
    authority = open_authority(tmp_path)
    tag = Tag(kind=TagKind.SEAT, key_id=1, candidate_id=candidate_id(1), session="2024-06-03-AM")
    assert read_tag(write_tag(tag, authority.tag_key), authority.tag_keys) == tag
