"""Discovery: hubs that announce themselves on the exam network by multicast DNS."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from zeroconf import InterfaceChoice, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from kiosk_app.sync.addresses import HubAddress
from shared.protocol.enrolment import SERVICE_TYPE

SEARCH_SECONDS = 2.0
MOST_HUBS = 8
"""Anybody on the network may announce anything: nobody gets to keep a tablet busy with it."""


async def discover(
    fingerprint: str, interfaces: Sequence[str] = (), *, seconds: float = SEARCH_SECONDS
) -> tuple[HubAddress, ...]:
    """The addresses that a hub with this TLS fingerprint announces within ``seconds``; often none.

    An announcement is a hint where to look and no more: the certificate decides who the hub is.
    """
    chosen = list(interfaces) if interfaces else InterfaceChoice.All
    try:
        network = AsyncZeroconf(interfaces=chosen)
    except OSError:
        return ()  # no interface with multicast: then there is nothing to discover
    names: asyncio.Queue[str] = asyncio.Queue(MOST_HUBS)

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is not ServiceStateChange.Removed and not names.full():
            names.put_nowait(name)

    browser = AsyncServiceBrowser(network.zeroconf, SERVICE_TYPE, handlers=[heard])
    found: dict[HubAddress, None] = {}
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not found:
                    info = AsyncServiceInfo(SERVICE_TYPE, await names.get())
                    await info.async_request(network.zeroconf, seconds * 1000)
                    found.update(dict.fromkeys(_addresses(info, fingerprint)))
    finally:
        await browser.async_cancel()
        await network.async_close()
    return tuple(found)


def _addresses(info: AsyncServiceInfo, fingerprint: str) -> list[HubAddress]:
    told = info.properties.get(b"fingerprint") or b""
    if not info.port or told.decode("ascii", "replace").lower() != fingerprint.replace(":", "").lower():
        return []
    return [HubAddress(address, info.port) for address in info.parsed_scoped_addresses(IPVersion.All)]
