"""Figures onto paper."""

from __future__ import annotations

from hub.after.figures import Figures, figures_of
from hub.after.period_statistics import Span, period_statistics
from hub.after.statistics import statistics_of
from hub.printing.drawing import Drawing
from printables.after import statistics
from printables.imprint import Imprint
from shared.plan.centre import Centre


def statistics_pdf(centre: Centre, figures: Figures, imprint: Imprint) -> bytes:
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
    return statistics_pdf(d.pack.centre, figures, d.imprint)
