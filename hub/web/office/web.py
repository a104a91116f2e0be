"""Pages from templates: what every page knows, and how a refusal is told in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from hub.web.office import clock
from hub.web.office.actions import OfficeActions
from hub.web.office.desk import OfficeDesk
from hub.web.office.during.officers import AtWork
from hub.web.office.qr import qr_picture
from hub.web.office.roles import may_act_on, may_call
from hub.web.office.tokens import css_name
from shared.look import STATE_LOOKS
from shared.plan.days import day_in_words, session_in_words
from shared.record.register import SittingState

if TYPE_CHECKING:
    from hub.accounts import Account
    from hub.bootstrap import Hub
    from hub.web.office.before.navigation import PlanTab

TEMPLATES: Final = Path(__file__).parents[1] / "templates"
LOOK_COOKIE: Final = "examday-look"
DONE: Final = {
    "told": "The message is on record and with the room's tablets. Who has read it stands below.",
    "passed-over": "The room may go on without that step. Your reason is on record.",
    "room-moved": "The move is on record, seat by seat. Both rooms were told.",
    "settled": "Settled. Your answer is on record.",
    "acknowledged": "The room sees that somebody is on the way.",
    "closed": "The call for help is closed.",
    "sealed": "Sealed. The envelopes are on record.",
    "packed": "Packed. The consignment is on record.",
    "collected": "The hand-over is on record.",
    "printed": "Printed. The files are listed below.",
    "cleared": "Deleted. What is printed anew appears here again.",
    "fallback": "The paper registers are set. How they are stands below.",
    "exported": "The evidence was exported.",
    "approved": "The tablet is approved.",
    "refused": "The tablet was turned away.",
    "revoked": "The tablet's permission was taken back. What it sends from now on goes to quarantine.",
    "password": "Your new password is set.",
    "assigned": "Kept. The tablet hears it with its next word.",
    "held": "The tablet is told to lock itself, and again until it is unlocked here.",
    "released": "The tablet is told that it may be used again.",
    "wiping": "The tablet is told to wipe itself. This page says when it did.",
    "wipe-back": "Taken back. A tablet that had not heard of it keeps everything.",
    "centre": "Kept. Everything that is printed or published from now on says so.",
    "addresses": "Kept for the hub's next start.",
    "rule": "Kept. It counts for everything that is published from now on.",
    "holidays": "Kept. What is still due is counted anew.",
    "board": "Kept. It counts for everything that is published from now on.",
    "rule-back": "Taken back: what the profile says holds again.",
    "role": "The role was changed. It counts from their next click on.",
    "removed": "The account was removed. What it did stays on record.",
    "lifted": "They can try again now.",
    "token-revoked": "The token is revoked. The report that had it reads nothing any more.",
    "signed-out": "You are signed out.",
    "ended": "You were signed out, since nobody had touched the page for a while or the day was over. Nothing"
    " that is on record is lost: sign in again to go on where you were.",
    "ended-unsent": "You were signed out before this could be sent, so nothing was done. Sign in again; the"
    " browser's Back button may still hold what you typed.",
    "imported": "Written to the plan.",
    "import-undone": "The import was taken back. The plan is as it was before.",
    "import-discarded": "The upload is forgotten. The plan is as it was.",
    "corrected": "The correction is on record.",
    "granted": "The arrangement is granted. The room's tablets show it, with the new finish.",
    "moved": "The move is on record. The rooms concerned are told.",
    "identified": "The identity is confirmed, on record in your name.",
    "recorded": "It is on record.",
    "added": "Added. What stood there before stays.",
    "sent": "Noted as sent. The deadline is settled.",
    "signed-off": "Signed. The register of this component is on record as you read it.",
    "countersigned": "Signed beside the correction.",
    "found": "The scripts are on record as collected.",
    "reopened": "The envelope is open. Its scripts wait to be sealed again under its number.",
    "stored": "Locked away, on record.",
    "taken-out": "Taken out, on record.",
    "booked": "The collection is booked.",
    "cancelled": "The collection is cancelled.",
    "sack-opened": "The sack is open. Its envelopes wait to be packed again.",
    "archived": "Archived. The archive was opened again and everything in it checked.",
    "reviews": "Kept. Until that day the record stays.",
    "kept-back": "Held. Nothing of this session can be released until the hold is lifted.",
    "lifted-hold": "The hold is lifted.",
    "let-go": "Released. What went, when and by whom stands below for good.",
    "published": "Published. Tablets fetch it by themselves.",
}
"""What a page says after something was done; only these words, never what an address holds."""


class OfficeWeb:
    """The hub as the officer's pages see it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.desk = OfficeDesk(hub)
        self.actions = OfficeActions(self.desk)
        self.at_work = AtWork(hub.real_now)
        self.templates = _environment()
        self.plan_tabs: tuple[PlanTab, ...] = ()

    @property
    def zone(self) -> str:
        return self.hub.centre.time_zone

    def page(
        self,
        request: Request,
        template: str,
        context: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
    ) -> HTMLResponse:
        """A page with what every page knows: who is signed in, the clock, the centre."""
        account: Account | None = getattr(request.state, "account", None)
        known: dict[str, Any] = {
            "account": account,
            "may_act": bool(account and may_act_on(account, request.url.path)),
            "is_officer": bool(account and account.may_act),
            "may_help": bool(account and account.may_help),
            "may_call": partial(may_call, account) if account else _nobody_may,
            "csrf": getattr(request.state, "csrf", ""),
            "centre": self.hub.centre,
            "now": self.hub.now(),
            "real_now": self.hub.real_now(),
            "zone": self.zone,
            "rehearsal": self.hub.config.rehearsal is not None,
            "path": request.url.path,
            "look": request.cookies.get(LOOK_COOKIE, "") if account else "",
            "done": DONE.get(request.query_params.get("done", ""), ""),
            "plan_tabs": self.plan_tabs,
            "session": None,
            "live": False,
            "revision": "",
        }
        html = self.templates.get_template(template).render(known | dict(context or {}))
        return HTMLResponse(html, status)


def _nobody_may(_method: str, _path: str) -> bool:
    return False


def go_to(path: str, **query: str) -> RedirectResponse:
    """After something was done: the browser fetches the page, so that a reload repeats nothing."""
    target = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(target, 303)


def session_path(session: str, *parts: str) -> str:
    return "/sessions/" + "/".join(quote(part, safe="") for part in (session, *parts))


def room_path(session: str, room: str) -> str:
    return session_path(session, "rooms", room)


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "css": css_name,
        "day": day_in_words,
        "session_words": session_in_words,
        "minutes": clock.minutes_in_words,
        "ago": clock.ago_in_words,
        "moment": clock.moment_in_words,
        "bytes_text": _bytes_text,
    }
    environment.globals |= {
        "STATES": tuple(SittingState),
        "LOOKS": STATE_LOOKS,
        "hm": _hm,
        "session_path": session_path,
        "room_path": room_path,
        "qr_picture": qr_picture,
        "tz": ZoneInfo,
    }
    return environment


def _hm(moment: datetime | None, zone: str) -> str:
    return clock.hours_minutes(moment, zone)


def _bytes_text(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
