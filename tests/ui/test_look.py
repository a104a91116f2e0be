"""What a hand and an eye need: targets, type, contrast, bars that keep their place, both ways round."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from kiosk_app.texts import _
from kiosk_app.theme.palette import make_palette
from kiosk_app.theme.tokens import SURFACES
from shared.look import STATE_LOOKS, TARGET, contrast
from shared.protocol.messages import Notice
from tests.factories import MATHS, candidate_id
from tests.ui.conftest import TALL, WIDE, InRoom, OpenRoom
from tests.ui.drawing.stage import DISK_FULL
from tests.ui.glass import tag_text

SECTIONS = ("register", "walk", "map", "scan", "scan_scripts", "exam", "collect", "sign", "tablet", "help")
LEAST_TYPE = 14


def sheets(at: InRoom) -> dict[str, Callable[[], object]]:
    from kiosk_app.screens import card_sheets
    from kiosk_app.screens.incident_details import IncidentDetailsSheet
    from kiosk_app.screens.leave_sheet import LeaveSheet
    from kiosk_app.screens.packet_sheet import PacketSheet
    from kiosk_app.screens.pin_sheet import PinSheet
    from kiosk_app.screens.roll_sheet import RollSheet
    from kiosk_app.screens.undo_sheet import UndoSheet
    from kiosk_app.screens.unlisted_sheet import UnlistedSheet
    from kiosk_app.screens.who_sheet import WhoSheet
    from kiosk_app.viewmodels.who import WhoViewModel

    shell = at.glass.shell
    card = at.room.scan.open((candidate_id(1), MATHS))
    return {
        "correct": lambda: card_sheets.correct_sheet(shell, card),
        "undo": lambda: UndoSheet(shell, card.key),
        "leave": lambda: LeaveSheet(shell, card.key),
        "mismatch": lambda: card_sheets.mismatch_sheet(shell, card),
        "who": lambda: WhoSheet(shell, _("Who?"), WhoViewModel(at.room.book), lambda _key: None),
        "incident": lambda: IncidentDetailsSheet(shell, at.room.incidents.record("malpractice")),
        "packet": lambda: PacketSheet(shell, at.room.exam.packets.packets[0]),
        "roll": lambda: RollSheet(shell),
        "unlisted": lambda: UnlistedSheet(shell),
        "pin": lambda: PinSheet(shell, _("Sign"), lambda _who, _pin: None),
    }


def faults_of(at: InRoom, where: str) -> list[str]:
    """Targets too small and type too small among everything on the screen."""
    from kivy.uix.label import Label
    from kivy.uix.textinput import TextInput

    from kiosk_app.screens.parts.press import Pressable

    found = []
    for widget in at.glass.widgets():
        if isinstance(widget, Pressable | TextInput) and widget.opacity > 0:
            if widget.height < TARGET or widget.width < TARGET:
                found.append(f"{where}: {name_of(widget)} is {widget.width:.0f} x {widget.height:.0f}")
        elif isinstance(widget, Label) and widget.text and widget.font_size < LEAST_TYPE:
            found.append(f"{where}: {widget.text!r} in {widget.font_size} sp")
    return found


def name_of(widget: Any) -> str:
    label = getattr(widget, "label", None)
    return f"{type(widget).__name__} {label.text if label is not None else ''}"


@pytest.mark.parametrize("size", [WIDE, TALL], ids=["landscape", "portrait"])
def test_everything_that_is_touched_is_large_enough_and_everything_read_too(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    at = open_room(30, size=size)
    at.running()
    found = []
    for section in SECTIONS:
        at.app.show(section)
        at.glass.idle(4)
        found += faults_of(at, section)
        at.glass.shell.uncover()
    for name, sheet in sheets(at).items():
        at.glass.shell.cover(sheet())
        at.glass.idle(4)
        found += faults_of(at, name)
        at.glass.shell.uncover()
    at.room.scan.scan(tag_text(4))
    at.glass.shell.refresh()
    at.glass.idle(4)
    assert found + faults_of(at, "red screen") == []


@pytest.mark.parametrize("size", [WIDE, TALL], ids=["landscape", "portrait"])
def test_top_bar_next_line_and_the_two_actions_never_change_place(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    at = open_room(size=size)
    places = set()
    for section in SECTIONS[:-1]:
        at.app.show(section)
        at.glass.idle(4)
        shell = at.glass.shell
        parts = (shell.top_bar.clock, shell.next.button, shell.bottom.scan, shell.bottom.help)
        places.add(tuple((round(part.x), round(part.y), round(part.width)) for part in parts))
    assert len(places) == 1
    top = at.glass.shell.top_bar
    assert abs(top.clock.center_x - top.center_x) < 2


@pytest.mark.parametrize("size", [WIDE, TALL], ids=["landscape", "portrait"])
def test_what_is_told_stands_in_a_place_of_its_own_and_never_over_something_to_press(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    """At 200 % text, with the longest message: over the list, the walk, a card, a checklist and a sheet."""
    from kiosk_app.screens.parts.press import Pressable
    from kiosk_app.screens.unlisted_sheet import UnlistedSheet

    at = open_room(size=size, text_percent=200)
    shell, card = at.glass.shell, (candidate_id(1), MATHS)
    bars = [(shell.next.button.y, shell.next.button.height)]
    scenes: tuple[tuple[str, Callable[[], object]], ...] = (
        ("walk", lambda: None),
        ("exam", lambda: None),
        ("register", lambda: shell.open_card(card)),
        ("tablet", lambda: shell.cover(UnlistedSheet(shell))),
    )
    for section, further in scenes:
        at.app.show(section)
        further()
        shell.say(DISK_FULL, bad=True)
        at.glass.idle(6)
        toast = shell.toast
        box = (*toast.to_window(toast.x, toast.y), toast.width, toast.height)
        assert toast.height > 48, section
        hidden = [
            name_of(widget)
            for widget in at.glass.widgets_under(shell.sheet or shell)
            if isinstance(widget, Pressable) and widget.opacity and not scrolls(widget) and meets(widget, box)
        ]
        assert hidden == [], section
        if shell.sheet is None:
            bars.append((shell.next.button.y, shell.next.button.height))
    assert len(set(bars)) == 1
    at.glass.touch(shell.toast)
    assert shell.toast.height == 0, "a touch puts it away, not only the time"


def scrolls(widget: Any) -> bool:
    """Whether it is part of something that scrolls and is cut off there."""
    from kivy.uix.scrollview import ScrollView

    around = widget.parent
    while around is not None and around is not around.parent:
        if isinstance(around, ScrollView):
            return True
        around = around.parent
    return False


def meets(widget: Any, box: tuple[float, float, float, float]) -> bool:
    (x, y), (left, bottom, wide, high) = widget.to_window(widget.x, widget.y), box
    return (
        x < left + wide - 1
        and left < x + widget.width - 1
        and y < bottom + high - 1
        and bottom < y + widget.height - 1
    )


@pytest.mark.parametrize("size", [WIDE, TALL], ids=["landscape", "portrait"])
@pytest.mark.parametrize("left", [False, True], ids=["right hand", "left hand"])
def test_the_photo_is_large_and_not_this_person_is_far_from_confirm(
    open_room: OpenRoom, size: tuple[int, int], left: bool
) -> None:
    at = open_room(size=size, writes_left=left)
    at.app.show("scan")
    at.room.scan.scan(tag_text(1))
    at.glass.shell.refresh()
    at.glass.idle(4)
    card = at.glass.shell.card
    photo = next(w for w in at.glass.widgets_under(card) if type(w).__name__ == "Portrait")
    assert photo.width * photo.height >= card.width * card.height * 0.27
    assert photo.width >= card.width / 3
    confirm, mismatch = card.actions.buttons["confirm"], card.actions.mismatch
    assert confirm.height >= 64
    assert confirm.is_centred
    beside = [w for w in card.actions.children if w is not confirm]
    assert mismatch not in beside
    apart = abs(confirm.center_x - mismatch.center_x)
    assert apart > (confirm.width + mismatch.width) / 2
    writing_side = confirm.center_x < card.center_x if left else confirm.center_x > card.center_x
    assert writing_side


def test_200_candidates_are_listed_by_a_handful_of_row_widgets(open_room: OpenRoom) -> None:
    at = open_room(240)
    rows = [w for w in at.glass.widgets() if type(w).__name__ == "RowView"]
    assert len(at.room.register.rows) > 200
    assert 5 <= len(rows) <= 20


def test_every_row_is_drawn_in_the_theme_that_was_chosen(open_room: OpenRoom) -> None:
    """Rows are used again; one that was made in another theme would be white on white."""
    at = open_room(theme="light")
    for theme in ("light", "contrast", "dark", "light"):
        at.app.settings.set_theme(theme)
        at.glass.idle(4)
        assert at.glass.shell.section == "register"
        assert at.glass.sees("O'Connor, Siân")
        rows = [w for w in at.glass.widgets() if type(w).__name__ == "RowView"]
        assert rows
        assert {tuple(row.name.color) for row in rows} == {make_palette(theme).text}


@pytest.mark.parametrize("theme", list(SURFACES))
def test_words_and_symbols_stand_out_from_every_ground_they_are_drawn_on(theme: str) -> None:
    surface = SURFACES[theme]  # type: ignore[index]
    grounds = (surface.background, surface.surface, surface.raised)
    words = [surface.text, surface.text_soft]
    words += [look.light if theme == "light" else look.dark for look in STATE_LOOKS.values()]
    weak = [
        f"{word} on {ground}: {contrast(word, ground):.2f}"
        for word, ground in product(words, grounds)
        if contrast(word, ground) < 4.5
    ]
    assert weak == []
    assert contrast(surface.on_accent, surface.accent) >= 4.5
    assert contrast(surface.on_alarm, surface.alarm_background) >= 4.5
    assert contrast(surface.accent, surface.raised) >= 4.5


def test_the_palette_is_the_tokens_of_the_one_look() -> None:
    for theme, surface in SURFACES.items():
        made = make_palette(theme)
        assert "#{:02X}{:02X}{:02X}".format(*(round(c * 255) for c in made.accent[:3])) == surface.accent
        assert set(made.states) == set(STATE_LOOKS)


def test_a_tablet_that_nobody_touches_locks_itself_and_its_clock_goes_on(open_room: OpenRoom) -> None:
    at = open_room(lock_minutes=0.005)
    at.glass.touch(at.glass.shell.tabs.tabs["exam"])
    at.glass.until(lambda: at.glass.sees("Main Hall is locked"), "the lock")
    assert at.room.desk.signed_in is None
    assert at.room.book.room.on_duty == ("inv-1",)
    assert at.glass.sees("08:40")
    at.clock.pass_time(minutes=1)
    at.glass.until(lambda: at.glass.sees("08:41"), "the clock goes on")


def test_a_notice_of_the_office_is_shown_whole_until_somebody_has_read_it(open_room: OpenRoom) -> None:
    at = open_room()
    words = (
        "Candidates of 8300/2H: page 7 has a misprint. Read out the correction that the runner brings. " * 2
    )
    at.app.room.desk.show(Notice(notice_id="n1", text=words.strip(), urgent=True))
    at.glass.until(lambda: at.glass.sees("page 7 has a misprint"))
    notice = at.glass.shell.notice
    assert notice.height > 56
    at.glass.press("Read", until=lambda: not at.glass.sees("misprint"))
    assert notice.height == 0
