"""The OpenAPI document of the hub's JSON, written from its routes and the types beside them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any, Final

import msgspec
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import TypeAdapter

from hub.web.office.api.described import EXAMPLE, GIVES, MATCHED, PAGED, TAKES
from hub.web.problems import MEDIA_TYPE

OPENAPI: Final = "3.1.0"
_ABOUT: Final = """\
Everything the exams office's pages do, for programs. Sign in with `POST /api/office/sign-in`, which sets a
cookie and tells a CSRF token; send that token as `X-CSRF-Token` with whatever changes something. The school's
own reports read with a token that an officer makes on the page Exports, as `Authorization: Bearer …`.

Lists are read page by page: `limit` says how many, and the `Link` header with `rel="next"` leads on.
Answers with an `ETag` are told anew only where `If-None-Match` names another one. Every fault is a problem
(RFC 9457).
"""
_TAGS: Final = (
    ("/api/device", "Tablets", "What tablets ask before and beside the sync; over TLS only."),
    ("/api/office/tables", "Tables", "Every list of the hub, row by row or as a file."),
    ("/api/office", "Exams office", "Sessions, rooms, discrepancies, scripts, tablets."),
    ("/", "Hub", "Which hub this is, and its live stream."),
)
_FOR_PROGRAMS: Final = ("/api/", "/events", "/health", "/ca.pem")
_FAULTS: Final = {
    400: "What was sent can't be read",
    401: "Not signed in, or the token doesn't open",
    403: "Not allowed to this person, or without the CSRF token",
    404: "There is no such thing",
    409: "Something else has to happen first",
    413: "Too large",
    422: "Something that was sent can't be used",
    429: "Too many attempts; Retry-After says when",
    503: "The hub is busy or can't write",
}
_UNMATCHED: Final = {
    "412": "Somebody changed this since it was read",
    "428": "If-Match is missing",
}
_IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag that reading told: nobody's change is overwritten unseen.",
    "schema": {"type": "string"},
}


class ProblemDetails(Struct, kw_only=True):
    """The one shape of every fault (RFC 9457). ``reasons`` says what stands in the way, where told."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    reasons: tuple[str, ...] = ()


def json_routes(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """Every route for programs; pages and static files are none."""
    for route in routes:
        nested = getattr(route, "original_router", None)
        if nested is not None:
            yield from json_routes(nested.routes)
        elif isinstance(route, APIRoute) and route.path.startswith(_FOR_PROGRAMS):
            yield route


def document(routes: Iterable[Any]) -> dict[str, Any]:
    """The OpenAPI document of these routes."""
    found = sorted(json_routes(routes), key=lambda route: route.path)
    types = [ProblemDetails, *(kind for route in found for kind in _types(route))]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    by_type = list(zip(types, schemas, strict=True))
    problem = schemas[0]
    paths: dict[str, dict[str, Any]] = {}
    for route in found:
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(route.path, {})[method.lower()] = _operation(route, method, by_type)
    return {
        "openapi": OPENAPI,
        "info": {"title": "ExamDay hub", "version": version("examday"), "description": _ABOUT},
        "tags": [{"name": name, "description": about} for _, name, about in _TAGS],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {"Problem": _problem_answer("Any other fault", problem)}
            | {
                f"Problem{status}": _problem_answer(told, problem)
                for status, told in (_FAULTS | _UNMATCHED).items()
            },
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-examday"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _types(route: APIRoute) -> Iterator[Any]:
    told = route.openapi_extra or {}
    for key in (TAKES, GIVES):
        kind = told.get(key)
        if kind is not None and not isinstance(kind, str):
            yield kind


def _operation(route: APIRoute, method: str, by_type: list[tuple[Any, Any]]) -> dict[str, Any]:
    told = route.openapi_extra or {}
    summary, _, more = (inspect.getdoc(route.endpoint) or "").partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()}{re.sub(r'[^A-Za-z0-9]+', '_', route.path)}",
        "summary": " ".join(summary.split()),
        "tags": [next(name for start, name, _ in _TAGS if route.path.startswith(start))],
        "parameters": list(_parameters(route)),
        "responses": _answers(route, told, by_type),
        "security": _security(route.path, method),
    }
    if more:
        operation["description"] = more
    taken = _schema(told.get(TAKES), by_type)
    if taken is not None:
        body: dict[str, Any] = {"schema": taken}
        if told.get(EXAMPLE) is not None:
            body["example"] = msgspec.to_builtins(told[EXAMPLE])
        operation["requestBody"] = {"required": True, "content": {"application/json": body}}
    if told.get(MATCHED):
        operation["parameters"].append(_IF_MATCH)
        operation["responses"] |= {s: {"$ref": f"#/components/responses/Problem{s}"} for s in _UNMATCHED}
    return operation


def _parameters(route: APIRoute) -> Iterator[dict[str, Any]]:
    for place, fields in (("path", route.dependant.path_params), ("query", route.dependant.query_params)):
        for field in fields:
            schema = TypeAdapter[Any](field.field_info.annotation or str).json_schema()
            if not field.field_info.is_required() and field.default not in (None, ""):
                schema["default"] = field.default
            wanted: dict[str, Any] = {"name": field.alias, "in": place, "schema": schema}
            wanted["required"] = place == "path" or field.field_info.is_required()
            if field.field_info.description:
                wanted["description"] = field.field_info.description
            yield wanted


def _answers(route: APIRoute, told: dict[str, Any], by_type: list[tuple[Any, Any]]) -> dict[str, Any]:
    given = told.get(GIVES)
    good: dict[str, Any] = {"description": "Done"}
    if isinstance(given, str):
        good["content"] = {given: {}}
    elif route.path == "/events":
        good["content"] = {"text/event-stream": {}}
    else:
        good["content"] = {"application/json": {"schema": _schema(given, by_type) or {}}}
    if told.get(PAGED):
        about = 'Where to go on, with rel="next"; absent on the last page'
        good["headers"] = {"Link": {"description": about, "schema": {"type": "string"}}}
    answers = {"200": good, "default": {"$ref": "#/components/responses/Problem"}}
    return answers | {str(s): {"$ref": f"#/components/responses/Problem{s}"} for s in _FAULTS}


def _schema(kind: Any, by_type: list[tuple[Any, Any]]) -> Any:  # noqa: ANN401 - a type and its JSON schema
    return next((schema for known, schema in by_type if known == kind), None) if kind is not None else None


def _problem_answer(told: str, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    return {"description": told, "content": {MEDIA_TYPE: {"schema": schema}}}


def _security(path: str, method: str) -> list[dict[str, list[str]]]:
    if path in ("/health", "/ca.pem", "/api/office/sign-in"):
        return []
    if path.startswith("/api/device"):
        return [{"token": []}]
    signed_in: dict[str, list[str]] = {"session": []}
    return [signed_in | {"csrf": []}] if method != "GET" else [signed_in, {"token": []}]
