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
AUTHORITY = b"authority"
"""The property that names the fingerprint of the site's authority."""


async def discover(
    fingerprint: str, interfaces: Sequence[str] = (), *, seconds: float = SEARCH_SECONDS
) -> tuple[HubAddress, ...]:
    """The addresses that the hub of this authority announces within ``seconds``; often none.

    An announcement is a hint where to look and no more: the certificate decides who the hub is.
    """
    chosen = list(interfaces) if interfaces else InterfaceChoice.All
    try:
        network = AsyncZeroconf(interfaces=chosen)
    except OSError:
        return ()  # no interface with multicast: then there is nothing to discover
    found: asyncio.Queue[tuple[HubAddress, ...]] = asyncio.Queue()
    asked: dict[str, asyncio.Task[None]] = {}

    async def look_up(name: str) -> None:
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        await info.async_request(network.zeroconf, seconds * 1000)
        addresses = _addresses(info, fingerprint)
        if addresses:
            found.put_nowait(addresses)

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is not ServiceStateChange.Removed and name not in asked and len(asked) < MOST_HUBS:
            asked[name] = asyncio.ensure_future(look_up(name))

    browser = AsyncServiceBrowser(network.zeroconf, SERVICE_TYPE, handlers=[heard])
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await found.get()
    finally:
        await browser.async_cancel()
        for task in asked.values():
            task.cancel()
        await asyncio.gather(*asked.values(), return_exceptions=True)
        await network.async_close()
    return ()


def _addresses(info: AsyncServiceInfo, fingerprint: str) -> tuple[HubAddress, ...]:
    told = (info.properties.get(AUTHORITY) or b"").decode("ascii", "replace")
    if not info.port or told.lower() != fingerprint.replace(":", "").lower():
        return ()
    return tuple(HubAddress(address, info.port) for address in info.parsed_scoped_addresses(IPVersion.All))
