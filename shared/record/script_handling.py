"""What goes along with a script and what may be put right on it, for whoever holds it (rules 27, 28, 36)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.plan.candidates import Arrangement, ArrangementKind

COVER_SHEETS: Final = {ArrangementKind.WORD_PROCESSOR: "Form 4", ArrangementKind.SCRIBE: "Form 2"}
"""Forms that travel with a script (rule 27). Forms 8 and 9 support an application and stay at the centre."""

TYPED_PAGES: Final = (
    "Every typed page carries centre, candidate and component number and its own page number."
)
"""What word-processed answers need before they are handed in (rule 28)."""

CORRECTIONS: Final = (
    "Only centre number, candidate number, name and component code may be put right, and are countersigned."
)
"""Nothing else on a script is touched (rule 36)."""


def cover_sheet(arrangements: Iterable[Arrangement]) -> str:
    """The form that goes with this candidate's script; empty where none does."""
    kinds = [arrangement.kind for arrangement in arrangements]
    return next((COVER_SHEETS[kind] for kind in kinds if kind in COVER_SHEETS), "")


def handling_notes(arrangements: Iterable[Arrangement]) -> tuple[str, ...]:
    """What to look at before this candidate's script goes on the pile."""
    is_typed = any(arrangement.kind is ArrangementKind.WORD_PROCESSOR for arrangement in arrangements)
    return (TYPED_PAGES, CORRECTIONS) if is_typed else (CORRECTIONS,)
