"""The hub's journal rows and the hash chain over them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.canonical import canonical_json, digest
from shared.record.events.base import Moment


class JournalRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of the hub's journal: the envelope's signed bytes verbatim, and its link in the chain.

    Of a row whose content was erased only ``jws_digest`` is left, and ``jws`` is empty.
    """

    hub_seq: int
    received_at: Moment
    jws: str
    row_hash: str
    jws_digest: str = ""

    @property
    def is_released(self) -> bool:
        """Whether the officer had the content erased."""
        return not self.jws

    @property
    def content_digest(self) -> str:
        """The digest that the row hash covers."""
        return digest(self.jws) if self.jws else self.jws_digest


class ChainLink(Struct, frozen=True, kw_only=True):
    """What a row hash covers; the content only by its digest, so that a row can be proven without it."""

    prev: str
    hub_seq: int
    received_at: datetime
    jws_digest: str


def row_hash(prev: str, hub_seq: int, received_at: datetime, jws_digest: str) -> str:
    """The hash of a journal row, linking it to ``prev``, the hash of the row before."""
    link = ChainLink(prev=prev, hub_seq=hub_seq, received_at=received_at, jws_digest=jws_digest)
    return digest(canonical_json(link))


def link_row(prev: str, hub_seq: int, received_at: datetime, jws: str) -> JournalRow:
    """A journal row for a signed envelope, linked behind ``prev``."""
    linked = row_hash(prev, hub_seq, received_at, digest(jws))
    return JournalRow(hub_seq=hub_seq, received_at=received_at, jws=jws, row_hash=linked)
