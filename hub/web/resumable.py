"""An answer that a tablet may fetch in pieces: cut off in the middle, it goes on where it was."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from shared.canonical import digest

_FROM: Final = re.compile(r"^bytes=([0-9]{1,12})-$")


def resumable(request: Request, data: bytes) -> Response:
    """All of ``data``, or what lies behind the piece that the tablet has (RFC 9110, section 14).

    The entity tag is the SHA-256 of the whole: a tablet that holds a piece of another answer gets all of
    this one, and whoever put pieces together can tell whether they fit.
    """
    tag = f'"{digest(data)}"'
    headers = {"Cache-Control": "no-store", "ETag": tag, "Accept-Ranges": "bytes"}
    wanted = _FROM.match(request.headers.get("range", ""))
    start = int(wanted[1]) if wanted and request.headers.get("if-range") == tag else 0
    if not 0 < start < len(data):
        return Response(data, media_type="application/json", headers=headers)
    headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
    return Response(data[start:], 206, media_type="application/json", headers=headers)
