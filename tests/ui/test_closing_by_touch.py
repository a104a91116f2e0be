"""The end of a room's day by touch: scripts, two signatures (one drawn), the pack, codes, board and lock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kiosk_app.screens.shortcuts import Keys
from shared.record.drawn import is_drawn
from tests import factories
from tests.factories import MATHS
from tests.ui.conftest import TALL, InRoom, OpenRoom
from tests.ui.glass import tag_text

HERE = (1, 2, 3, 5, 6)


def over(at: InRoom) -> None:
    """Everybody sat and the papers are finished."""
    at.running()
    at.present(*HERE)
    at.clock.set(factories.START + timedelta(minutes=200))
    at.room.exam.finish()
    at.glass.idle(3)


def scribble(at: InRoom, pad: Any) -> None:
    """A finger writes over the pad."""
    from kivy.tests.common import UnitTestTouch

    at.glass.reveal(pad)
    left, low = pad.to_window(pad.x, pad.y)
    finger = UnitTestTouch(left + 30, low + 60)
    finger.touch_down()
    for step in range(1, 30):
        finger.touch_move(left + 30 + step * 8, low + 60 + (step % 5) * 12)
    finger.touch_up()
    at.glass.idle(3)


def test_from_the_last_word_to_the_pack_in_the_officers_hands(open_room: OpenRoom) -> None:
    at = open_room(6, size=TALL)
    over(at)
    at.glass.press("Collect", until=lambda: at.glass.shell.section == "collect")
    assert at.glass.sees("Nobody leaves yet.")
    at.glass.press("Scan scripts", until=lambda: at.glass.shell.section == "scan_scripts")
    assert at.glass.sees("O'Connor, Siân")
    at.glass.press("8300/2H", until=lambda: at.glass.sees("Nguyễn, Thị Ánh"))
    at.glass.shell.see_code(tag_text(1))
    at.glass.until(lambda: at.glass.shell.red is not None, "a script of another pile")
    at.glass.press("Next scan", until=lambda: at.glass.shell.red is None)
    at.glass.press("All papers")
    for number in HERE:
        at.glass.shell.see_code(tag_text(number))
    at.glass.until(lambda: at.glass.sees("All scripts are here: you may dismiss."))
    for pile in at.room.collect.piles:
        at.room.collect.count(pile.component, pile.collected)
    at.glass.press("Sign", until=lambda: at.glass.shell.section == "sign")
    at.glass.press("Sign: two people", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("Ruth Adeyemi")
    at.glass.type_pin(factories.PIN)
    at.glass.until(lambda: at.glass.has_button("Draw it instead"))
    at.glass.press("Draw it instead", until=lambda: at.glass.has_button("That is my signature"))
    at.glass.press("Piotr Nowak")
    at.glass.press("That is my signature")
    assert at.glass.sees("too little for a signature")
    scribble(at, at.glass.shell.sheet.pad)
    at.glass.press("That is my signature", until=lambda: at.room.sign.is_signed)
    assert at.glass.sees("Signed by Ruth Adeyemi and Piotr Nowak.")

    at.glass.press("Hand the pack over", until=lambda: at.glass.shell.section == "pack")
    at.glass.press("Handed over")
    assert at.glass.sees("Who takes the pack?")
    at.glass.write(at.glass.shell.content.name, "H. Jones")
    scribble(at, at.glass.shell.content.pad)
    assert is_drawn(at.glass.shell.content.pad.path)
    at.glass.press("Handed over", until=lambda: at.room.pack.done)
    assert at.glass.sees("Handed to H. Jones by Ruth Adeyemi")


def test_a_pile_is_counted_again_by_scan(open_room: OpenRoom) -> None:
    at = open_room(6)
    over(at)
    at.app.show("collect")
    at.glass.touch(at.glass.shell.content.panels[MATHS].count)
    at.glass.press("Scan every script", until=lambda: at.glass.shell.section == "recount")
    for number in (2, 1):
        at.glass.shell.see_code(tag_text(number))
    at.glass.until(lambda: at.glass.sees("Does not belong here: 1002"))
    at.glass.press("Record this count", until=lambda: at.glass.shell.section == "collect")
    assert at.room.book.room.counted[MATHS] == 2
    assert at.glass.shell.toast.is_bad


def test_records_go_as_codes_in_turn_and_a_wrong_receipt_says_so(open_room: OpenRoom) -> None:
    at = open_room(6)
    over(at)
    at.app.show("hand_over")
    section = at.glass.shell.content
    first = section.show_codes.number
    at.glass.until(lambda: section.show_codes.number != first, "the next code by itself")
    at.glass.press("Hold this code", until=lambda: section.show_codes.is_held)
    held = section.show_codes.number
    at.glass.press("Next", until=lambda: section.show_codes.number == held % at_most(section) + 1)
    assert section.codes.code.text == section.show_codes.code
    at.glass.press("Scan the receipt", until=lambda: section.face == "receipt")
    assert at.glass.shell.wants_codes
    at.glass.shell.see_code("https://example.org")
    at.glass.until(lambda: bool(section.show_codes.fault))
    assert at.glass.sees(section.show_codes.fault)


def at_most(section: Any) -> int:
    return len(section.show_codes._series.codes)


def test_the_board_fills_the_window_without_a_name_and_follows_a_stop(open_room: OpenRoom) -> None:
    at = open_room(1)
    at.running()
    at.present(1)
    at.app.show("tablet")
    at.glass.press("Show the room board", until=lambda: hasattr(at.app.screen, "board"))
    at.glass.idle(4)
    board = at.app.screen
    assert not at.glass.sees("O'Connor")
    # 25 mm on a tablet of 10 inch (136 mm high) for clock, start and finish: capitals are 0.71 of the type.
    for figures in (board.clock, *board.papers.figures):
        assert figures.font_size * 0.71 / 800 * 136 >= 25
        assert figures.texture_size[0] <= figures.width + 1
    at.room.exam.stop_clock("evacuation")
    board.tick()
    at.glass.idle(3)
    assert at.glass.sees("STOPPED at")
    at.glass.touch_at(640, 400)
    at.glass.press("Light or dark", until=lambda: at.app.settings.look.theme == "light")
    at.glass.until(lambda: at.app.screen is not board)
    at.glass.window.dispatch("on_key_down", Keys.ESCAPE, 0, None, [])
    at.glass.until(lambda: at.glass.shell.section == "register", "the room again")


def test_the_tablet_changes_hands_and_locks_with_who_worked_here_first(open_room: OpenRoom) -> None:
    at = open_room(3)
    at.app.show("tablet")
    at.glass.press("Hand the tablet to somebody else", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("Piotr Nowak")
    at.glass.type_pin("0000")
    assert at.room.status.signed_in == "Ruth Adeyemi"
    at.glass.type_pin(factories.PIN)
    at.glass.until(lambda: at.room.status.signed_in == "Piotr Nowak")
    at.room.sign_in.lock()
    at.glass.until(lambda: at.glass.sees("Main Hall is locked"))
    assert at.room.sign_in.chosen == "inv-2"
    assert not at.glass.sees("O'Connor")
    at.glass.type_pin(factories.PIN)
    at.glass.until(lambda: hasattr(at.app.screen, "section"))


def test_the_state_in_the_top_bar_leads_to_the_page_about_the_tablet(open_room: OpenRoom) -> None:
    at = open_room(3)
    at.glass.touch(at.glass.shell.top_bar.online)
    at.glass.until(lambda: at.glass.shell.section == "diagnostics")
    assert at.glass.sees("never compared with the hub")
    assert at.glass.sees("Everything in the room goes on")
