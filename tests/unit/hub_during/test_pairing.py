"""Offers, enrolments, challenges and tokens: what is accepted, and in which words the rest is refused."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlite_utils import Database

from hub.during.access import AccessDesk, AccessRefused
from hub.during.devices import OFFER_LASTS, Devices, EnrolmentRefused
from hub.during.live import LiveRegisters
from hub.during.office import SITE, Office
from hub.storage.device_store import DeviceStore
from hub.storage.journal import Journal
from hub.storage.writer import StorageError, reading
from shared.protocol.enrolment import EnrolmentRequest, Proof, comparison_code, sign_proof
from shared.record.events.office import DeviceEnrolled, DeviceRevoked
from tests.factories import Device, office

HUB_KEY = office().key
OFFICER = "Ms Officer"


class Desk:
    """Devices and access of a hub with a clock that the test sets."""

    def __init__(self, folder: Path) -> None:
        self.time = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
        self.journal = Journal.open(folder / "journal.db", now=lambda: self.time, draw=secrets.token_bytes)
        self.live = LiveRegisters(self.journal.journal_id)
        self.journal.follow(self.live.take)
        self.devices = self.open_devices()
        self.access = AccessDesk(self.devices, "hub-1", lambda: self.time, secrets.token_bytes)

    def open_devices(self) -> Devices:
        return Devices(
            DeviceStore(self.journal.writer),
            Office(self.journal, HUB_KEY),
            hub_id="hub-1",
            hub_key=HUB_KEY.public,
            fingerprint="ab" * 32,
            site_name="Riverside School",
            real_now=lambda: self.time,
            draw=secrets.token_bytes,
        )

    def offer(self) -> str:
        return self.devices.offer(["192.0.2.7:8443"]).token

    async def approved(self, name: str) -> Device:
        tablet = Device(name)
        self.devices.enrol(ask(tablet, self.offer()))
        await self.devices.approve(name, ["hall"], OFFICER)
        return tablet

    def prove(self, tablet: Device, **changes: str) -> str:
        challenge = self.access.challenge(tablet.device_id)
        proof = Proof(device_id=tablet.device_id, hub_id="hub-1", challenge=challenge)
        return sign_proof(replace(proof, **changes), tablet.key)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.journal.close()


def ask(tablet: Device, token: str, **changes: str) -> EnrolmentRequest:
    request = EnrolmentRequest(
        token=token,
        device_id=tablet.device_id,
        name="Main Hall 1",
        public_key=tablet.key.public.text,
        app_version="0.1.0",
    )
    return replace(request, **changes)


async def test_a_tablet_waits_for_the_officer_and_its_approval_is_a_fact_of_the_site(desk: Desk) -> None:
    tablet = Device("tab-1")
    answer = desk.devices.enrol(ask(tablet, desk.offer()))
    assert answer.status == "pending"
    assert answer.code == comparison_code(HUB_KEY.public.text, tablet.key.public.text)
    assert [d.device_id for d in desk.devices.pending()] == ["tab-1"]
    assert desk.devices.key_of("tab-1") is None

    await desk.devices.approve("tab-1", ["hall"], OFFICER)
    assert desk.devices.answer("tab-1").status == "approved"
    assert desk.devices.pending() == ()
    (fact,) = desk.live.facts(SITE)
    assert fact.envelope.event == DeviceEnrolled(
        device_id="tab-1", name="Main Hall 1", public_key=tablet.key.public.text, rooms=("hall",)
    )
    assert fact.envelope.actor == OFFICER
    assert desk.live.sessions() == ()


async def test_an_offer_is_good_once_for_ten_minutes_and_never_stored_in_the_clear(desk: Desk) -> None:
    token = desk.offer()
    with reading(desk.journal.writer.file) as db:
        assert token not in str(list(db.table("offers").rows))
    desk.devices.enrol(ask(Device("tab-1"), token))
    with pytest.raises(EnrolmentRefused, match="used already"):
        desk.devices.enrol(ask(Device("tab-2"), token))

    late = desk.offer()
    desk.time += OFFER_LASTS + timedelta(seconds=1)
    with pytest.raises(EnrolmentRefused, match="has expired"):
        desk.devices.enrol(ask(Device("tab-3"), late))
    with pytest.raises(EnrolmentRefused, match="did not make"):
        desk.devices.enrol(ask(Device("tab-3"), "guessed"))
    assert [d.device_id for d in desk.devices.all()] == ["tab-1"]


async def test_a_tablet_whose_answer_got_lost_may_ask_again_with_the_same_code(desk: Desk) -> None:
    token = desk.offer()
    request = ask(Device("tab-1"), token)
    assert desk.devices.enrol(request) == desk.devices.enrol(request)
    await desk.devices.approve("tab-1", [], OFFICER)
    assert desk.devices.enrol(request).status == "approved"


async def test_nobody_takes_over_a_known_tablets_name(desk: Desk) -> None:
    await desk.approved("tab-1")
    stranger = ask(Device("tab-1"), desk.offer(), public_key=Device("other").key.public.text)
    with pytest.raises(EnrolmentRefused, match="another tablet has this identifier"):
        desk.devices.enrol(stranger)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "1 to 60"),
        ({"name": "x" * 61}, "1 to 60"),
        ({"name": "two\nlines"}, "printable"),
        ({"device_id": "hub"}, "identifier"),
        ({"device_id": "../../etc"}, "identifier"),
        ({"device_id": "x" * 65}, "identifier"),
        ({"public_key": "no key"}, "key can't be used"),
        ({"app_version": "x" * 61}, "version"),
    ],
)
async def test_what_can_not_stand_on_the_board_is_refused_in_words(
    desk: Desk, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(EnrolmentRefused, match=told):
        desk.devices.enrol(ask(Device("tab-1"), desk.offer(), **changes))


async def test_a_proof_opens_the_door_for_a_quarter_of_an_hour(desk: Desk) -> None:
    tablet = await desk.approved("tab-1")
    access = desk.access.token(desk.prove(tablet))
    assert desk.access.device_of(access.token).device_id == "tab-1"
    assert access.expires_at - desk.time == timedelta(minutes=15)
    desk.time += timedelta(minutes=15, seconds=1)
    with pytest.raises(AccessRefused, match="has expired"):
        desk.access.device_of(access.token)
    for wrong in ("", "tab-1.guess", access.token[:-1], "tab-2" + access.token[5:]):
        with pytest.raises(AccessRefused, match="doesn't know"):
            desk.access.device_of(wrong)


async def test_a_challenge_is_answered_once_in_time_and_by_the_right_key(desk: Desk) -> None:
    tablet = await desk.approved("tab-1")
    other = await desk.approved("tab-2")
    proof = desk.prove(tablet)
    desk.access.token(proof)
    with pytest.raises(AccessRefused, match="unknown, used or too old"):
        desk.access.token(proof)
    late = desk.prove(tablet)
    desk.time += timedelta(seconds=61)
    with pytest.raises(AccessRefused, match="unknown, used or too old"):
        desk.access.token(late)
    with pytest.raises(AccessRefused, match="another hub or tablet"):
        desk.access.token(desk.prove(tablet, hub_id="hub-2"))
    with pytest.raises(AccessRefused, match="not signed with this tablet's key"):
        desk.access.token(desk.prove(tablet, device_id="tab-2"))
    stolen = Proof(device_id="tab-1", hub_id="hub-1", challenge=desk.access.challenge("tab-1"))
    with pytest.raises(AccessRefused, match="not signed with this tablet's key"):
        desk.access.token(sign_proof(stolen, other.key))
    with pytest.raises(AccessRefused, match="can't be read"):
        desk.access.token("rubbish")


@pytest.mark.parametrize(
    ("decide", "reason"),
    [("pending", "device_pending"), ("refused", "device_refused"), ("revoked", "device_revoked")],
)
async def test_without_permission_there_is_no_challenge(desk: Desk, decide: str, reason: str) -> None:
    desk.devices.enrol(ask(Device("tab-1"), desk.offer()))
    if decide == "refused":
        await desk.devices.refuse("tab-1", OFFICER)
    elif decide == "revoked":
        await desk.devices.approve("tab-1", [], OFFICER)
        await desk.devices.revoke("tab-1", OFFICER, "lost in town")
    with pytest.raises(AccessRefused) as refused:
        desk.access.challenge("tab-1")
    assert refused.value.reason == reason
    with pytest.raises(AccessRefused, match="not paired"):
        desk.access.challenge("tab-9")


async def test_revoking_ends_open_tokens_and_is_on_record(desk: Desk) -> None:
    tablet = await desk.approved("tab-1")
    token = desk.access.token(desk.prove(tablet)).token
    told: list[tuple[str, str]] = []
    desk.devices.on_revoked(lambda *what: told.append(what))
    await desk.devices.revoke("tab-1", OFFICER, "lost in town")
    with pytest.raises(AccessRefused, match="lost in town"):
        desk.access.device_of(token)
    assert [device for device, _ in told] == ["tab-1"]
    assert desk.live.facts(SITE)[-1].envelope.event == DeviceRevoked(device_id="tab-1", reason="lost in town")
    assert desk.devices.is_revoked("tab-1")


async def test_devices_are_the_same_after_a_restart(desk: Desk) -> None:
    await desk.approved("tab-1")
    await desk.devices.fetched("tab-1", "hall")
    again = desk.open_devices()
    assert again.all() == desk.devices.all()
    assert again.get("tab-1").fetched_rooms == ("hall",)


async def test_a_pack_fetched_in_the_same_moment_does_not_undo_a_revocation(desk: Desk) -> None:
    """Both change the same tablet: whichever is written last, the permission stays taken back."""
    for number in range(10):
        tablet = await desk.approved(f"tab-{number:02d}")
        name = tablet.device_id
        await asyncio.gather(
            desk.devices.fetched(name, "hall"),
            desk.devices.revoke(name, OFFICER, "lost"),
            desk.devices.fetched(name, "annexe"),
        )
        assert desk.devices.get(name).status == "revoked"
        assert {d.device_id: d.status for d in desk.open_devices().all()}[name] == "revoked"


async def test_rooms_fetched_in_the_same_moment_are_all_remembered(desk: Desk) -> None:
    tablet = await desk.approved("tab-1")
    rooms = ("hall", "annexe", "library")
    await asyncio.gather(*(desk.devices.fetched(tablet.device_id, room) for room in rooms))
    assert set(desk.devices.get(tablet.device_id).fetched_rooms) == set(rooms)


async def test_a_permission_and_its_fact_are_there_together_or_not_at_all(desk: Desk) -> None:
    """Whichever of the two the disk doesn't take, the other one isn't there either."""
    tablet = Device("tablet-4")
    desk.devices.enrol(ask(tablet, desk.offer()))
    for table, change in (("devices", "UPDATE"), ("journal", "INSERT")):
        full = f"CREATE TRIGGER full BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        desk.journal.writer.run(partial(Database.execute, sql=full))
        with pytest.raises(StorageError):
            await desk.devices.approve("tablet-4", ["hall"], OFFICER)
        assert desk.devices.get("tablet-4").status == "pending"
        assert desk.open_devices().get("tablet-4").status == "pending"
        assert desk.live.facts(SITE) == ()
        desk.journal.writer.run(lambda db: db.execute("DROP TRIGGER full"))
    await desk.devices.approve("tablet-4", ["hall"], OFFICER)
    assert desk.open_devices().get("tablet-4").status == "approved"
    assert len(desk.live.facts(SITE)) == 1
