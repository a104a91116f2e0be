"""Records without a network: unsent envelopes as a numbered series of QR codes, and the receipt back.

A series is plain n of m: whoever reads knows which numbers are missing, so that the tablet can show just
those. Codes may be read in any order and as often as they come by. The signed bytes travel verbatim: what
follows from the rest (the header, the digest of the envelope before) is left out and put back, and only if
that gives the very same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import base45
import msgspec
from msgspec import Struct

from shared.canonical import b64url, b64url_decode, digest
from shared.ids import DeviceId

PREFIX: Final = "XDH1:"
RECEIPT_PREFIX: Final = "XDR1:"
CHUNK_BYTES: Final = 600
"""In one code: with its Base45 a QR code of 97 modules, which a tablet's camera reads off a screen."""
MOST_PARTS: Final = 99
"""In one series. A tablet with more to say shows the next series afterwards."""
MOST_BYTES: Final = 4_000_000
"""What one series may unpack to."""
LONGEST_CODE: Final = 1100
_SERIES, _CHECK, _SIGNATURE = 8, 4, 64
_HEAD = _SERIES + 2 + _CHECK
_LEFT_OUT = b'"prev":"^"'


class HandoverError(ValueError):
    """A code that can't be used; the text says why and what to do."""


class Part(Struct, frozen=True, kw_only=True):
    """One code: number ``number`` (from 1) of ``total`` of the series ``series``."""

    series: str
    number: int
    total: int
    chunk: bytes


class Series(Struct, frozen=True, kw_only=True):
    """What a tablet shows: the text of each code, and how many envelopes from the first on they hold."""

    codes: tuple[str, ...]
    records: int


class Handover(Struct, frozen=True, kw_only=True):
    """What a whole series says: signed envelopes of one tablet in its order, verbatim."""

    series: str
    device_id: DeviceId
    envelopes: tuple[str, ...]


class CarriedRecords(Struct, frozen=True, kw_only=True):
    """Carrier → hub: envelopes of the tablet ``device_id`` in its order, as it signed them."""

    device_id: DeviceId
    envelopes: tuple[str, ...]


class CarriedReceipt(Struct, frozen=True, kw_only=True):
    """Hub → carrier: the signed receipt for the tablet that wrote them.

    ``missing_from`` is the first record before them that the hub lacks, if it does: these were not taken.
    """

    acked_through: int
    signed: str
    missing_from: int | None = None


class _Load(Struct, frozen=True, array_like=True):
    device_id: str
    header: str
    bodies: bytes
    """The payloads, one a line, compressed together."""
    signatures: bytes
    verbatim: dict[int, str]
    """Envelopes that don't come out of their parts bit by bit, by their place."""


def write_series(device_id: DeviceId, envelopes: Sequence[str]) -> Series:
    """The codes for as many envelopes from the first on as one series holds."""
    count = len(envelopes)
    while count:
        packed = _pack(device_id, envelopes[:count])
        chunks = _cut(packed, CHUNK_BYTES)
        if len(chunks) <= MOST_PARTS:
            series = bytes.fromhex(digest(packed))[:_SERIES]
            codes = tuple(_code(series, n, len(chunks), chunk) for n, chunk in enumerate(chunks, start=1))
            return Series(codes=codes, records=count)
        count = min(count - 1, count * MOST_PARTS // len(chunks))
    return Series(codes=(), records=0)


def read_part(text: str) -> Part:
    """The part in a scanned or pasted text. Raises HandoverError."""
    plain = text.strip()
    if not plain.startswith(PREFIX):
        raise HandoverError("This is not a code of a tablet's records.")
    if len(plain) > LONGEST_CODE:
        raise HandoverError("This code is too long for one code of a tablet's records. Read it again.")
    try:
        data = base45.b45decode(plain[len(PREFIX) :])
    except ValueError as error:
        raise HandoverError("The code arrived damaged. Read it again.") from error
    body, check = data[:-_CHECK], data[-_CHECK:]
    if len(data) < _HEAD or _check(body) != check:
        raise HandoverError("The code arrived damaged or not whole. Read it again.")
    number, total = body[_SERIES], body[_SERIES + 1]
    if not 1 <= number <= total <= MOST_PARTS:
        raise HandoverError("The code numbers itself wrongly. Show the series again on the tablet.")
    return Part(series=body[:_SERIES].hex(), number=number, total=total, chunk=body[_SERIES + 2 :])


class Collection:
    """The codes of one series as they come: any order, any number of times."""

    def __init__(self, first: Part) -> None:
        self.series = first.series
        self.total = first.total
        self._chunks = {first.number: first.chunk}

    @property
    def read(self) -> int:
        """How many codes were read."""
        return len(self._chunks)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers that were not read yet."""
        return tuple(n for n in range(1, self.total + 1) if n not in self._chunks)

    @property
    def is_whole(self) -> bool:
        """Whether every code was read."""
        return self.read == self.total

    def take(self, part: Part) -> bool:
        """Take one more code; False for one that was read before. Raises HandoverError."""
        if (part.series, part.total) != (self.series, self.total):
            raise HandoverError("This code belongs to another series.")
        is_new = part.number not in self._chunks
        if self._chunks.setdefault(part.number, part.chunk) != part.chunk:
            raise HandoverError("Two different codes carry this number. Show the series again on the tablet.")
        return is_new

    def open(self) -> Handover:
        """What the whole series says. Raises HandoverError while codes are missing, or for a false series."""
        if not self.is_whole:
            raise HandoverError("Codes of this series are still missing.")
        packed = b"".join(self._chunks[n] for n in range(1, self.total + 1))
        if digest(packed)[: 2 * _SERIES] != self.series:
            raise HandoverError("The codes don't make up one series. Show it again on the tablet.")
        device_id, envelopes = _unpack(packed)
        return Handover(series=self.series, device_id=device_id, envelopes=envelopes)


def write_receipt_code(signed: str) -> str:
    """The text of the QR that brings the hub's signed receipt back to a tablet."""
    return RECEIPT_PREFIX + signed


def read_receipt_code(text: str) -> str:
    """The signed receipt in a scanned text; whose it is, its signature says. Raises HandoverError."""
    plain = text.strip()
    if not plain.startswith(RECEIPT_PREFIX) or len(plain) > LONGEST_CODE:
        raise HandoverError("This is not a receipt of the exams office.")
    return plain.removeprefix(RECEIPT_PREFIX)


def _code(series: bytes, number: int, total: int, chunk: bytes) -> str:
    body = series + bytes((number, total)) + chunk
    return PREFIX + bytes(base45.b45encode(body + _check(body))).decode()


def _check(body: bytes) -> bytes:
    return bytes.fromhex(digest(body))[:_CHECK]


def _pack(device_id: str, envelopes: Sequence[str]) -> bytes:
    header = envelopes[0].partition(".")[0]
    bodies: list[bytes] = []
    signatures: list[bytes] = []
    verbatim: dict[int, str] = {}
    for place, jws in enumerate(envelopes):
        body, signature = _taken_apart(jws, envelopes[place - 1] if place else "")
        if _put_together(header, body, signature, envelopes[place - 1] if place else "") == jws:
            bodies.append(body)
            signatures.append(signature)
        else:
            verbatim[place] = jws
    load = _Load(device_id, header, zlib.compress(b"\n".join(bodies), 9), b"".join(signatures), verbatim)
    return msgspec.msgpack.encode(load)


def _taken_apart(jws: str, before: str) -> tuple[bytes, bytes]:
    parts = jws.split(".")
    try:
        body, signature = b64url_decode(parts[1]), b64url_decode(parts[2])
    except (ValueError, IndexError):
        return b"", b""
    if len(signature) != _SIGNATURE or b"\n" in body:
        return b"", b""
    return body.replace(_prev(before), _LEFT_OUT, 1) if before else body, signature


def _put_together(header: str, body: bytes, signature: bytes, before: str) -> str:
    whole = body.replace(_LEFT_OUT, _prev(before), 1) if before else body
    return f"{header}.{b64url(whole)}.{b64url(signature)}"


def _prev(before: str) -> bytes:
    return f'"prev":"{digest(before)}"'.encode()


def _unpack(packed: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        load = msgspec.msgpack.decode(packed, type=_Load)
        opened = zlib.decompressobj()
        text = opened.decompress(load.bodies, MOST_BYTES)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, zlib.error) as error:
        raise HandoverError("The codes hold no records that this version can read.") from error
    if opened.unconsumed_tail or not opened.eof:
        raise HandoverError("The codes unpack to more than any tablet writes.")
    signatures = _cut(load.signatures, _SIGNATURE)
    return load.device_id, tuple(_in_order(load, text.split(b"\n") if signatures else [], signatures))


def _in_order(load: _Load, bodies: list[bytes], signatures: list[bytes]) -> Iterator[str]:
    count = len(bodies) + len(load.verbatim)
    if len(bodies) != len(signatures) or not set(load.verbatim) <= set(range(count)):
        raise HandoverError("The codes hold no records that this version can read.")
    rest = zip(bodies, signatures, strict=True)
    before = ""
    for place in range(count):
        if place in load.verbatim:
            before = load.verbatim[place]
        else:
            before = _put_together(load.header, *next(rest), before)
        yield before


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]
