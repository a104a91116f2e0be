"""What a tablet asks of its hub over HTTPS: pairing, access, sessions, packs, photos and plain sync."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Self, TypeVar

import httpx
import msgspec
from msgspec import Struct

from kiosk_app.faults import CutOff, HubRefused, HubUnreachable
from kiosk_app.hub_words import hub_words
from kiosk_app.identity import Identity
from kiosk_app.sync.addresses import HubAddress
from kiosk_app.texts import N_, _
from kiosk_app.trust import pinned_context
from kiosk_app.unfinished import Unfinished
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import (
    HUB_HOST_NAME,
    Access,
    EnrolmentAnswer,
    EnrolmentRequest,
    Proof,
    SessionOffer,
    sign_proof,
)
from shared.protocol.handover import CarriedReceipt, CarriedRecords
from shared.protocol.messages import MAX_MESSAGE_BYTES
from shared.protocol.pack_difference import DifferenceError, PackDifference, apply, document_hash

MAX_ANSWER_BYTES = 20_000_000
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
RENEW_BEFORE = timedelta(minutes=1)
CUT_OFF = N_(
    "The connection to the hub was cut off in the middle of its answer."
    " What is on this tablet is unchanged; try again."
)
T = TypeVar("T")


class Problem(Struct):
    """The hub's answer to what it can't do (RFC 9457)."""

    type: str = ""
    title: str = ""
    detail: str = ""


class _Challenge(Struct):
    challenge: str
    hub_id: str


class _PackAnswer(Struct):
    """What is answered, before it is read as that: a hub of an earlier version sends whole packs only."""

    answer: str = ""


class HubClient:
    """One hub at one address, believed only if its certificate is of the site's authority."""

    def __init__(
        self,
        address: HubAddress,
        context: ssl.SSLContext,
        identity: Identity,
        real_now: Callable[[], datetime],
        unfinished: Unfinished | None = None,
    ) -> None:
        self.address = address
        self.context = context
        self._identity = identity
        self._real_now = real_now
        self._unfinished = unfinished or Unfinished()
        self._access: Access | None = None
        self._http = httpx.AsyncClient(
            base_url=f"https://{address.authority}", verify=context, timeout=TIMEOUT, trust_env=False
        )

    @classmethod
    def pinned(
        cls,
        address: HubAddress,
        ca_pem: str,
        identity: Identity,
        real_now: Callable[[], datetime],
        unfinished: Unfinished | None = None,
    ) -> Self:
        """The client of a hub whose authority was checked when the tablet was paired."""
        return cls(address, pinned_context(ca_pem), identity, real_now, unfinished)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def certificate(self) -> str:
        """The site's authority as the hub presents it; to be compared before it is believed."""
        return (await self._ask("GET", "/ca.pem", limit=20_000)).decode("ascii", "replace")

    async def enrol(self, request: EnrolmentRequest) -> EnrolmentAnswer:
        """Ask to be paired."""
        body = msgspec.json.encode(request)
        return _read(await self._ask("POST", "/api/device/enrol", body), EnrolmentAnswer)

    async def enrolment(self) -> EnrolmentAnswer:
        """How the officer has decided."""
        path = f"/api/device/enrolment/{self._identity.device_id}"
        return _read(await self._ask("GET", path), EnrolmentAnswer)

    async def token(self) -> str:
        """A bearer token: the hub's challenge signed with the tablet's key, renewed before it expires."""
        if self._access is None or self._access.expires_at - RENEW_BEFORE <= self._real_now():
            device_id = self._identity.device_id
            asked = msgspec.json.encode({"device_id": device_id})
            challenge = _read(await self._ask("POST", "/api/device/challenge", asked), _Challenge)
            proof = Proof(device_id=device_id, hub_id=challenge.hub_id, challenge=challenge.challenge)
            signed = msgspec.json.encode({"proof": sign_proof(proof, self._identity.key)})
            self._access = _read(await self._ask("POST", "/api/device/token", signed), Access)
        return self._access.token

    def forget_token(self) -> None:
        """The hub no longer accepts the token."""
        self._access = None

    async def sessions(self) -> tuple[SessionOffer, ...]:
        """The sessions that are published."""
        return _read(await self._permitted("GET", "/api/device/sessions"), tuple[SessionOffer, ...])

    async def pack(self, session: SessionId, room: RoomId, held: SessionPack | None = None) -> SessionPack:
        """The newest pack of a session, with the names of one room; of one that is ``held``, what changed."""
        path = f"/api/device/packs/{session}"
        if held is not None:
            params = {"room": room, "version": str(held.version), "have": document_hash(held)}
            answer = await self._permitted("GET", path, params=params)
            if _read(answer, _PackAnswer).answer != "difference":
                return _read(answer, SessionPack)
            try:
                return apply(held, _read(answer, PackDifference))
            except DifferenceError:
                pass  # whatever went wrong with it: the whole pack puts it right
        return _read(await self._permitted("GET", path, params={"room": room}), SessionPack)

    async def photo(self, photo: str) -> bytes:
        """One photo by its hash."""
        return await self._permitted("GET", f"/api/device/photos/{photo}")

    async def sync(self, messages: bytes) -> bytes:
        """Messages out, messages back."""
        return await self._permitted("POST", "/api/device/sync", messages, limit=2 * MAX_MESSAGE_BYTES)

    async def hand_over(self, brought: CarriedRecords) -> CarriedReceipt:
        """Records that another tablet signed and this one carried; the receipt is for the other."""
        body = msgspec.json.encode(brought)
        return _read(await self._permitted("POST", "/api/device/handover", body), CarriedReceipt)

    async def _permitted(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        limit: int = MAX_ANSWER_BYTES,
    ) -> bytes:
        for last_try in (False, True):
            token = await self.token()
            try:
                return await self._ask(method, path, body, params=params, token=token, limit=limit)
            except HubRefused as refused:
                if refused.status != httpx.codes.UNAUTHORIZED or last_try:
                    raise
                self.forget_token()
            except CutOff:
                # Reading twice does no harm, and a network that stumbled has often caught itself.
                if method != "GET" or last_try:
                    raise
        raise AssertionError

    async def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        token: str = "",
        limit: int = MAX_ANSWER_BYTES,
    ) -> bytes:
        asked = f"{path}?{httpx.QueryParams(params)}"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= self._unfinished.headers(asked)
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = self._http.build_request(
            method,
            path,
            content=body,
            params=params,
            headers=headers,
            extensions={"sni_hostname": HUB_HOST_NAME, "timeout": TIMEOUT.as_dict()},
        )
        response, data = None, bytearray()
        try:
            response = await self._http.send(request, stream=True)
            try:
                data += self._unfinished.before(asked, response)
                await _take_all(response, data, limit)
            finally:
                await response.aclose()
        except (httpx.TransportError, ssl.SSLError) as error:
            if response is None:
                raise HubUnreachable(f"{self.address.authority}: {_reason(error)}") from error
            self._unfinished.cut_off(asked, response, bytes(data))
            raise CutOff(_(CUT_OFF)) from error
        if not response.is_success:
            raise HubRefused(problem_text(bytes(data), response.status_code), response.status_code)
        if not self._unfinished.finished(asked, response, bytes(data)):
            raise CutOff(_(CUT_OFF))
        return bytes(data)


def problem_text(data: bytes, status: int) -> str:
    """The hub's own words; for an answer that isn't the hub's, what came instead."""
    try:
        problem = msgspec.json.decode(data, type=Problem)
    except (msgspec.DecodeError, UnicodeError):
        problem = Problem()
    said = hub_words(problem.type, problem.detail or problem.title, status)
    nothing = _("What answered at the hub's address said no (HTTP {status}). Check the network.")
    return said or nothing.format(status=status)


async def _take_all(response: httpx.Response, data: bytearray, limit: int) -> None:
    """Add what arrives to ``data``, which holds it also where the network ends before the answer does."""
    async for part in response.aiter_bytes():
        if len(data) + len(part) > limit:
            told = _("The hub's answer is larger than {limit} bytes and was not read.")
            raise HubRefused(told.format(limit=limit))
        data += part


def _read(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        told = _("The hub's answer can't be read by this version of ExamDay: {error}.")
        raise HubRefused(told.format(error=error)) from error


def _reason(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _("another machine answers there, not this tablet's hub")
    if isinstance(error, httpx.TimeoutException):
        return _("no answer in time")
    return str(error) or type(error).__name__
