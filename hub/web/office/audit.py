"""Nothing that the office changes goes unrecorded: what has no fact of its own gets one here."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.during.office import noting
from hub.storage.writer import StorageError
from hub.web.problems import Problem
from hub.web.security.csrf import UNSAFE
from shared.record.events.office import OfficeActed

if TYPE_CHECKING:
    from hub.accounts import Account
    from hub.bootstrap import Hub

NOT_RECORDED: Final = {
    "/sign-in": "signing in changes nothing; who tries too often is counted elsewhere",
    "/api/office/sign-in": "as on the page",
    "/sign-out": "signing out changes nothing",
    "/api/office/sign-out": "as on the page",
    "/look": "the colours of one's own browser",
    "/plan/import/{kind}": "an upload waits to be looked at: accepting it is recorded",
    "/plan/drafts/{draft_id}/headings": "still the same upload, read otherwise",
    "/plan/drafts/{draft_id}/questions": "still the same upload, read otherwise",
    "/plan/drafts/{draft_id}/discard": "the upload goes, the plan stays",
    "/handover": "the records that were read tell it themselves (RecordsCarried)",
    "/handover/pictures": "as when typed",
    "/handover/{series}/forget": "nothing was taken yet",
    "/api/office/handover": "as on the page",
    "/sessions/{session}/close/pile": "only compares",
    "/retention/key-file": "draws a key that the hub doesn't keep",
    "/sessions/{session}/close/envelopes/scan": "only compares",
}
"""Routes that change something at most for who asks, with the reason; everything else is on record."""

ASKS_FIRST: Final = frozenset(
    {
        "/plan/new-room",
        "/plan/rooms/{room}",
        "/plan/publish/{session}",
        "/plan/seating/{session}/move",
        "/plan/seating/{session}/swap",
        "/sessions/{session}/paper-in/{room:path}",
        "/api/office/sessions/{session}/paper-in/{room:path}",
    }
)
"""Routes that show a page again to ask; only where they lead on something was done."""

FIELDS: Final = ("session", "number", "other", "room", "seat", "person", "one", "role", "step", "what")
"""Fields of forms that name what was changed, by identifiers and never by a person's name."""
LONGEST_FIELD: Final = 60


FAULT: Final = "It ended with a fault of the hub: look whether it was done."


async def begin(hub: Hub, request: Request, account: Account) -> None:
    """Put on disk what is about to be changed, before anything is: no change is ever without a trace.

    Plan, accounts and settings lie in other files than the journal, so that change and fact can't be one
    transaction. What is still only begun when the hub starts goes on record then.
    """
    state, route = request.scope.setdefault("state", {}), request.scope.get("route")
    if request.method not in UNSAFE or "begun" in state or route is None or route.path in NOT_RECORDED:
        return
    sentence, about = _sentence(route.endpoint), _about(request.scope)
    state["begun"] = await hub.office.begin(account.display_name, sentence, about)


class OfficeRecord:
    """ASGI middleware: the fact is on disk before the answer goes out."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self._app, self._hub = app, hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in UNSAFE:
            await self._app(scope, receive, send)
            return
        with noting() as recorded:
            answered = replaced = False

            async def send_once_recorded(message: Message) -> None:
                nonlocal answered, replaced
                if message["type"] == "http.response.start" and not answered:
                    answered = True
                    try:
                        await self._end(scope, int(message["status"]), has_fact=bool(recorded))
                    except StorageError as error:
                        # What was begun is on disk: the next start puts it on record.
                        replaced = True
                        told = Problem(
                            503, f"It was done, but not yet put on record: {error}.", kind="storage"
                        )
                        await told.response(scope["path"])(scope, receive, send)
                if not replaced:
                    await send(message)

            try:
                await self._app(scope, receive, send_once_recorded)
            finally:
                if not answered:
                    await self._end(scope, None, has_fact=bool(recorded))

    async def _end(self, scope: Scope, status: int | None, *, has_fact: bool) -> None:
        state, route = scope.get("state", {}), scope.get("route")
        account: Account | None = state.get("account")
        begun: int | None = state.get("begun")
        if account is None or route is None:
            return
        event = None
        if status is None and begun is not None and not has_fact:
            event = OfficeActed(what=f"{_sentence(route.endpoint)} {FAULT}", about=_about(scope))
        elif status is not None and not has_fact and is_action(route.path, status):
            event = OfficeActed(what=_sentence(route.endpoint), about=_about(scope))
        if event is not None or begun is not None:
            await self._hub.office.end(begun, event, actor=account.display_name)


def is_action(path: str, status: int) -> bool:
    """Whether an unsafe request to this route that was answered so has changed something."""
    if status >= 400 or path in NOT_RECORDED:
        return False
    return status == 303 or path not in ASKS_FIRST


def _sentence(endpoint: object) -> str:
    return " ".join((inspect.getdoc(endpoint) or "").split("\n\n")[0].split())


def _about(scope: Scope) -> dict[str, str]:
    in_path: dict[str, Any] = scope.get("path_params", {})
    in_form: dict[str, str] = scope.get("state", {}).get("sent", {})
    named = {name: in_form[name] for name in FIELDS if in_form.get(name)}
    return {name: str(value)[:LONGEST_FIELD] for name, value in (named | in_path).items()}
