"""What an import would change: the plan as it is against the records read, key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from hub.before.records import CandidateRecord, EntryRecord, Kind, PlanRecord

Record = TypeVar("Record", bound=PlanRecord)
Merge = Callable[[Record, Record], Record]
"""What becomes of a known record when the file names it again."""
Withdraw = Callable[[Record], "Record | None"]
"""What becomes of a record the file no longer names; None removes it."""


class Change(Struct, Generic[Record], frozen=True, kw_only=True):
    """One record before and after; None where there is none."""

    key: str
    before: Record | None
    after: Record | None


class Changes(Struct, Generic[Record], frozen=True, kw_only=True):
    """Everything one import would change. Taken twice, it changes nothing the second time."""

    kind: Kind
    added: tuple[Change[Record], ...] = ()
    changed: tuple[Change[Record], ...] = ()
    withdrawn: tuple[Change[Record], ...] = ()
    unchanged: int = 0

    @property
    def all(self) -> tuple[Change[Record], ...]:
        return (*self.added, *self.changed, *self.withdrawn)

    @property
    def is_empty(self) -> bool:
        return not self.all


def compare(
    kind: Kind,
    known: Mapping[str, Record],
    read: Mapping[str, Record],
    *,
    merge: Merge[Record],
    withdraw: Withdraw[Record] | None,
) -> Changes[Record]:
    """The changes that bring ``known`` to ``read``; without ``withdraw`` nothing is taken away."""
    added, changed, withdrawn = [], [], []
    unchanged = 0
    for key, record in read.items():
        before = known.get(key)
        if before is None:
            added.append(Change(key=key, before=None, after=record))
            continue
        after = merge(before, record)
        if after == before:
            unchanged += 1
        elif _is_withdrawn(after) and not _is_withdrawn(before):
            withdrawn.append(Change(key=key, before=before, after=after))
        else:
            changed.append(Change(key=key, before=before, after=after))
    if withdraw is not None:
        for key, before in known.items():
            if key not in read and (gone := withdraw(before)) != before:
                withdrawn.append(Change(key=key, before=before, after=gone))
    return Changes(
        kind=kind,
        added=tuple(added),
        changed=tuple(changed),
        withdrawn=tuple(withdrawn),
        unchanged=unchanged,
    )


def _is_withdrawn(record: PlanRecord) -> bool:
    return isinstance(record, CandidateRecord | EntryRecord) and record.withdrawn
