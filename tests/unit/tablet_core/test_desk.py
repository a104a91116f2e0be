"""The room desk with the hub off: signing in, recording, scanning, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk_app.connection import UNMEASURED_MS
from kiosk_app.desk import RoomDesk
from kiosk_app.faults import NotFetched, RecordRefused
from kiosk_app.tablet import Tablet
from shared.protocol.messages import Notice
from shared.protocol.scan import ScanFault
from shared.protocol.tags import Tag, TagKind, write_tag
from shared.record.envelope import Transcribed
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.incident import IncidentRecorded
from tests.factories import ANNEXE, HALL, MATHS, PIN, SESSION, START, candidate_id, small_pack, tag_key
from tests.unit.tablet_core.conftest import HandClock


def tag(number: int, session: str = SESSION) -> str:
    wanted = Tag(kind=TagKind.SEAT, key_id=1, candidate_id=candidate_id(number), session=session)
    return write_tag(wanted, tag_key())


def test_the_whole_room_works_without_a_hub(desk: RoomDesk) -> None:
    assert desk.sign_in("inv-1", PIN)
    scan = desk.scan(tag(1))
    assert scan.fault is None
    desk.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS, seat="A1"))
    sitting = desk.register().sitting(candidate_id(1), MATHS)
    assert sitting is not None
    assert sitting.is_present
    told = desk.connection()
    assert (told.online, told.unsent, told.is_clock_measured) == (False, 2, False)


def test_an_envelope_says_who_where_when_and_that_the_clock_was_never_measured(
    desk: RoomDesk, tablet: Tablet, clock: HandClock
) -> None:
    desk.sign_in("inv-2", PIN)
    clock.forward(minutes=3)
    envelope = desk.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS))
    assert (envelope.device_id, envelope.actor) == (tablet.device_id, "inv-2")
    assert (envelope.session, envelope.room) == (SESSION, HALL)
    assert envelope.occurred_at == START + timedelta(minutes=3)
    assert (envelope.clock_uncertainty_ms, envelope.seen, envelope.journal) == (UNMEASURED_MS, 0, "")


def test_what_is_keyed_in_from_paper_says_so(desk: RoomDesk) -> None:
    desk.sign_in("inv-1", PIN)
    paper = Transcribed(signed_by="Mary Quayle", written_at=START)
    event = CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS)
    assert desk.record(event, source=paper).source == paper


def test_nobody_records_without_signing_in(desk: RoomDesk, tablet: Tablet) -> None:
    with pytest.raises(RecordRefused, match="Sign in first"):
        desk.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS))
    assert tablet.own_envelopes() == ()


def test_a_text_too_long_for_an_envelope_is_refused_before_it_is_recorded(
    desk: RoomDesk, tablet: Tablet
) -> None:
    desk.sign_in("inv-1", PIN)
    novel = IncidentRecorded(incident_id="i", kind="other", happened_at=START, text="é" * 20_000)
    with pytest.raises(RecordRefused, match="Shorten the text or make two records"):
        desk.record(novel)
    assert len(tablet.own_envelopes()) == 1


def test_signing_in_and_out_is_duty_and_only_counts_once(desk: RoomDesk) -> None:
    assert not desk.sign_in("inv-1", "0000")
    assert not desk.sign_in("nobody", PIN)
    assert desk.sign_in("inv-1", PIN)
    assert desk.sign_in("inv-2", PIN)
    assert desk.sign_in("inv-1", PIN)
    assert set(desk.register().room(HALL).on_duty) == {"inv-1", "inv-2"}
    assert desk.revision == 2
    desk.sign_out()
    assert desk.signed_in is None
    assert desk.register().room(HALL).on_duty == ("inv-2",)


def test_guessing_a_pin_has_to_wait(desk: RoomDesk, clock: HandClock) -> None:
    for guess in range(5):
        assert desk.sign_in_opens is None
        assert not desk.sign_in("inv-1", f"{guess:04d}")
    assert desk.sign_in_opens == clock.time + timedelta(seconds=30)
    assert not desk.sign_in("inv-1", PIN)
    clock.forward(seconds=30)
    assert desk.sign_in("inv-1", PIN)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("https://example.org", ScanFault.NOT_A_TAG),
        (tag(4), ScanFault.OTHER_ROOM),
        (tag(1, "2024-06-04-AM"), ScanFault.OTHER_SESSION),
    ],
)
def test_a_refused_scan_is_recorded_but_not_with_every_frame(
    desk: RoomDesk, clock: HandClock, code: str, fault: ScanFault
) -> None:
    assert desk.scan(code).fault is fault
    assert desk.register().room(HALL).refused_scans == 0, "nobody is signed in: nobody to name as actor"
    desk.sign_in("inv-1", PIN)
    clock.forward(seconds=6)
    for _ in range(20):
        clock.forward(seconds=0.1)
        desk.scan(code)
    assert desk.register().room(HALL).refused_scans == 1
    clock.forward(seconds=6)
    desk.scan(code)
    assert desk.register().room(HALL).refused_scans == 2


def test_listeners_hear_every_change_until_they_leave(desk: RoomDesk) -> None:
    heard: list[int] = []
    leave = desk.subscribe(lambda: heard.append(desk.revision))
    desk.sign_in("inv-1", PIN)
    desk.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS))
    assert heard[-1] == 2
    leave()
    leave()
    desk.show(Notice(notice_id="n", text="Something"))
    assert heard[-1] == 2


def test_urgent_notices_stand_first_and_what_was_read_stays_away(desk: RoomDesk) -> None:
    desk.show(Notice(notice_id="a", text="Later."))
    desk.show(Notice(notice_id="b", text="Now!", urgent=True))
    assert [notice.notice_id for notice in desk.notices()] == ["b", "a"]
    desk.dismiss_notice("b")
    desk.show(Notice(notice_id="b", text="Now!", urgent=True))
    assert [notice.notice_id for notice in desk.notices()] == ["a"]


def test_a_room_without_its_pack_says_what_to_do(tablet: Tablet) -> None:
    with pytest.raises(NotFetched, match="Fetch it from the hub first"):
        tablet.open_room("2024-06-04-AM", HALL)
    with pytest.raises(NotFetched):
        tablet.open_room(SESSION, "gym")


def test_a_register_of_a_morning_is_the_same_after_a_restart(tmp_path: Path, clock: HandClock) -> None:
    """Two sessions on one tablet share its chain and keep their registers apart."""
    tablet = Tablet.open(tmp_path, name="Hall", is_discovering=False)
    tablet.adopt_pack(small_pack())
    tablet.adopt_pack(small_pack(session="2024-06-03-PM"))
    for session in (SESSION, "2024-06-03-PM"):
        desk = tablet.open_room(session, HALL)
        desk.sign_in("inv-1", PIN)
        desk.record(CandidateMarkedPresent(candidate_id=candidate_id(1), component_id=MATHS))
    afternoon = desk.register()
    tablet.close()
    tablet = Tablet.open(tmp_path, name="Hall", is_discovering=False)
    assert tablet.open_room("2024-06-03-PM", HALL).register() == afternoon
    assert tablet.open_room(SESSION, HALL).revision == 0
    assert len(tablet.open_room(SESSION, ANNEXE).register().room(HALL).on_duty) == 1
    assert [offer.title for offer in tablet.sessions()] == [
        "Monday 3 June 2024, morning",
        "Monday 3 June 2024, afternoon",
    ]
    tablet.close()
