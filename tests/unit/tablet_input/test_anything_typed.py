"""Every place that takes typed text or a code takes anything: done as it should be, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from kiosk_app.clock import TabletClock
from kiosk_app.desk import RoomDesk
from kiosk_app.faults import TabletFault
from kiosk_app.sync.addresses import AddressFault
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.room import RoomViewModel
from kiosk_app.viewmodels.who import WhoViewModel
from shared.record.events.incident import IncidentAmended, IncidentRecorded
from tests.factories import HALL, IGCSE, MATHS, PIN, START, candidate_id
from tests.unit.tablet_core.conftest import HandClock
from tests.unit.tablet_input.test_any_code import CODES
from tests.unit.tablet_input.test_any_text import TEXTS

HALF_AN_EMOJI = "first half \ud83d"
ANYTHING = [*TEXTS.values(), *CODES.values(), HALF_AN_EMOJI, "\ude00 second half", "x" * 60_000, " \t\n"]
Intake = Callable[[Tablet, RoomViewModel, str], object]


INTAKES: dict[str, Intake] = {
    "a pairing code": lambda tablet, _room, text: tablet.pair(text),
    "an address": lambda tablet, _room, text: tablet.add_address(text),
    "another tablet's code": lambda tablet, _room, text: tablet.handover.read(text),
    "a receipt": lambda tablet, _room, text: tablet.handover.take_receipt(text),
    "a scan": lambda _tablet, room, text: room.scan.scan(text),
    "a scan of a script": lambda _tablet, room, text: room.collect.scan(text),
    "a scan of somebody to choose": lambda _tablet, room, text: WhoViewModel(room.book).by_code(text),
    "a search": lambda _tablet, room, text: (room.register.set_search(text), room.register.rows),
    "a PIN": lambda _tablet, room, text: room.desk.accepts_pin("inv-1", text),
    "somebody's name": lambda _tablet, room, text: room.unlisted.add(MATHS, text, number="1234"),
    "a number": lambda _tablet, room, text: room.unlisted.add(MATHS, "A. Name", number=text),
    "a centre": lambda _tablet, room, text: room.unlisted.add(MATHS, "A. Name", from_centre=text),
    "a seat": lambda _tablet, room, text: room.unlisted.add(MATHS, "A. Name", seat=text),
    "another seat": lambda _tablet, room, text: room.scan.open((candidate_id(1), MATHS)).move_to(text, text),
    "an incident": lambda _tablet, room, text: room.incidents.record("other", (), text, action=text),
    "an answer": lambda _tablet, room, text: room.incidents.record("other", details={"where": text}),
    "a call's note": lambda _tablet, room, text: room.help.call("officer", text),
    "an escort": lambda _tablet, room, text: room.movements.leave(candidate_id(1), text),
    "who takes the pack": lambda _tablet, room, text: room.pack.hand_over(text, note=text),
    "a note at the end": lambda _tablet, room, text: room.sign.close(text),
    "a packet's number": lambda _tablet, room, text: room.exam.packets.reseal(IGCSE, text, text),
}


@pytest.mark.parametrize("what", INTAKES)
def test_it_is_done_or_refused_in_words_and_the_room_goes_on(
    tablet: Tablet, desk: RoomDesk, what: str
) -> None:
    assert desk.sign_in("inv-1", PIN)
    numbers = count()
    room = RoomViewModel(desk, new_id=lambda: f"I{next(numbers)}")
    room.scan.open((candidate_id(1), MATHS)).confirm()
    for text in ANYTHING:
        try:
            INTAKES[what](tablet, room, text)
        except (TabletFault, AddressFault, NotPossible) as refused:
            told = str(refused)
            assert told, text[:40]
            assert len(told) < 400, "a message repeats no novel"
    kept = len(desk.facts())
    room.incidents.record("other", text="and the room goes on")
    assert len(desk.facts()) == kept + 1
    assert desk.register().room(HALL) is not None
    assert len(tablet.own_envelopes()) == kept + 1, "what the screen counts is on disk"
    room.close()


def test_halves_of_an_emoji_are_joined_and_a_lost_half_is_shown_as_such(desk: RoomDesk) -> None:
    assert desk.sign_in("inv-1", PIN)
    room = RoomViewModel(desk, new_id=lambda: "I1")
    room.incidents.record("other", text="ill \ud83e\udd12, then \ud83d gone", details={"where": "\ude00"})
    room.incidents.amend("I1", text="back \ud83d\ude00", other_witness="Zo\u00eb \ud83d\ude00")
    recorded, amended = (fact.envelope.event for fact in desk.facts()[1:])
    assert isinstance(recorded, IncidentRecorded)
    assert isinstance(amended, IncidentAmended)
    assert recorded.text == "ill \U0001f912, then \ufffd gone"
    assert recorded.details == {"where": "\ufffd"}
    assert (amended.text, amended.people[0].name) == ("back \U0001f600", "Zo\u00eb \U0001f600")
    room.close()


@pytest.mark.parametrize("hours", [-30, 5])
def test_a_clock_that_jumps_is_told_and_what_was_recorded_stays(tablet: Tablet, hours: int) -> None:
    """Nobody's attendance is lost or doubled, and the notice names no doubt that is none."""
    own, quartz = HandClock(START), HandClock(START)
    tablet.clock = TabletClock(own, steady=lambda: (quartz() - START).total_seconds())
    desk = tablet.open_room("2024-06-03-AM", HALL)
    assert desk.sign_in("inv-1", PIN)
    room = RoomViewModel(desk)
    room.scan.open((candidate_id(1), MATHS)).confirm()
    own.forward(hours=hours)
    room.scan.open((candidate_id(2), "AQA:8300/2H")).confirm()
    (notice,) = desk.notices()
    assert ("forward by 300 min" if hours > 0 else "back by 1800 min") in notice.text
    assert "tell the officer" in notice.text
    assert [s.attendance for s in desk.register().in_room(HALL)[:2]] == ["present", "present"]
    room.close()
