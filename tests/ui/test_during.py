"""The exam itself by touch: out and back, an evacuation with its roll, a call that is answered, a finish."""

from __future__ import annotations

from datetime import timedelta

from tests.factories import MATHS, START, candidate_id
from tests.ui.conftest import TALL, InRoom, OpenRoom
from tests.ui.glass import tag_picture, tag_text


def choose(at: InRoom, seat: str) -> None:
    """Touch somebody's row on the sheet that asks who."""
    at.glass.idle(3)
    rows = [w for w in at.glass.widgets() if type(w).__name__ == "PersonRow"]
    row = next(w for w in rows if w.row.seat == seat)
    at.glass.touch_at(*row.to_window(*row.center))


def test_somebody_goes_out_with_an_escort_and_is_back_by_one_touch(open_room: OpenRoom) -> None:
    at = open_room(6, size=TALL)
    at.present(1, 2)
    at.running()
    at.app.show("exam")
    at.glass.press("Somebody goes out", until=lambda: at.glass.sees("Who goes out?"))
    choose(at, "A1")
    at.glass.until(lambda: at.glass.sees("Leaves the room: O'Connor"))
    at.glass.press("Leaves now", until=lambda: at.glass.sees("Nobody leaves alone."))
    at.glass.press("Ruth Adeyemi")
    at.glass.press("Leaves now", until=lambda: len(at.room.movements.away) == 1)
    at.clock.pass_time(minutes=5)
    at.glass.shell.refresh()
    at.glass.until(lambda: at.glass.sees("Toilet · with Ruth Adeyemi") and at.glass.sees("5 min"))
    at.glass.press("Is back", until=lambda: at.room.movements.away == ())


def test_an_evacuation_is_one_press_a_roll_by_seat_and_goes_into_the_log(open_room: OpenRoom) -> None:
    at = open_room(6)
    at.present(1, 2, 3)
    at.running()
    at.app.show("exam")
    at.glass.press("Stop the clock", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("Evacuation", until=lambda: at.room.stops.is_evacuation)
    at.clock.pass_time(minutes=6)
    at.glass.press("Roll outside", until=lambda: at.glass.sees("0 of 3 are here"))
    at.glass.touch(at.glass.shell.sheet.cells[candidate_id(1)])
    at.glass.until(lambda: at.glass.sees("Missing: A2 Nguyễn, Thị Ánh · A3 Smith-Jones, Zoë"))
    at.glass.press("All others are here", until=lambda: at.glass.sees("3 of 3 are here"))
    at.glass.press("Record the count", until=lambda: at.glass.sees("Roll outside: 3 of 3"))
    at.glass.press("Writing goes on", until=lambda: at.glass.sees("Nobody was counted back in yet."))
    at.glass.press("Go on now", until=lambda: at.room.exam.stopped is None)
    (row,) = at.room.incidents.rows
    assert (row.title, row.missing) == ("Evacuation", 3)


def test_a_call_shows_how_far_it_is_on_every_page(open_room: OpenRoom) -> None:
    at = open_room(6)
    at.glass.press("Help or incident", until=lambda: at.glass.shell.sheet is not None)
    at.glass.press("First aid", until=lambda: at.glass.sees("Not sent: no network. Send somebody."))
    assert at.glass.shell.sheet is not None
    at.glass.shell.uncover()
    at.glass.until(lambda: at.glass.sees("First aid: Not sent"))
    at.app.show("help")
    at.glass.press("Has come", until=lambda: at.room.help.open == ())


def test_a_tag_answers_the_question_who(open_room: OpenRoom) -> None:
    at = open_room(6)
    at.app.show("help")
    at.glass.press("Suspected cheating", until=lambda: at.glass.sees("For the officer: who?"))
    at.glass.type_keys(tag_text(3))
    at.glass.until(lambda: bool(at.room.incidents.log))
    (incident,) = at.room.incidents.log
    assert incident.candidate_ids == (candidate_id(3),)
    at.glass.press("Later", until=lambda: at.glass.shell.sheet is None)
    at.app.show("help")
    assert at.room.scan.card is None
    assert at.glass.sees("For the officer")
    assert not any("Smith-Jones" in said for said in texts_of_sheet(at))

    at.glass.press("Suspected cheating", until=lambda: at.glass.sees("For the officer: who?"))
    at.glass.touch(at.glass.shell.sheet.look)
    at.tray.lay(tag_picture(tag_text(5)))
    at.glass.until(lambda: len(at.room.incidents.log) == 2, "the tag before the camera")
    assert {i.candidate_ids for i in at.room.incidents.log} == {(candidate_id(3),), (candidate_id(5),)}
    assert at.glass.shell.looking is None, "the camera rests"


def test_five_minutes_are_told_and_one_candidate_goes_before_the_others(open_room: OpenRoom) -> None:
    at = open_room(6)
    at.present(1, 2, 3, 5, 6)
    at.clock.set(START)
    at.running()
    at.clock.set(START + timedelta(minutes=86))
    at.app.show("exam")
    at.glass.press("I told them", until=lambda: at.room.finishes.due_warning is None)
    panel = at.glass.shell.content.panels["finishes"]
    at.glass.touch(panel.lines[0])
    at.glass.press("Somebody has finished and goes", until=lambda: at.glass.sees("Who has finished?"))
    choose(at, "A1")
    at.glass.until(lambda: at.glass.sees("1 candidate has finished: O'Connor, Siân"))
    assert at.room.book.sitting((candidate_id(1), MATHS)).finished_at is not None


def texts_of_sheet(at: InRoom) -> list[str]:
    return [w.text for w in at.glass.widgets_under(at.glass.shell.sheet) if getattr(w, "text", "")]
