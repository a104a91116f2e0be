"""Clashes: whose papers can't be sat as published, what the rules say, and a way through the day."""

from __future__ import annotations

from collections import Counter
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from hub.before.clashes import check_clashes
from hub.web.office.before.clashes_view import KIND_WORDS, clash_cards
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb

MOST_CARDS: Final = 100


def clashes_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    rules_of = web.hub.setting.rules

    @router.get("/plan/clashes")
    def clashes(request: Request, show: str = "", day: str = "", all: bool = False) -> HTMLResponse:
        """Every overlap, long day and night of supervision of the series, each with what to do."""
        timetabling = web.hub.plan.timetabling()
        cards = clash_cards(check_clashes(timetabling, rules_of), timetabling)
        days = sorted({card.day for card in cards})
        of_day = [card for card in cards if not day or card.day.isoformat() == day]
        shown = [card for card in of_day if show not in KIND_WORDS or card.kind == show]
        context = {
            "cards": shown if all else shown[:MOST_CARDS],
            "many": len(shown),
            "counts": Counter(card.kind for card in of_day),
            "total": len(of_day),
            "candidates": len({c.number for card in of_day for c in card.candidates}),
            "show": show if show in KIND_WORDS else "",
            "day": day if day in {d.isoformat() for d in days} else "",
            "days": days,
            "kinds": KIND_WORDS,
            "has_entries": bool(timetabling.entries),
        }
        return web.page(request, "before/clashes.html", context)

    return router
