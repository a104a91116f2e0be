"""Tablets' lines to a real hub: TLS, WebSocket, SQLite, signatures; only the tablet's screen is missing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from shared.protocol.codec import decode_many_from_hub, encode_many
from shared.protocol.messages import (
    EVENTS_BATCH,
    ClockRequest,
    Events,
    Health,
    Hello,
    Notice,
    PackAvailable,
    Push,
    Quarantined,
    Receipt,
    Refusal,
    TimeBeacon,
    Welcome,
)
from shared.protocol.signing import key_id_of
from shared.record.chain import JournalRow
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.room import InvigilatorSignedIn
from tests.factories import ANNEXE, HALL, MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.hub_house import Line, house


def sign_in(device: Device, count: int = 1) -> None:
    for _ in range(count):
        device.write(InvigilatorSignedIn(invigilator_id="inv-1"))


def mark_present(device: Device, number: int) -> None:
    device.write(
        CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=MATHS, seat="A1"), at=START
    )


async def heard(line: Line, count: int) -> list[JournalRow]:
    """The next ``count`` rows that tablets wrote; the office's own (a pack was published) don't count."""
    rows: list[JournalRow] = []
    while len(rows) < count:
        events = await line.hear(Events)
        rows += [row for row in events.rows if key_id_of(row.jws) != OFFICE_DEVICE]
    return rows


async def test_a_tablet_says_hello_pushes_and_learns_its_place_in_the_journal(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1", rooms=[HALL])
        await line.dial()
        await line.greet()
        welcome = await line.hear(Welcome)
        assert (welcome.journal, welcome.acked_through) == (h.hub.journal.journal_id, 0)
        offer = await line.hear(PackAvailable)
        assert (offer.version, offer.content_hash) == (1, small_pack().content_hash)

        mark_present(line.device, 1)
        assert (await line.push()).acked_through == 1
        (row,) = await heard(line, 1)
        assert row.jws == line.device.written[0]
        assert row.hub_seq == h.hub.live.head_seq
        register = h.hub.live.register(SESSION)
        record = register.sitting(candidate_id(1), MATHS)
        assert record is not None
        assert record.is_present


async def test_every_tablet_of_the_session_hears_what_one_of_them_records(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        hall, annexe = await h.tablet("tab-hall"), await h.tablet("tab-annexe", room=ANNEXE)
        other = await h.tablet("tab-pm")
        other.device.session = "2024-06-03-PM"
        for line in (hall, annexe, other):
            await line.dial()
            await line.greet()
            await line.hear(Welcome)
        mark_present(hall.device, 1)
        await hall.push()
        assert [row.jws for row in await heard(annexe, 1)] == hall.device.written
        mark_present(other.device, 1)
        await other.push()
        # The afternoon's tablet has heard its own row only.
        assert [row.jws for row in await heard(other, 1)] == other.device.written
        assert not any(isinstance(m, Events) for m in annexe.inbox)


async def test_who_was_away_catches_up_in_batches_from_what_it_has_seen(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        writer, late = await h.tablet("tab-1"), await h.tablet("tab-2")
        sign_in(writer.device, EVENTS_BATCH + 150)
        for first in range(0, EVENTS_BATCH + 150, 100):
            await h.hub.ingest.take("tab-1", writer.device.written[first : first + 100])
        await late.dial()
        await late.greet()
        rows = await heard(late, EVENTS_BATCH + 150)
        assert [row.jws for row in rows] == writer.device.written
        first, second = [m for m in late.heard if isinstance(m, Events)]
        assert len(first.rows) == EVENTS_BATCH
        assert (first.after, second.after) == (0, first.rows[-1].hub_seq)

        await late.hang_up()
        sign_in(writer.device)
        await h.hub.ingest.take("tab-1", writer.device.written[-1:])
        await late.dial()
        await late.greet(journal=h.hub.journal.journal_id, seen=rows[-1].hub_seq)
        assert [row.jws for row in await heard(late, 1)] == writer.device.written[-1:]


async def test_what_can_not_be_read_is_told_and_shown_and_the_rest_receipted(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        sign_in(line.device, 3)
        line.device.written[1] = line.device.written[1][:-8] + "AAAAAAAA"
        assert (await line.push()).acked_through == 3
        told = [m for m in line.heard if isinstance(m, Quarantined)]
        assert [(q.device_seq, q.reason) for q in told] == [(2, "bad_signature")]
        kinds = {d.kind for d in h.hub.live.register(SESSION).open_discrepancies}
        assert "quarantined_record" in kinds


async def test_the_clock_is_answered_with_the_exam_days_time(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        asked = h.hub.now()
        await line.say(ClockRequest(sent_at=asked))
        beacon = await line.hear(TimeBeacon)
        assert beacon.request_sent_at == asked
        assert asked <= beacon.received_at <= beacon.sent_at <= h.hub.now()


async def test_the_officer_sees_how_a_tablet_is_and_that_it_left(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        await line.say(
            Health(battery_percent=64, free_disk_mb=900, queue=3, camera=True, app_version="1", room=HALL)
        )
        await line.say(ClockRequest(sent_at=h.hub.now()))
        await line.hear(TimeBeacon)
        (told,) = h.hub.devices.health()
        assert (told.battery_percent, told.queue, told.room, told.online) == (64, 3, HALL, True)
        with h.hub.devices.watchers.watching("tab-1") as left:
            await line.hang_up()
            while h.hub.devices.health()[0].online:
                await asyncio.wait_for(left.wait(), 10)


async def test_notices_reach_the_room_they_are_for_and_those_who_come_later(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        await line.hear(PackAvailable)
        h.hub.switchboard.notify(SESSION, "Fire drill at ten", urgent=True)
        assert (await line.hear(Notice)).text == "Fire drill at ten"
        late = await h.tablet("tab-2")
        await late.dial()
        await late.greet()
        assert (await late.hear(Notice)).text == "Fire drill at ten"


async def test_a_new_pack_version_is_told_and_the_facts_are_held_against_it(tmp_path: Path) -> None:
    async with house(tmp_path, packs=()) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        mark_present(line.device, 1)
        await line.push()
        assert h.hub.live.pack(SESSION) is None
        h.hub.live.publish(small_pack())
        assert (await line.hear(PackAvailable)).version == 1
        record = h.hub.live.register(SESSION).sitting(candidate_id(1), MATHS)
        assert record is not None
        assert record.is_present
        before = h.hub.live.revision(SESSION)
        h.hub.live.publish(small_pack(candidates=12, version=2))
        assert (await line.hear(PackAvailable)).version == 2
        assert h.hub.live.revision(SESSION) > before
        assert len(h.hub.live.register(SESSION).sittings) == 12


async def test_a_revoked_tablet_is_told_so_and_loses_its_line(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        await line.hear(Welcome)
        await h.hub.devices.revoke("tab-1", "Ms Officer", "left on the bus")
        refusal = await line.hear(Refusal)
        assert refusal.reason == "device_revoked"
        assert "left on the bus" in refusal.detail
        with pytest.raises(ConnectionClosed):
            await line.hear(Welcome)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("this is no JSON", "malformed"),
        ('{"type": "Hello"}', "malformed"),
        (
            (
                '{"type":"Hello","session":"2024-06-03-AM","journal":"","seen":0,"device_seq":0,'
                '"app_version":"9","protocol":99}'
            ),
            "protocol",
        ),
        (
            '{"type":"Hello","session":"tomorrow","journal":"","seen":0,"device_seq":0,"app_version":"1"}',
            "session",
        ),
    ],
)
async def test_a_tablet_that_speaks_nonsense_is_told_why_before_the_line_ends(
    tmp_path: Path, text: str, reason: str
) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        socket = await line.dial()
        await socket.send(text)
        assert (await line.hear(Refusal)).reason == reason


async def test_the_same_messages_pass_over_plain_https(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        sign_in(line.device, 2)
        messages = [
            Hello(session=SESSION, journal="", seen=0, device_seq=2, app_version="1"),
            Push(envelopes=tuple(line.device.written)),
            ClockRequest(sent_at=h.hub.now()),
        ]
        async with h.http(token=line.token) as client:
            answer = await client.post("/api/device/sync", content=encode_many(messages))
            told = decode_many_from_hub(answer.content)
            assert [type(m) for m in told] == [Welcome, PackAvailable, Receipt, TimeBeacon, Events]
            assert isinstance(told[-1], Events)
            assert [row.jws for row in told[-1].rows][-2:] == line.device.written
            broken = await client.post("/api/device/sync", content=b"[{]")
            assert (broken.status_code, broken.json()["type"]) == (400, "urn:examday:malformed")


async def test_sixty_tablets_at_once_lose_nothing_and_all_hear_everything(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        lines = [await h.tablet(f"tab-{n:02d}") for n in range(60)]

        async def play(line: Line) -> None:
            await line.dial()
            await line.greet()
            sign_in(line.device, 5)
            receipt = await line.push()
            assert receipt.acked_through == 5

        commits = h.hub.journal.writer.commits
        await asyncio.gather(*(play(line) for line in lines))
        assert h.hub.journal.writer.commits - commits <= 60
        head = h.hub.live.head_seq
        await asyncio.gather(*(_until(line, head) for line in lines))
        expected = {jws for line in lines for jws in line.device.written}
        for line in lines:
            rows = [row.jws for m in line.heard if isinstance(m, Events) for row in m.rows]
            assert len(rows) == len(set(rows)) == 301
            assert set(rows) > expected


async def _until(line: Line, head: int) -> None:
    while not any(isinstance(m, Events) and m.head_seq >= head for m in line.heard):
        await line.hear(Events)


async def test_a_notice_for_one_room_is_told_there_only(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        hall, annexe = await h.tablet("tab-1"), await h.tablet("tab-2", room=ANNEXE)
        h.hub.switchboard.notify(SESSION, "Paper 2 is on its way", room=ANNEXE)
        for line, room in ((hall, HALL), (annexe, ANNEXE)):
            await line.dial()
            await line.greet()
            await line.say(
                Health(battery_percent=None, free_disk_mb=9, queue=0, camera=True, app_version="1", room=room)
            )
            await line.say(ClockRequest(sent_at=h.hub.now()))
            await line.hear(TimeBeacon)
        assert [m.text for m in annexe.heard if isinstance(m, Notice)] == ["Paper 2 is on its way"]
        assert not any(isinstance(m, Notice) for m in hall.heard)


async def test_a_binary_frame_is_refused_in_words(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        socket = await line.dial()
        await socket.send(b"\x00\x01")
        assert "text frames" in (await line.hear(Refusal)).detail
