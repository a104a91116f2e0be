"""Proof of an exported session without the hub: pure, over the bytes of its files.

Nothing in the files is believed before it is checked. What ties them to one centre and one day is
the hub's key and the journal's head, both printed on paper: ask for them with ``printed_key`` and
``printed_head``, or compare by eye what the verdict gives back.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from shared.canonical import b64url, b64url_decode, digest, short_digest
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import (
    FORMAT,
    FORMATS,
    JOURNAL_FILE,
    MANIFEST_FILE,
    PACK_FILE,
    REGISTER_FILE,
    SIGNATURE_FILE,
    ExportedSession,
    Manifest,
    ProofRow,
    row_line,
)
from shared.protocol.proof_findings import MOST_FINDINGS, Finding, Verdict
from shared.protocol.proof_register import check_register
from shared.protocol.proof_rows import RowsProof
from shared.protocol.signing import SignatureError, VerifyKey, key_id_of
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.office import PackPublished
from shared.record.facts import Fact

__all__ = ["ExportedSession", "Finding", "Verdict", "matches_printed", "tell_rows", "verify"]

T = TypeVar("T")


def verify(exported: ExportedSession, *, printed_head: str = "", printed_key: str = "") -> Verdict:
    """Whether the export is the record as it was written. Never raises: every fault is a finding."""
    return _Check(exported).run(printed_head, printed_key)


def matches_printed(printed: str, full: str) -> bool:
    """Whether ``full`` is what was printed, in full or in the short form, however it is spaced."""
    bare = "".join(printed.split()).replace(":", "").lower()
    return len(bare) >= 12 and full.startswith(bare)


class _Check:
    def __init__(self, exported: ExportedSession) -> None:
        self._exported = exported
        self._findings: list[Finding] = []
        self._proved: list[str] = []
        self._limits: list[str] = []

    def run(self, printed_head: str, printed_key: str) -> Verdict:
        manifest = self._read(MANIFEST_FILE, self._exported.manifest, Manifest)
        if manifest is None or manifest.format not in FORMATS:
            if manifest is not None:
                self._found(
                    MANIFEST_FILE, f"it has format {manifest.format}; this ExamDay reads up to {FORMAT}"
                )
            return self._verdict()
        try:
            hub_key = VerifyKey.from_text(manifest.hub_key)
        except SignatureError as error:
            self._found(MANIFEST_FILE, f"the hub's key in it is none: {error}")
            return self._verdict()
        rows = self._rows(manifest, hub_key)
        pack = self._pack(manifest, rows)
        self._register(manifest, rows, pack)
        self._files(manifest)
        self._signature(manifest, hub_key)
        self._paper(rows, hub_key, printed_head, printed_key)
        return self._verdict(rows.head, digest(hub_key.raw))

    def _rows(self, manifest: Manifest, hub_key: VerifyKey) -> RowsProof:
        proof = RowsProof(hub_key, manifest.chain_start)
        for number, line in enumerate(self._exported.journal.splitlines(keepends=True), start=1):
            what, row = "it isn't written as ExamDay writes a row", None
            try:
                row = msgspec.json.decode(line, type=ProofRow)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                what = f"it is no journal row: {error}"
            if row is None or row_line(row) != line:
                self._findings.append(Finding(file=JOURNAL_FILE, line=number, what=what))
                break
            proof.take(number, row)
        proof.finish()
        self._findings += proof.findings
        if self._findings:
            return proof
        self._counts(manifest, proof)
        if not self._findings:
            told = tell_rows(proof, manifest.session)
            self._proved += told.proved
            self._limits += told.limits
        return proof

    def _counts(self, manifest: Manifest, proof: RowsProof) -> None:
        """Whether the rows are as many as the manifest says, and end where it says."""
        here = sum(r.envelope.session == manifest.session for r in proof.proven)
        if proof.rows != manifest.rows:
            self._found(JOURNAL_FILE, f"it ends after {proof.rows} rows; {manifest.rows} were exported")
        elif proof.head != manifest.chain_head:
            self._found(JOURNAL_FILE, "its last row isn't the head that the manifest names")
        elif here != manifest.session_rows:
            self._found(JOURNAL_FILE, f"{here} records of the session; {manifest.session_rows} were exported")
        for device in manifest.devices:
            key = proof.keys.get(device.device_id)
            records = sum(r.envelope.device_id == device.device_id for r in proof.proven)
            if key is None or key.text != device.public_key:
                self._found(MANIFEST_FILE, f"{device.device_id} was never enrolled with the key named here")
            elif records != device.records:
                self._found(
                    MANIFEST_FILE,
                    f"{device.device_id} has {records} records in the journal, not {device.records}",
                )

    def _pack(self, manifest: Manifest, proof: RowsProof) -> SessionPack | None:
        pack = self._read(PACK_FILE, self._exported.pack, SessionPack)
        if pack is None:
            return None
        if pack.session.id != manifest.session:
            self._found(PACK_FILE, f"it is the plan of {pack.session.id}, not of {manifest.session}")
        elif pack.content_hash != manifest.pack_hash or pack.version != manifest.pack_version:
            self._found(PACK_FILE, "it isn't the plan that the manifest names: its content was changed")
        else:
            published = [
                r.envelope.event
                for r in proof.proven
                if r.envelope.session == manifest.session and isinstance(r.envelope.event, PackPublished)
            ]
            if published and published[-1].content_hash != pack.content_hash:
                self._found(PACK_FILE, "it isn't the plan that the journal says was published last")
            elif published:
                self._proved.append(
                    f"The plan is version {pack.version} as the journal says it was published."
                )
            else:
                self._limits.append("The journal doesn't name the plan; only the manifest vouches for it.")
            return pack
        return None

    def _register(self, manifest: Manifest, proof: RowsProof, pack: SessionPack | None) -> None:
        if pack is None or self._findings:
            self._limits.append("The register was not worked out again, since its sources don't hold.")
            return
        facts = [
            Fact(envelope=r.envelope, journal=manifest.journal, hub_seq=r.hub_seq)
            for r in proof.proven
            if r.envelope.session == manifest.session
        ]
        told = check_register(pack, facts, self._exported.register, manifest.register_format)
        self._proved += told.proved
        self._findings += told.findings
        self._limits += told.limits

    def _files(self, manifest: Manifest) -> None:
        present = {
            PACK_FILE: self._exported.pack,
            JOURNAL_FILE: self._exported.journal,
            REGISTER_FILE: self._exported.register,
            **self._exported.others,
        }
        for name in sorted(manifest.files.keys() - present.keys()):
            self._found(name, "the manifest describes this file, but it is missing")
        for name in sorted(present.keys() - manifest.files.keys()):
            self._found(name, "the manifest knows nothing of this file: it was added")
        both = present.keys() & manifest.files.keys()
        changed = [name for name in sorted(both) if digest(present[name]) != manifest.files[name]]
        for name in changed:
            self._found(name, "the file isn't the one that the manifest describes: it was changed")
        if present.keys() == manifest.files.keys() and not changed:
            self._proved.append(f"All {len(present)} files are byte for byte as the manifest describes them.")
        if self._exported.repacked and manifest.format == FORMAT:
            self._found("the zip file", self._exported.repacked)

    def _signature(self, manifest: Manifest, hub_key: VerifyKey) -> None:
        try:
            token = self._exported.signature.decode("ascii")
            signed = hub_key.verify(token) if key_id_of(token) == OFFICE_DEVICE else b""
            # The last character of base64 has bits to spare: another one would mean the same bytes.
            exact = all(b64url(b64url_decode(part)) == part for part in token.split("."))
        except (SignatureError, ValueError) as error:
            self._found(SIGNATURE_FILE, f"it isn't the hub's signature of the manifest ({error})")
            return
        if not exact:
            self._found(SIGNATURE_FILE, "it isn't written as the hub writes a signature")
        elif signed != self._exported.manifest:
            self._found(MANIFEST_FILE, "the hub signed another manifest than this one")
        else:
            self._proved.append(f"The manifest of {manifest.session} is signed with the hub key named in it.")

    def _paper(self, proof: RowsProof, hub_key: VerifyKey, head: str, key: str) -> None:
        fingerprint = digest(hub_key.raw)
        if key and not (matches_printed(key, fingerprint) or key.strip() == hub_key.text):
            self._found(MANIFEST_FILE, f"it is signed by the key {short_digest(fingerprint)}, not by {key}")
        elif key:
            self._proved.append("The signing key is the one printed on paper.")
        else:
            self._limits.append(
                f"Whose key signed this is not proven: compare {short_digest(fingerprint)} with the paper, "
                "or give what is printed with --key."
            )
        at = [n for n, row in enumerate(proof.hashes, start=1) if matches_printed(head, row)]
        if head and not at:
            self._found(JOURNAL_FILE, f"no row has the head {head} that is printed on the paper")
        elif head:
            self._proved.append(f"The head printed on paper is that of row {at[0]}: all before it stands.")
        else:
            self._limits.append(
                f"That this is the whole journal is not proven: compare its head {short_digest(proof.head)} "
                "with the paper, or give a printed head with --head."
            )

    def _read(self, file: str, data: bytes, kind: type[T]) -> T | None:
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            self._found(file, f"it can't be read: {error}")
            return None

    def _found(self, file: str, what: str) -> None:
        self._findings.append(Finding(file=file, what=what))

    def _verdict(self, head: str = "", fingerprint: str = "") -> Verdict:
        return Verdict(
            proved=tuple(self._proved),
            findings=tuple(self._findings[:MOST_FINDINGS]),
            limits=tuple(self._limits),
            head=head,
            key_fingerprint=fingerprint,
        )


def tell_rows(proof: RowsProof, session: str) -> Verdict:
    """What rows without a finding prove, and what they leave open."""
    tablets = {r.envelope.device_id for r in proof.proven} - {OFFICE_DEVICE}
    of_session = sum(r.envelope.session == session for r in proof.proven) if session else len(proof.proven)
    by_digest = proof.rows - len(proof.proven)
    linked = f"The journal's {proof.rows} rows are linked without a gap, up to the head "
    signed = f"Each of the {of_session} records{f' of {session}' if session else ''} is signed by the device "
    limits = [f"{e.device_id}: {e.detail} ({e.reason}); it is not part of the register." for e in proof.lost]
    limits += [
        f"Line {r.line}: {r.envelope.device_id} wrote this after its permission was taken back."
        for r in proof.late
    ]
    limits += [
        f"Line {r.line}: {r.envelope.device_id} wrote this before its enrolment was on record."
        for r in proof.early
    ]
    limits += [release.sentence for release in proof.releases]
    by_digest -= sum(release.event.rows for release in proof.releases)
    if by_digest > 0:
        limits.append(
            f"{by_digest} rows of other sessions are there by digest only: what they say isn't here."
        )
    return Verdict(
        proved=(
            f"{linked}{short_digest(proof.head)}.",
            f"{signed}that wrote it: {len(tablets)} enrolled tablets and the office.",
            "No device's record has a hole, and none counts twice.",
        ),
        limits=tuple(limits),
    )
