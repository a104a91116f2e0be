"""What a route takes and gives, written beside it and read by the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

TAKES: Final = "x-takes"
GIVES: Final = "x-gives"
PAGED: Final = "x-paged"


def described(*, takes: Any = None, gives: Any = None, paged: bool = False) -> dict[str, Any]:  # noqa: ANN401 - types of every kind
    """Keyword arguments for a route: ``@router.post(path, **described(takes=Settle))``.

    ``takes`` and ``gives`` are msgspec types; a string stands for a media type that is no JSON.
    """
    return {"openapi_extra": {TAKES: takes, GIVES: gives, PAGED: paged}}
