"""The exams officer of the demonstration: signs in and works through the hub's own interface."""

from __future__ import annotations

from typing import Any

import httpx


class OfficeRefused(RuntimeError):
    """The hub refused what the officer asked for; ``status`` and the problem's own words."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status}: {problem.get('detail') or problem.get('title') or 'refused'}")
        self.status = status
        self.problem = problem


class Officer:
    """An officer's signed-in connection over the loopback address of the hub."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx.AsyncClient(base_url=base_url, timeout=60.0)
        self._csrf = ""

    async def sign_in(self, name: str, password: str) -> None:
        """Sign in and keep the session cookie."""
        answer = await self.post("/api/office/sign-in", {"name": name, "password": password})
        self._csrf = answer["csrf"]

    async def get(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The JSON at ``path``. Raises OfficeRefused."""
        return _answer(await self._client.get(path))

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """Send a command. Raises OfficeRefused."""
        headers = {"X-CSRF-Token": self._csrf} if self._csrf else {}
        return _answer(await self._client.post(path, json=body or {}, headers=headers))

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()


def _answer(response: httpx.Response) -> Any:  # noqa: ANN401
    if response.is_success:
        return response.json() if response.content else None
    try:
        problem = response.json()
    except ValueError:
        problem = {"detail": response.text[:200]}
    raise OfficeRefused(response.status_code, problem)
