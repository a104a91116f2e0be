"""What is open to everybody: style sheet, script, and how another machine trusts this hub."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.web.office.device_pages import lan_port
from hub.web.office.guard import Guard
from hub.web.office.tokens import style_sheet
from hub.web.office.trust_guides import GUIDES
from hub.web.office.web import OfficeWeb
from hub.web.problems import Problem

STATIC: Final = Path(__file__).parents[1] / "static"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def public_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter()
    files = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in _TYPES}
    files["tokens.css"] = style_sheet().encode()

    @router.get("/static/{name}")
    async def static(request: Request, name: str) -> Response:
        """Style sheets, script and icon."""
        content = files.get(name)
        if content is None:
            raise Problem(404, "There is no such file.")
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=_TYPES[Path(name).suffix])

    @router.get("/favicon.ico")
    async def favicon() -> Response:
        """The icon."""
        return Response(files["icon.svg"], media_type=_TYPES[".svg"])

    @router.get("/help/trust", dependencies=[Depends(guard.anybody)])
    async def trust(request: Request) -> HTMLResponse:
        """How another machine trusts the site's own authority."""
        context = {
            "fingerprint": _in_pairs(web.hub.authority.fingerprint),
            "addresses": web.hub.addresses,
            "port": lan_port(request.app, web.hub),
            "guides": GUIDES,
        }
        return web.page(request, "trust.html", context)

    return router


def _in_pairs(fingerprint: str) -> str:
    """As operating systems show it: ``3F:2A:91…``."""
    digits = fingerprint.replace(":", "").upper()
    return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))
