"""What a sheet says about itself: when it was printed, from which pack, at which point of the journal."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.canonical import short_digest


class Imprint(Struct, frozen=True, kw_only=True):
    """The origin of a print, given from outside so that the same input makes the same bytes.

    ``journal_head`` is the row hash of the journal's last row when the sheet was made, or empty where
    a sheet shows only the plan.
    """

    printed_at: datetime
    pack_version: int
    journal_head: str = ""

    @property
    def short_head(self) -> str:
        """The journal head as it is printed and read aloud; empty where there is none."""
        return short_digest(self.journal_head) if self.journal_head else ""
