"""One tablet as JSON: its name and rooms, locking, wiping, and a spare that takes its place."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.accounts import Account
from hub.bootstrap import Hub
from hub.during.devices import UnknownDeviceError
from hub.during.health_board import DeviceHealth
from hub.web.office import device_orders as orders
from hub.web.office.api.answers import BASE, answer, check_match, matched_answer, tagged_answer
from hub.web.office.api.described import described
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb

ONE = f"{BASE}/devices/{{device_id}}"


class Assignment(Struct, frozen=True, kw_only=True):
    """What a tablet is called and which rooms it may open; none is any."""

    name: str
    rooms: tuple[str, ...] = ()


class OneTablet(Struct, frozen=True, kw_only=True):
    """How a tablet is, and which could take its place."""

    device: DeviceHealth
    spares: tuple[DeviceHealth, ...]


class Hold(Struct, frozen=True, kw_only=True):
    """Whether the tablet is to be locked until the office unlocks it."""

    locked: bool


class Wipe(Struct, frozen=True, kw_only=True):
    """Of how many unsent records the loss is agreed to: as many as the hub knows of, or it is refused."""

    losing: int


class Wiping(Struct, frozen=True, kw_only=True):
    """How many records that the hub doesn't have go with the wipe."""

    losing: int


class TakeOver(Struct, frozen=True, kw_only=True):
    """The tablet that comes; ``approve`` one that waits and whose comparison code was just read."""

    spare: str
    approve: bool = False


def tablet_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """What the tablet's own page tells and does."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_assignment(router, web.hub, guard)
    _add_orders(router, web.hub, guard)
    return router


def _add_assignment(router: APIRouter, hub: Hub, guard: Guard) -> None:
    one_at_a_time = asyncio.Lock()

    @router.get(ONE, **described(gives=OneTablet))
    def tablet(request: Request, device_id: str) -> Response:
        """How one tablet is, and which tablets could take its place, the best first."""
        try:
            health = hub.devices.board.of(hub.devices.get(device_id))
        except UnknownDeviceError as error:
            raise NotThere(str(error)) from error
        return tagged_answer(request, OneTablet(device=health, spares=orders.spares(hub, device_id)))

    @router.get(f"{ONE}/assignment", **described(gives=Assignment))
    def assignment(request: Request, device_id: str) -> Response:
        """Name and rooms of a tablet; the ETag is what changing them asks for."""
        return matched_answer(request, _assignment(hub, device_id))

    @router.post(
        f"{ONE}/assignment",
        **described(
            takes=Assignment,
            gives=Assignment,
            matched=True,
            example=Assignment(name="Hall 2", rooms=("main-hall",)),
        ),
    )
    async def assign(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Give a tablet another name or other rooms."""
        given = await read_json(request, Assignment)
        async with one_at_a_time:
            check_match(request, _assignment(hub, device_id))
            await orders.assign(hub, device_id, given.name, given.rooms, actor=account.display_name)
        return matched_answer(request, _assignment(hub, device_id))

    @router.post(
        f"{ONE}/take-over",
        **described(takes=TakeOver, gives=Assignment, example=TakeOver(spare="tablet-9")),
    )
    async def take_over(
        request: Request, device_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Give a spare tablet the rooms of this one, approving it where it waits and that is asked for."""
        given = await read_json(request, TakeOver)
        spare = await orders.take_over(
            hub, device_id, given.spare, approve=given.approve, actor=account.display_name
        )
        return answer(Assignment(name=spare.name, rooms=spare.rooms))


def _add_orders(router: APIRouter, hub: Hub, guard: Guard) -> None:
    @router.post(f"{ONE}/lock", **described(takes=Hold, example=Hold(locked=True)))
    async def lock(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Lock a tablet until it is unlocked here, or unlock it."""
        given = await read_json(request, Hold)
        await orders.hold(hub, device_id, locked=given.locked, actor=account.display_name)
        return answer({})

    @router.post(f"{ONE}/wipe", **described(takes=Wipe, gives=Wiping, example=Wipe(losing=0)))
    async def wipe(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Have a tablet forget everything; 422 where more or fewer records would be lost than agreed to."""
        given = await read_json(request, Wipe)
        lost = await orders.wipe(hub, device_id, str(given.losing), actor=account.display_name)
        return answer(Wiping(losing=lost))

    @router.post(f"{ONE}/wipe/take-back", **described())
    async def keep(device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Take back that a tablet should wipe itself."""
        await orders.take_back_wipe(hub, device_id, actor=account.display_name)
        return answer({})


def _assignment(hub: Hub, device_id: str) -> Assignment:
    device, _ = orders.approved(hub, device_id)
    return Assignment(name=device.name, rooms=device.rooms)
