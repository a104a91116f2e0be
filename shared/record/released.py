"""Journal rows whose content was erased: what is left of each, and the digest that holds it fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from shared.canonical import canonical_json, digest

MOST_SPANS: Final = 600
"""So many runs of rows fit into one fact with room to spare; more are told in several."""


class ReleasedRow(Struct, frozen=True, kw_only=True):
    """What is left of a journal row after its content was erased."""

    hub_seq: int
    device_id: str
    device_seq: int
    session: str
    jws_digest: str


def released_digest(rows: Iterable[ReleasedRow]) -> str:
    """What a release says of the rows that it erased."""
    return digest(canonical_json(sorted(rows, key=lambda row: row.hub_seq)))


def spans_of(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last of each unbroken run, in order."""
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return tuple(spans)


def in_spans(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """The numbers of these runs."""
    for first, last in spans:
        yield from range(first, last + 1)


def portions(rows: Iterable[ReleasedRow], most: int = MOST_SPANS) -> Iterator[tuple[ReleasedRow, ...]]:
    """The rows in portions of at most ``most`` runs each: one fact is told of each portion."""
    portion: list[ReleasedRow] = []
    runs, before = 0, -1
    for row in sorted(rows, key=lambda one: one.hub_seq):
        fresh = row.hub_seq != before + 1
        if fresh and runs == most:
            yield tuple(portion)
            portion, runs = [], 0
            fresh = True
        runs += fresh
        portion.append(row)
        before = row.hub_seq
    if portion:
        yield tuple(portion)
