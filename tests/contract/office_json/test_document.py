"""The OpenAPI document says what the hub does: every route, its parts, its one shape of fault."""

from __future__ import annotations

import re
from typing import Any

import httpx
import msgspec
import pytest

from hub.web.app import create_app
from hub.web.office.api.described import EXAMPLE, TAKES
from hub.web.office.api.openapi import json_routes
from tests.contract.office_json.conftest import IN_SESSION
from tests.web.conftest import Running


@pytest.fixture(scope="module")
def document(officer: httpx.Client) -> dict[str, Any]:
    answer = officer.get("/api/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    told: dict[str, Any] = answer.json()
    return told


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(references(one) for one in part.values()))
    return set().union(*(references(one) for one in part)) if isinstance(part, list) else set()


def test_every_route_for_programs_is_in_it_with_a_summary(
    document: dict[str, Any], officer: httpx.Client
) -> None:
    assert document["openapi"].startswith("3.1")
    operations = {
        (path, method): told
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    }
    assert len(operations) > 40
    for where, told in operations.items():
        assert told["summary"].endswith((".", ":")) or " " in told["summary"], where
        assert set(re.findall(r"{([^}:]+)", where[0])) <= {p["name"] for p in told["parameters"]}, where
        assert told["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    ids = [told["operationId"] for told in operations.values()]
    assert len(ids) == len(set(ids))


def test_it_leaves_no_route_out(hub: Running, document: dict[str, Any]) -> None:
    walked = {route.path for route in json_routes(create_app(hub.hub).routes)}
    assert walked == set(document["paths"])


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        at: Any = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in at, reference
            at = at[part]


def test_what_is_sent_and_told_has_its_schema(document: dict[str, Any]) -> None:
    settle = document["paths"]["/api/office/sessions/{session}/discrepancies/{discrepancy_id}/settle"]["post"]
    assert settle["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Settle"
    }
    assert document["components"]["schemas"]["Settle"]["required"] == ["answer"]
    register = document["paths"]["/api/office/sessions/{session}/register"]["get"]["responses"]["200"]
    named = document["components"]["schemas"]["NamedRegister"]["properties"]
    assert register["content"]["application/json"]["schema"]["$ref"].endswith("/NamedRegister")
    assert {"sittings", "rooms", "incidents", "names"} <= named.keys()


def test_every_example_is_a_body_that_the_route_takes(hub: Running) -> None:
    examples = 0
    for route in json_routes(create_app(hub.hub).routes):
        told = route.openapi_extra or {}
        if told.get(EXAMPLE) is not None:
            sent = msgspec.json.encode(told[EXAMPLE])
            assert msgspec.json.decode(sent, type=told[TAKES]) == told[EXAMPLE], route.path
            examples += 1
    assert examples > 15


def test_a_stranger_is_told_nothing_of_it(hub: Running) -> None:
    with hub.client() as stranger:
        assert stranger.get("/api/openapi.json").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"{IN_SESSION}/nothing", None, 404),
        ("GET", "/api/office/sessions/1999-01-01-AM/register", None, 404),
        ("GET", "/api/office/tables/none", None, 404),
        ("GET", "/api/office/tables/register", None, 422),
        ("GET", "/api/office/tables/candidates?limit=0", None, 422),
        ("GET", "/api/office/tables/candidates?limit=many", None, 422),
        ("GET", "/api/office/tables/candidates?cursor=%00", None, 422),
        ("GET", "/api/office/tables/candidates?room=main-hall", None, 422),
        ("GET", f"/api/office/tables/register?session={IN_SESSION[-13:]}&room=moon", None, 404),
        ("DELETE", "/api/office/sessions", None, 405),
        ("POST", f"{IN_SESSION}/seal", b"{", 400),
        ("POST", f"{IN_SESSION}/seal", b'{"component_id": 5}', 422),
        ("POST", f"{IN_SESSION}/help/none/close", b"{}", 404),
        ("POST", f"{IN_SESSION}/rooms/library/override", b'{"step": "finish", "reason": "because"}', 422),
        ("POST", f"{IN_SESSION}/seal", b'{"x": "' + b"x" * 70_000 + b'"}', 413),
    ],
)
def test_every_fault_has_one_shape(
    officer: httpx.Client, method: str, path: str, body: bytes | None, status: int
) -> None:
    answer = officer.request(method, path, content=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= told.keys()
    assert told["status"] == status
    assert told["instance"] == path.partition("?")[0]
    assert told["type"].startswith(("urn:examday:", "about:"))
    assert len(told["detail"]) > 15
    assert "xxx" not in answer.text
    assert "Traceback" not in answer.text
