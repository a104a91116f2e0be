"""Scripts and papers at the end of an exam."""

from __future__ import annotations

from typing import Literal

from shared.ids import CandidateId, ComponentId
from shared.record.events.base import Event


class ScriptCollected(Event, frozen=True):
    """One candidate's script is in the collector's hands (rule 35)."""

    candidate_id: CandidateId
    component_id: ComponentId
    method: Literal["tag", "list"] = "tag"
    note: str = ""


class ScriptsCounted(Event, frozen=True):
    """The pile was counted by hand."""

    component_id: ComponentId
    count: int


class UnusedPapersCounted(Event, frozen=True):
    """Question papers that were not used or were spoiled."""

    component_id: ComponentId
    unused: int
    spoiled: int = 0


class CoverSheetAttached(Event, frozen=True):
    """A form that travels with a script, such as Form 4 for a word processor (rule 27)."""

    candidate_id: CandidateId
    component_id: ComponentId
    form: str
