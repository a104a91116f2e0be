"""The rules that hold here: every number with its source, and the centre's own with their reasons."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from msgspec import Struct

from hub.before.rules_changes import changed_text, folded, keep_rules
from hub.before.rules_files import centre_rules, load_profile
from hub.bootstrap import Hub
from hub.web.office.acting import LONGEST_TEXT, text_of
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to
from shared.ids import parse_session_id
from shared.plan.days import session_in_words
from shared.rules.faults import ProfileError
from shared.rules.numbers import NUMBERS
from shared.rules.override import NumberChange
from shared.rules.profile import Override, RulesProfile

MOST_DIGITS: Final = 9
CONFIDENCE: Final = {
    "A": "the issuing body's own page",
    "B": "a secondary source or an older edition",
    "C": "to be checked",
}


class Effect(Struct, frozen=True, kw_only=True):
    """What a change does to one published session."""

    session: str
    version: int
    was: str
    now: str


class Changed(Struct, frozen=True, kw_only=True):
    """One thing that the centre changed, with the page where it is changed again; none for words."""

    title: str
    was: str
    now: str
    reason: str
    href: str


def rules_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Everybody reads them; an officer changes them."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    @router.get("/setup/rules")
    def rules(request: Request) -> Response:
        """Every number with unit, source, edition and confidence, and what the centre changed."""
        profile = rules_today(hub)
        context = {
            "profile": profile,
            "kinds": NUMBERS,
            "changes": [changed(one) for one in profile.overrides],
            "bodies": bodies(hub),
            "confidence": CONFIDENCE,
            "different": different_packs(hub),
        }
        return web.page(request, "setup/rules.html", context)

    @router.get("/setup/rules/{key}")
    def number(
        request: Request, key: str, value: str = "", applies: str = "", reason: str = "", source: str = ""
    ) -> Response:
        """One number: what a change would do to published plans is told before it is kept."""
        if key not in NUMBERS:
            raise NotThere("The rules have no such number.")
        centre = centre_rules(hub.config.site)
        error, is_asked = "", bool(value or reason)
        effects: tuple[Effect, ...] = ()
        if is_asked:
            try:
                effects = effects_of(hub, key, change_of(value, applies, reason, source))
            except (NotUsable, ProfileError) as refused:
                error = str(refused)
        profile = rules_today(hub)
        context = {
            "key": key,
            "kind": NUMBERS[key],
            "number": getattr(profile, key),
            "own": getattr(load_profile(profile.id, hub.config.site), key),
            "change": centre.numbers.get(key) if centre else None,
            "asked": {"value": value, "applies": applies, "reason": reason, "source": source},
            "is_asked": is_asked and not error,
            "effects": effects,
            "confidence": CONFIDENCE,
            "error": error,
        }
        return web.page(request, "setup/rule.html", context, status=422 if error else 200)

    @router.post("/setup/rules/{key}")
    async def change(request: Request, key: str) -> Response:
        """Keep the centre's own number, with its reason; ``take_back`` lets the profile's hold again."""
        form = await read_form(request)
        if key not in NUMBERS:
            raise NotThere("The rules have no such number.")
        is_back = bool(form.text("take_back"))
        wanted = None
        if not is_back:
            wanted = change_of(
                form.text("value"), form.text("applies"), form.text("reason"), form.text("source")
            )
        try:
            await asyncio.to_thread(_keep, hub, key, wanted)
        except ProfileError as error:
            raise NotUsable(str(error)) from error
        return go_to("/setup/rules", done="rule-back" if is_back else "rule")

    return router


def changed(one: Override) -> Changed:
    """An override as people read it."""
    title, href = one.key.capitalize(), ""
    if one.key in NUMBERS:
        title, href = NUMBERS[one.key].title, f"/setup/rules/{one.key}"
    elif one.key == "holidays":
        title, href = "Days without deadlines", "/setup/holidays"
    elif one.key.startswith("boards."):
        body, _, field = one.key.removeprefix("boards.").rpartition(".")
        title = f"{body}, {field.replace('_', ' ')}"
        href = f"/setup/awarding-body?{urlencode({'body': body})}"
    return Changed(title=title, was=one.was, now=one.now, reason=one.reason, href=href)


def bodies(hub: Hub) -> tuple[str, ...]:
    """The awarding bodies that the rules or the centre's timetable name."""
    named = {record.board for record in hub.plan.timetable().values()}
    return tuple(sorted(named | rules_today(hub).boards.keys()))


def change_of(value: str, applies: str, reason: str, source: str) -> NumberChange:
    """The change as it was typed. Raises NotUsable naming the field."""
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        raise NotUsable("The value is a whole number, in digits.")
    why = text_of(reason, "the reason: who decided it and why", most=LONGEST_TEXT, least=3)
    return NumberChange(
        value=int(digits),
        applies=applies != "no",
        reason=" ".join(why.split()),
        source=" ".join(text_of(source, "the source", most=LONGEST_TEXT).split()),
    )


def effects_of(hub: Hub, key: str, change: NumberChange | None) -> tuple[Effect, ...]:
    """The published sessions whose next version would carry another number. Raises ProfileError."""
    text = changed_text(hub.config.site, key, change)
    found = []
    for session in hub.live.sessions():
        pack = hub.live.pack(session)
        if pack is None:
            continue
        day, _ = parse_session_id(session)
        after = getattr(folded(hub.config.site, hub.setting.rules(day).id, text), key)
        before = getattr(pack.rules, key)
        if (before.value, before.applies) != (after.value, after.applies):
            unit = NUMBERS[key].unit
            words = [f"{n.value} {unit}" + ("" if n.applies else ", not applied") for n in (before, after)]
            found.append(
                Effect(session=session_in_words(session), version=pack.version, was=words[0], now=words[1])
            )
    return tuple(found)


def different_packs(hub: Hub) -> tuple[str, ...]:
    """The published sessions, in words, that carry other numbers than hold now."""
    found = []
    for session in hub.live.sessions():
        pack = hub.live.pack(session)
        if pack is None:
            continue
        if _values(pack.rules) != _values(hub.setting.rules(parse_session_id(session)[0])):
            found.append(session_in_words(session))
    return tuple(found)


def _values(profile: RulesProfile) -> list[tuple[str, int, bool]]:
    return [(key, number.value, number.applies) for key, number in profile.numbers()]


def rules_today(hub: Hub) -> RulesProfile:
    """The rules that hold on the exam clock's day, with the centre's own."""
    return hub.setting.rules(hub.now().date())


@contextmanager
def kept() -> Iterator[None]:
    """Writing the site's rules; a disk that doesn't take them is told in words."""
    try:
        yield
    except OSError as error:
        raise NotNow(f"The site's rules can't be written: {error.strerror}.") from error


def _keep(hub: Hub, key: str, change: NumberChange | None) -> None:
    with kept():
        keep_rules(hub.config.site, changed_text(hub.config.site, key, change))
        hub.setting.read_rules_again()
