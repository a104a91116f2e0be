"""What each awarding body wants on registers and envelopes: its codes, tags, numbers, a hint for packing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from hub.before.rules_changes import changed_board, keep_rules
from hub.before.rules_files import centre_rules, load_profile
from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, text_of
from hub.web.office.forms import Form, read_form
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.setup.rules_pages import bodies, kept, rules_today
from hub.web.office.web import OfficeWeb, go_to
from shared.rules.faults import ProfileError
from shared.rules.override import BoardChange
from shared.rules.profile import BoardRules

if TYPE_CHECKING:
    from hub.bootstrap import Hub
    from hub.web.office.guard import Guard

LONGEST_CODE: Final = 8
TAGS: Final = {"": None, "yes": True, "no": False}


def board_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Everybody reads them; an officer changes them."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    def page(request: Request, body: str, form: Form, error: str = "") -> Response:
        profile = rules_today(hub)
        if body not in bodies(hub):
            raise NotThere("No awarding body of this name is in the rules or the timetable.")
        context = {
            "body": body,
            "holds": profile.board(body),
            "own": own_of(hub, body),
            "change": _change(hub, body),
            "form": form,
            "sent": bool(error),
            "error": error,
        }
        return web.page(request, "setup/board.html", context, status=422 if error else 200)

    @router.get("/setup/awarding-body")
    def board(request: Request, body: str = "") -> Response:
        """What one awarding body wants, and where that is from."""
        return page(request, body, Form({}))

    @router.post("/setup/awarding-body")
    async def change(request: Request) -> Response:
        """Keep what an awarding body told this centre; ``take_back`` lets the profile's words hold again."""
        form = await read_form(request)
        body, is_back = form.text("what"), bool(form.text("take_back"))
        if body not in await asyncio.to_thread(bodies, hub):
            raise NotThere("No awarding body of this name is in the rules or the timetable.")
        try:
            await asyncio.to_thread(_keep, hub, body, None if is_back else asked(form, own_of(hub, body)))
        except (NotUsable, ProfileError) as refused:
            return await asyncio.to_thread(page, request, body, form, str(refused))
        return go_to("/setup/rules#awarding-bodies", done="rule-back" if is_back else "board")

    return router


def asked(form: Form, own: BoardRules) -> BoardChange | None:
    """What was typed, as far as it differs from the profile's; None where nothing does. Raises NotUsable."""
    many = form.text("scripts_per_envelope").strip()
    if not (many.isascii() and many.isdigit() and len(many) <= 4):
        raise NotUsable("Scripts in an envelope is a whole number, in digits.")
    if form.text("treasury_tags") not in TAGS:
        raise NotUsable("Treasury tags are yes, no, or not known.")
    why = text_of(form.text("reason"), "the reason: who said so and where", most=LONGEST_TEXT, least=3)
    hint = text_of(form.text("packing_hint"), "the hint for packing", most=3 * LONGEST_LINE)
    typed = {
        "absent_code": _code(form.text("absent_code"), "the code for absent"),
        "transferred_code": _code(form.text("transferred_code"), "the code for transferred"),
        "treasury_tags": TAGS[form.text("treasury_tags")],
        "scripts_per_envelope": int(many),
        "packing_hint": " ".join(hint.split()),
    }
    other = {name: value for name, value in typed.items() if value not in (None, getattr(own, name))}
    return msgspec.convert(other | {"reason": " ".join(why.split())}, BoardChange) if other else None


def own_of(hub: Hub, body: str) -> BoardRules:
    """What the profile itself says of an awarding body."""
    return load_profile(rules_today(hub).id, hub.config.site).board(body)


def _code(text: str, what: str) -> str:
    return " ".join(text_of(text, what, most=LONGEST_CODE, least=1).split())


def _change(hub: Hub, body: str) -> BoardChange | None:
    centre = centre_rules(hub.config.site)
    return centre.boards.get(body) if centre else None


def _keep(hub: Hub, body: str, change: BoardChange | None) -> None:
    with kept():
        keep_rules(hub.config.site, changed_board(hub.config.site, body, change))
        hub.setting.read_rules_again()
