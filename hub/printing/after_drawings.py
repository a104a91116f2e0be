"""How the documents that are wanted after the exam are drawn, beside all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hub.after.envelope_labels import labels_of
from hub.printing import drawing
from hub.printing.after_sheets import absent_slips_pdf, envelope_labels_pdf
from hub.printing.drawing import Drawing
from hub.printing.folder import PrintError
from hub.printing.statistics_sheet import session_statistics
from printables.after import component_reconciliation, invigilation, reconciliation, special_consideration


def _special_consideration(d: Drawing) -> bytes:
    return special_consideration.draw(d.pack, d.recorded, d.imprint, restricted=d.choice.restricted)


def _envelope_labels(d: Drawing) -> bytes:
    key = d.shop.label_key
    if key is None:
        raise PrintError("This site has no key of its hub yet. Start the hub once: it makes its keys.")
    labels = labels_of(d.recorded, d.facts, d.component, d.shop.journal())
    if not labels:
        raise PrintError("No envelope is sealed yet, so there is no label to print.")
    return envelope_labels_pdf(d.pack, d.recorded, labels, key, d.imprint)


def _absent_slips(d: Drawing) -> bytes:
    drawn = absent_slips_pdf(d.pack, d.recorded, d.component, d.imprint)
    if drawn is None:
        raise PrintError("Nobody is recorded as absent, so there is no slip to print.")
    return drawn


def _component_reconciliation(d: Drawing) -> bytes:
    return component_reconciliation.draw(d.pack, d.component or "", d.recorded, d.facts, d.imprint)


DRAW: Final[dict[str, Callable[[Drawing], bytes]]] = {
    **drawing.DRAW,
    "envelope-labels": _envelope_labels,
    "absent-slips": _absent_slips,
    "reconciliation": lambda d: reconciliation.draw(d.pack, d.recorded, d.facts, d.imprint),
    "component-reconciliation": _component_reconciliation,
    "invigilation": lambda d: invigilation.draw(d.pack, d.recorded, d.facts, d.imprint),
    "special-consideration": _special_consideration,
    "statistics": session_statistics,
}
"""Each document of the catalogue."""
