"""What a route takes and gives, written beside it and read by the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

TAKES: Final = "x-takes"
GIVES: Final = "x-gives"
PAGED: Final = "x-paged"
EXAMPLE: Final = "x-example"
MATCHED: Final = "x-matched"


def described(
    *,
    takes: Any = None,  # noqa: ANN401 - types of every kind
    gives: Any = None,  # noqa: ANN401 - as above
    paged: bool = False,
    example: Any = None,  # noqa: ANN401 - a value of ``takes``
    matched: bool = False,
) -> dict[str, Any]:
    """Keyword arguments for a route: ``@router.post(path, **described(takes=Settle))``.

    ``takes`` and ``gives`` are msgspec types; a string stands for a media type that is no JSON. ``example``
    is one body of ``takes``; ``matched`` says that the request needs the ``If-Match`` of what it changes.
    """
    told = {TAKES: takes, GIVES: gives, PAGED: paged, EXAMPLE: example, MATCHED: matched}
    return {"openapi_extra": told}
