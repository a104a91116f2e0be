"""What every JSON answer has in common: its form, its tag, and how a long list is read page by page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Annotated, Any, Final, TypeVar

import msgspec
from fastapi import Query, Request, Response

from hub.web.problems import Problem

BASE: Final = "/api/office"
IN_SESSION: Final = f"{BASE}/sessions/{{session}}"
MOST_ROWS: Final = 1000
USUAL_ROWS: Final = 200

Limit = Annotated[int, Query(description="How many at most.", ge=1, le=MOST_ROWS)]
Cursor = Annotated[str, Query(description="Where to go on: what the Link header of the page before held.")]

T = TypeVar("T")


def answer(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - whatever msgspec encodes
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def tagged_answer(
    request: Request,
    value: Any,  # noqa: ANN401 - as above
    *,
    lasting: Any = None,  # noqa: ANN401 - as above
    headers: dict[str, str] | None = None,
) -> Response:
    """``value``, or 304 for who has it already.

    The tag is a weak one, made from ``lasting`` where that is given: what has to change for ``value`` to be
    another one to its reader, while the clock in it runs.
    """
    content = msgspec.json.encode(value)
    told = content if lasting is None else msgspec.json.encode(lasting)
    tag = f'W/"{hashlib.sha256(told).hexdigest()[:32]}"'
    # Kept by nobody: a program that polls brings its own copy and asks whether it still holds.
    shown = {"ETag": tag, "Cache-Control": "no-store"} | (headers or {})
    if _has(request, tag):
        return Response(status_code=304, headers=shown)
    return Response(content, headers=shown, media_type="application/json")


def matched_answer(request: Request, value: Any) -> Response:  # noqa: ANN401 - as above
    """``value`` with a strong tag, which :func:`check_match` asks for before it is changed."""
    content = msgspec.json.encode(value)
    tag = strong_tag(value)
    shown = {"ETag": tag, "Cache-Control": "no-store"}
    if _has(request, tag):
        return Response(status_code=304, headers=shown)
    return Response(content, headers=shown, media_type="application/json")


def strong_tag(value: Any) -> str:  # noqa: ANN401 - as above
    """The tag of exactly this value (RFC 9110, section 8.8.3)."""
    return f'"{hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:32]}"'


def check_match(request: Request, value: Any) -> None:  # noqa: ANN401 - as above
    """Whoever overwrites ``value`` has seen it as it is (``If-Match``). Raises Problem."""
    given = request.headers.get("if-match", "")
    if not given:
        raise Problem(
            428, "Say in If-Match which state you change: the ETag that reading it told.", kind="not-matched"
        )
    if strong_tag(value) not in [one.strip() for one in given.split(",")]:
        raise Problem(
            412, "Somebody changed this since you read it. Read it again, then decide.", kind="changed-since"
        )


def page_of(
    request: Request, rows: Sequence[T], limit: int, cursor: str
) -> tuple[Sequence[T], dict[str, str]]:
    """The rows of one page, and the Link header that leads to the next (RFC 8288). Raises Problem."""
    first = _place(cursor)
    links: dict[str, str] = {}
    if first + limit < len(rows):
        following = request.url.include_query_params(limit=limit, cursor=_cursor(first + limit))
        links["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return rows[first : first + limit], links


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(b"after %d" % place).decode().rstrip("=")


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        word, _, place = told.partition(" ")
        if word == "after" and place.isdecimal() and len(place) < 10:
            return int(place)
    except ValueError:
        pass
    raise Problem(
        422, "This cursor is none of ours: begin at the first page, without a cursor.", kind="invalid"
    )


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in [one.strip() for one in given.split(",")]
