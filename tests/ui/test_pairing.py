"""A new tablet is paired by its camera with a real hub, its officer approves, and what it records arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.room import RoomViewModel
from shared.protocol.enrolment import read_offer, write_offer
from shared.record.events.candidate import Attendance
from shared.record.events.office import DiscrepancySettled
from tests import factories
from tests.contract.tablet_hub.served import ServedHub
from tests.factories import ANNEXE, candidate_id
from tests.ui.glass import Glass, Tray, make_app, tag_picture, tag_text


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path / "site") as served:
        yield served


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Glass, Tray, Tablet]]:
    """A tablet out of its box, with threads for the network as in a room."""
    tray = Tray()
    tablet = Tablet.open(tmp_path / "tablet", name="Annexe 1", is_discovering=False)
    glass = Glass(make_app(tablet, tmp_path, open_frames=lambda: tray), (1280, 800))
    yield glass, tray, tablet
    glass.close()
    tablet.close()


def run_to_the_end(room: RoomViewModel) -> None:
    """Candidate 8 did not come; candidate 4 writes, hands in, and two people sign."""
    room.scan.open((candidate_id(8), factories.MATHS_HIGHER)).mark_absent()
    room.scan.dismiss()
    room.exam.confirm_checklist()
    for packet in room.exam.packets.packets:
        for person in ("inv-1", "inv-2"):
            room.exam.packets.check(packet.component, person, factories.PIN, packet.code)
        room.exam.packets.open(packet.component)
    room.exam.read_script()
    room.exam.start()
    room.exam.finish()
    room.collect.scan(tag_text(4))
    for pile in room.collect.piles:
        room.collect.count(pile.component, pile.collected)
    room.sign.sign([("inv-1", factories.PIN), ("inv-2", factories.PIN)])


def office_answers(hub: ServedHub) -> None:
    """Nothing of the room is left to ask: today isn't the day of the timetable, and the board knew."""
    for asked in hub.register().open_discrepancies:
        if ANNEXE in asked.places:
            settled = DiscrepancySettled(
                discrepancy_id=asked.id, answer="The board agreed.", evidence=asked.evidence, way="agreed"
            )
            hub.record(settled)


def test_from_the_box_to_the_closed_room(hub: ServedHub, fresh: tuple[Glass, Tray, Tablet]) -> None:
    """The officer's code is held before the camera; at the end the hub has every record of the room."""
    glass, tray, tablet = fresh
    assert glass.sees("Pair this tablet")
    tray.lay(tag_picture(hub.offer()))
    glass.until(lambda: glass.app.pairing.stage == "compare", "both screens show the code")
    assert glass.sees(glass.app.pairing.code)

    hub.approve(tablet.device_id)
    glass.app.pairing.poll()
    glass.press("Annexe", until=lambda: glass.app.room is not None)
    room = glass.app.room
    room.sign_in.sign_in("inv-1", factories.PIN)
    glass.until(lambda: room.status.online, "the line to the hub")

    glass.type_keys(tag_text(4))
    glass.press("Confirm", until=lambda: room.register.filter_counts["present"] == 1)
    glass.until(lambda: room.status.unsent == 0, "the receipt")
    record = hub.register().sitting(candidate_id(4), factories.MATHS)
    assert record is not None
    assert record.attendance is Attendance.PRESENT
    assert record.room == ANNEXE
    glass.app.redraw()
    glass.until(lambda: glass.sees("all sent"))
    assert glass.sees("Online")

    run_to_the_end(room)
    glass.app.show("sign")
    glass.until(lambda: room.status.unsent == 0 and glass.has_button("Close the room"), "everything sent")
    glass.press("Close the room", until=lambda: glass.sees("This room can't close yet."))
    assert {question.what for question in room.sign.questions} == {"Started outside the permitted time"}
    office_answers(hub)
    glass.until(lambda: not room.sign.blocked_by, "the office's answers on the tablet")
    glass.press("Close the room", until=lambda: room.sign.is_closed)
    glass.until(lambda: hub.register().room(ANNEXE).closed_at is not None, "the hub knows")
    assert hub.register().room(ANNEXE).signed_by == ("inv-1", "inv-2")


def test_a_code_of_something_else_is_refused_in_words(fresh: tuple[Glass, Tray, Tablet]) -> None:
    glass, tray, tablet = fresh
    tray.lay(tag_picture(tag_text(1)))
    glass.until(lambda: glass.sees("This is not a pairing code."))
    assert tablet.stage == "unpaired"


def test_a_code_that_the_hub_did_not_give_out_is_told_in_the_hubs_words(
    hub: ServedHub, fresh: tuple[Glass, Tray, Tablet]
) -> None:
    glass, _tray, tablet = fresh
    made_up = write_offer(msgspec.structs.replace(read_offer(hub.offer()), token="0" * 24))
    glass.write(glass.app.screen.field, made_up)
    glass.press("Pair", until=lambda: glass.app.pairing.error)
    glass.until(lambda: glass.sees(glass.app.pairing.error[:20]))
    assert tablet.stage == "unpaired"
    assert glass.has_button("Pair")
