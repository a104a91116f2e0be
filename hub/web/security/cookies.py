"""The sign-in cookie on the hub's two listeners."""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from hub.accounts import SIGNED_IN_AT_MOST

OVER_TLS: Final = "__Host-examday"
ON_LOOPBACK: Final = "examday"
"""A browser refuses the ``__Host-`` prefix without TLS; loopback HTTP never leaves the machine."""


def cookie_name(request: Request) -> str:
    return OVER_TLS if _is_tls(request) else ON_LOOPBACK


def read_token(request: Request) -> str | None:
    return request.cookies.get(cookie_name(request))


def set_token(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=int(SIGNED_IN_AT_MOST.total_seconds()),
        path="/",
        secure=_is_tls(request),
        httponly=True,
        samesite="strict",
    )


def clear_token(request: Request, response: Response) -> None:
    response.delete_cookie(
        cookie_name(request), path="/", secure=_is_tls(request), httponly=True, samesite="strict"
    )


def _is_tls(request: Request) -> bool:
    return request.url.scheme == "https"
