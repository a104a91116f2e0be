"""What the morning came to, computed from the exported journal, the tablets' ledgers and the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from shared.canonical import digest
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import Manifest, ProofRow
from shared.protocol.signing import VerifyKey, key_id_of, open_envelope
from shared.record.envelope import OFFICE_DEVICE
from shared.record.facts import Fact
from shared.record.fold import RegisterFold
from shared.record.register import Register
from shared.record.times import Lateness


class Outcome(Struct, frozen=True, kw_only=True):
    """The figures that ``--json`` writes; the morning reconciled where ``is_reconciled``."""

    candidates: int
    rooms: int
    tablets: int
    events: int
    present: int
    absent: int
    late: int
    very_late: int
    incidents: int
    discrepancies_raised: int
    discrepancies_open: int
    scripts_expected: int
    scripts_collected: int
    envelopes: int
    lost_events: int
    chain_verified: bool
    pdfs: tuple[str, ...]
    seconds: float

    @property
    def is_reconciled(self) -> bool:
        """Nothing lost, nothing open, every script there, every present one sealed, the chain proven."""
        return (
            self.lost_events == 0
            and self.discrepancies_open == 0
            and self.chain_verified
            and self.scripts_collected == self.scripts_expected == self.present
            and self.envelopes > 0
        )


def read_journal(evidence: Path) -> tuple[ProofRow, ...]:
    """The exported rows. Raises msgspec.DecodeError for a line that is none."""
    text = (evidence / "journal.jsonl").read_text(encoding="utf-8")
    return tuple(msgspec.json.decode(line, type=ProofRow) for line in text.splitlines() if line)


def read_manifest(evidence: Path) -> Manifest:
    """What the export says about itself. Raises msgspec.DecodeError."""
    return msgspec.json.decode((evidence / "manifest.json").read_bytes(), type=Manifest)


def replay(pack: SessionPack, lines: Iterable[ProofRow], manifest: Manifest) -> tuple[Register, set[str]]:
    """The register at the end, and every discrepancy that was ever raised on the way there."""
    fold, raised = RegisterFold(pack), set[str]()
    openers = {device.device_id: VerifyKey.from_text(device.public_key) for device in manifest.devices}
    openers[OFFICE_DEVICE] = VerifyKey.from_text(manifest.hub_key)
    for line in lines:
        if not line.jws:
            continue
        envelope = open_envelope(line.jws, openers[key_id_of(line.jws)])
        if envelope.session == pack.session.id:
            fold.take(Fact(envelope=envelope, journal=manifest.journal, hub_seq=line.hub_seq))
            raised |= {found.id for found in fold.register().discrepancies}
    return fold.register(), raised


def count(
    pack: SessionPack,
    register: Register,
    raised: set[str],
    *,
    lines: Sequence[ProofRow],
    ledgers: Sequence[Mapping[str, Any]],
    chain_verified: bool,
    pdfs: Iterable[Path],
    seconds: float,
) -> Outcome:
    """The figures of the morning."""
    journal = {line.jws_digest or digest(line.jws or "") for line in lines}
    recorded = [d for ledger in ledgers for d in ledger["digests"]]
    present = [s for s in register.sittings if s.is_present]
    very_late = (Lateness.VERY_LATE, Lateness.ASK_OFFICER)
    return Outcome(
        candidates=len({s.candidate_id for s in pack.sittings}),
        rooms=len({s.room_id for s in pack.sittings if s.room_id}),
        tablets=len(ledgers),
        events=sum(1 for line in lines if line.jws),
        present=len(present),
        absent=sum(s.attendance.value == "absent" for s in register.sittings),
        late=sum(s.lateness is Lateness.LATE for s in present),
        very_late=sum(s.lateness in very_late for s in present),
        incidents=len(register.incidents),
        discrepancies_raised=len(raised),
        discrepancies_open=len(register.open_discrepancies),
        scripts_expected=sum(b.present for b in register.balances),
        scripts_collected=sum(b.collected for b in register.balances),
        envelopes=len(register.script_envelopes),
        lost_events=sum(1 for d in recorded if d not in journal),
        chain_verified=chain_verified,
        pdfs=tuple(sorted(pdf.name for pdf in pdfs)),
        seconds=round(seconds, 1),
    )
