"""Where the OpenAPI document is served."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.api.answers import tagged_answer
from hub.web.office.api.described import described
from hub.web.office.api.openapi import document
from hub.web.office.report_guard import ReportGuard


def document_api(reports: ReportGuard) -> APIRouter:
    """For who is signed in, or holds a token: a stranger learns nothing of the hub's insides."""
    router = APIRouter()

    @router.get("/api/openapi.json", **described())
    def openapi(request: Request, _: Account = Depends(reports.reading)) -> Response:
        """This hub's OpenAPI document."""
        return tagged_answer(request, document(request.app.routes))

    return router
