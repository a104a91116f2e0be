"""Every route of some routers, those of routers within routers too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.routing import APIRoute


def every_route(routers: Iterable[Any]) -> Iterator[APIRoute]:
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route
            elif (nested := getattr(route, "original_router", None)) is not None:
                yield from every_route([nested])
