"""A session put away: its binder encrypted with a passphrase or a key file, and opened again.

The file begins with a line that anybody can read: what it is, which session, how the key is made. That line
is covered by the encryption's own check, so that a changed one is noticed. The binder is cut into pieces,
each encrypted with AES-256-GCM under its number and whether it is the last: none can be left out, moved or
added.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from shared.canonical import b64url, b64url_decode

PIECE: Final = 1024 * 1024
LONGEST_HEADER: Final = 4096
SHORTEST_PASSPHRASE: Final = 12
MOST_PASSPHRASE_BYTES: Final = 1024
KEY_BYTES: Final = 32
SUFFIX: Final = ".examday-archive"
_COST: Final = 2**16
"""Of scrypt (RFC 7914): 64 MiB and about a quarter of a second; a header may ask for this and no more."""


class ArchiveError(Exception):
    """An archive can't be written or opened; the text says why and what to do."""


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The readable first line. ``salt`` is empty where the key came from a file."""

    format: Literal[1] = 1
    what: Literal["examday-archive"] = "examday-archive"
    session: str
    made_at: str
    key: Literal["passphrase", "file"]
    salt: str
    prefix: str


class Secret(Struct, frozen=True, kw_only=True):
    """What opens an archive: a passphrase that people remember, or 32 random bytes on a stick."""

    passphrase: str = ""
    key_file: bytes = b""

    @property
    def kind(self) -> Literal["passphrase", "file"]:
        return "file" if self.key_file else "passphrase"


def new_key_file(draw: Callable[[int], bytes]) -> bytes:
    """The content of a new key file: one line of text."""
    return f"examday-key {b64url(draw(KEY_BYTES))}\n".encode()


def check_secret(secret: Secret) -> None:
    """Raises ArchiveError where nobody should rely on this secret."""
    if secret.key_file:
        _key_in(secret.key_file)
    elif len(secret.passphrase) < SHORTEST_PASSPHRASE:
        raise ArchiveError(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters: four or five words, for instance."
        )
    elif len(secret.passphrase.encode()) > MOST_PASSPHRASE_BYTES:
        raise ArchiveError("This passphrase is too long.")


def encrypt(
    binder: bytes, secret: Secret, *, session: str, made_at: str, draw: Callable[[int], bytes]
) -> bytes:
    """The archive of a binder. Raises ArchiveError for a secret that is too weak or no key file."""
    check_secret(secret)
    salt = b"" if secret.key_file else draw(16)
    header = Header(
        session=session, made_at=made_at, key=secret.kind, salt=b64url(salt), prefix=b64url(draw(7))
    )
    line = msgspec.json.encode(header) + b"\n"
    cipher, prefix = AESGCM(_key(secret, salt)), b64url_decode(header.prefix)
    pieces = [binder[at : at + PIECE] for at in range(0, len(binder), PIECE)] or [b""]
    sealed = [
        cipher.encrypt(_nonce(prefix, number, last=number == len(pieces) - 1), piece, line)
        for number, piece in enumerate(pieces)
    ]
    return line + b"".join(sealed)


def read_header(archive: bytes) -> Header:
    """What the first line says, before anything is proven. Raises ArchiveError where this is no archive."""
    line, newline, _ = archive[:LONGEST_HEADER].partition(b"\n")
    try:
        if not newline:
            raise msgspec.DecodeError("no first line")
        return msgspec.json.decode(line, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ArchiveError("This is no archive of ExamDay, or its beginning is damaged.") from error


def decrypt(archive: bytes, secret: Secret) -> bytes:
    """The binder in an archive. Raises ArchiveError for the wrong secret or one changed byte."""
    header = read_header(archive)
    if header.key != secret.kind:
        wanted = "a passphrase" if header.key == "passphrase" else "a key file"
        raise ArchiveError(f"This archive was made with {wanted}.")
    try:
        salt, prefix = b64url_decode(header.salt), b64url_decode(header.prefix)
    except ValueError as error:
        raise ArchiveError("The archive's first line is damaged.") from error
    if len(prefix) != 7:
        raise ArchiveError("The archive's first line is damaged.")
    start = archive.index(b"\n") + 1
    line, step = archive[:start], PIECE + 16
    cipher, opened = AESGCM(_key(secret, salt)), []
    places = range(start, max(len(archive), start + 1), step)
    for number, at in enumerate(places):
        nonce = _nonce(prefix, number, last=number == len(places) - 1)
        try:
            opened.append(cipher.decrypt(nonce, archive[at : at + step], line))
        except InvalidTag as error:
            what = (
                "The secret is another one, or the archive was changed."
                if number == 0
                else f"The archive was changed or cut off in its part {number + 1} of {len(places)}."
            )
            raise ArchiveError(f"{what} Nothing was opened.") from error
    return b"".join(opened)


def write_archive(archive: bytes, file: Path) -> None:
    """Whole or not at all, never over another. Raises ArchiveError."""
    half_written = file.with_name(f"{file.name}.part")
    if file.exists():
        raise ArchiveError(f"{file} exists already: give the new archive another name.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with half_written.open("wb") as opened:
            opened.write(archive)
            opened.flush()
            os.fsync(opened.fileno())
        half_written.replace(file)
    except OSError as error:
        with suppress(OSError):
            half_written.unlink(missing_ok=True)
        raise ArchiveError(f"{file} can't be written: {error.strerror}. Nothing was archived.") from error


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _key(secret: Secret, salt: bytes) -> bytes:
    if secret.key_file:
        return _key_in(secret.key_file)
    words = secret.passphrase.encode()
    return hashlib.scrypt(words, salt=salt, n=_COST, r=8, p=1, maxmem=2**27, dklen=KEY_BYTES)


def _key_in(file: bytes) -> bytes:
    word, _, key = file.strip().partition(b" ")
    try:
        found = b64url_decode(key.decode("ascii"))
    except ValueError:
        found = b""
    if word != b"examday-key" or len(found) != KEY_BYTES:
        raise ArchiveError("This is no key file of ExamDay.")
    return found
