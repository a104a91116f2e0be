"""Which role each route of the office asks for, in one table that a test can walk.

What isn't listed needs a viewer to be read and an officer to be sent: a new route is never open by mistake.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request

from hub.accounts import Account, Role

READING: Final = frozenset({"GET", "HEAD"})
_RANK: Final = {Role.VIEWER: 0, Role.ASSISTANT: 1, Role.OFFICER: 2}

OFFICER_READS: Final = frozenset(
    {
        "/accounts",
        "/api/office/accounts",
        "/api/office/report-tokens",
        "/setup/invigilators",
        "/sessions/{session}/evidence/{name}",
        "/retention/{session}/archives/{name}",
        "/sessions/{session}/candidates/{candidate_id}/subject-access",
    }
)
"""Pages about people's access, and files that leave the house whole."""

_SESSION: Final = "/sessions/{session}"
_API: Final = "/api/office/sessions/{session}"
_SEATING: Final = "/plan/seating/{session}"
_ROTA: Final = "/plan/rota"
ASSISTANT_SENDS: Final = frozenset(
    {
        # Answers that the room waits for, and paper.
        f"{_SESSION}/help/{{help_id}}/acknowledge",
        f"{_SESSION}/help/{{help_id}}/close",
        f"{_API}/help/{{help_id}}/acknowledge",
        f"{_API}/help/{{help_id}}/close",
        f"{_SESSION}/print",
        f"{_SESSION}/print/remove",
        f"{_API}/print",
        f"{_SESSION}/consignments/{{consignment_id}}/collected",
        # Reception, and a count shouted over the yard.
        "/log-book/deliveries",
        "/log-book/entries",
        f"{_SESSION}/evacuation",
        "/api/office/log-book/deliveries",
        "/api/office/log-book/entries",
        f"{_API}/evacuation",
        f"{_API}/consignments/{{consignment_id}}/collected",
        # Tablets are handed out by whoever is there at eight; none is taken away or emptied.
        "/devices/offers",
        "/devices/{device_id}/approve",
        "/devices/{device_id}/refuse",
        "/devices/{device_id}/assign",
        "/devices/{device_id}/lock",
        "/devices/{device_id}/take-over",
        "/api/office/pairing-offers",
        "/api/office/devices/{device_id}/approve",
        "/api/office/devices/{device_id}/refuse",
        "/api/office/devices/{device_id}/assignment",
        "/api/office/devices/{device_id}/lock",
        "/api/office/devices/{device_id}/take-over",
        # The plan as far as every step of it can be undone; what publishes it is the officer's.
        *(f"{_SEATING}/{step}" for step in ("move", "swap", "unseat", "hold", "clear", "undo", "apply")),
        *(f"{_ROTA}/{step}" for step in ("propose", "undo")),
        *(
            f"{_ROTA}/{{session}}/{step}"
            for step in ("propose", "undo", "give", "release", "exchange", "available")
        ),
        "/plan/rooms/undo",
        "/plan/new-room",
        "/plan/rooms/{room}",
        "/plan/rooms/{room}/copy",
        "/plan/rooms/{room}/delete",
    }
)
"""Everything an assistant may send; the rest waits for an officer (docs/decisions/0027)."""

WALL_READS: Final = frozenset({"/", "/day/{day}", "/sessions/{session}", "/events"})
WALL_SENDS: Final = frozenset({"/sign-out", "/api/office/sign-out", "/look"})
"""Everything that a wall screen may ask for and send (docs/decisions/0032)."""

ASSISTANT_PAGES: Final = ("/plan/rooms", "/plan/new-room", "/plan/seating", "/plan/rota")
"""Where the page offers nothing that an assistant may not send."""


def least_role(method: str, path: str) -> Role:
    """The least role that may call the route with this path pattern."""
    if method in READING:
        return Role.OFFICER if path in OFFICER_READS else Role.VIEWER
    return Role.ASSISTANT if path in ASSISTANT_SENDS else Role.OFFICER


def permits(role: Role, least: Role) -> bool:
    """Whether somebody with ``role`` may do what asks for ``least``."""
    return _RANK[role] >= _RANK[least]


def may_call(account: Account, method: str, path: str) -> bool:
    """Whether this person may call the route with this path pattern."""
    if account.wall:
        return path in (WALL_READS if method in READING else WALL_SENDS)
    return permits(account.role, least_role(method, path))


def may_act_on(account: Account, path: str) -> bool:
    """Whether this person may do everything that the page at ``path`` offers to whoever acts."""
    return account.may_act or (account.may_help and path.startswith(ASSISTANT_PAGES))


def route_of(request: Request) -> str:
    """The path pattern of the route that answers; the plain path where none is known."""
    return str(getattr(request.scope.get("route"), "path", request.url.path))
