"""The exams officer's pages and the JSON behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.after_figures import figures_routers
from hub.web.office.after_keeping import keeping_routers
from hub.web.office.after_paper import paper_in_routers
from hub.web.office.api.access_routes import access_api
from hub.web.office.api.candidate_routes import candidate_api
from hub.web.office.api.close_routes import close_api
from hub.web.office.api.device_routes import device_api
from hub.web.office.api.document_routes import document_api
from hub.web.office.api.incident_routes import incident_api
from hub.web.office.api.log_routes import log_api
from hub.web.office.api.room_routes import room_api
from hub.web.office.api.session_routes import session_api
from hub.web.office.api.table_routes import table_api
from hub.web.office.api.tablet_routes import tablet_api
from hub.web.office.audit import OfficeRecord
from hub.web.office.before import before_pages
from hub.web.office.before.navigation import tabs_that_lead_somewhere
from hub.web.office.close_pages import close_pages
from hub.web.office.day.routes import day_pages
from hub.web.office.device_pages import Pairing, device_pages
from hub.web.office.during.room_pages import room_pages
from hub.web.office.error_pages import add_error_pages
from hub.web.office.events import events_router
from hub.web.office.exports_pages import exports_pages
from hub.web.office.fallback_pages import fallback_pages
from hub.web.office.guard import Guard
from hub.web.office.handover_pages import handover_api, handover_pages
from hub.web.office.one_device_pages import one_device_pages
from hub.web.office.paperwork import Paperwork
from hub.web.office.photos import photo_router
from hub.web.office.print_pages import print_pages
from hub.web.office.public_pages import public_pages
from hub.web.office.report_guard import ReportGuard
from hub.web.office.session_pages import session_pages
from hub.web.office.settle_pages import settle_pages
from hub.web.office.setup import setup_pages
from hub.web.office.sign_in_routes import own_account_router, sign_in_router
from hub.web.office.take_over_pages import take_over_pages
from hub.web.office.web import OfficeWeb
from hub.web.security.headers import SecurityHeaders
from hub.web.security.hosts import LoopbackNames

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from hub.bootstrap import Hub


def routers(hub: Hub) -> list[APIRouter]:
    """Everything under / and /api/office."""
    return _routers(OfficeWeb(hub))


def add_office(app: FastAPI, hub: Hub) -> None:
    """The officer's side of the application: routes, pages for refusals, and the headers of every answer."""
    web = OfficeWeb(hub)
    for router in _routers(web):
        app.include_router(router)
    add_error_pages(app, web)
    app.add_middleware(OfficeRecord, hub=hub)
    app.add_middleware(LoopbackNames)
    app.add_middleware(SecurityHeaders)


def _routers(web: OfficeWeb) -> list[APIRouter]:
    guard, pairing, paperwork = Guard(web.hub), Pairing(web.hub), Paperwork(web.desk)
    reports = ReportGuard(web.hub, guard)
    before = before_pages(web, guard)
    web.plan_tabs = tabs_that_lead_somewhere(before)
    return [
        *before,
        *paper_in_routers(web, guard),
        *figures_routers(web, guard),
        *keeping_routers(web, guard),
        public_pages(web, guard),
        sign_in_router(web, guard),
        own_account_router(web, guard),
        *setup_pages(web, guard),
        events_router(web, guard),
        photo_router(web, guard),
        close_pages(web, guard, paperwork),
        print_pages(web, guard, paperwork),
        fallback_pages(web, guard),
        settle_pages(web, guard),
        *day_pages(web, guard),
        session_pages(web, guard),
        room_pages(web, guard),
        device_pages(web, guard, pairing),
        one_device_pages(web, guard),
        take_over_pages(web, guard, pairing),
        handover_pages(web, guard),
        handover_api(web, guard),
        exports_pages(web, guard),
        session_api(web, guard, reports),
        table_api(web, reports),
        document_api(reports),
        close_api(web, guard, paperwork),
        device_api(web, guard, pairing),
        tablet_api(web, guard),
        room_api(web, guard),
        candidate_api(web, guard),
        incident_api(web, guard),
        log_api(web, guard),
        access_api(web, guard),
    ]
