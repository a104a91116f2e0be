"""A room's day with a real hub over real TLS: what one tablet records, all the others have at once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from hub.during.health_board import DeviceHealth
from kiosk_app.desk import RoomDesk
from kiosk_app.faults import HubRefused, RecordRefused
from shared.protocol.messages import DeviceCommand, ReceiptClaim
from shared.record.events.candidate import Attendance, AttendanceCorrected, CandidateMarkedPresent
from shared.record.events.incident import HelpAcknowledged, HelpRequested
from shared.record.register import DiscrepancyKind
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import ShiftedClock, Tablets, await_desk, await_sent
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, PIN, SESSION, candidate_id, small_pack

PHOTO = b"\xff\xd8 a small portrait \xff\xd9"


def present(number: int, component: str = MATHS) -> CandidateMarkedPresent:
    return CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=component, seat="A1")


def is_present(desk: RoomDesk, number: int, component: str = MATHS) -> bool:
    sitting = desk.register().sitting(candidate_id(number), component)
    return sitting is not None and sitting.is_present


def test_a_fact_is_receipted_by_the_hub_and_seen_in_the_other_room(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, hall = tablets.desk(hub, "hall")
        _, annexe = tablets.desk(hub, "annexe", room=ANNEXE)
        hall.record(present(1))
        await_sent(hall)
        await_desk(annexe, lambda: is_present(annexe, 1))

        await_sent(annexe)
        register = hub.register()
        for desk in (hall, annexe):
            await_desk(desk, lambda desk=desk: desk.register() == register)
        verified = hub.hub.authority.hub_key.public.verify(tablet.receipts()[-1])
        claim = msgspec.json.decode(verified, type=ReceiptClaim)
        assert (claim.device_id, claim.acked_through) == (tablet.device_id, len(tablet.own_envelopes()))


@pytest.mark.parametrize("has_seen", [True, False])
def test_only_who_saw_the_first_fact_corrects_it(tmp_path: Path, tablets: Tablets, has_seen: bool) -> None:
    """A correction by a tablet that never had the other fact on its screen is a contradiction instead."""
    with ServedHub(tmp_path / "site") as hub:
        _, hall = tablets.desk(hub, "hall")
        _, annexe = tablets.desk(hub, "annexe", room=ANNEXE)
        if not has_seen:
            annexe.sync.pause()
        hall.record(present(1))
        await_sent(hall)
        if has_seen:
            await_desk(annexe, lambda: is_present(annexe, 1))
        corrected = annexe.record(
            AttendanceCorrected(
                candidate_id=candidate_id(1),
                component_id=MATHS,
                old=Attendance.PRESENT,
                new=Attendance.ABSENT,
                reason="taken for somebody else",
            )
        )
        annexe.sync.resume()
        await_sent(annexe)
        await_desk(annexe, lambda: annexe.register() == hub.register())
        assert corrected.journal == hub.hub.journal.journal_id
        kinds = {d.kind for d in annexe.register().discrepancies}
        assert (DiscrepancyKind.ATTENDANCE_CONTRADICTED in kinds) is not has_seen


def test_names_and_photos_come_only_for_the_tablets_own_room(tmp_path: Path, tablets: Tablets) -> None:
    photo = hashlib.sha256(PHOTO).hexdigest()
    pack = small_pack()
    candidates = tuple(msgspec.structs.replace(c, photo=photo) for c in pack.candidates)
    pictured = msgspec.structs.replace(pack, candidates=candidates)
    pictured = msgspec.structs.replace(pictured, published_hash=pictured.content_hash)
    with ServedHub(tmp_path / "site", pictured) as hub:
        (tmp_path / "site" / "photos" / f"{photo}.jpg").write_bytes(PHOTO)
        _, desk = tablets.desk(hub, room=HALL)
        here, elsewhere = candidate_id(1), candidate_id(4)
        assert desk.photo(here) == PHOTO
        assert desk.photo(elsewhere) is None
        hidden = desk.pack.candidate(elsewhere)
        assert hidden is not None
        assert not hidden.is_known_here
        tablet = tablets.paired(hub, "other")
        hub.approve(tablet.device_id, rooms=(ANNEXE,))
        with pytest.raises(HubRefused, match="not approved for this room"):
            tablet.fetch_pack(SESSION, HALL)


def test_a_newer_pack_takes_the_place_of_the_old_while_the_room_goes_on(
    tmp_path: Path, tablets: Tablets
) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        desk.record(present(1))
        hub.publish(small_pack(11, version=2))
        await_desk(desk, lambda: desk.pack.version == 2)
        assert is_present(desk, 1)
        assert desk.register().sitting(candidate_id(11), MATHS_OF_11) is not None
        desk.close()
    # With the hub off the newer pack is the one that opens.
    assert tablet.open_room(SESSION, HALL).pack.version == 2


MATHS_OF_11 = "AQA:8300/2H"


def test_the_office_answers_a_call_and_tells_the_room_something(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        _, desk = tablets.desk(hub)
        desk.record(HelpRequested(help_id="help-1", kind="officer"))
        await_sent(desk)
        hub.record(HelpAcknowledged(help_id="help-1"), room=HALL)
        await_desk(desk, lambda: desk.register().help_calls[0].acknowledged_at is not None)
        hub.call(lambda: hub.hub.switchboard.notify(SESSION, "Spare calculators are in the office."))
        await_desk(desk, lambda: bool(desk.notices()))
        notice = desk.notices()[0]
        desk.dismiss_notice(notice.notice_id)
        desk.sync.pause()
        desk.sync.resume()
        await_desk(desk, lambda: desk.connection().online)
        # The hub repeats its notices to everybody who comes back; what was read stays read.
        assert notice.text == "Spare calculators are in the office."
        assert desk.notices() == ()


def test_the_clock_follows_the_hubs_however_wrong_the_tablets_is(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        wrong = ShiftedClock(timedelta(minutes=-7))
        _, desk = tablets.desk(hub, clock=wrong)
        await_desk(desk, lambda: desk.connection().is_clock_measured)
        told = desk.connection()
        # Seven minutes wrong are put right; how exactly is a matter of how busy this machine is.
        assert abs(told.clock_offset_ms - 420_000) < 20_000
        assert abs((desk.now() - hub.hub.now()).total_seconds()) < 20
        before = desk.connection().clock_offset_ms
        fact = desk.record(present(3, IGCSE))
        assert abs((fact.occurred_at - hub.hub.now()).total_seconds()) < 20
        assert fact.clock_offset_ms in (before, desk.connection().clock_offset_ms)


def test_a_locked_tablet_opens_again_with_a_pin(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        hub.call(lambda: hub.hub.switchboard.command(tablet.device_id, DeviceCommand(command="lock")))
        await_desk(desk, lambda: desk.lock_state == "locked")
        assert desk.signed_in is None
        assert desk.sign_in("inv-2", PIN)
        assert desk.lock_state == ""


def test_a_wipe_waits_until_nothing_would_be_lost(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        device_id = tablet.device_id
        hub.call(lambda: hub.hub.switchboard.command(device_id, DeviceCommand(command="wipe")))
        await_desk(desk, lambda: desk.lock_state == "wiped")
        assert tablet.stage == "unpaired"
        assert tablet.device_id != device_id
        assert tablet.sessions() == ()
        assert list(tablet.home.glob("p*/*")) == []
        assert not desk.sign_in("inv-1", PIN)
        with pytest.raises(RecordRefused, match="Nobody is signed in"):
            desk.record(present(1))


def test_what_the_hub_hears_of_the_tablets_health(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)

        def board() -> DeviceHealth:
            return next(one for one in hub.hub.devices.health() if one.device_id == tablet.device_id)

        await_desk(desk, lambda: board().room == HALL)
        told = board()
        assert told.online
        assert (told.room, told.session, told.camera) == (HALL, SESSION, False)
        assert told.free_disk_mb is not None
        assert told.free_disk_mb > 0
