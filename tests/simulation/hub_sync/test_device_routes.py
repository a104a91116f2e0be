"""Tablets' HTTPS routes: who gets what, and why the rest is refused."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from msgspec.structs import replace
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from shared.plan.pack import SessionPack
from shared.protocol.enrolment import HUB_HOST_NAME, SessionOffer
from tests.factories import ANNEXE, HALL, SESSION, Device, small_pack
from tests.hub_house import Line, house, http_to, trusting

PICTURE = b"\xff\xd8\xff\xe0 a small picture \xff\xd9"
PHOTO = hashlib.sha256(PICTURE).hexdigest()


def problem(answer: httpx.Response, status: int) -> str:
    """The problem's type, after checking its shape (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == status
    assert told["detail"]
    return str(told["type"]).removeprefix("urn:examday:")


def pack_with_photo() -> SessionPack:
    """The annexe's candidate (number four) has a photo; nobody else."""
    pack = small_pack()
    people = tuple(replace(c, photo=PHOTO) if c.number == "1004" else c for c in pack.candidates)
    pack = replace(pack, candidates=people)
    return replace(pack, published_hash=pack.content_hash)


async def test_a_tablet_gets_names_of_its_own_rooms_and_pseudonyms_of_the_others(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1", rooms=[HALL])
        async with h.http(token=line.token) as client:
            offers = msgspec.json.decode(
                (await client.get("/api/device/sessions")).content, type=list[SessionOffer]
            )
            (offer,) = offers
            assert (offer.session, offer.version) == (SESSION, 1)
            assert offer.title == "Monday 3 June 2024, morning"
            assert offer.rooms == ((HALL, "Main Hall"),)
            answer = await client.get(f"/api/device/packs/{SESSION}", params={"room": HALL})
            pack = msgspec.json.decode(answer.content, type=SessionPack)
            assert pack.published_hash == offer.content_hash == small_pack().content_hash
            named = {c.id for c in pack.candidates if c.is_known_here}
            assert named == {s.candidate_id for s in small_pack().sittings_in(HALL)}
            assert len(pack.candidates) == 8
            other = await client.get(f"/api/device/packs/{SESSION}", params={"room": ANNEXE})
            assert problem(other, 403) == "room-refused"
            nowhere = await client.get(f"/api/device/packs/{SESSION}", params={"room": "cellar"})
            assert problem(nowhere, 404) == "pack-unknown"
            assert problem(await client.get(f"/api/device/packs/{SESSION}"), 422) == "invalid"


async def test_a_photo_is_for_the_rooms_that_need_it(tmp_path: Path) -> None:
    async with house(tmp_path, packs=[pack_with_photo()]) as h:
        (h.hub.config.photos / f"{PHOTO}.jpg").write_bytes(PICTURE)
        hall, annexe = await h.tablet("tab-1", rooms=[HALL]), await h.tablet("tab-2")
        async with h.http(token=hall.token) as client:
            assert problem(await client.get(f"/api/device/photos/{PHOTO}"), 404) == "photo-unknown"
        async with h.http(token=annexe.token) as client:
            # Approved for any room: it gets what it needs once it has chosen one, and that is noted.
            assert problem(await client.get(f"/api/device/photos/{PHOTO}"), 404) == "photo-unknown"
            await client.get(f"/api/device/packs/{SESSION}", params={"room": ANNEXE})
            answer = await client.get(f"/api/device/photos/{PHOTO}")
            assert (answer.content, answer.headers["content-type"]) == (PICTURE, "image/jpeg")
            assert "no-store" in answer.headers["cache-control"]
            for odd in ("x", "..%2F..%2Fkeys%2Fhub.key", "0" * 64):
                assert problem(await client.get(f"/api/device/photos/{odd}"), 404)
        assert h.hub.devices.get("tab-2").fetched_rooms == (ANNEXE,)


@pytest.mark.parametrize(
    ("header", "status", "kind"),
    [
        (None, 401, "token-missing"),
        ("Basic b2ZmaWNlcjpwYXNz", 401, "token-missing"),
        ("Bearer", 401, "token-missing"),
        ("Bearer nonsense", 401, "token-unknown"),
        ("Bearer tab-1.nonsense", 401, "token-unknown"),
    ],
)
async def test_without_a_token_every_door_says_why(
    tmp_path: Path, header: str | None, status: int, kind: str
) -> None:
    async with house(tmp_path) as h:
        await h.tablet("tab-1")
        headers = {} if header is None else {"Authorization": header}
        async with h.http() as client:
            client.headers.update(headers)
            for path in ("/sessions", f"/packs/{SESSION}?room=hall", f"/photos/{PHOTO}"):
                assert problem(await client.get(f"/api/device{path}"), status) == kind
            assert problem(await client.post("/api/device/sync", content=b"[]"), status) == kind
        with pytest.raises(InvalidStatus) as refused:
            await connect(
                f"{h.ready.url.replace('https', 'wss')}/api/device/sync",
                ssl=trusting(h.hub.authority.ca_pem),
                server_hostname=HUB_HOST_NAME,
                additional_headers=headers,
                proxy=None,
            )
        assert refused.value.response.status_code == status
        assert kind.encode() in refused.value.response.body


async def test_an_expired_or_revoked_token_is_refused_as_what_it_is(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        late, lost = await h.tablet("tab-1"), await h.tablet("tab-2")
        await h.hub.devices.revoke("tab-2", "Ms Officer", "lost")
        async with h.http(token=lost.token) as client:
            assert problem(await client.get("/api/device/sessions"), 403) == "device-revoked"
            again = await client.post("/api/device/challenge", json={"device_id": "tab-2"})
            assert problem(again, 403) == "device-revoked"
        async with h.http(token=late.token) as client:
            assert (await client.get("/api/device/sessions")).status_code == 200
            h.clock.ahead += timedelta(minutes=15, seconds=1)
            assert problem(await client.get("/api/device/sessions"), 401) == "token-expired"


async def test_tablets_routes_do_not_exist_in_the_clear(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        async with http_to(h.ready.office_url, h.hub.authority.ca_pem, line.token) as client:
            assert problem(await client.get("/api/device/sessions"), 403) == "tls-only"
            assert problem(await client.post("/api/device/enrol", json={}), 403) == "tls-only"
            assert (await client.get("/ca.pem")).content == h.hub.authority.ca_pem
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws{h.ready.office_url[4:]}/api/device/sync", proxy=None)
        assert refused.value.response.status_code == 403


async def test_what_is_too_large_or_unreadable_is_refused_before_it_is_read(tmp_path: Path) -> None:
    async with house(tmp_path) as h, h.http() as client:
        big = await client.post("/api/device/enrol", content=b"x" * 20_000)
        assert problem(big, 413) == "too-large"

        async def endless() -> Any:
            for _ in range(100):
                yield b"x" * 1000

        streamed = await client.post("/api/device/challenge", content=endless())
        assert problem(streamed, 413) == "too-large"
        assert problem(await client.post("/api/device/enrol", content=b"{"), 400) == "malformed"
        assert problem(await client.post("/api/device/token", json={"proof": 7}), 400) == "malformed"
        assert problem(await client.get("/api/device/nothing-here"), 404)


async def test_who_guesses_pairing_codes_waits_and_who_has_one_does_not(tmp_path: Path) -> None:
    async with house(tmp_path) as h, h.http() as client:
        guess = Line(Device("tab-9"), h.ready.url, h.hub.authority.ca_pem)
        content = msgspec.json.encode(guess.request("guess"))
        for _ in range(20):
            assert problem(await client.post("/api/device/enrol", content=content), 403) == "token-unknown"
        waiting = await client.post("/api/device/enrol", content=content)
        assert problem(waiting, 429) == "too-many-tries"
        assert 0 < int(waiting.headers["retry-after"]) <= 60
        h.clock.ahead += timedelta(seconds=61)
        assert (await guess.enrol(client, h.hub.devices.offer([]).token))["status"] == "pending"


async def test_the_state_of_an_enrolment_holds_no_secret_and_can_be_asked_for(tmp_path: Path) -> None:
    async with house(tmp_path) as h, h.http() as client:
        line = Line(Device("tab-1"), h.ready.url, h.hub.authority.ca_pem)
        told = await line.enrol(client, h.hub.devices.offer([]).token)
        asked = await client.get("/api/device/enrolment/tab-1")
        assert asked.json() == told
        assert set(told) == {"status", "hub_id", "hub_key", "centre_name", "code", "detail"}
        await h.hub.devices.refuse("tab-1", "Ms Officer", "not one of ours")
        told = (await client.post("/api/device/enrolment", json={"device_id": "tab-1"})).json()
        assert (told["status"], told["detail"]) == ("refused", "not one of ours")
        assert problem(await client.get("/api/device/enrolment/tab-7"), 404) == "device-unknown"


@pytest.mark.parametrize("path", ["enrol", "enrolment", "challenge", "token", "sync"])
async def test_json_nested_beyond_reason_is_a_malformed_request(tmp_path: Path, path: str) -> None:
    """Strangers can send it, so it must be answered like any other nonsense and never reach the log."""
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        async with h.http(token=line.token) as client:
            answer = await client.post(f"/api/device/{path}", content=b'{"x":' + b"[" * 16_000)
            assert problem(answer, 400) == "malformed"
