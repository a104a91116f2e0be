"""Proof that what is missing from a journal was released by the officer, and that nothing else is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from shared.plan.days import day_in_words
from shared.record.envelope import OFFICE_DEVICE, Envelope
from shared.record.events.keeping import RecordsReleased
from shared.record.released import ReleasedRow, in_spans, released_digest


class Release(Struct, frozen=True, kw_only=True):
    """One fact that rows were released, and the row in which it stands."""

    line: int
    hub_seq: int
    at: datetime
    by: str
    event: RecordsReleased

    @property
    def sentence(self) -> str:
        """Who had what erased, when, and what that leaves proven."""
        rows = self.event.rows
        spans = ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in self.event.spans[:3])
        more = f" and {len(self.event.spans) - 3} more runs" if len(self.event.spans) > 3 else ""
        return (
            f"On {day_in_words(self.at.date())} {self.by} released {self.event.about}: the content of "
            f"{rows} {'record' if rows == 1 else 'records'} was erased (rows {spans}{more}). Their number, "
            "order and time of arrival are proven; what they said is proven only by a binder or an archive "
            "from before, whose journal head is one of this journal's."
        )


class Fault(Struct, frozen=True):
    """A release that can't be, or a row that is not as a release says; ``hub_seq`` is where to look."""

    hub_seq: int
    what: str


def release_in(line: int, hub_seq: int, envelope: Envelope) -> Release | None:
    """The release that this record tells of; only the office can release."""
    if envelope.device_id != OFFICE_DEVICE or not isinstance(envelope.event, RecordsReleased):
        return None
    return Release(
        line=line, hub_seq=hub_seq, at=envelope.occurred_at, by=envelope.actor, event=envelope.event
    )


def check_releases(
    releases: Sequence[Release], here: Collection[int], by_digest: Collection[int], *, whole_site: bool
) -> Iterator[Fault]:
    """Whether rows without content are those that were released; ``here`` are the rows with content.

    In an export rows of other sessions are without content anyway; in a site's own journal only
    released ones may be.
    """
    released: set[int] = set()
    for release in releases:
        event, top = release.event, 0
        for first, last in event.spans:
            if not top < first <= last < release.hub_seq:
                yield Fault(release.hub_seq, f"it releases rows {first} to {last}, which can't be")
                return
            top = last
        if sum(last - first + 1 for first, last in event.spans) != event.rows:
            yield Fault(release.hub_seq, f"it says that it released {event.rows} rows and names others")
            return
        released.update(in_spans(event.spans))
    for number in sorted(released.intersection(here)):
        yield Fault(number, "it was released and erased, but its content stands here again")
    if whole_site:
        for number in sorted(set(by_digest) - released):
            yield Fault(number, "its content is gone, and nobody released it")


def check_digests(releases: Sequence[Release], left: Iterable[ReleasedRow]) -> Iterator[Fault]:
    """Whether what is left of released rows is what was left of them when they were released."""
    rows = {row.hub_seq: row for row in left}
    for release in releases:
        mine = [rows[n] for n in in_spans(release.event.spans) if n in rows]
        if released_digest(mine) != release.event.digest:
            yield Fault(
                release.hub_seq,
                "the rows that it released aren't as it left them: a device, number or session was changed",
            )
