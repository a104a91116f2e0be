"""Taking the register by touch, swipe and keyboard: seat by seat, over the plan, and a slip taken back."""

from __future__ import annotations

import wave
from io import BytesIO
from pathlib import Path

import pytest

from kiosk_app.screens.shortcuts import Keys
from shared.record.events.candidate import Attendance, Identity
from tests.factories import MATHS, candidate_id
from tests.ui.conftest import TALL, InRoom, OpenRoom
from tests.ui.glass import tag_text


def key(at: InRoom, *codes: int, held: tuple[str, ...] = ()) -> None:
    for code in codes:
        at.glass.window.dispatch("on_key_down", code, 0, None, list(held))
        at.glass.idle(3)


def test_a_row_is_walked_along_with_large_buttons_and_swipes(open_room: OpenRoom) -> None:
    from kivy.tests.common import UnitTestTouch

    at = open_room(6)
    at.glass.press("Seat by seat", until=lambda: at.glass.shell.section == "walk")
    at.glass.press("Present", until=lambda: at.room.register.not_set == 4)
    at.glass.press("Absent", until=lambda: at.room.register.not_set == 3)
    assert at.room.walk.stop is not None
    third = at.room.walk.stop.card.seat

    place = at.glass.shell.content.place
    finger = UnitTestTouch(place.center_x + 200, place.center_y)
    finger.touch_down()
    finger.touch_move(place.center_x - 150, place.center_y)
    finger.touch_up()
    at.glass.until(lambda: at.room.walk.stop.card.seat != third, "the next seat after a swipe")
    assert at.room.register.not_set == 3

    at.glass.press("Take back", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("The wrong button was touched", until=lambda: at.room.register.not_set == 4)
    at.glass.until(lambda: at.room.scan.card is not None, "the card, for the right decision")
    at.glass.press("Confirm", until=lambda: at.room.register.not_set == 3)


@pytest.mark.parametrize("seats", [6, 200])
def test_a_seat_on_the_plan_is_touched_and_opens_its_card(open_room: OpenRoom, seats: int) -> None:
    at = open_room(seats)
    at.app.show("map")
    at.glass.idle(4)
    plan = at.glass.shell.content.plan
    x, y, wide, high = plan.box(at.room.map.seats[0])
    at.glass.touch_at(*plan.to_window(x + wide / 2, y + high / 2))
    at.glass.until(lambda: at.room.scan.card is not None)
    assert at.room.scan.card is not None
    assert at.room.scan.card.seat == at.room.map.seats[0].label


def test_a_whole_register_line_is_taken_without_touching_the_glass(open_room: OpenRoom) -> None:
    at = open_room(6)
    key(at, Keys.F3)
    field = at.glass.shell.content.search
    assert field.focus
    at.glass.window.dispatch("on_textinput", "okon")
    at.glass.until(lambda: len(at.room.register.rows) == 1)
    field.dispatch("on_text_validate")
    field.focus = False
    at.glass.until(lambda: at.room.scan.card is not None)
    key(at, Keys.F8)
    at.glass.until(lambda: at.room.register.filter_counts["present"] == 1)
    key(at, ord("z"), held=("ctrl",))
    assert at.glass.shell.sheet is not None
    key(at, Keys.ESCAPE)
    assert at.glass.shell.sheet is None

    at.room.register.set_search("")
    key(at, Keys.F4)
    assert at.glass.shell.section == "walk"
    key(at, Keys.F7)
    assert at.room.register.filter_counts["absent"] == 1
    key(at, Keys.F2)
    assert at.glass.shell.section == "scan"


def test_the_ring_walks_what_lies_on_top_and_enter_presses_it(open_room: OpenRoom) -> None:
    at = open_room(6)
    at.glass.shell.open_card((candidate_id(1), MATHS))
    at.glass.shell.card.actions.do("mismatch")
    at.glass.idle(3)
    ring = at.app._shortcuts.ring
    seen = []
    for _step in range(4):
        key(at, Keys.TAB)
        seen.append(ring.at)
    assert at.glass.shell.sheet.back in seen
    assert all(widget in list(at.glass.shell.sheet.walk()) for widget in seen)
    ring.go_to(at.glass.shell.sheet.back)
    key(at, Keys.ENTER)
    assert at.glass.shell.sheet is None


def test_the_enter_of_a_hand_scanner_never_presses_a_button(open_room: OpenRoom) -> None:
    at = open_room(6)
    at.glass.type_keys(tag_text(1))
    at.glass.until(lambda: at.room.scan.card is not None)
    at.app._shortcuts.ring.go_to(at.glass.shell.card.actions.buttons["confirm"])
    at.glass.type_keys(tag_text(3))
    at.glass.until(lambda: at.room.scan.card.key[0] == candidate_id(3))
    assert at.room.scan.undecided == [(candidate_id(1), MATHS)]
    sitting = at.room.book.sitting((candidate_id(1), MATHS))
    assert (sitting.attendance, sitting.identity) == (Attendance.EXPECTED, Identity.UNDECIDED)


def test_sounds_are_short_and_a_folder_that_takes_none_is_no_matter(
    tmp_path: Path, open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_room(3)
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    from kiosk_app.screens.sounding import TONES, KivySounder, tone

    for notes in TONES.values():
        with wave.open(BytesIO(tone(notes))) as sound:
            assert 0.05 < sound.getnframes() / sound.getframerate() < 0.5
    KivySounder(tmp_path).play("bad")
    assert (tmp_path / "bad.wav").stat().st_size > 1000
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    KivySounder(blocked).play("good")


def test_scan_takes_the_place_of_a_card_that_lay_over_the_list(open_room: OpenRoom) -> None:
    from kiosk_app.screens.shell import CardHolder

    at = open_room(6, size=TALL)
    at.glass.shell.open_card((candidate_id(1), MATHS))
    at.glass.idle(3)
    assert any(isinstance(widget, CardHolder) for widget in at.glass.widgets())
    at.glass.press("Scan", until=lambda: at.glass.shell.section == "scan")
    assert not any(isinstance(widget, CardHolder) for widget in at.glass.widgets())
    assert at.glass.shell.wants_codes
