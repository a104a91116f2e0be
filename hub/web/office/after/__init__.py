"""The pages after the exam: reconcile, sign off, envelopes, dispatch, and what is still in the building."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from hub.web.office.after.consignment_pages import consignment_pages
from hub.web.office.after.dispatch_pages import dispatch_pages
from hub.web.office.after.envelope_pages import envelope_pages
from hub.web.office.after.log_pages import log_pages
from hub.web.office.after.pile_pages import pile_pages
from hub.web.office.after.reconcile_pages import reconcile_pages
from hub.web.office.after.sign_off_pages import sign_off_pages
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork
from hub.web.office.web import OfficeWeb


def after_pages(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    """Everything between the last script and the courier."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    for pages in (
        reconcile_pages(web, guard, paperwork),
        sign_off_pages(web, guard),
        pile_pages(web, guard),
        envelope_pages(web, guard),
        dispatch_pages(web, guard),
        consignment_pages(web, guard),
        log_pages(web, guard),
    ):
        router.include_router(pages)
    return router
