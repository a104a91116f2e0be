"""Papers that are drawn at once from the page that shows them: labels, absent slips, the dispatch log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from hub.after.dispatch_log import LogEntry
from printables.after import absent_slips, dispatch_log, envelope_label
from printables.after.envelope_label import LabelSheet
from printables.imprint import Imprint
from shared.canonical import digest
from shared.ids import ComponentId
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack
from shared.protocol.envelope_label import EnvelopeLabel, write_label
from shared.protocol.signing import SigningKey, VerifyKey
from shared.record.register import Register
from shared.record.script_envelopes import ScriptEnvelope


def imprint_of(version: int, head: str, printed_at: datetime, hub_key: VerifyKey) -> Imprint:
    """What a sheet says about itself where a page draws it."""
    return Imprint(
        printed_at=printed_at, pack_version=version, journal_head=head, hub_key=digest(hub_key.raw)
    )


def envelope_labels_pdf(
    pack: SessionPack,
    register: Register,
    labels: Sequence[tuple[ScriptEnvelope, EnvelopeLabel]],
    key: SigningKey,
    imprint: Imprint,
) -> bytes:
    """A label for each envelope, with a code that ``key`` signs."""
    opened = Counter(r.script_envelope_id for r in register.reopenings)
    sheets = tuple(
        LabelSheet(
            envelope=envelope,
            code=write_label(label, key),
            present=label.present,
            absent=label.absent,
            reopened=opened[envelope.script_envelope_id],
            signed=register.sign_off(envelope.component_id),
        )
        for envelope, label in labels
    )
    return envelope_label.draw(pack, sheets, imprint)


def absent_slips_pdf(
    pack: SessionPack, register: Register, component: ComponentId | None, imprint: Imprint
) -> bytes | None:
    """A slip for everybody who was not there; None where everybody was."""
    if not absent_slips.absentees(pack, register, component):
        return None
    return absent_slips.draw(pack, register, imprint, component=component)


def dispatch_log_pdf(centre: Centre, entries: Sequence[LogEntry], search: str, imprint: Imprint) -> bytes:
    """The log as it was searched."""
    lines = [
        dispatch_log.LogLine(session=e.session, at=e.at, what=e.what, where=e.where, detail=e.detail, by=e.by)
        for e in entries
    ]
    return dispatch_log.draw(centre, lines, search, imprint)
