"""How another machine is told to trust the site's own authority, one guide a system."""

from __future__ import annotations

from typing import Final

FETCH: Final = "Download the certificate from this page, or carry it over on a USB stick."
COMPARE: Final = "Compare the SHA-256 fingerprint, all of it, with the one the hub's own machine shows here."

GUIDES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "Windows (Edge and Chrome)",
        (
            FETCH,
            "In PowerShell, let “certutil -dump examday-authority.pem” show it: compare “Cert Hash(sha256)”.",
            "Rename it to examday-authority.crt, open it, choose Install Certificate, then Current User.",
            (
                "Choose “Place all certificates in the following store”, Browse, "
                "Trusted Root Certification Authorities."
            ),
            "Finish, say yes to the question, then close and open the browser.",
        ),
    ),
    (
        "macOS (Safari and Chrome)",
        (
            FETCH,
            "Open the file: Keychain Access shows it in the login keychain.",
            COMPARE,
            (
                "Open the certificate, unfold Trust, set Secure Sockets Layer (SSL) to Always Trust, "
                "and confirm with your password."
            ),
        ),
    ),
    (
        "Linux (Chrome and Chromium)",
        (
            FETCH,
            "Show the fingerprint: openssl x509 -noout -fingerprint -sha256 -in examday-authority.pem",
            COMPARE,
            (
                "For the whole machine on Debian and Ubuntu: sudo cp examday-authority.pem "
                "/usr/local/share/ca-certificates/examday.crt, then sudo update-ca-certificates"
            ),
            (
                "For Chrome: Settings, Privacy and security, Security, Manage certificates, "
                "then import it as an authority for websites."
            ),
        ),
    ),
    (
        "Firefox (every system)",
        (
            FETCH,
            "Settings, Privacy & Security, Certificates, View Certificates, Authorities, Import.",
            "Choose View in the dialogue that follows.",
            COMPARE,
            "Tick “Trust this CA to identify websites”.",
        ),
    ),
    (
        "iPad and iPhone",
        (
            "Open this page in Safari and download the certificate: it is kept as a profile.",
            "Settings, General, VPN & Device Management, ExamDay: open the details.",
            COMPARE,
            "Install it, then switch it on under General, About, Certificate Trust Settings.",
        ),
    ),
    (
        "Android (Chrome)",
        (
            FETCH,
            (
                "Settings, Security & privacy, More security settings, Encryption & credentials, "
                "Install a certificate, CA certificate. The names differ from maker to maker."
            ),
            "Read the warning, choose Install anyway, then the file.",
            "Look it up under Trusted credentials, User.",
            COMPARE,
        ),
    ),
)
