"""Files a browser sends, straight to the site's private folder: nothing is held in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from hub.web.problems import Problem

LONGEST_FIELD: Final = 4096
MOST_FIELDS: Final = 20
LONGEST_BOUNDARY: Final = 70
"""RFC 2046, section 5.1.1."""
_AT_ONCE: Final = 1 << 20


class WritableFile(Protocol):
    """A file that is being received."""

    def write(self, data: bytes, /) -> int: ...
    def close(self) -> None: ...


class Sink(Protocol):
    """Where the files go."""

    def open(self, field: str, name: str) -> WritableFile:
        """A file of this name begins. Raises NotUsable where it isn't wanted."""

    def close(self, file: WritableFile) -> None:
        """It is complete."""


class Upload:
    """One multipart body. The fields that stand before the first file are there when it begins."""

    def __init__(self, boundary: bytes, sink: Sink, before_files: Callable[[Upload], None]) -> None:
        self.fields: dict[str, str] = {}
        self._sink = sink
        self._before_files = before_files
        self._file: WritableFile | None = None
        self._field: str | None = None
        self._value = bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._header = (bytearray(), bytearray())
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_part_data": self._data,
                "on_part_end": self._part_ends,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_end": self._end,
            },
        )
        self._is_complete = False

    def take(self, data: bytes) -> None:
        """The next bytes of the body. Raises Problem."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise Problem(400, "The upload can't be read. Send it again.", kind="invalid") from error

    def finish(self) -> None:
        """The body has ended. Raises Problem where it breaks off."""
        if not self._is_complete:
            raise Problem(400, "The upload broke off. Send it again.", kind="invalid")

    def abandon(self) -> None:
        """Close what is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _part_begins(self) -> None:
        self._headers = {}
        self._value = bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _header_ends(self) -> None:
        name, value = self._header
        self._headers[bytes(name).lower()] = bytes(value)
        self._header = (bytearray(), bytearray())

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        field = options.get(b"name", b"").decode("utf-8", "replace")
        self._field = field
        if b"filename" not in options:
            if len(self.fields) >= MOST_FIELDS:
                raise Problem(400, f"An upload has at most {MOST_FIELDS} fields.", kind="invalid")
            return
        self._before_files(self)
        name = options[b"filename"].decode("utf-8", "replace")
        # A browser sends an empty part for a field in which no file was chosen.
        self._file = self._sink.open(field, name) if name else None
        self._field = None

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])
        elif self._field is not None:
            self._value.extend(data[start:end])
            if len(self._value) > LONGEST_FIELD:
                raise Problem(413, f"A field has at most {LONGEST_FIELD} bytes.", kind="too-large")

    def _part_ends(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            self._sink.close(file)
        elif self._field is not None:
            self.fields[self._field] = self._value.decode("utf-8", "replace")
            self._field = None

    def _end(self) -> None:
        self._is_complete = True


async def receive(request: Request, sink: Sink, before_files: Callable[[Upload], None]) -> dict[str, str]:
    """Stream the request's files into ``sink``; the other fields. Raises Problem and what the sink raises."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= LONGEST_BOUNDARY:
        raise Problem(422, "Choose a file first.", kind="invalid")
    upload = Upload(boundary, sink, before_files)
    waiting = bytearray()
    try:
        async for chunk in request.stream():
            waiting.extend(chunk)
            if len(waiting) >= _AT_ONCE:
                await asyncio.to_thread(upload.take, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(upload.take, bytes(waiting))
        upload.finish()
        before_files(upload)
    finally:
        upload.abandon()
    return upload.fields
