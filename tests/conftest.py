"""What every kind of test shares: order, environment, and that a test fails if it leaves something open."""

from __future__ import annotations

import functools
import gc
import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

import hypothesis
import pytest

from provisioning.setup import system
from shared.plan import centre

# Long ones first, so that all workers end together: small files fill what is left. (A broken rule is told
# first by make lint and make test-unit.) The browser's tests stand together and share their browser.
FOLDERS = ("e2e", "web", "ui", "simulation", "contract", "bench", "architecture", "property", "unit")
THREAD_GRACE_SECONDS = 10.0

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None, max_examples=70)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure() -> None:
    """Kivy reads these when it is first imported: draw without a display, leave argv and home alone."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    os.environ.setdefault("KIVY_HOME", tempfile.mkdtemp(prefix="examday-kivy-"))
    for name in ("KIVY_NO_ARGS", "KIVY_NO_CONSOLELOG", "KIVY_NO_FILELOG"):
        os.environ.setdefault(name, "1")
    # Everybody in the tests has the same PIN, and its hash is slow on purpose: once is enough.
    centre.hash_pin = functools.cache(centre.hash_pin)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = config.rootpath / "tests"

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        return FOLDERS.index(folder) if folder in FOLDERS else len(FOLDERS)

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """What was imported stays anyway; set aside, it no longer slows the collection after each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """The browser to hand to Playwright as executable_path; None lets Playwright use the one it brought."""
    return system.chromium()


class OpenedHandles:
    """Sockets and SQLite connections opened since the test began, by whoever opened them."""

    def __init__(self) -> None:
        self._opened: list[object] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if event in ("socket.__new__", "sqlite3.connect/handle"):
            self._opened.append(args[0])

    def forget(self) -> None:
        self._opened.clear()

    @contextmanager
    def not_held_against_a_test(self) -> Generator[None]:
        """What is opened meanwhile is kept for other tests on purpose."""
        before = list(self._opened)
        yield
        self._opened[:] = before

    def still_open(self) -> list[str]:
        return [repr(handle) for handle in self._opened if _is_open(handle)]


def _is_open(handle: object) -> bool:
    if isinstance(handle, sqlite3.Connection):
        try:
            # Unlike a query, this may be asked from any thread.
            _ = handle.in_transaction
        except sqlite3.ProgrammingError:
            return False
        return True
    return handle.fileno() != -1  # type: ignore[attr-defined]


opened = OpenedHandles()
threads_before = pytest.StashKey[set[threading.Thread]]()


@pytest.fixture(autouse=True)
def _remember_what_was_open(request: pytest.FixtureRequest) -> None:
    """Fixtures of wider scope are set up before this one: what they keep open isn't held against a test."""
    request.node.stash[threads_before] = set(threading.enumerate())
    opened.forget()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Look only after all of the test's fixtures were torn down, whatever their order."""
    yield
    before = item.stash.get(threads_before, None)
    if before is None:
        return
    left = [f"thread {name}" for name in _threads_left(before)] + opened.still_open()
    opened.forget()
    # Files, event loops and transports tell by a ResourceWarning, which is an error, that nobody closed them.
    # What a test made is young; what grew old in between is looked at with the last test of a file.
    is_last = nextitem is None or nextitem.path != item.path
    gc.collect(2 if is_last else 1)
    if left:
        pytest.fail("the test left open: " + ", ".join(left), pytrace=False)


def _threads_left(before: set[threading.Thread]) -> list[str]:
    deadline = time.monotonic() + THREAD_GRACE_SECONDS
    new = [thread for thread in threading.enumerate() if thread not in before]
    for thread in new:
        thread.join(timeout=max(0.0, deadline - time.monotonic()))
    return [f"{thread.name!r}{' (daemon)' if thread.daemon else ''}" for thread in new if thread.is_alive()]
