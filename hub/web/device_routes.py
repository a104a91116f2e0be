"""What tablets ask over HTTPS before they sync: pairing, access, packs and photos."""

from __future__ import annotations

import asyncio
import re
from typing import Any, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from hub.bootstrap import Hub
from hub.during.access import AccessRefused
from hub.during.devices import EnrolmentRefused, UnknownDeviceError
from hub.during.office import HUB_ACTOR
from hub.during.pack_answers import pack_answer, seated_in
from hub.storage.device_store import Device
from hub.web.limits import WrongTries
from hub.web.problems import Problem
from hub.web.resumable import resumable
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import EnrolmentRequest, SessionOffer
from shared.protocol.handover import CarriedReceipt, CarriedRecords, HandoverError
from shared.protocol.messages import PUSH_BATCH

T = TypeVar("T")
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


class _DeviceOnly(msgspec.Struct):
    device_id: str


class _ProofOnly(msgspec.Struct):
    proof: str


def tls_only(connection: HTTPConnection) -> None:
    """Tablets' routes exist on the TLS listener only: nothing of theirs travels in the clear."""
    if connection.scope["scheme"] not in ("https", "wss"):
        raise Problem(403, "tablets are served over TLS only: use the hub's https address", kind="tls-only")


def address_of(connection: HTTPConnection) -> str:
    """Where the request comes from, for counting wrong tries."""
    return connection.client.host if connection.client else ""


def admitted(hub: Hub, connection: HTTPConnection) -> Device:
    """The tablet whose bearer token the request carries. Raises Problem (401 or 403)."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(
            401, "an access token is needed", kind="token-missing", headers={"WWW-Authenticate": "Bearer"}
        )
    try:
        return hub.access.device_of(token.strip())
    except AccessRefused as error:
        raise refused(error) from error


def refused(error: AccessRefused) -> Problem:
    """401 where a new proof helps, 403 where only the officer can."""
    kind = error.reason.replace("_", "-")
    if error.reason.startswith("device_"):
        return Problem(403, str(error), kind=kind)
    return Problem(401, str(error), kind=kind, headers={"WWW-Authenticate": "Bearer"})


def device_router(hub: Hub) -> APIRouter:
    """Every route of this file."""
    router = APIRouter(prefix="/api/device", dependencies=[Depends(tls_only)])
    tries = WrongTries(hub.real_now)
    _add_pairing(router, hub, tries)
    _add_access(router, hub, tries)
    _add_packs(router, hub)
    _add_handover(router, hub)
    return router


def _add_pairing(router: APIRouter, hub: Hub, tries: WrongTries) -> None:
    @router.post("/enrol")
    async def enrol(request: Request) -> Response:
        """Ask to be paired with a one-use token; the officer decides."""
        tries.check(address_of(request))
        wanted = await _body(request, EnrolmentRequest)
        try:
            return _json(await asyncio.to_thread(hub.devices.enrol, wanted))
        except EnrolmentRefused as error:
            tries.count(address_of(request))
            raise Problem(403, str(error), kind=error.reason.replace("_", "-")) from error

    @router.post("/enrolment")
    async def enrolment(request: Request) -> Response:
        """How the enrolment stands, asked with the device in the body."""
        return _answer(hub, request, tries, (await _body(request, _DeviceOnly)).device_id)

    @router.get("/enrolment/{device_id}")
    async def enrolment_of(request: Request, device_id: str) -> Response:
        """How the enrolment stands: pending, approved or refused."""
        return _answer(hub, request, tries, device_id)


def _answer(hub: Hub, request: Request, tries: WrongTries, device_id: str) -> Response:
    tries.check(address_of(request))
    try:
        return _json(hub.devices.answer(device_id))
    except UnknownDeviceError as error:
        tries.count(address_of(request))
        raise Problem(404, "this tablet did not ask to be paired here", kind="device-unknown") from error


def _add_access(router: APIRouter, hub: Hub, tries: WrongTries) -> None:
    @router.post("/challenge")
    async def challenge(request: Request) -> Response:
        """A fresh challenge for an approved tablet to sign."""
        tries.check(address_of(request))
        wanted = await _body(request, _DeviceOnly)
        try:
            return _json(
                {"challenge": hub.access.challenge(wanted.device_id), "hub_id": hub.authority.hub_id}
            )
        except AccessRefused as error:
            tries.count(address_of(request))
            raise refused(error) from error

    @router.post("/token")
    async def token(request: Request) -> Response:
        """A short-lived bearer token for a signed challenge."""
        tries.check(address_of(request))
        wanted = await _body(request, _ProofOnly)
        try:
            return _json(hub.access.token(wanted.proof))
        except AccessRefused as error:
            tries.count(address_of(request))
            raise refused(error) from error


def _add_packs(router: APIRouter, hub: Hub) -> None:
    @router.get("/sessions")
    async def sessions(request: Request) -> Response:
        """The published sessions and the rooms that this tablet may open."""
        device = admitted(hub, request)
        packs = (hub.live.pack(session) for session in hub.live.sessions())
        return _json([_offer(hub, pack, device) for pack in packs if pack is not None])

    @router.get("/packs/{session}")
    async def pack_of(
        request: Request, session: str, room: str, have: str = "", version: int = 0
    ) -> Response:
        """The session's pack, with the names of one room only; to who holds a version, what changed since.

        Cut off in the middle, it goes on where it was (``Range`` with ``If-Range``).
        """
        device = admitted(hub, request)
        pack = hub.live.pack(session)
        if pack is None or pack.room(room) is None:
            raise Problem(
                404, f"no pack with room {room!r} is published for {session!r}", kind="pack-unknown"
            )
        if device.rooms and room not in device.rooms:
            raise Problem(403, f"this tablet is not approved for room {room!r}", kind="room-refused")
        await hub.devices.fetched(device.device_id, room)
        hub.devices.board.fetched(device.device_id, session, room, pack.version)

        def answer() -> bytes:
            register = hub.live.register(session)
            return msgspec.json.encode(
                pack_answer(hub.packs, pack, register, room, version=version, have=have)
            )

        return resumable(request, await asyncio.to_thread(answer))

    @router.get("/photos/{sha256}")
    async def photo(request: Request, sha256: str) -> Response:
        """A candidate's photo by its digest, for candidates of this tablet's rooms."""
        device = admitted(hub, request)
        rooms = device.rooms or device.fetched_rooms
        if not _SHA256.match(sha256) or not await asyncio.to_thread(_has_photo, hub, rooms, sha256):
            raise Problem(404, "no candidate of this tablet's rooms has this photo", kind="photo-unknown")
        file = hub.config.photos / f"{sha256}.jpg"
        try:
            data = await asyncio.to_thread(file.read_bytes)
        except FileNotFoundError as error:
            raise Problem(404, "the photo is not on the hub", kind="photo-unknown") from error
        return Response(data, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


def _has_photo(hub: Hub, rooms: tuple[str, ...], sha256: str) -> bool:
    """Whether it is of somebody who is planned in one of these rooms, or was moved there."""
    for session in hub.live.sessions():
        pack = hub.live.pack(session)
        if pack is not None:
            here = seated_in(hub.live.register(session), rooms)
            if any(c.photo == sha256 for c in pack.for_rooms(rooms, here).candidates):
                return True
    return False


def _add_handover(router: APIRouter, hub: Hub) -> None:
    @router.post("/handover")
    async def handover(request: Request) -> Response:
        """Records of another tablet, read from its screen; the answer holds the receipt for that tablet."""
        carrier = admitted(hub, request)
        brought = await _body(request, CarriedRecords)
        if not 1 <= len(brought.envelopes) <= PUSH_BATCH:
            raise Problem(400, f"bring 1 to {PUSH_BATCH} records at once", kind="too-many-records")
        try:
            delivery = await hub.handovers.take(
                brought.device_id, brought.envelopes, carrier=carrier.device_id, actor=HUB_ACTOR
            )
        except HandoverError as error:
            raise Problem(422, str(error), kind="not-its-own") from error
        return _json(
            CarriedReceipt(
                acked_through=delivery.acked_through,
                signed=delivery.receipt,
                missing_from=delivery.missing_from,
            )
        )


def _offer(hub: Hub, pack: SessionPack, device: Device) -> SessionOffer:
    session = pack.session
    return SessionOffer(
        session=session.id,
        version=pack.version,
        content_hash=hub.live.pack_hash(session.id),
        title=session.title,
        rooms=tuple((r.id, r.name) for r in pack.rooms if not device.rooms or r.id in device.rooms),
    )


async def _body(request: Request, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(400, f"the request can't be read: {error}", kind="malformed") from error


def _json(value: Any) -> Response:  # noqa: ANN401 - any msgspec-encodable value
    return Response(
        msgspec.json.encode(value), media_type="application/json", headers={"Cache-Control": "no-store"}
    )
