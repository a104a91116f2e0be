"""Proof of journal rows: their chain, their signatures, and that no device's record has a hole.

Rows of other sessions are there only by the digest of their content. That is enough for the chain, and
enough to show that a number which a device used elsewhere is accounted for.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from shared.canonical import GENESIS, digest
from shared.ids import DeviceId
from shared.protocol.proof_export import JOURNAL_FILE, ProofRow
from shared.protocol.proof_findings import Finding
from shared.protocol.proof_releases import Release, check_releases, release_in
from shared.protocol.signing import SignatureError, VerifyKey, key_id_of, open_envelope
from shared.record.chain import row_hash
from shared.record.envelope import OFFICE_DEVICE, Envelope, MalformedEnvelopeError
from shared.record.events import office


class ProvenRow(Struct, frozen=True, kw_only=True):
    """A row whose signature holds, and what it says."""

    line: int
    hub_seq: int
    jws_digest: str
    envelope: Envelope


class RowsProof:
    """Takes rows in order; ``findings`` and ``proven`` grow, :meth:`finish` looks at the devices' chains."""

    def __init__(
        self,
        hub_key: VerifyKey,
        start: str = GENESIS,
        file: str = JOURNAL_FILE,
        *,
        whole_site: bool = False,
    ) -> None:
        self.findings: list[Finding] = []
        self.proven: list[ProvenRow] = []
        self.keys: dict[DeviceId, VerifyKey] = {OFFICE_DEVICE: hub_key}
        self.enrolled: dict[DeviceId, office.DeviceEnrolled] = {}
        self.late: list[ProvenRow] = []
        self.early: list[ProvenRow] = []
        self.releases: list[Release] = []
        self.hashes: list[str] = []
        self.rows = 0
        self._next = 1
        self._revoked: set[DeviceId] = set()
        self._strangers: dict[DeviceId, list[tuple[int, int, str]]] = {}
        self._foreign: list[tuple[int, str]] = []
        self._quarantined: list[tuple[int, office.RecordQuarantined]] = []
        self._start = start
        self._file = file
        self._whole_site = whole_site

    @property
    def head(self) -> str:
        """The hash of the last row taken."""
        return self.hashes[-1] if self.hashes else self._start

    def take(self, line: int, row: ProofRow) -> None:
        """Check one row against the one before it, and its signature where its content is there."""
        self.rows += 1
        what = self._broken_link(row)
        if what:
            self._found(what, line, row.hub_seq)
        self._next = row.hub_seq + 1
        self.hashes.append(row.row_hash)
        if row.jws is not None:
            self._open(line, row.hub_seq, row.jws)
        elif row.jws_digest:
            self._foreign.append((row.hub_seq, row.jws_digest))

    def finish(self) -> None:
        """Check every device's own chain over all rows taken; broken rows would only be told twice."""
        for device, unopened in self._strangers.items():
            for line, hub_seq, _ in unopened:
                self._found(f"it is signed by {device!r}, which was never enrolled", line, hub_seq)
        self._check_released()
        if self.findings:
            return
        by_device: dict[DeviceId, list[ProvenRow]] = {}
        for row in self.proven:
            by_device.setdefault(row.envelope.device_id, []).append(row)
        for rows in by_device.values():
            # In the device's own order: what was quarantined once may have been delivered later.
            rows.sort(key=lambda r: r.envelope.device_seq)
            self.findings.extend(self._device_chain(rows))

    def _check_released(self) -> None:
        if self.findings:
            return
        here = {row.hub_seq for row in self.proven}
        by_digest = {hub_seq for hub_seq, _ in self._foreign}
        for fault in check_releases(self.releases, here, by_digest, whole_site=self._whole_site):
            self.findings.append(Finding(file=self._file, what=fault.what, hub_seq=fault.hub_seq))

    @property
    def lost(self) -> tuple[office.RecordQuarantined, ...]:
        """What is on record as not taken into the record."""
        return tuple(event for _, event in self._quarantined)

    def _broken_link(self, row: ProofRow) -> str:
        if not row.content_digest:
            return "it has to hold either a record or the digest of one"
        if row.received_at.tzinfo is None:
            return "the moment of its arrival has no time zone"
        if row.hub_seq != self._next:
            return f"row {self._next} should stand here: a row was removed, added or moved"
        if row_hash(self.head, row.hub_seq, row.received_at, row.content_digest) != row.row_hash:
            return "its hash doesn't follow from its content and the row before it: one of them was changed"
        return ""

    def _open(self, line: int, hub_seq: int, jws: str) -> ProvenRow | None:
        device = ""
        try:
            device = key_id_of(jws)
            key = self.keys.get(device)
            if key is None:
                # The hub may have known the device a moment before the enrolment was on record.
                self._strangers.setdefault(device, []).append((line, hub_seq, jws))
                return None
            envelope = open_envelope(jws, key)
        except SignatureError as error:
            what = f"its signature is not that of {device}" if device else "it carries no signature"
            self._found(f"{what} ({error})", line, hub_seq)
            return None
        except MalformedEnvelopeError as error:
            self._found(f"what {device} signed can't be read: {error}", line, hub_seq)
            return None
        number = envelope.device_seq
        enrols = isinstance(envelope.event, office.DeviceEnrolled | office.DeviceRevoked)
        if enrols and device != OFFICE_DEVICE:
            self._found("only the office may enrol or revoke a device", line, hub_seq, device, number)
            return None
        proven = ProvenRow(line=line, hub_seq=hub_seq, jws_digest=digest(jws), envelope=envelope)
        self.proven.append(proven)
        if device in self._revoked:
            self.late.append(proven)
        self._office(proven)
        release = release_in(line, hub_seq, envelope)
        if release is not None:
            self.releases.append(release)
        return proven

    def _office(self, row: ProvenRow) -> None:
        event = row.envelope.event
        match event:
            case office.DeviceEnrolled():
                try:
                    self.keys[event.device_id] = VerifyKey.from_text(event.public_key)
                except SignatureError as error:
                    self._found(
                        f"the key enrolled for {event.device_id} is none: {error}", row.line, row.hub_seq
                    )
                    return
                self.enrolled[event.device_id] = event
                self._revoked.discard(event.device_id)
                opened = [self._open(*one) for one in self._strangers.pop(event.device_id, ())]
                self.early += [one for one in opened if one is not None]
            case office.DeviceRevoked():
                self._revoked.add(event.device_id)
            case office.RecordQuarantined() if row.envelope.device_id == OFFICE_DEVICE:
                self._quarantined.append((row.hub_seq, event))
            case _:
                pass

    def _device_chain(self, rows: list[ProvenRow]) -> Iterator[Finding]:
        seq, link, hub_seq = 0, GENESIS, 0
        for row in rows:
            envelope = row.envelope
            missing = envelope.device_seq - seq - 1
            if missing < 0:
                yield self._broken(row, f"{envelope.device_id} used this number twice")
            elif missing == 0 and envelope.prev != link:
                yield self._broken(row, f"it doesn't follow from record {seq} of the same device")
            elif missing > 0 and not self._accounted(row, missing, hub_seq):
                which = f"record {seq + 1}" if missing == 1 else f"records {seq + 1} to {seq + missing}"
                yield self._broken(row, f"{which} of this device should stand before it and can't be found")
            seq, link, hub_seq = envelope.device_seq, row.jws_digest, row.hub_seq

    def _accounted(self, row: ProvenRow, missing: int, after: int) -> bool:
        """Whether ``missing`` records before ``row`` are rows of other sessions or on record as not taken."""
        device, began = row.envelope.device_id, after if after < row.hub_seq else 0
        noted = [e for at, e in self._quarantined if began < at < row.hub_seq and e.device_id == device]
        if any(not e.code_digest for e in noted):
            return True
        foreign = [d for at, d in self._foreign if began < at < row.hub_seq]
        known = row.envelope.prev in foreign or bool(noted)
        return known and len(foreign) + len(noted) >= missing

    def _broken(self, row: ProvenRow, what: str) -> Finding:
        return Finding(
            file=self._file,
            what=what,
            line=row.line,
            hub_seq=row.hub_seq,
            device_id=row.envelope.device_id,
            device_seq=row.envelope.device_seq,
        )

    def _found(self, what: str, line: int, hub_seq: int, device: str = "", number: int | None = None) -> None:
        self.findings.append(
            Finding(
                file=self._file, what=what, line=line, hub_seq=hub_seq, device_id=device, device_seq=number
            )
        )
