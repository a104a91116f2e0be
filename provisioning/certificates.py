"""The site's certificates: an authority that can vouch for nothing but hubs, and the hub's own."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shared.protocol.enrolment import HUB_HOST_NAME

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

AUTHORITY_LASTS: Final = timedelta(days=365 * 5)
SERVER_LASTS: Final = timedelta(days=365)
RENEW_BEFORE: Final = timedelta(days=30)
_CLOCKS_DIFFER: Final = timedelta(days=2)
"""A tablet whose clock is behind must not find the certificate not yet valid."""
LOCAL_NETWORKS: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""What the authority may vouch for: a stolen authority key is worth nothing on the internet."""


def make_authority(
    key: EllipticCurvePrivateKey, *, names: Iterable[str], addresses: Iterable[Address], now: datetime
) -> x509.Certificate:
    """A self-signed authority, limited to local networks, these names and these addresses' own networks."""
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ExamDay site authority")])
    own = (_network_of(address) for address in addresses if not _is_local(address))
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    permitted += [x509.IPAddress(network) for network in dict.fromkeys((*LOCAL_NETWORKS, *own))]
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def make_server(
    key: EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: EllipticCurvePrivateKey,
    *,
    names: Iterable[str],
    addresses: Iterable[Address],
    now: datetime,
) -> x509.Certificate:
    """The hub's certificate for these names and addresses."""
    subjects: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    subjects += [x509.IPAddress(address) for address in addresses]
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HUB_HOST_NAME)]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(min(now + SERVER_LASTS, authority.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(subjects), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )


def is_permitted(authority: x509.Certificate, subject: Address | str) -> bool:
    """Whether the authority may vouch for this name or address."""
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    for tree in permitted or ():
        if isinstance(tree, x509.DNSName) and isinstance(subject, str):
            if subject == tree.value or subject.endswith(f".{tree.value}"):
                return True
        elif isinstance(tree, x509.IPAddress) and not isinstance(subject, str):
            network = tree.value
            if isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network) and subject in network:
                return True
    return False


def subjects_of(certificate: x509.Certificate) -> tuple[set[str], set[Address]]:
    """The names and addresses that a server certificate is for."""
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = found.get_values_for_type(x509.IPAddress)
    return set(found.get_values_for_type(x509.DNSName)), {
        a for a in addresses if isinstance(a, ipaddress.IPv4Address | ipaddress.IPv6Address)
    }


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _is_local(address: Address) -> bool:
    return any(address in network for network in LOCAL_NETWORKS)


def _network_of(address: Address) -> Network:
    """Schools with public addresses inside: the neighbourhood that such a hub may move in."""
    return ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False)
