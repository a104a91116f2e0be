"""Labels of sealed envelopes as they are scanned: one to be told about, or several to be moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hub.after.envelope_labels import LabelReading, label_to_find, read_against
from hub.after.reconcile import Unready
from hub.web.office.desk import InHand
from hub.web.office.refusals import NotUsable
from hub.web.office.web import OfficeWeb
from shared.protocol.envelope_label import LabelError, LabelFault, read_label

MOST_SCANNED: Final = 400
FAULTS: Final = {
    LabelFault.NOT_A_LABEL: "This is not the code of an envelope's label. Scan the square code on the label.",
    LabelFault.UNKNOWN_VERSION: "This label was made by a newer ExamDay.",
    LabelFault.FORGED: (
        "This label was not made by this hub, or it was altered. Keep the envelope, and look into it."
    ),
}


def reading_of(web: OfficeWeb, held: InHand, code: str) -> LabelReading:
    """What a scanned label tells now. Raises LabelError where it is no genuine label of this hub."""
    label = read_label(code, web.hub.authority.hub_key.public)
    facts = web.hub.live.facts(held.session)
    return read_against(label, held.register, held.pack, facts, lambda seq: row_hash(web, seq))


def scanned_envelopes(web: OfficeWeb, held: InHand, codes: Iterable[str]) -> tuple[str, ...]:
    """The envelopes whose labels, or covers, were scanned, each once. Raises NotUsable naming the line."""
    known = {e.script_envelope_id for e in held.register.script_envelopes}
    found: dict[str, None] = {}
    lines = [code.strip() for code in codes]
    if len(lines) > MOST_SCANNED:
        raise NotUsable(f"At most {MOST_SCANNED} labels are read at once.")
    for number, code in enumerate(lines, start=1):
        if not code:
            continue
        if code in known:
            # A cover's code is the plain identifier.
            found[code] = None
            continue
        try:
            found[label_to_find(reading_of(web, held, code)).script_envelope_id] = None
        except LabelError as error:
            raise NotUsable(f"Line {number}: {FAULTS[error.fault]}") from error
        except Unready as error:
            raise NotUsable(
                f"Line {number}: {error.what} Scan it alone at the top to see what became of it."
            ) from error
    return tuple(found)


def row_hash(web: OfficeWeb, seq: int) -> str:
    """The hash of one row of the journal; empty where there is no such row."""
    rows = web.hub.journal.rows(after=seq - 1, limit=1)
    return rows[0].row_hash if rows and rows[0].hub_seq == seq else ""
