"""What becomes of each envelope of a push, on a real journal file."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from hub.during.admission import GAP_PATIENCE, QuarantineFullError
from hub.during.ingest import MAX_JWS_CHARACTERS, Ingest, Taken
from hub.during.live import LiveRegisters
from hub.during.office import Office
from hub.storage.journal import Journal, read_back
from shared.canonical import b64url, digest
from shared.protocol.messages import ReceiptClaim
from shared.protocol.signing import VerifyKey, sign_envelope
from shared.record.envelope import OFFICE_DEVICE, encode_envelope
from shared.record.events.office import RecordQuarantined
from shared.record.events.room import ExamStarted, InvigilatorSignedIn
from tests.factories import HALL, MATHS, SESSION, Device, office, small_pack

NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)
HUB_KEY = office().key


@dataclass
class Keys:
    """Who is approved and who was revoked, as the officer's list says."""

    keys: dict[str, VerifyKey]
    revoked: set[str] = field(default_factory=set)

    def key_of(self, device_id: str) -> VerifyKey | None:
        return self.keys.get(device_id)

    def is_revoked(self, device_id: str) -> bool:
        return device_id in self.revoked


class Room:
    """A hub's ingest with one approved tablet."""

    def __init__(self, folder: Path) -> None:
        self.tablet = Device("tab-1", room=HALL)
        self.keys = Keys({"tab-1": self.tablet.key.public})
        self.journal = Journal.open(folder / "journal.db", now=lambda: NOW, draw=secrets.token_bytes)
        self.live = LiveRegisters(self.journal.journal_id)
        self.journal.follow(self.live.take)
        self.live.publish(small_pack())
        self.ingest = Ingest(self.journal, Office(self.journal, HUB_KEY), self.keys, HUB_KEY, lambda: NOW)

    def write(self, count: int) -> list[str]:
        for _ in range(count):
            self.tablet.write(InvigilatorSignedIn(invigilator_id="inv-1"))
        return self.tablet.written

    async def take(self, *jws: str) -> Taken:
        return await self.ingest.take("tab-1", jws)

    def taken(self) -> list[int]:
        """The tablet's numbers in the journal, in the order of arrival."""
        return [
            one.envelope.device_seq
            for one in read_back(self.journal.rows())
            if one.envelope.device_id == "tab-1"
        ]

    def told(self) -> list[RecordQuarantined]:
        """What the hub put on record about quarantine."""
        events = [one.envelope.event for one in read_back(self.journal.rows())]
        return [event for event in events if isinstance(event, RecordQuarantined)]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    room = Room(tmp_path)
    yield room
    room.journal.close()


async def test_a_push_is_taken_in_order_and_receipted_with_the_hubs_signature(room: Room) -> None:
    done = await room.take(*room.write(3))
    assert done.acked_through == 3
    claim = msgspec.json.decode(HUB_KEY.public.verify(done.receipt.signed), type=ReceiptClaim)
    assert (claim.device_id, claim.acked_through) == ("tab-1", 3)
    assert (claim.hub_seq, claim.row_hash) == room.journal.head()
    assert claim.journal == room.journal.journal_id


async def test_the_same_push_again_changes_nothing_and_is_receipted_again(room: Room) -> None:
    jws = room.write(3)
    await room.take(*jws)
    again = await room.take(*jws[1:], jws[2])
    assert again.acked_through == 3
    assert again.quarantined == ()
    assert room.taken() == [1, 2, 3]


async def test_an_envelope_behind_a_gap_waits_until_the_gap_is_filled(room: Room) -> None:
    jws = room.write(4)
    assert (await room.take(jws[0], jws[2], jws[3])).acked_through == 1
    assert room.taken() == [1]
    assert (await room.take(*jws[1:])).acked_through == 4
    assert room.taken() == [1, 2, 3, 4]
    assert room.told() == []


async def test_a_tablet_that_lost_an_envelope_is_not_blocked_for_ever(room: Room) -> None:
    """The same gap offered again and again: what is missing is put on record, the rest is taken."""
    jws = room.write(4)
    await room.take(jws[0])
    for _ in range(GAP_PATIENCE - 1):
        assert (await room.take(*jws[2:])).acked_through == 1
    assert (await room.take(*jws[2:])).acked_through == 4
    assert room.taken() == [1, 3, 4]
    assert [told.reason for told in room.told()] == ["broken_chain"]
    assert "envelope 2 never arrived" in room.told()[0].detail

    # The tablet is repaired and finds it after all.
    await room.take(jws[1])
    assert room.taken() == [1, 3, 4, 2]


async def test_forged_bytes_are_kept_and_the_envelopes_around_them_taken(room: Room) -> None:
    jws = room.write(3)
    forged = sign_envelope(Device("tab-1").write(InvigilatorSignedIn(invigilator_id="x")), HUB_KEY)
    done = await room.take(jws[0], forged, jws[2])
    assert done.acked_through == 3
    assert [(q.device_seq, q.reason) for q in done.quarantined] == [(2, "bad_signature")]
    assert room.taken() == [1, 3]
    kept = room.journal.quarantine()
    assert [(one.device_seq, one.session, one.data.decode()) for one in kept] == [(2, SESSION, forged)]
    assert room.told()[0].code_digest == digest(forged) == kept[0].quarantine_id
    register = room.live.register(SESSION)
    assert [d.kind for d in register.open_discrepancies if "quarantined" in d.kind] == ["quarantined_record"]

    # The true envelope is still welcome.
    await room.take(jws[1])
    assert room.taken() == [1, 3, 2]


@pytest.mark.parametrize(
    "bytes_",
    ["", "no JWS at all", "a.b.c", "\ud800", "x" * (MAX_JWS_CHARACTERS + 1)],
    ids=["empty", "words", "dots", "surrogate", "too large"],
)
async def test_rubbish_in_the_middle_holds_nothing_up(room: Room, bytes_: str) -> None:
    jws = room.write(3)
    done = await room.take(jws[0], bytes_, jws[2])
    assert done.acked_through == 3
    assert room.taken() == [1, 3]
    assert [one.data for one in room.journal.quarantine()] == [bytes_.encode("utf-8", "surrogatepass")]


async def test_an_authentic_payload_that_is_no_envelope_is_malformed_not_forged(room: Room) -> None:
    odd = room.tablet.key.sign(b'{"device_seq": 1, "session": "2024-06-03-AM"}', "tab-1")
    done = await room.take(odd)
    assert [q.reason for q in done.quarantined] == ["malformed"]
    assert "can't be read" in done.quarantined[0].detail
    assert done.acked_through == 1


async def test_a_broken_link_is_flagged_and_the_rest_of_the_batch_taken(room: Room) -> None:
    """Envelope 2 names another predecessor than the one the hub has; 3 follows 2 as it should."""
    jws = list(room.write(1))
    room.tablet.prev = digest("another past")
    jws = list(room.write(2))
    done = await room.take(*jws)
    assert done.acked_through == 3
    assert [(q.device_seq, q.reason) for q in done.quarantined] == [(2, "broken_chain")]
    assert room.taken() == [1, 3]


async def test_a_number_used_twice_keeps_the_first_and_shows_the_second(room: Room) -> None:
    """A tablet put back to an older state writes its second envelope anew."""
    await room.take(*room.write(2))
    restored = Device("tab-1", room=HALL)
    restored.write(InvigilatorSignedIn(invigilator_id="inv-1"))
    restored.write(InvigilatorSignedIn(invigilator_id="inv-2"))
    done = await room.take(*restored.written)
    assert done.acked_through == 2
    assert [(q.device_seq, q.reason) for q in done.quarantined] == [(2, "broken_chain")]
    assert "taken before" in done.quarantined[0].detail
    assert room.taken() == [1, 2]


async def test_the_same_rubbish_again_is_one_record_and_one_task(room: Room) -> None:
    for _ in range(3):
        await room.take("rubbish")
    assert len(room.journal.quarantine()) == 1
    assert len(room.told()) == 1


async def test_a_tablet_that_sends_nothing_but_rubbish_can_not_fill_the_disk(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.during.admission.MOST_QUARANTINED", 5)
    await room.take(*(f"rubbish {n}" for n in range(5)))
    with pytest.raises(QuarantineFullError, match="show this one to the exams office"):
        await room.take("one too many")
    assert len(room.journal.quarantine()) == 5
    # Nobody else is held up.
    other = Device("tab-2", room=HALL)
    room.keys.keys["tab-2"] = other.key.public
    other.write(InvigilatorSignedIn(invigilator_id="inv-1"))
    assert (await room.ingest.take("tab-2", other.written)).acked_through == 1


async def test_what_a_revoked_or_unknown_tablet_sends_is_kept_apart(room: Room) -> None:
    jws = room.write(2)
    await room.take(jws[0])
    room.keys.revoked.add("tab-1")
    done = await room.take(jws[1])
    assert [q.reason for q in done.quarantined] == ["revoked_device"]
    assert room.taken() == [1]
    stranger = Device("tab-9")
    stranger.write(InvigilatorSignedIn(invigilator_id="inv-1"))
    done = await room.ingest.take("tab-9", stranger.written)
    assert [q.reason for q in done.quarantined] == ["unknown_device"]
    assert done.acked_through == 1


async def test_one_tablet_can_not_speak_for_another(room: Room) -> None:
    other = Device("tab-2", room=HALL)
    room.keys.keys["tab-2"] = other.key.public
    other.write(InvigilatorSignedIn(invigilator_id="inv-1"))
    done = await room.take(*other.written)
    assert [q.reason for q in done.quarantined] == ["bad_signature"]
    # In its own name it is taken.
    assert (await room.ingest.take("tab-2", other.written)).acked_through == 1


async def test_a_number_beyond_all_reason_blocks_nobody(room: Room) -> None:
    room.tablet.seq = 2**62
    room.write(1)
    assert (await room.take(*room.tablet.written)).quarantined[0].reason == "malformed"


async def test_the_offices_own_chain_holds_across_everything(room: Room) -> None:
    await room.take("rubbish", *room.write(2))
    await room.take("more rubbish")
    own = [one for one in read_back(room.journal.rows()) if one.envelope.device_id == OFFICE_DEVICE]
    assert [one.envelope.device_seq for one in own] == [1, 2]
    assert own[1].envelope.prev == digest(own[0].row.jws)
    assert HUB_KEY.public.verify(own[0].row.jws)


async def test_an_empty_hub_takes_a_whole_record_again(room: Room, tmp_path: Path) -> None:
    """The hub was lost; its replacement gets the same envelopes and says the same."""
    jws = room.write(5)
    await room.take(*jws)
    replacement = Room(tmp_path / "replacement")
    assert (await replacement.take(*jws)).acked_through == 5
    assert replacement.live.register(SESSION).rooms == room.live.register(SESSION).rooms
    replacement.journal.close()


NESTED = "[" * 12_000


def nonsense() -> dict[str, str]:
    """Bytes of a paired tablet that no ExamDay writes, by what is wrong with them."""
    tablet = Device("tab-1", room=HALL)
    key, body, signature = tablet.key, b64url(b"{}"), b64url(bytes(64))
    header = b64url(b'{"alg":"Ed25519","kid":"tab-1","crit":5}')
    start = encode_envelope(tablet.write(ExamStarted(component_ids=(MATHS,), actual_start=NOW)))
    no_such_day = start.replace(
        b'"actual_start":"2024-06-03T08:00:00Z"', b'"actual_start":"0001-01-01T00:00:00+14:00"'
    )
    assert no_such_day != start
    return {
        "nested too deep": key.sign(f'{{"device_seq":{NESTED}'.encode(), "tab-1"),
        "nested where nobody looks": key.sign(f'{{"later":{NESTED}'.encode(), "tab-1"),
        "an odd header": f"{header}.{body}.{signature}",
        "a year that no time zone can show": key.sign(no_such_day, "tab-1"),
    }


@pytest.mark.parametrize("what", sorted(nonsense()))
async def test_nonsense_that_trips_a_parser_is_quarantined_and_the_rest_is_taken(
    room: Room, what: str
) -> None:
    """One such record must not keep the tablet's other facts from the hub, nor stop the register."""
    (first,) = room.write(1)
    taken = await room.take(first, nonsense()[what])
    assert taken.acked_through == 2
    assert [q.device_seq for q in taken.quarantined] == [2]
    assert room.taken() == [1]
    assert len(room.told()) == 1
    assert HALL in {r.room_id for r in room.live.register(SESSION).rooms}
