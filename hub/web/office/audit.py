"""Nothing that the office changes goes unrecorded: what has no fact of its own gets one here."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.during.office import SITE, noting
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


class OfficeRecord:
    """ASGI middleware: the fact is on disk before the answer goes out."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self._app, self._hub = app, hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in UNSAFE:
            await self._app(scope, receive, send)
            return
        with noting() as recorded:

            async def send_once_recorded(message: Message) -> None:
                if message["type"] == "http.response.start" and not recorded:
                    await self._record(scope, int(message["status"]))
                await send(message)

            await self._app(scope, receive, send_once_recorded)

    async def _record(self, scope: Scope, status: int) -> None:
        account: Account | None = scope.get("state", {}).get("account")
        route = scope.get("route")
        if account is None or route is None or not is_action(route.path, status):
            return
        event = OfficeActed(what=_sentence(route.endpoint), about=_about(scope))
        await self._hub.office.record(SITE, event, actor=account.display_name)


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
