"""What a sheet says about itself: when it was printed, from which pack, at which point of the journal."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.canonical import short_digest


class Imprint(Struct, frozen=True, kw_only=True):
    """The origin of a print, given from outside so that the same input makes the same bytes.

    ``journal_head`` is the row hash of the journal's last row when the sheet was made, or empty where
    a sheet shows only the plan. ``hub_key`` is the digest of the public key that signs for the hub.
    Whoever verifies the record later compares both with the paper.
    """

    printed_at: datetime
    pack_version: int
    journal_head: str = ""
    hub_key: str = ""

    @property
    def proof_words(self) -> str:
        """Journal head and hub key as they are printed and read aloud; empty where there is no record."""
        if not self.journal_head:
            return ""
        key = f" · hub key {short_digest(self.hub_key)}" if self.hub_key else ""
        return f"journal {short_digest(self.journal_head)}{key}"
