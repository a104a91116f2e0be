"""One shape for every error: RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hub.storage.writer import StorageError

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer other than success; ``detail`` says what happened and what to do next."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str = "about:blank",
        title: str = "",
        headers: Mapping[str, str] | None = None,
        **extra: Any,  # noqa: ANN401 - members of one's own (RFC 9457, section 3.2)
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind
        self.title = title or HTTPStatus(status).phrase
        self.headers = dict(headers or {})
        self.extra = extra

    def response(self, instance: str = "") -> Response:
        """As it travels. ``kind`` becomes the type: a word of ours, or about:blank."""
        body = {
            "type": self.kind if ":" in self.kind else f"urn:examday:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if instance:
            body["instance"] = instance
        content = msgspec.json.encode(body | self.extra)
        return Response(content, self.status, self.headers, MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Have every error of ``app`` told in this shape, those of the framework too."""

    async def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 - the handler is registered for it
        return error.response(request.url.path)

    async def of_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - the handler is registered for it
        problem = Problem(error.status_code, str(error.detail), headers=error.headers)
        return problem.response(request.url.path)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - the handler is registered for it
        # Where and what, but not the value: it may be a name or a password.
        faults = [f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in error.errors()]
        return Problem(422, "; ".join(faults), kind="invalid").response(request.url.path)

    async def not_stored(request: Request, error: Exception) -> Response:
        return Problem(503, str(error), kind="storage").response(request.url.path)

    app.add_exception_handler(Problem, told)
    app.add_exception_handler(StorageError, not_stored)
    app.add_exception_handler(HTTPException, of_framework)
    app.add_exception_handler(RequestValidationError, invalid)
