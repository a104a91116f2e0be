"""Files of other kinds, told kindly: what it is, and what to do instead."""

from __future__ import annotations

from typing import Final

from hub.before.importing.problems import UnreadableFileError

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS: Final = "Open it and save it as Excel workbook (.xlsx) or CSV (UTF-8), then import that."
_BEGINNING: Final = 512


def refuse_foreign(data: bytes) -> None:
    """Raises UnreadableFileError for what is known and can't be read."""
    start = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFileError(
            f"This is a workbook of an older Excel (.xls), or one with a password. {_SAVE_AS}"
        )
    if data.startswith(b"PK"):
        raise UnreadableFileError(_archive(data))
    if start.startswith(b"%pdf"):
        raise UnreadableFileError("This is a PDF, which is paper. Export the list itself as CSV or .xlsx.")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise UnreadableFileError(f"This is a web page, whatever its name says. {_SAVE_AS}")


def _archive(data: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:_BEGINNING]:
        return f"This is an OpenDocument file (.ods). {_SAVE_AS}"
    if b"Index/Document.iwa" in data or b"Index.zip" in data:
        return f"This is a sheet of Apple Numbers. {_SAVE_AS}"
    return "This is a zip. Unpack it and import the list that is in it; only photos are read from a zip."
