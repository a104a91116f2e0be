"""Whom a tablet believes: the site's authority, whose certificate it compared with the pairing code."""

from __future__ import annotations

import hashlib
import hmac
import ssl

from kiosk_app.faults import PairingFault
from kiosk_app.texts import _


def untrusting_context() -> ssl.SSLContext:
    """TLS to somebody nobody vouches for: good for fetching a certificate to compare, for nothing else."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def pinned_context(ca_pem: str) -> ssl.SSLContext:
    """TLS that believes the site's own authority and nobody else. Raises PairingFault for no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cadata=ca_pem)
    except ssl.SSLError as error:
        raise PairingFault(
            _("The hub's certificate can't be read. Ask the officer for a new code.")
        ) from error
    return context


def check_fingerprint(ca_pem: str, fingerprint: str) -> None:
    """Raises PairingFault unless the certificate is the one that the pairing code names."""
    try:
        found = hashlib.sha256(ssl.PEM_cert_to_DER_cert(ca_pem.strip())).hexdigest()
    except (ValueError, IndexError) as error:
        raise PairingFault(
            _("What answered is not an ExamDay hub. Check the network, then scan again.")
        ) from error
    wanted = fingerprint.replace(":", "").strip().lower()
    if not hmac.compare_digest(found.encode(), wanted.encode()):
        raise PairingFault(
            _(
                "The hub that answered is not the one of this code: its certificate is another."
                " Do not go on; tell the exams officer."
            )
        )
