"""One hub with a troubled morning, an officer and a viewer, for every test of this folder."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

import httpx
import pytest

from hub.accounts import Role
from tests.factories import SESSION
from tests.web import school
from tests.web.conftest import PASSWORD, Running, _a_module_leaves_nothing_open, running

__all__ = ["_a_module_leaves_nothing_open"]
IN_SESSION = f"/api/office/sessions/{SESSION}"


@pytest.fixture(autouse=True)
def _remember_what_was_open() -> None:
    """In the place of the guard for every test: a module's hub opens and closes while its tests run."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    day = school.troubled_morning()
    with running(tmp_path_factory.mktemp("json"), [day.pack], shown=school.MIDDLE) as opened:
        opened.hub.accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER)
        for device in day.tablets.values():
            opened.enrol(device)
            opened.take(device)
        yield opened


@pytest.fixture(scope="module")
def officer(hub: Running) -> Generator[httpx.Client]:
    with closing(signed_in(hub, "officer")) as client:
        yield client


@pytest.fixture(scope="module")
def viewer(hub: Running) -> Generator[httpx.Client]:
    with closing(signed_in(hub, "head")) as client:
        yield client


def signed_in(hub: Running, name: str) -> httpx.Client:
    client = hub.client()
    told = client.post("/api/office/sign-in", json={"name": name, "password": PASSWORD})
    client.headers["x-csrf-token"] = told.json()["csrf"]
    return client
