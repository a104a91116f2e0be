"""Statistics for the head of centre: a session, a day, a week or the series; as page, PDF and CSV."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.after.csv_file import csv_bytes
from hub.after.figures import Figures, figures_of
from hub.after.period_statistics import PeriodStatistics, Span, period_statistics, sessions_of
from hub.after.statistics import statistics_of
from hub.printing.statistics_sheet import statistics_pdf
from hub.web.office.after_figures.charts import charts_of
from hub.web.office.desk import InHand
from hub.web.office.guard import Guard
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb
from shared.ids import SessionId

SPANS = (
    (Span.SESSION, "This session"),
    (Span.DAY, "The day"),
    (Span.WEEK, "The week"),
    (Span.SERIES, "The series"),
)


def statistics_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    # Plain functions: FastAPI runs them in a thread, for a series folds into many figures.
    @router.get("/sessions/{session}/statistics")
    def statistics(request: Request, session: str, span: Span = Span.SESSION) -> HTMLResponse:
        """Attendance, lateness, check-in by the minute, incidents and rooms, with charts."""
        held = web.desk.in_hand(session)
        told = _period(web, held, span)
        figures = figures_of(told)
        context = {
            "span": span,
            "spans": SPANS,
            "figures": figures,
            "charts": charts_of(figures),
            "sessions": len(told.sessions),
        }
        known = in_session(held, "statistics") | context
        return web.page(request, "after/statistics.html", known)

    @router.get("/sessions/{session}/statistics.csv")
    def as_csv(session: str, span: Span = Span.SESSION) -> Response:
        """The same figures as a CSV file: a figure a line, with its table and row."""
        held = web.desk.in_hand(session)
        figures = figures_of(_period(web, held, span))
        name = f"statistics-{_named(held.session, span)}.csv"
        return _file(csv_bytes(_rows(figures)), name, "text/csv; charset=utf-8")

    @router.get("/sessions/{session}/statistics.pdf")
    def as_pdf(session: str, span: Span = Span.SESSION) -> Response:
        """The same as a PDF with charts."""
        held = web.desk.in_hand(session)
        figures = figures_of(_period(web, held, span))
        head = web.hub.journal.head()[1]
        drawn = statistics_pdf(held.pack, figures, head=head, printed_at=web.hub.now())
        return _file(drawn, f"statistics-{_named(held.session, span)}.pdf", "application/pdf")

    return router


def _period(web: OfficeWeb, held: InHand, span: Span) -> PeriodStatistics:
    known = [s for s in web.hub.live.sessions() if web.hub.live.pack(s) is not None]
    told = []
    for session in sessions_of(span, held.session, known):
        one = held if session == held.session else web.desk.in_hand(session)
        told.append((session, statistics_of(one.pack, one.register, web.hub.live.facts(session))))
    return period_statistics(span, held.session, told)


def _rows(figures: Figures) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = [("Period", "Table", "Row", "Figure", "Value")]
    for grid in figures.grids:
        texts = (
            sum(isinstance(cell, str) and n < 2 for n, cell in enumerate(grid.rows[0])) if grid.rows else 1
        )
        for row in grid.rows:
            name = " ".join(str(cell) for cell in row[:texts])
            for heading, cell in zip(grid.headings[texts:], row[texts:], strict=True):
                rows.append((figures.name, grid.title, name, heading, cell))
    return rows


def _named(session: SessionId, span: Span) -> str:
    return session if span is Span.SESSION else f"{session}-{span.value}"


def _file(content: bytes, name: str, media_type: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
