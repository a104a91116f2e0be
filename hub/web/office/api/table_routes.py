"""The catalogue of tables, each as JSON page by page and as a file."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.accounts import Account
from hub.web.office.api.answers import BASE, USUAL_ROWS, Cursor, Limit, page_of, tagged_answer
from hub.web.office.api.described import described
from hub.web.office.report_guard import ReportGuard
from hub.web.office.tables.catalogue import TABLES, table_named
from hub.web.office.tables.reading import running_source
from hub.web.office.tables.table import Column, Filter, Narrowed, TableKind
from hub.web.office.tables.writing import MEDIA_TYPES, file_name, json_rows, table_file
from hub.web.office.web import OfficeWeb


class TableLine(Struct, frozen=True, kw_only=True):
    """One table of the catalogue; ``path`` is where its rows are."""

    name: str
    title: str
    sentence: str
    of_session: bool
    filters: tuple[Filter, ...]
    columns: tuple[Column, ...]
    path: str


class TableRows(Struct, frozen=True, kw_only=True):
    """One page of a table; a row has a member for every column. ``total`` counts the rows of all pages."""

    table: str
    session: str
    total: int
    rows: tuple[dict[str, Any], ...]


def table_api(web: OfficeWeb, reports: ReportGuard) -> APIRouter:
    """For who is signed in, and for the school's own reports."""
    router = APIRouter()

    @router.get(f"{BASE}/tables", **described(gives=tuple[TableLine, ...]))
    def catalogue(request: Request, _: Account = Depends(reports.reading)) -> Response:
        """Every table there is, with its columns."""
        return tagged_answer(request, [_line(kind) for kind in TABLES.values()])

    @router.get(f"{BASE}/tables/{{table}}", **described(gives=TableRows, paged=True))
    def rows(
        request: Request,
        table: str,
        session: str = "",
        room: str = "",
        component: str = "",
        limit: Limit = USUAL_ROWS,
        cursor: Cursor = "",
        account: Account = Depends(reports.reading),
    ) -> Response:
        """The rows of a table, of one session where the table is about one."""
        kind = table_named(table)
        source = running_source(web.desk, account, session, Narrowed(room=room, component=component))
        found = kind.read(source)
        page, links = page_of(request, found, limit, cursor)
        told = TableRows(
            table=kind.name, session=session, total=len(found), rows=tuple(json_rows(kind, page, source.zone))
        )
        return tagged_answer(request, told, headers=links)

    @router.get(f"{BASE}/tables/{{table}}/file.{{form}}", **described(gives="text/csv"))
    def file(
        table: str,
        form: Literal["csv", "xlsx"],
        session: str = "",
        room: str = "",
        component: str = "",
        account: Account = Depends(reports.reading),
    ) -> Response:
        """The whole table as a CSV file or an Excel workbook."""
        kind, narrowed = table_named(table), Narrowed(room=room, component=component)
        source = running_source(web.desk, account, session, narrowed)
        content = table_file(kind, kind.read(source), source.zone, form)
        name = file_name(kind, form, session, narrowed)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, headers=headers, media_type=MEDIA_TYPES[form])

    return router


def _line(kind: TableKind) -> TableLine:
    return TableLine(
        name=kind.name,
        title=kind.title,
        sentence=kind.sentence,
        of_session=kind.of_session,
        filters=kind.filters,
        columns=kind.columns,
        path=f"{BASE}/tables/{kind.name}",
    )
