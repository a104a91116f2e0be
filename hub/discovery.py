"""Tells the local network where the hub is, so that a tablet finds it after its address changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from zeroconf import BadTypeInNameException, Error, InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from shared.protocol.enrolment import SERVICE_TYPE
from shared.protocol.messages import PROTOCOL_VERSION

log = logging.getLogger(__name__)


class Announcement:
    """An mDNS announcement; where the network doesn't allow it, the hub works all the same.

    ``fingerprints`` are those of the site's authority, which tablets pin, and of the hub's certificate.
    """

    def __init__(
        self,
        interfaces: Sequence[str],
        *,
        hub_id: str,
        fingerprints: tuple[str, str],
        addresses: Sequence[str],
        port: int,
    ) -> None:
        self._interfaces = list(interfaces)
        self._service = AsyncServiceInfo(
            SERVICE_TYPE,
            f"{hub_id}.{SERVICE_TYPE}",
            port=port,
            properties={
                "uuid": hub_id,
                "version": str(PROTOCOL_VERSION),
                "authority": fingerprints[0],
                "tls": fingerprints[1],
            },
            server=f"examday-{hub_id[:8]}.local.",
            parsed_addresses=list(addresses),
        )
        self._zeroconf: AsyncZeroconf | None = None

    async def start(self) -> bool:
        """Announce; False where that isn't possible here."""
        try:
            self._zeroconf = AsyncZeroconf(
                interfaces=self._interfaces or InterfaceChoice.All, ip_version=IPVersion.V4Only
            )
            await self._zeroconf.async_register_service(self._service)
        except (OSError, Error, BadTypeInNameException) as error:
            log.warning("the hub can't announce itself here (%s): tablets use the pairing code", error)
            await self.stop()
            return False
        return True

    async def stop(self) -> None:
        """Say goodbye."""
        if self._zeroconf is not None:
            await self._zeroconf.async_unregister_all_services()
            await self._zeroconf.async_close()
            self._zeroconf = None
