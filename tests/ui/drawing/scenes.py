"""Every screen of the tablet by name, the hour at which it is drawn, and how to come there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from kiosk_app.faults import HubUnreachable, TabletFault
from shared.protocol.enrolment import EnrolmentAnswer
from shared.protocol.scan import Scan, ScanFault
from tests.factories import ANNEXE, candidate_id
from tests.ui.drawing.office import AWAY, OFFER, WAITING, Officer, Published
from tests.ui.drawing.stage import DISK_FULL, STATES, Hour, Stage, State
from tests.ui.glass import tag_text


@dataclass(frozen=True)
class Scene:
    """``come`` turns the tablet to the screen; ``states`` are those in which it means something."""

    name: str
    hour: Hour
    come: Callable[[Stage], None]
    states: tuple[State, ...] = STATES


def _pairing(stage: Stage) -> None:
    """Out of its box; two codes to compare; no network while it waits; refused; something else scanned."""
    from kiosk_app.screens.camera_view import CameraView
    from kiosk_app.screens.pairing import NO_CAMERA, PairingScreen
    from kiosk_app.viewmodels.pairing import PairingViewModel

    stage.room.desk.lock()
    stage.settle()
    answers: dict[State, list[EnrolmentAnswer | TabletFault]] = {
        "typical": [WAITING],
        "many": [msgspec.structs.replace(WAITING, centre_name="Federation of Long-Named Schools, " * 2)],
        "offline": [WAITING, HubUnreachable(AWAY)],
        "error": [],
    }
    model = PairingViewModel(Officer(answers.get(stage.state, [])))
    if stage.state == "error":
        model.submit("https://example.org")
    elif stage.state != "empty":
        model.submit(OFFER)
        model.poll()
    app = stage.app
    app._show(
        PairingScreen(
            model, CameraView(has_camera=stage.state != "error", without=NO_CAMERA), wide=app._is_wide
        )
    )


def _rooms(stage: Stage) -> None:
    from kiosk_app.screens.room_choice import RoomChoiceScreen
    from kiosk_app.viewmodels.room_choice import RoomChoiceViewModel

    stage.room.desk.lock()
    stage.settle()
    model = RoomChoiceViewModel(Published(stage.state))
    model.load()
    if stage.state in ("offline", "error"):
        model.choose("2024-06-03-AM", "hall")
    app = stage.app
    app._show(RoomChoiceScreen(model, wide=app._is_wide, name="Riverside School · Hall 1"))


def _red(fault: ScanFault) -> Callable[[Stage], None]:
    """What the scanner says about a tag that can't be used here, whosever it is."""

    def come(stage: Stage) -> None:
        stage.app.show("scan")
        known = fault in (ScanFault.OTHER_ROOM, ScanFault.SUPERSEDED, ScanFault.OTHER_SESSION)
        found = Scan(
            fault=fault,
            candidate_id=candidate_id(4 if fault is ScanFault.OTHER_ROOM else 2) if known else "",
            planned_rooms=(ANNEXE,) if fault is ScanFault.OTHER_ROOM else (),
        )
        stage.room.scan.refuse(found)

    return come


def _section(section: str) -> Callable[[Stage], None]:
    return lambda stage: stage.app.show(section)


def _sign_in(stage: Stage) -> None:
    from kiosk_app.screens.sign_in import SignInScreen

    _lock(stage)
    app, room = stage.app, stage.room
    app._show(SignInScreen(room.sign_in, wide=app._is_wide, room=room.status.room, leave=app.choose_room))


def _lock(stage: Stage) -> None:
    stage.room.desk.lock()
    stage.settle()
    if stage.state == "error":
        stage.room.sign_in.sign_in("inv-2", "0000")


def _card(stage: Stage) -> None:
    stage.app.show("scan")
    if stage.room.book.sittings:
        code = tag_text(1, session="2024-06-03-PM") if stage.state == "error" else tag_text(2)
        stage.room.scan.scan(code)


def _open_card(stage: Stage) -> None:
    stage.app.show("register")
    if stage.room.book.sittings:
        stage.shell.open_card(stage.room.book.sittings[1].key)


def _collecting(stage: Stage) -> None:
    collect = stage.room.collect
    stage.app.show("scan_scripts")
    if stage.state == "error":
        collect.scan(tag_text(4))
    elif collect.missing:
        stage.room.scan.dismiss()


def _recount(stage: Stage) -> None:
    papers = stage.room.book.papers
    stage.room.begin_recount(papers[0].id if papers else "")
    stage.app.show("recount")
    for row in stage.room.collect.rows[: 1 if stage.state == "typical" else 9]:
        stage.shell.content.model.add(row.key[0])
    stage.shell.content.refresh()


def _codes(stage: Stage) -> None:
    stage.app.show("hand_over")
    if stage.state == "error":
        stage.shell.content.turn_to("receipt")
        stage.shell.content.take_code("https://example.org")


def _read_codes(stage: Stage) -> None:
    stage.app.show("hand_over")
    stage.shell.content.turn_to("read")
    if stage.state == "error":
        stage.shell.content.take_code("https://example.org")


def _board(stage: Stage) -> None:
    stage.app.show_board()


def _pin(stage: Stage) -> None:
    from kiosk_app.screens.switch_sheet import SwitchSheet

    stage.app.show("tablet")
    stage.shell.cover(SwitchSheet(stage.shell))


def _draw(stage: Stage) -> None:
    from kiosk_app.screens.draw_sheet import DrawSheet

    stage.app.show("sign")
    sheet = DrawSheet(stage.shell, "Second signature", lambda _who, _path: None)
    stage.shell.cover(sheet)


def _packet(stage: Stage) -> None:
    from kiosk_app.screens.packet_sheet import PacketSheet

    stage.app.show("exam")
    sheet = PacketSheet(stage.shell, stage.room.exam.packets.packets[0])
    for field, said in (("board", "AQA"), ("code", "8300/2H")):
        sheet.choices[field].chips[said].dispatch("on_release")
    stage.shell.cover(sheet)


def _who(stage: Stage) -> None:
    from kiosk_app.screens.who_sheet import WhoSheet
    from kiosk_app.viewmodels.who import WhoViewModel

    stage.app.show("exam")
    sheet = WhoSheet(stage.shell, "Who goes out?", WhoViewModel(stage.room.book), lambda _key: None)
    stage.shell.cover(sheet)
    if stage.state == "offline":
        sheet.look.dispatch("on_release")


_HELD: Final[tuple[State, ...]] = ("typical", "many", "offline", "error")
_ONE: Final[tuple[State, ...]] = ("typical",)
SCENES: Final[tuple[Scene, ...]] = (
    Scene("pairing", "before", _pairing),
    Scene("room-choice", "before", _rooms),
    Scene("sign-in", "before", _sign_in),
    Scene("locked", "before", _lock),
    Scene("register", "before", _section("register")),
    Scene("card", "before", _open_card),
    Scene("scan", "before", _card),
    *(
        Scene(f"red-{fault.value.replace('_', '-')}", "before", _red(fault), _ONE)
        for fault in ScanFault
        if fault is not ScanFault.OTHER_ROOM
    ),
    Scene("red-other-room", "before", _red(ScanFault.OTHER_ROOM)),
    Scene("walk", "before", _section("walk")),
    Scene("map", "before", _section("map")),
    Scene("prepare", "before", _section("exam")),
    Scene("packet", "before", _packet, _ONE),
    Scene("settings", "before", _section("tablet")),
    Scene("help", "before", _section("help")),
    Scene("board-before", "before", _board),
    Scene("register-running", "running", _section("register")),
    Scene("map-running", "running", _section("map")),
    Scene("exam", "running", _section("exam")),
    Scene("board", "running", _board),
    Scene("who", "running", _who, ("typical", "many", "offline")),
    Scene("switch", "running", _pin),
    Scene("exam-stopped", "stopped", _section("exam"), _HELD),
    Scene("board-stopped", "stopped", _board, _HELD),
    Scene("collect", "over", _section("collect")),
    Scene("collect-scan", "over", _collecting),
    Scene("recount", "over", _recount, _HELD),
    Scene("sign-missing", "over", _section("sign"), _HELD),
    Scene("diagnostics", "over", _section("diagnostics")),
    Scene("codes", "over", _codes),
    Scene("read-codes", "over", _read_codes),
    Scene("collect-done", "done", _section("collect"), _HELD),
    Scene("sign", "done", _section("sign"), _HELD),
    Scene("draw", "done", _draw, _ONE),
    Scene("signed", "signed", _section("sign"), _HELD),
    Scene("pack", "signed", _section("pack")),
)


def tell_error(stage: Stage) -> None:
    """What an error looks like where the screen has none of its own: a command that was refused."""
    say = getattr(stage.app.screen, "say", None)
    if stage.state == "error" and say is not None and stage.app.screen.red is None:
        say(DISK_FULL, bad=True)
