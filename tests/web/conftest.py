"""A browser, and a hub that runs beside the test: what the officer's pages are looked at with."""

from __future__ import annotations

import asyncio
import gc
import re
import threading
from collections.abc import Callable, Coroutine, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright

import tests.conftest as guard
from hub.bootstrap import Hub
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import EnrolmentRequest
from shared.protocol.messages import Health
from shared.rehearsal import RehearsalClock
from tests.factories import SESSION, Device
from tests.hub_house import OFFICER, PATIENCE_SECONDS, House, house
from tests.web import school

HERE = Path(__file__).parent
PASSWORD = "correct horse battery"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
T = TypeVar("T")


@dataclass
class Running:
    """A hub in a thread of its own, and what a test does with it from outside."""

    house: House
    loop: asyncio.AbstractEventLoop
    site: Path

    @property
    def hub(self) -> Hub:
        return self.house.hub

    @property
    def url(self) -> str:
        return self.house.ready.office_url

    def client(self, **headers: str) -> httpx.Client:
        """A program at the officer's pages."""
        return httpx.Client(base_url=self.url, trust_env=False, timeout=PATIENCE_SECONDS, headers=headers)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE_SECONDS)

    def call(self, work: Callable[[], T]) -> T:
        async def on_loop() -> T:
            return work()

        return self.run(on_loop())

    def enrol(self, device: Device, *, approve: bool = True) -> None:
        offer = self.hub.devices.offer(["127.0.0.1:1"])
        asked = EnrolmentRequest(
            token=offer.token,
            device_id=device.device_id,
            name=device.device_id.replace("-", " ").capitalize(),
            public_key=device.key.public.text,
            app_version="0.1.0",
        )
        self.call(lambda: self.hub.devices.enrol(asked))
        if approve:
            self.run(self.hub.devices.approve(device.device_id, (), OFFICER))

    def take(self, device: Device, *, first: int = 1) -> None:
        """What the device wrote from ``first`` on reaches the hub."""
        jws = device.written[first - 1 :]
        for start in range(0, len(jws), 100):
            self.run(self.hub.ingest.take(device.device_id, jws[start : start + 100]))

    def say(self, device: Device, *, online: bool = True, queue: int = 0, battery: int = 80) -> None:
        board, health = (
            self.hub.devices.board,
            Health(
                battery_percent=battery,
                free_disk_mb=21_500,
                queue=queue,
                camera=True,
                app_version="0.1.0",
                room=device.room or "",
            ),
        )
        self.call(lambda: board.told(device.device_id, health))
        if online:
            self.call(lambda: board.connected(device.device_id))


@contextmanager
def running(site: Path, packs: Iterable[SessionPack], *, shown: datetime | None = None) -> Generator[Running]:
    """A hub with these packs; its exam day shows ``shown`` now and goes on at the real pace."""
    started: list[Running] = []
    ready, stop = threading.Event(), threading.Event()
    faults: list[BaseException] = []
    changes: dict[str, Any] = {}
    if shown is not None:
        changes["rehearsal"] = RehearsalClock(anchor=datetime.now(UTC), shown=shown, rate=1)

    async def serve() -> None:
        async with house(site, packs=packs, **changes) as opened:
            opened.hub.accounts.ensure_officer(PASSWORD)
            started.append(Running(opened, asyncio.get_running_loop(), site))
            ready.set()
            await asyncio.to_thread(stop.wait)

    def work() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            faults.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=work, name="hub under test")
    thread.start()
    try:
        assert ready.wait(2 * PATIENCE_SECONDS), "the hub did not start"
        if faults:
            raise faults[0]
        yield started[0]
    finally:
        stop.set()
        thread.join(2 * PATIENCE_SECONDS)
    if faults:
        raise faults[0]


@pytest.fixture(autouse=True)
def _remember_what_was_open() -> None:
    """In the place of the guard for every test: a module's hub opens and closes while its tests run."""


class KeptBrowser:
    """One browser for all these files: its start costs as much as a small test."""

    def __init__(self) -> None:
        self._open: tuple[Playwright, Browser] | None = None
        self.threads: set[threading.Thread] = set()

    def browser(self, executable: str | None) -> Browser:
        if self._open is None:
            before = set(threading.enumerate())
            with guard.opened.not_held_against_a_test():
                playwright = sync_playwright().start()
                launched = playwright.chromium.launch(
                    executable_path=executable, headless=True, args=list(ARGUMENTS)
                )
            self._open = playwright, launched
            self.threads = set(threading.enumerate()) - before
        return self._open[1]

    def close(self) -> None:
        if self._open is not None:
            playwright, launched = self._open
            self._open, self.threads = None, set()
            launched.close()
            playwright.stop()


kept = KeptBrowser()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """The browser is gone before tests with an event loop of their own begin."""
    yield
    if nextitem is None or HERE not in nextitem.path.parents:
        kept.close()


@pytest.fixture(autouse=True, scope="module")
def _a_module_leaves_nothing_open() -> Generator[None]:
    """The same guard, once its hub is closed."""
    before = set(threading.enumerate())
    guard.opened.forget()
    yield
    here = before | kept.threads
    left = [f"thread {name}" for name in guard._threads_left(here)] + guard.opened.still_open()
    guard.opened.forget()
    gc.collect()
    if left:
        pytest.fail("the module left open: " + ", ".join(left), pytrace=False)


@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Browser:
    """Each test opens a context of its own in it."""
    return kept.browser(chromium_path)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """The whole school, an hour into a troubled morning."""
    site = tmp_path_factory.mktemp("busy")
    day = school.troubled_morning()
    photos = site / "photos"
    photos.mkdir()
    for number, person in enumerate(day.pack.candidates, start=1):
        (photos / f"{person.photo}.jpg").write_bytes(school.portrait(number))
    with running(site, [day.pack], shown=school.MIDDLE) as hub:
        for device in day.tablets.values():
            hub.enrol(device)
            hub.take(device)
            hub.say(device, online=device.room != "s4", queue=3 if device.room == "s4" else 0)
        hub.enrol(Device("tablet-spare"), approve=False)
        yield hub


@dataclass
class Seen:
    """What a page asked for and complained about while it was looked at."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, kind: str, text: str) -> None:
        # A form that was refused answers 409 or 422 as a page, which the browser mentions.
        if kind in ("error", "warning") and not re.search(r"responded with a status of (409|422)", text):
            self.complaints.append(text)


def sign_in(
    page: Page, url: str, path: str = "/", *, name: str = "officer", password: str = PASSWORD
) -> Page:
    """Through the form, as a person does."""
    page.goto(f"{url}/sign-in?next={path}")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    # A click waits for the answer's first byte only; a test may count what stands on the page.
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name="Sign in").click()
    return page


def session_url(hub: Running, *parts: str, session: str = SESSION) -> str:
    return "/".join((hub.url, "sessions", session, *parts))
