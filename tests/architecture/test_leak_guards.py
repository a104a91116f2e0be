"""The guards in tests/conftest.py: a test that leaves something open fails, and is told what."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"

pytest_plugins = ["pytester"]


@pytest.mark.parametrize(
    ("leak", "told"),
    [
        ("threading.Thread(target=stop.wait, name='worker').start()", "thread 'worker'"),
        (
            "threading.Thread(target=stop.wait, name='worker', daemon=True).start()",
            "thread 'worker' (daemon)",
        ),
        ("kept.append(socket.socket())", "<socket.socket fd="),
        ("socket.socket()", "<socket.socket fd="),
        ("kept.append(sqlite3.connect(':memory:'))", "<sqlite3.Connection object"),
    ],
)
def test_a_leak_fails_the_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, leak: str, told: str
) -> None:
    patient = CONFTEST.read_text(encoding="utf-8")
    hasty, changed = re.subn(r"GRACE_SECONDS = [\d.]+", "GRACE_SECONDS = 0.05", patient)
    assert changed == 1
    pytester.makeconftest(hasty)
    pytester.makepyfile(
        f"""
        import socket, sqlite3, threading

        kept, stop = [], threading.Event()

        def test_leaks():
            {leak}

        def test_closes():
            socket.socket().close()
            sqlite3.connect(":memory:").close()
            quick = threading.Thread(target=lambda: None)
            quick.start()

        def test_let_go():
            stop.set()
            for handle in kept:
                handle.close()
        """
    )
    monkeypatch.setenv("PYTHONPATH", str(CONFTEST.parents[1]))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=60)
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines([f"*the test left open: *{told.replace('[', '[[]')}*"])
