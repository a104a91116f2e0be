"""Figures onto paper."""

from __future__ import annotations

from datetime import datetime

from hub.after.figures import Figures, figures_of
from hub.after.period_statistics import Span, period_statistics
from hub.after.statistics import statistics_of
from hub.printing.drawing import Drawing
from printables.after import statistics
from printables.imprint import Imprint
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack


def statistics_pdf(pack: SessionPack, figures: Figures, *, head: str, printed_at: datetime) -> bytes:
    """As a page asks for it, of one or several sessions."""
    return _draw(
        pack.centre, figures, Imprint(printed_at=printed_at, pack_version=pack.version, journal_head=head)
    )


def _draw(centre: Centre, figures: Figures, imprint: Imprint) -> bytes:
    """Charts, and the table of each."""
    return statistics.draw(
        centre,
        figures.name,
        figures.tiles,
        tuple(
            statistics.Bars(
                title=chart.title,
                about=chart.about,
                bars=tuple((bar.label, bar.value, bar.short) for bar in chart.bars),
                upright=chart.upright,
                mark=chart.mark,
                mark_words=chart.mark_words,
            )
            for chart in figures.charts
        ),
        tuple(
            statistics.Lines(title=grid.title, headings=grid.headings, rows=grid.rows, empty=grid.empty)
            for grid in figures.grids
        ),
        figures.notes,
        imprint,
    )


def session_statistics(d: Drawing) -> bytes:
    """The session of the drawing by itself."""
    session = d.pack.session.id
    told = statistics_of(d.pack, d.recorded, d.facts)
    figures = figures_of(period_statistics(Span.SESSION, session, [(session, told)]))
    return _draw(d.pack.centre, figures, d.imprint)
