"""What the hub prints: documents of a session as PDFs. The only part of the hub that knows printables."""

from hub.printing.after_drawings import DRAW
from hub.printing.binder_papers import binder_papers
from hub.printing.catalogue import (
    AFTER,
    ALL,
    BEFORE,
    CATALOGUE,
    DOCUMENTS,
    Scope,
    Sheet,
    Stage,
    sheet_named,
)
from hub.printing.drawing import Choice
from hub.printing.fallback import FallbackSheets
from hub.printing.folder import PrintError
from hub.printing.press import SHEETS, Printing
from printables.before.enrolment_sheet import HubPlace
from printables.label_sheets import DEFAULT_SHEET, LABEL_SHEETS

__all__ = [
    "AFTER",
    "ALL",
    "BEFORE",
    "CATALOGUE",
    "DEFAULT_SHEET",
    "DOCUMENTS",
    "DRAW",
    "LABEL_SHEETS",
    "SHEETS",
    "Choice",
    "FallbackSheets",
    "HubPlace",
    "PrintError",
    "Printing",
    "Scope",
    "Sheet",
    "Stage",
    "binder_papers",
    "sheet_named",
]
