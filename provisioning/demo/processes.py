"""Real processes, started, spoken to and ended by the demonstration: only those that it started itself."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ANSWER_TIMEOUT = 60.0
STOP_TIMEOUT = 10.0


class ProcessFailed(RuntimeError):
    """A program of the demonstration ended early or answered with a fault; the text says which and why."""


class Program:
    """One running program with its standard error kept in a log file."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self._process = process
        self._log = log
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def start(
        cls, name: str, arguments: Sequence[str], log: Path, *, environment: Mapping[str, str]
    ) -> Program:
        """Start ``arguments`` with the interpreter that runs this."""
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=dict(environment),
                limit=8_000_000,
            )
        return cls(name, process, log)

    async def read_line(self) -> dict[str, Any]:
        """The next JSON line of its output. Raises ProcessFailed where it ends or stays silent."""
        assert self._process.stdout is not None  # noqa: S101 - started with a pipe
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), ANSWER_TIMEOUT)
        except TimeoutError as error:
            raise ProcessFailed(
                f"{self.name} did not answer in {ANSWER_TIMEOUT:.0f} s{self._why()}"
            ) from error
        if not line:
            raise ProcessFailed(f"{self.name} ended{self._why()}")
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise ProcessFailed(f"{self.name} said {line[:200]!r}") from error
        return answer

    async def ask(self, **request: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Send a request line and return its result. Raises ProcessFailed with the program's own words."""
        assert self._process.stdin is not None  # noqa: S101 - started with a pipe
        async with self._one_at_a_time:
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                await self._process.stdin.drain()
            except ConnectionError as error:
                raise ProcessFailed(f"{self.name} ended{self._why()}") from error
            answer = await self.read_line()
        if not answer.get("ok"):
            raise ProcessFailed(f"{self.name}, {request.get('do')}: {answer.get('error', 'no reason given')}")
        return answer.get("result")

    async def wait(self) -> None:
        """Wait for its end."""
        await self._process.wait()

    async def stop(self) -> None:
        """Ask it to end, wait, and end it if it doesn't."""
        if self._process.returncode is None:
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_TIMEOUT)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    def _why(self) -> str:
        said = self._log.read_text(errors="replace").strip().splitlines()
        return f": {said[-1]}" if said else f" (its log {self._log.name} is empty)"


async def run(name: str, arguments: Sequence[str], *, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a program to its end; its exit status and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), ANSWER_TIMEOUT)
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise ProcessFailed(f"{name} took longer than {ANSWER_TIMEOUT:.0f} s") from error
    return process.returncode or 0, output.decode(errors="replace")
