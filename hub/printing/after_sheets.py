"""Papers that are drawn at once from the page that shows them: labels, absent slips, the dispatch log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from hub.after.dispatch_log import LogEntry
from printables.after import absent_slips, dispatch_log, envelope_label
from printables.after.envelope_label import LabelSheet
from printables.imprint import Imprint
from shared.ids import ComponentId
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack
from shared.protocol.envelope_label import EnvelopeLabel
from shared.record.register import Register
from shared.record.script_envelopes import ScriptEnvelope


def envelope_labels_pdf(
    pack: SessionPack,
    register: Register,
    coded: Sequence[tuple[ScriptEnvelope, EnvelopeLabel, str]],
    printed_at: datetime,
) -> bytes:
    """A label for each envelope, with the code that the hub signed."""
    opened = Counter(r.script_envelope_id for r in register.reopenings)
    sheets = tuple(
        LabelSheet(
            envelope=envelope,
            code=code,
            present=label.present,
            absent=label.absent,
            reopened=opened[envelope.script_envelope_id],
            signed=register.sign_off(envelope.component_id),
        )
        for envelope, label, code in coded
    )
    head = coded[0][1].journal_head if coded else ""
    return envelope_label.draw(pack, sheets, _imprint(pack.version, head, printed_at))


def absent_slips_pdf(
    pack: SessionPack, register: Register, component: ComponentId | None, head: str, printed_at: datetime
) -> bytes | None:
    """A slip for everybody who was not there; None where everybody was."""
    if not absent_slips.absentees(pack, register, component):
        return None
    imprint = _imprint(pack.version, head, printed_at)
    return absent_slips.draw(pack, register, imprint, component=component)


def dispatch_log_pdf(
    centre: Centre, entries: Sequence[LogEntry], search: str, head: str, printed_at: datetime
) -> bytes:
    """The log as it was searched."""
    lines = [
        dispatch_log.LogLine(session=e.session, at=e.at, what=e.what, where=e.where, detail=e.detail, by=e.by)
        for e in entries
    ]
    return dispatch_log.draw(centre, lines, search, _imprint(0, head, printed_at))


def _imprint(version: int, head: str, printed_at: datetime) -> Imprint:
    return Imprint(printed_at=printed_at, pack_version=version, journal_head=head)
