"""Reading what a browser or a program sent, within limits."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec
from fastapi import Request
from starlette.datastructures import UploadFile

from hub.web.problems import Problem

LARGEST_BODY: Final = 64 * 1024
MOST_FIELDS: Final = 60

T = TypeVar("T")


class Form:
    """The fields of a form; one that is missing is empty."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        values = self._fields.get(name, [])
        # Browsers send line ends as CR LF; the record keeps one kind.
        return values[-1].replace("\r\n", "\n") if values else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._fields.get(name, ()))


def check_size(request: Request) -> None:
    """Refuse what is larger than any form or command of the office. Raises Problem."""
    length = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers or (length and not length.isdigit()):
        raise Problem(411, "Say how long the request is (Content-Length).")
    if length and int(length) > LARGEST_BODY:
        raise Problem(413, f"A request has at most {LARGEST_BODY} bytes.")


async def read_form(request: Request) -> Form:
    check_size(request)
    form = await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY)
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            raise Problem(422, "No file is expected here.")
        fields.setdefault(name, []).append(value)
    # For the record of what the office did, which names a few of them.
    request.state.sent = {name: values[-1] for name, values in fields.items()}
    return Form(fields)


async def read_json(request: Request, of: type[T]) -> T:
    """The body as ``of``. Raises Problem naming the field, never its value."""
    check_size(request)
    try:
        return msgspec.json.decode(await request.body() or b"{}", type=of)
    except msgspec.ValidationError as error:
        raise Problem(422, str(error), kind="invalid") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(400, "The body is not readable as JSON.", kind="invalid") from error
