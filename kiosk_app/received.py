"""Facts as they come out of the tablet's journal: its own, and the hub's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from shared.canonical import digest
from shared.protocol.signing import SignatureError, payload_of
from shared.record.chain import JournalRow, row_hash
from shared.record.envelope import OFFICE_DEVICE, Envelope, MalformedEnvelopeError, decode_envelope
from shared.record.facts import Fact


def envelope_in(jws: str) -> Envelope:
    """The envelope in a signed fact, its signature unchecked. Raises MalformedEnvelopeError.

    A tablet holds no other device's key: the hub verified the signature before the row came into its
    journal, and the row reached the tablet over TLS pinned to the site's authority. Whoever gets the
    evidence later can verify each signature again, since the bytes are kept as they came.
    """
    try:
        return decode_envelope(payload_of(jws))
    except SignatureError as error:
        raise MalformedEnvelopeError(str(error)) from error


def own_facts(signed: Iterable[str]) -> Iterator[Fact]:
    """This tablet's facts, before they have a place in the hub's journal."""
    for jws in signed:
        yield Fact(envelope=envelope_in(jws))


def row_fact(journal: str, row: JournalRow) -> Fact | None:
    """The fact of a hub's row; None where this version can't read it (the bytes stay kept)."""
    try:
        return Fact(envelope=envelope_in(row.jws), journal=journal, hub_seq=row.hub_seq)
    except MalformedEnvelopeError:
        return None


def lost_fact(row: JournalRow) -> Fact | None:
    """The fact of a row whose hub journal was lost: known, but without a place until it comes back.

    What the lost hub's own office had recorded is left out: the next hub numbers its own facts anew.
    """
    fact = row_fact("", row)
    if fact is None or fact.envelope.device_id == OFFICE_DEVICE:
        return None
    return Fact(envelope=fact.envelope)


def first_break(rows: Sequence[JournalRow]) -> JournalRow | None:
    """The first row that names another predecessor than the row before it; None where all link.

    Rows of other sessions are not sent, so only neighbours by number can be compared.
    """
    for before, row in pairwise(rows):
        if row.hub_seq != before.hub_seq + 1:
            continue
        if row.row_hash != row_hash(before.row_hash, row.hub_seq, row.received_at, digest(row.jws)):
            return row
    return None
