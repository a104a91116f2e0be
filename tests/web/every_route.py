"""Every route of some routers, those of routers within routers too; and a path for each of the office's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

from hub.web.office import routers as office_routers
from shared.record.discrepancies import discrepancy_id
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, SESSION

if TYPE_CHECKING:
    from tests.web.conftest import Running

SAMPLES = {
    "session": SESSION,
    "room": HALL,
    "room:path": HALL,
    "discrepancy_id": discrepancy_id(DiscrepancyKind.IDENTITY_PENDING, "x"),
    "help_id": "help-1",
    "consignment_id": "sack-1",
    "envelope_id": "envelope-1",
    "booking_id": "booking-1",
    "device_id": "tablet-1",
    "name": "file.pdf",
    "digest": "0" * 64,
    "kind": "candidates",
    "series": "0" * 16,
    "draft_id": "0" * 24,
    "number": "1",
    "layout": "generic",
    "table": "candidates",
    "form": "csv",
    "day": "2024-06-03",
    "token_id": "00000000",
}
"""For parts of paths; any other part is a word that names nothing."""


def every_route(routers: Iterable[Any]) -> Iterator[APIRoute]:
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route
            elif (nested := getattr(route, "original_router", None)) is not None:
                yield from every_route([nested])


def routes(hub: Running) -> Iterator[tuple[str, str, str]]:
    """(method, path pattern, path) of every route that is not the tablets'."""
    for route in every_route(office_routers(hub.hub)):
        path = re.sub(r"{([^}]+)}", lambda match: SAMPLES.get(match[1], "none"), route.path)
        for method in sorted(route.methods or ()):
            yield method, route.path, path
