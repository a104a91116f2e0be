"""How the documents that are wanted after the exam are drawn, beside all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hub.printing import drawing
from hub.printing.drawing import Drawing
from hub.printing.statistics_sheet import session_statistics
from printables.after import invigilation, reconciliation, special_consideration


def _special_consideration(d: Drawing) -> bytes:
    return special_consideration.draw(d.pack, d.recorded, d.imprint, restricted=d.choice.restricted)


DRAW: Final[dict[str, Callable[[Drawing], bytes]]] = {
    **drawing.DRAW,
    "reconciliation": lambda d: reconciliation.draw(d.pack, d.recorded, d.facts, d.imprint),
    "invigilation": lambda d: invigilation.draw(d.pack, d.recorded, d.facts, d.imprint),
    "special-consideration": _special_consideration,
    "statistics": session_statistics,
}
"""Each document of the catalogue."""
