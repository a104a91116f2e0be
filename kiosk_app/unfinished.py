"""Answers that a network cut off: what had arrived is kept, and the rest is asked for by the next try."""

from __future__ import annotations

import re
from typing import Final

import httpx
from msgspec import Struct

from shared.canonical import digest

MOST_KEPT: Final = 4
_SHA256: Final = re.compile(r'^"([0-9a-f]{64})"$')


class _Piece(Struct, frozen=True):
    tag: str
    data: bytes


class Unfinished:
    """Pieces of answers, by what was asked. In memory only: they hold names, and a restart may fetch anew.

    The hub's entity tag is the SHA-256 of the whole answer, so pieces that don't fit are found out.
    """

    def __init__(self) -> None:
        self._pieces: dict[str, _Piece] = {}

    def headers(self, asked: str) -> dict[str, str]:
        """What asks for the rest; nothing where no piece is here."""
        piece = self._pieces.get(asked)
        return {"Range": f"bytes={len(piece.data)}-", "If-Range": piece.tag} if piece else {}

    def before(self, asked: str, response: httpx.Response) -> bytes:
        """The piece that ``response`` goes on from; empty for an answer that begins anew."""
        piece = self._pieces.get(asked)
        if piece is None or response.status_code != httpx.codes.PARTIAL_CONTENT:
            return b""
        goes_on = response.headers.get("content-range", "").startswith(f"bytes {len(piece.data)}-")
        return piece.data if goes_on and response.headers.get("etag") == piece.tag else b""

    def cut_off(self, asked: str, response: httpx.Response, data: bytes) -> None:
        """Keep what had arrived of an answer that can be gone on with."""
        tag = response.headers.get("etag", "")
        if not (response.is_success and data and _SHA256.match(tag)):
            return
        self._pieces.pop(asked, None)
        self._pieces[asked] = _Piece(tag, data)
        while len(self._pieces) > MOST_KEPT:
            del self._pieces[next(iter(self._pieces))]

    def finished(self, asked: str, response: httpx.Response, data: bytes) -> bool:
        """Whether ``data`` is the whole that its tag names; whatever was kept of it is of no more use."""
        self._pieces.pop(asked, None)
        tag = _SHA256.match(response.headers.get("etag", ""))
        is_piece = response.status_code == httpx.codes.PARTIAL_CONTENT
        return tag[1] == digest(data) if tag else not is_piece

    def clear(self) -> None:
        """Forget all of them."""
        self._pieces.clear()
