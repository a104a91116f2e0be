"""What a check of exported evidence comes to: what was proved, what was not, and what doesn't hold."""

from __future__ import annotations

from msgspec import Struct

MOST_FINDINGS = 50
"""More are not told one by one: after so many, the first ones say where to look."""


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that doesn't hold, with the place at which it was found."""

    file: str
    what: str
    line: int | None = None
    hub_seq: int | None = None
    device_id: str = ""
    device_seq: int | None = None

    @property
    def sentence(self) -> str:
        """``journal.jsonl, line 17 (journal row 17, record 5 of tablet-3): its signature …``."""
        where = f"{self.file}, line {self.line}" if self.line is not None else self.file
        row = f"journal row {self.hub_seq}" if self.hub_seq is not None else ""
        record = f"record {self.device_seq} of {self.device_id}" if self.device_seq is not None else ""
        about = ", ".join(part for part in (row, record) if part)
        return f"{where} ({about}): {self.what}" if about else f"{where}: {self.what}"


class Verdict(Struct, frozen=True, kw_only=True):
    """The answer to "is this the record as it was written?".

    ``proved`` and ``findings`` are what the check came to, ``limits`` what it can't say or what a person
    should look at. ``head`` and ``key_fingerprint`` are to be compared with what was printed on paper.
    """

    proved: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    limits: tuple[str, ...] = ()
    head: str = ""
    key_fingerprint: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
