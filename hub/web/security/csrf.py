"""Cross-site requests: a token made from the sign-in, and where a request says it came from."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from shared.canonical import b64url

HEADER: Final = "x-csrf-token"
FIELD: Final = "csrf"
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def csrf_token(sign_in_token: str) -> str:
    """The token that goes with a sign-in; who knows it can't tell the sign-in from it."""
    return b64url(hmac.digest(sign_in_token.encode(), b"examday csrf", hashlib.sha256))


def csrf_matches(sign_in_token: str, given: str) -> bool:
    return hmac.compare_digest(csrf_token(sign_in_token).encode(), given.encode())


def comes_from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site caused this request.

    Protects the sign-in form too, which has no token yet. Programs that send neither header pass: they
    carry no cookie that they did not ask for.
    """
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    if origin is None:
        return False
    here = (request.url.scheme, request.headers.get("host", ""))
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) != here
