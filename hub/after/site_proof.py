"""Proof of a whole site's journal, all sessions together, with the plans that it says were published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from shared.canonical import digest, short_digest
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.protocol.proof import matches_printed, tell_rows
from shared.protocol.proof_export import ProofRow
from shared.protocol.proof_findings import MOST_FINDINGS, Finding, Verdict
from shared.protocol.proof_releases import check_digests
from shared.protocol.proof_rows import ProvenRow, RowsProof
from shared.protocol.signing import VerifyKey
from shared.record.events.office import PackPublished
from shared.record.released import ReleasedRow

JOURNAL = "journal.db"


class StoredRow(Struct, frozen=True, kw_only=True):
    """A journal row as the database holds it, before anything of it is believed."""

    hub_seq: int
    received_at: str
    jws: str
    row_hash: str
    device_id: str
    device_seq: int
    session: str
    jws_digest: str = ""


def verify_site(
    rows: Iterable[StoredRow],
    hub_key: VerifyKey,
    packs: Mapping[str, bytes],
    *,
    printed_head: str = "",
    printed_key: str = "",
) -> Verdict:
    """Whether the journal is as it was written; ``packs`` are the files of published plans by name."""
    proof = RowsProof(hub_key, file=JOURNAL, whole_site=True)
    findings = [*_rows(rows, proof), *proof.findings]
    fingerprint = digest(hub_key.raw)
    told = tell_rows(proof, "")
    proved, limits = list(told.proved), list(told.limits)
    if not findings:
        published = _published_last(proof.proven)
        findings += [f for session, event in published.items() for f in _pack(session, event, packs)]
        if published:
            proved.append(
                f"The plans are as the journal says they were published: {', '.join(sorted(published))}."
            )
    if printed_head and not any(matches_printed(printed_head, row) for row in proof.hashes):
        what = f"no row has the head {printed_head} that is printed on the paper"
        findings.append(Finding(file=JOURNAL, what=what))
    if printed_key and not (matches_printed(printed_key, fingerprint) or printed_key == hub_key.text):
        findings.append(Finding(file=JOURNAL, what=f"the hub's key isn't {printed_key}"))
    if not (printed_head and printed_key):
        limits.append(
            f"That this is the journal on paper is not proven: compare its head {short_digest(proof.head)} "
            f"and the hub's key {short_digest(fingerprint)}, or give what is printed with --head and --key."
        )
    return Verdict(
        proved=() if findings else tuple(proved),
        findings=tuple(findings[:MOST_FINDINGS]),
        limits=tuple(limits),
        head=proof.head,
        key_fingerprint=fingerprint,
    )


def _rows(rows: Iterable[StoredRow], proof: RowsProof) -> Iterator[Finding]:
    """Feed the rows to ``proof``; what it doesn't see are the columns beside the signed content."""
    stored: dict[int, StoredRow] = {}
    for number, row in enumerate(rows, start=1):
        try:
            received_at = datetime.fromisoformat(row.received_at)
        except ValueError:
            yield Finding(file=JOURNAL, what=f"{row.received_at!r} is no moment in time", hub_seq=row.hub_seq)
            return
        stored[row.hub_seq] = row
        proof.take(
            number,
            ProofRow(
                hub_seq=row.hub_seq,
                received_at=received_at,
                row_hash=row.row_hash,
                jws=row.jws or None,
                jws_digest=row.jws_digest or None,
            ),
        )
    proof.finish()
    if proof.findings:
        return
    left = (
        ReleasedRow(
            hub_seq=row.hub_seq,
            device_id=row.device_id,
            device_seq=row.device_seq,
            session=row.session,
            jws_digest=row.jws_digest,
        )
        for row in stored.values()
        if not row.jws
    )
    for fault in check_digests(proof.releases, left):
        yield Finding(file=JOURNAL, what=fault.what, hub_seq=fault.hub_seq)
    for one in proof.proven:
        row, envelope = stored[one.hub_seq], one.envelope
        if (row.device_id, row.device_seq, row.session) != (
            envelope.device_id,
            envelope.device_seq,
            envelope.session,
        ):
            yield Finding(
                file=JOURNAL,
                what="its columns for device, number and session aren't what its signed content says",
                hub_seq=one.hub_seq,
                device_id=envelope.device_id,
                device_seq=envelope.device_seq,
            )


def _published_last(proven: Iterable[ProvenRow]) -> dict[SessionId, PackPublished]:
    return {
        row.envelope.session: row.envelope.event
        for row in sorted(proven, key=lambda r: r.hub_seq)
        if isinstance(row.envelope.event, PackPublished)
    }


def _pack(session: SessionId, event: PackPublished, packs: Mapping[str, bytes]) -> Iterator[Finding]:
    file = f"{session}-v{event.version}.json"
    if file not in packs:
        yield Finding(file=file, what="the journal says that it was published, but it is gone")
        return
    try:
        pack = msgspec.json.decode(packs[file], type=SessionPack)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        yield Finding(file=file, what=f"it can't be read: {error}")
        return
    if pack.content_hash != event.content_hash:
        yield Finding(file=file, what="it isn't the plan that the journal says was published")
