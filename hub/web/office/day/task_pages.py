"""The page of tasks: what waits for the office, and what was done."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.api import BASE, answer
from hub.web.office.day.quarantine_pages import told_of
from hub.web.office.day.reading import reader_of
from hub.web.office.day.task_history import done_tasks, quarantine_done
from hub.web.office.day.task_sources import open_tasks, sessions_with_tasks
from hub.web.office.day.tasks import KIND_WORDS, Task, TaskFilter, by_need, counted, newest_first
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb

MOST_DONE: Final = 60


def task_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/tasks")
    def tasks(
        request: Request,
        kind: str = "",
        session: str = "",
        account: Account = Depends(guard.office),
    ) -> HTMLResponse:
        """Everything that waits for the office, the most pressing first; and what was done about it."""
        waiting, settled = _tasks(web, account)
        wanted = TaskFilter(kind=kind, session=session)
        shown = [t for t in waiting if wanted.takes(t)]
        old = [t for t in settled if wanted.takes(t)]
        live = web.hub.live
        context: dict[str, Any] = {
            "tasks": shown,
            "done_tasks": old[:MOST_DONE],
            "done_count": len(old),
            "wanted": wanted,
            "kinds": KIND_WORDS,
            "counts": counted(waiting, session),
            "sessions": sorted({t.session for t in (*waiting, *settled) if t.session}, reverse=True),
            "all_waiting": len(waiting),
            "link": _link(kind, session),
            "live": True,
            "revision": sum(live.revision(s) for s in live.sessions()),
        }
        return web.page(request, "day/tasks.html", context)

    @router.get(f"{BASE}/tasks")
    def tasks_for_programs(account: Account = Depends(guard.office)) -> Response:
        """The open tasks, and those that were done."""
        waiting, settled = _tasks(web, account)
        return answer({"open": waiting, "done": settled[:MOST_DONE]})

    return router


def _tasks(web: OfficeWeb, account: Account) -> tuple[tuple[Task, ...], tuple[Task, ...]]:
    helds = sessions_with_tasks(web.desk)
    settled = (
        task
        for held in helds
        for task in done_tasks(held, web.hub.live.facts(held.session), reader_of(account, held.pack))
    )
    kept = (quarantine_done(held) for held in told_of(web.hub).values() if held.by and not held.in_pack)
    return by_need(open_tasks(web.desk, helds, account)), newest_first((*settled, *kept))


def _link(kind: str, session: str) -> Any:  # noqa: ANN401 - a function for the template
    """The page with another filter, the rest of it as it is."""

    def link(**change: str) -> str:
        asked = {"kind": kind, "session": session} | change
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/tasks?{query}" if query else "/tasks"

    return link
