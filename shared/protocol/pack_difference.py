"""What changed between two versions of a pack, so that a tablet fetches one seat and not three hundred names.

A difference is made for what one tablet holds; it says which document it starts from and to which it must
lead. Whoever applies it compares hashes, and fetches the whole pack where they differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct

from shared.canonical import canonical_json, digest
from shared.ids import SessionId
from shared.plan.pack import SessionPack

Record: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, ...]

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "rooms": ("id",),
    "candidates": ("id",),
    "sittings": ("candidate_id", "component_id"),
    "invigilators": ("id",),
    "duties": ("invigilator_id", "room_id"),
}
"""The collections that are compared record by record; every other field travels whole where it changed."""


class DifferenceError(ValueError):
    """A difference doesn't fit the pack that is here, or doesn't lead where it should: fetch the whole."""


class CollectionDifference(Struct, frozen=True, kw_only=True):
    """``placed`` are records that are new, changed or moved, each with its place in the new collection."""

    removed: tuple[Key, ...] = ()
    placed: tuple[tuple[int, Record], ...] = ()


class PackDifference(Struct, frozen=True, kw_only=True, tag_field="answer", tag="difference"):
    """From the pack whose document has ``base_hash`` to the one whose document has ``result_hash``."""

    session: SessionId
    base_hash: str
    result_hash: str
    fields: dict[str, Any] = {}
    dropped: tuple[str, ...] = ()
    """Fields that are no longer there: what is empty may be left out of a document."""
    collections: dict[str, CollectionDifference] = {}


def document_hash(pack: SessionPack) -> str:
    """SHA-256 of everything a tablet holds of a pack, PINs too; not the plan's own content hash."""
    return digest(canonical_json(_document(pack)))


def difference(old: SessionPack, new: SessionPack) -> PackDifference:
    """What turns ``old`` into ``new``: two versions as the same tablet may hold them."""
    before, after = _document(old), _document(new)
    fields: dict[str, Any] = {}
    collections = {}
    for name, value in after.items():
        was = before.get(name)
        if value == was:
            continue
        keyed = _compare(name, was, value)
        if keyed is None:
            fields[name] = value
        else:
            collections[name] = keyed
    return PackDifference(
        session=new.session.id,
        base_hash=digest(canonical_json(before)),
        result_hash=digest(canonical_json(after)),
        fields=fields,
        dropped=tuple(name for name in before if name not in after),
        collections=collections,
    )


def apply(old: SessionPack, change: PackDifference) -> SessionPack:
    """The pack that ``change`` leads to from ``old``. Raises DifferenceError; ``old`` is then still right."""
    document = _document(old)
    if digest(canonical_json(document)) != change.base_hash:
        raise DifferenceError("The difference starts from another version than the one that is here.")
    document = {name: value for name, value in document.items() if name not in change.dropped}
    document |= change.fields
    for name, collection in change.collections.items():
        document[name] = _rebuilt(name, document.get(name), collection)
    try:
        pack = msgspec.convert(document, SessionPack, str_keys=True)
    except msgspec.ValidationError as error:
        raise DifferenceError(f"The difference leads to no pack: {error}.") from error
    if document_hash(pack) != change.result_hash:
        raise DifferenceError("The difference leads to another pack than it should.")
    return pack


def _document(pack: SessionPack) -> Record:
    document: Record = msgspec.to_builtins(pack, str_keys=True)
    return document


def _compare(name: str, before: Any, after: Any) -> CollectionDifference | None:  # noqa: ANN401 - any JSON
    """None where the collection can't be told record by record: it then travels whole."""
    old, new = _by_key(name, before or ()), _by_key(name, after)
    if old is None or new is None:
        return None
    places = {key: place for place, key in enumerate(new)}
    same = [key for key, record in old.items() if new.get(key) == record]
    resting = set(_in_order([places[key] for key in same]))
    return CollectionDifference(
        removed=tuple(key for key in old if key not in new),
        placed=tuple((place, record) for place, record in enumerate(new.values()) if place not in resting),
    )


def _rebuilt(name: str, before: Any, change: CollectionDifference) -> list[Record]:  # noqa: ANN401 - any JSON
    old = _by_key(name, before or ())
    if old is None:
        raise DifferenceError(f"The {name} here can't be told apart by their keys.")
    gone = {*change.removed, *(_key(name, record) for _, record in change.placed)}
    records = [record for key, record in old.items() if key not in gone]
    for place, record in change.placed:
        if not 0 <= place <= len(records):
            raise DifferenceError(f"The difference places one of the {name} where there is no place.")
        records.insert(place, record)
    return records


def _by_key(name: str, records: Any) -> dict[Key, Record] | None:  # noqa: ANN401 - any JSON
    """Records by their key in their order; None where there is no key or two share one."""
    if name not in _KEYS or not isinstance(records, Sequence):
        return None
    keyed = {_key(name, record): record for record in records}
    return keyed if len(keyed) == len(records) else None


def _key(name: str, record: Record) -> Key:
    try:
        return tuple(str(record.get(part, "")) for part in _KEYS[name])
    except KeyError as error:
        raise DifferenceError(f"The difference is about {name}, which have no key here.") from error


def _in_order(places: Sequence[int]) -> list[int]:
    """The longest run of ``places`` that rises: what needn't be moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(places)
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        before[index] = ends[at - 1] if at else -1
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    run: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(places[index])
        index = before[index]
    return run[::-1]
