"""What lies beside the record for people: the register as a table, the public keys, and how to check it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from shared.canonical import short_digest
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import EnrolledDevice, key_fingerprint
from shared.protocol.signing import VerifyKey
from shared.record.closing import candidate_label
from shared.record.register import Register, SittingRecord

COLUMNS = (
    "component",
    "candidate_number",
    "name",
    "room",
    "seat",
    "attendance",
    "arrived_at",
    "lateness",
    "identity",
    "finished_at",
    "script_collected_at",
    "sealed_in",
    "corrections",
)


def register_table(pack: SessionPack, register: Register) -> bytes:
    """The register as CSV (RFC 4180, UTF-8 with a byte-order mark, so that a spreadsheet opens it right)."""
    lines = [",".join(COLUMNS), *(",".join(map(_cell, _row(pack, s))) for s in register.sittings)]
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()


def keys_table(hub_key: VerifyKey, devices: Iterable[EnrolledDevice], heads: Mapping[str, str]) -> bytes:
    """Every public key that signed a record, with how many it signed and the hash of the last one."""
    signers = [
        {
            "device_id": device.device_id,
            "name": device.name,
            "ed25519_public_key": device.public_key,
            "records": device.records,
            "last_record": heads.get(device.device_id, ""),
        }
        for device in devices
    ]
    hub = {"ed25519_public_key": hub_key.text, "fingerprint": key_fingerprint(hub_key.text)}
    document = {"hub": hub, "devices": signers}
    return (json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def readme(pack: SessionPack, *, rows: int, head: str, fingerprint: str, papers: Sequence[str]) -> bytes:
    """What this is and how it is checked, for somebody who has never heard of ExamDay."""
    listed = "".join(f"  {paper}\n" for paper in papers) or "  (none were printed)\n"
    text = f"""Evidence of one exam session
============================

Centre    {pack.centre.number} {pack.centre.name}
Session   {pack.session.title}
Plan      version {pack.version}

What is in here
---------------
journal.jsonl   every record as it was signed on the tablet or in the exams office, {rows} rows, each linked
                to the one before it; rows of other sessions only as fingerprints
pack.json       the plan: who was to sit what, where, under which rules
register.json   what the records make of the plan; register.csv is the same as a table
keys.json       the public keys of the tablets and of the hub
manifest.json   the fingerprint of every file in here; manifest.jws is the hub's signature under it
papers/         the documents as they were printed
{listed}
How to check it
---------------
1. On any computer with Python 3.11 install ExamDay, then run

     examday verify THIS-FILE.zip --head "{short_digest(head)}" --key "{short_digest(fingerprint)}"

2. Compare both numbers with the signed paper register: the journal head and the hub key are in its footer. If
   they are the same, nobody has changed, removed or added a record since that register was printed. A head
   that was printed earlier in the day fits, too.

No program of the centre and no network is needed for this. If anything was changed the command names the
file and the record.

This holds personal data of candidates. Keep it as the centre's retention list says.
"""
    return text.encode()


def _row(pack: SessionPack, record: SittingRecord) -> tuple[str, ...]:
    known = pack.candidate(record.candidate_id)
    name = known.register_name if known else record.unlisted_name
    number = (known.number if known else "") or record.unlisted_number
    paper = pack.component(record.component_id)
    room = pack.room(record.place) if record.place else None
    return (
        paper.component.code if paper else record.component_id,
        number,
        name or candidate_label(pack, record),
        room.name if room else record.place or "",
        record.seat or record.planned_seat or "",
        record.attendance.value,
        record.arrived_at.isoformat() if record.arrived_at else "",
        record.lateness.value,
        record.identity.value,
        record.finished_at.isoformat() if record.finished_at else "",
        record.script_collected_at.isoformat() if record.script_collected_at else "",
        record.sealed_in,
        str(len(record.corrections)),
    )


def _cell(text: str) -> str:
    # A cell that begins like a formula would be one in a spreadsheet.
    safe = f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
    return f'"{safe.replace(chr(34), chr(34) * 2)}"' if any(c in safe for c in ',"\r\n') else safe
