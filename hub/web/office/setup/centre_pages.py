"""The centre: number, name and time zone, and the addresses under which tablets reach the hub."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from hub.bootstrap import Hub
from hub.config import ConfigError, read_config, remember
from hub.web.office.acting import text_of
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.web import OfficeWeb, go_to
from shared.plan.centre import Centre
from shared.plan.days import session_in_words

LONGEST_NAME: Final = 120
MOST_ADDRESSES: Final = 12
_HOST_NAME: Final = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9-]{1,63})*"
)


def centre_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Everybody reads it; an officer changes it."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    async def page(request: Request, form: Form | None = None, error: str = "") -> Response:
        configured = await asyncio.to_thread(_configured_addresses, hub)
        packs = [pack for session in hub.live.sessions() if (pack := hub.live.pack(session)) is not None]
        context = {
            "number": form.text("number") if form else hub.centre.number,
            "name": form.text("name") if form else hub.centre.name,
            "time_zone": form.text("time_zone") if form else hub.centre.time_zone,
            "typed": form.text("addresses") if form else "\n".join(configured),
            "addresses": hub.addresses,
            "waits_for_start": configured and tuple(configured) != hub.addresses,
            "until": hub.authority.server_certificate_until,
            "fingerprint": hub.authority.fingerprint,
            "old_packs": [session_in_words(p.session.id) for p in packs if p.centre != hub.centre],
            "error": error,
        }
        return web.page(request, "setup/centre.html", context, status=422 if error else 200)

    @router.get("/setup/centre")
    async def centre(request: Request) -> Response:
        """The centre, its addresses, and how long the hub's certificate is good."""
        return await page(request)

    @router.post("/setup/centre")
    async def change(request: Request) -> Response:
        """Change the centre's number, name or time zone."""
        form = await read_form(request)
        try:
            changed = centre_of(form.text("number"), form.text("name"), form.text("time_zone"))
        except NotUsable as error:
            return await page(request, form, str(error))
        await asyncio.to_thread(hub.setting.change_centre, changed)
        return go_to("/setup/centre", done="centre")

    @router.post("/setup/addresses")
    async def addresses(request: Request) -> Response:
        """Change under which addresses tablets reach the hub, from its next start on."""
        typed = (await read_form(request)).text("addresses")
        try:
            chosen = addresses_of(typed)
        except NotUsable as error:
            return await page(request, Form({"addresses": [typed], **_as_form(hub.centre)}), str(error))
        try:
            await asyncio.to_thread(remember, hub.config.site, "addresses", chosen)
        except OSError as error:
            raise NotNow(f"The addresses can't be kept in hub.toml: {error.strerror}.") from error
        return go_to("/setup/centre", done="addresses")

    return router


def centre_of(number: str, name: str, time_zone: str) -> Centre:
    """The centre as it was typed. Raises NotUsable naming the field."""
    if not re.fullmatch(r"[0-9]{5}", number.strip()):
        raise NotUsable("A centre number has five digits, for instance 12345.")
    shown = " ".join(text_of(name, "the centre's name", most=LONGEST_NAME, least=1).split())
    zone = time_zone.strip()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NotUsable(f"“{zone}” is no time zone. One is called for instance Europe/London.") from error
    return Centre(number=number.strip(), name=shown, time_zone=zone)


def addresses_of(typed: str) -> tuple[str, ...]:
    """One address a line, each once; none means whatever this machine has. Raises NotUsable."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_ADDRESSES:
        raise NotUsable(f"At most {MOST_ADDRESSES} addresses; these are {len(lines)}.")
    for line in lines:
        try:
            ipaddress.ip_address(line)
        except ValueError as error:
            looks_like_numbers = re.fullmatch(r"[0-9.:]+", line) is not None
            if looks_like_numbers or not _HOST_NAME.fullmatch(line):
                raise NotUsable(
                    f"“{line}” is no address: type one like 192.168.1.20 or hub.school.example, one a line."
                ) from error
    return tuple(dict.fromkeys(lines))


def _configured_addresses(hub: Hub) -> tuple[str, ...]:
    try:
        return read_config(hub.config.site).addresses
    except ConfigError:
        return hub.config.addresses


def _as_form(centre: Centre) -> dict[str, list[str]]:
    return {"number": [centre.number], "name": [centre.name], "time_zone": [centre.time_zone]}
