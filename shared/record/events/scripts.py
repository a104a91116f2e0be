"""Scripts and papers at the end of an exam."""

from __future__ import annotations

from typing import Literal

from shared.ids import CandidateId, ComponentId, InvigilatorId
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


class RoomPackHandedOver(Event, frozen=True):
    """Everything of the room went from the invigilator into the hands of the office.

    ``scripts`` says how many of each component, ``items`` what else was in the pack, ``taken_by`` who took
    it. ``signature`` is what that person drew, as the strokes of an SVG path; empty where nobody drew.
    """

    scripts: dict[ComponentId, int]
    items: tuple[str, ...]
    given_by: InvigilatorId
    taken_by: str
    signature: str = ""
    note: str = ""


class CoverSheetAttached(Event, frozen=True):
    """A form that travels with a script, such as Form 4 for a word processor (rule 27)."""

    candidate_id: CandidateId
    component_id: ComponentId
    form: str
