"""A report to an awarding body as a draft on paper, drawn at once: nothing restricted is left in a folder."""

from __future__ import annotations

from datetime import datetime

from printables.after import draft_report
from printables.imprint import Imprint
from shared.plan.pack import SessionPack
from shared.record.drafts.report import Report


def draft_report_pdf(pack: SessionPack, report: Report, printed_at: datetime, journal_head: str) -> bytes:
    """The draft with the place in the journal from which it was made."""
    imprint = Imprint(printed_at=printed_at, pack_version=pack.version, journal_head=journal_head)
    return draft_report.draw(pack, report, imprint)
