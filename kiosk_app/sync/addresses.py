"""Where a hub may be reached: host and port out of what a code, an announcement or a person says."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from msgspec import Struct

from kiosk_app.texts import _
from kiosk_app.typed import shortened

DEFAULT_PORT = 8443


class AddressFault(ValueError):
    """The text names no address of a hub."""


class HubAddress(Struct, frozen=True):
    """One place to look for the hub."""

    host: str
    port: int = DEFAULT_PORT

    @property
    def authority(self) -> str:
        """As it stands in a URL: ``192.168.1.5:8443``, ``[fd00::5]:8443``."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_address(text: str) -> HubAddress:
    """The address in ``192.168.1.5``, ``hub.school.example:8443``, ``[fd00::5]:8443`` or a whole https URL.

    Raises AddressFault.
    """
    plain = text.strip().removeprefix("https://").removesuffix("/")
    if not plain or len(plain) > 255 or any(c in " /@?#" or not c.isprintable() for c in plain):
        no_address = _("“{text}” is no address of a hub. Type it as shown in the exams office.")
        raise AddressFault(no_address.format(text=shortened(text)))
    try:
        return HubAddress(str(ipaddress.ip_address(plain.strip("[]"))))
    except ValueError:
        pass
    host, colon, port = plain.rpartition(":")
    if not colon:
        return HubAddress(plain)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        no_port = _("“{text}” has no port number that could be used: 1 to 65535, usually 8443.")
        raise AddressFault(no_port.format(text=shortened(text)))
    return HubAddress(host.strip("[]"), int(port))


def in_order_of_trial(last: str, *groups: Iterable[str]) -> tuple[HubAddress, ...]:
    """Every address once: the one that answered last, then the groups in order; no unusable ones."""
    found: dict[HubAddress, None] = {}
    for text in (last, *(address for group in groups for address in group)):
        try:
            found[read_address(text)] = None
        except AddressFault:
            continue
    return tuple(found)
