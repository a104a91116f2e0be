"""The keys of one site: its certificate authority, the hub's certificate, and the keys that sign."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.certificates import (
    RENEW_BEFORE,
    Address,
    is_permitted,
    make_authority,
    make_server,
    subjects_of,
)
from provisioning.key_files import KeyFileError, pem, read_curve_key, signing_key, write_private
from shared.plan.pack import TagKeys
from shared.protocol.enrolment import HUB_HOST_NAME

TAG_KEY_ID: Final = 1
ALWAYS: Final = ("localhost", HUB_HOST_NAME)
LOOPBACK: Final = (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))
_HOST_NAME = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$")


class Authority:
    """Reads the keys of ``folder``; makes what is missing, renews what is old or no longer fits.

    ``left_out`` names addresses that the authority may not vouch for: tablets reach the hub there all the
    same, since they check the hub's own name, but another browser would warn.
    """

    def __init__(
        self,
        folder: Path,
        *,
        addresses: Iterable[str],
        host_name: str,
        now: datetime,
        draw: Callable[[int], bytes],
    ) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._names = tuple(dict.fromkeys((*ALWAYS, *_usable(host_name))))
        self._addresses = tuple(dict.fromkeys((*LOOPBACK, *map(ipaddress.ip_address, addresses))))
        self._certificate, self._key = self._open_authority(now)
        self.left_out: tuple[str, ...] = tuple(
            str(subject)
            for subject in (*self._names, *self._addresses)
            if not is_permitted(self._certificate, subject)
        )
        self._server = self._open_server(now)
        self.hub_key = signing_key(folder / "hub.key", draw)
        self.tag_key = signing_key(folder / "tags.key", draw)
        self.hub_id = _hub_id(folder / "hub.id", draw)

    @property
    def ca_pem(self) -> bytes:
        """The authority's certificate, which tablets pin."""
        return self._certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate (DER), in hexadecimal."""
        return hashlib.sha256(self._certificate.public_bytes(Encoding.DER)).hexdigest()

    @property
    def server_fingerprint(self) -> str:
        """SHA-256 of the hub's certificate (DER), in hexadecimal."""
        return hashlib.sha256(self._server.public_bytes(Encoding.DER)).hexdigest()

    @property
    def server_certificate_until(self) -> datetime:
        """When the hub's certificate ends; it is made anew some time before, at a start."""
        return self._server.not_valid_after_utc

    @property
    def server_certificate(self) -> Path:
        """The hub's certificate as a PEM file."""
        return self._folder / "tls.pem"

    @property
    def server_key(self) -> Path:
        """The key of the hub's certificate as a PEM file."""
        return self._folder / "tls.key"

    @property
    def tag_keys(self) -> TagKeys:
        """What tablets check QR tags with."""
        return {TAG_KEY_ID: self.tag_key.public.text}

    def _open_authority(self, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        file, key_file = self._folder / "ca.pem", self._folder / "ca.key"
        if not file.exists():
            # The key first: a certificate without its key would be read as a whole authority.
            key = ec.generate_private_key(ec.SECP256R1())
            write_private(key_file, pem(key))
            made = make_authority(key, names=self._names, addresses=self._addresses, now=now)
            write_private(file, made.public_bytes(Encoding.PEM))
        certificate, key = _read_certificate(file), read_curve_key(key_file)
        if certificate.not_valid_after_utc <= now:
            raise KeyFileError(
                f"the site's certificate authority in {file} has expired: move the folder away, "
                "start the hub again and pair every tablet anew"
            )
        return certificate, key

    def _open_server(self, now: datetime) -> x509.Certificate:
        names = [name for name in self._names if is_permitted(self._certificate, name)]
        addresses = [a for a in self._addresses if is_permitted(self._certificate, a)]
        file = self.server_certificate
        if file.exists() and self.server_key.exists():
            certificate = _read_certificate(file)
            if self._still_fits(certificate, names, addresses, now):
                return certificate
        key = ec.generate_private_key(ec.SECP256R1())
        made = make_server(key, self._certificate, self._key, names=names, addresses=addresses, now=now)
        write_private(self.server_key, pem(key))
        write_private(file, made.public_bytes(Encoding.PEM))
        return made

    def _still_fits(
        self, certificate: x509.Certificate, names: list[str], addresses: list[Address], now: datetime
    ) -> bool:
        has_names, has_addresses = subjects_of(certificate)
        key = read_curve_key(self.server_key)
        return (
            has_names >= set(names)
            and has_addresses >= set(addresses)
            and certificate.not_valid_after_utc - now > RENEW_BEFORE
            and certificate.issuer == self._certificate.subject
            and certificate.public_key() == key.public_key()
            and _is_signed_by(certificate, self._certificate)
        )


def _is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _read_certificate(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{file} can't be read as a certificate: restore it from a back-up") from error


def certificate_end(folder: Path) -> datetime | None:
    """When the hub's certificate in this folder of keys ends; None where none was made yet."""
    file = folder / "tls.pem"
    return _read_certificate(file).not_valid_after_utc if file.is_file() else None


def _hub_id(file: Path, draw: Callable[[int], bytes]) -> str:
    if not file.exists():
        write_private(file, str(UUID(bytes=draw(16), version=4)).encode())
    try:
        return str(UUID(file.read_text(encoding="ascii").strip()))
    except ValueError as error:
        raise KeyFileError(f"{file} does not hold the hub's identifier: restore it from a back-up") from error


def _usable(host_name: str) -> tuple[str, ...]:
    """A machine may be called anything; only what can stand in a certificate is used."""
    name = host_name.strip().lower().rstrip(".")
    return (name,) if _HOST_NAME.match(name) else ()
