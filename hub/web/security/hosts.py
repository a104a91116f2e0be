"""Names under which the loopback listener may be asked."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.web.problems import Problem

LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class LoopbackNames:
    """ASGI middleware: without TLS, only this machine's own names.

    A web page can make a browser on this machine ask 127.0.0.1 under a name of its own (DNS rebinding);
    over TLS the certificate's names stop that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["scheme"] == "http":
            host = Headers(scope=scope).get("host", "")
            name = host if host.endswith("]") else host.rsplit(":", 1)[0]
            if name.lower() not in LOOPBACK_NAMES:
                problem = Problem(
                    421, "Without TLS the hub answers on its own machine only.", kind="wrong-host"
                )
                await problem.response(scope["path"])(scope, receive, send)
                return
        await self._app(scope, receive, send)
