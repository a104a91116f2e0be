"""Files that are sealed on the tablet's disk: AES-256-GCM with a key of this tablet alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk_app.faults import StorageFull
from kiosk_app.texts import _

KEY_FILE: Final = "storage.key"
MARK: Final = b"XDS1"
KEY_BYTES: Final = 32
_NONCE = 12


class SealedFolder:
    """Reads and writes sealed files; each is bound to its name, so that one can't stand in for another.

    The key is drawn at the first use. Without it the files are noise: forgetting it is the quickest wipe.
    """

    def __init__(self, home: Path, draw: Callable[[int], bytes]) -> None:
        self._key_file = home / KEY_FILE
        self._draw = draw
        self._cipher: AESGCM | None = None

    def write(self, file: Path, data: bytes) -> None:
        """Seal ``data`` under the file's name, whole or not at all. Raises StorageFull."""
        nonce = self._draw(_NONCE)
        write_whole(file, MARK + nonce + self._open().encrypt(nonce, data, file.name.encode()))

    def read(self, file: Path) -> bytes | None:
        """What is sealed in ``file``; None for anything else: cut off, changed, or of another tablet."""
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            return None
        start = len(MARK) + _NONCE
        if not data.startswith(MARK) or len(data) <= start:
            return None
        try:
            return self._open().decrypt(data[len(MARK) : start], data[start:], file.name.encode())
        except InvalidTag:
            return None

    def forget_key(self) -> None:
        """From now on nobody reads what was sealed before."""
        self._cipher = None
        self._key_file.unlink(missing_ok=True)

    def _open(self) -> AESGCM:
        if self._cipher is None:
            self._cipher = AESGCM(self._key())
        return self._cipher

    def _key(self) -> bytes:
        # A key that was damaged opens nothing any more: another one, and packs are fetched again.
        kept = self._key_file.read_bytes() if self._key_file.exists() else b""
        if len(kept) == KEY_BYTES:
            return kept
        fresh = self._draw(KEY_BYTES)
        write_whole(self._key_file, fresh)
        return fresh


def write_whole(file: Path, data: bytes) -> None:
    """Whole or not at all, on disk when this returns, readable by this user only. Raises StorageFull."""
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        full = _(
            "The tablet's storage took nothing more ({error}). What was there is kept."
            " Free some space, then try again."
        )
        raise StorageFull(full.format(error=error.strerror or error)) from error
