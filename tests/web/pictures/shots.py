"""Which pages are pictured, of which morning and how large."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tests.factories import SESSION
from tests.web.pictures.scenes import named_pack

BOARD: Final = f"/sessions/{SESSION}"


class Shot(Struct, frozen=True, kw_only=True):
    """One picture; ``full`` takes the whole page, else what a window shows."""

    name: str
    scene: str
    path: str
    width: int = 1440
    height: int = 960
    dark: bool = False
    full: bool = False
    is_live: bool = True
    click: str = ""


def _in_question() -> str:
    """The page of whoever is not the person on the photo."""
    pack = named_pack()
    return f"{BOARD}/candidates/{pack.sittings_in('library')[0].candidate_id}"


SHOTS: Final = (
    Shot(name="empty-day", scene="empty", path=BOARD, height=900),
    Shot(name="devices-ready", scene="empty", path="/devices", height=860),
    Shot(name="normal-morning", scene="normal", path=BOARD, height=900),
    Shot(name="room", scene="normal", path=f"{BOARD}/rooms/main-hall", height=1360),
    Shot(name="print-centre", scene="normal", path=f"{BOARD}/print", height=1120, is_live=False),
    Shot(name="checklist", scene="normal", path=f"{BOARD}/preflight", height=1120),
    Shot(name="chaos-morning", scene="chaos", path=BOARD, height=1200),
    Shot(name="chaos-dark", scene="chaos", path=BOARD, dark=True),
    Shot(name="chaos-phone", scene="chaos", path=BOARD, width=390, height=1200),
    Shot(name="chaos-wall", scene="chaos", path=f"{BOARD}?wall=1", width=1920, height=1080),
    Shot(name="tasks", scene="chaos", path="/tasks", height=1120),
    Shot(name="candidate", scene="chaos", path=_in_question(), height=900),
    Shot(name="devices", scene="chaos", path="/devices", height=900),
    Shot(name="incident", scene="chaos", path=f"{BOARD}/incidents/incident-1", height=900),
    Shot(name="long-names", scene="long", path=BOARD, height=1200),
    Shot(name="long-names-room", scene="long", path=f"{BOARD}/rooms/library", height=1120),
    Shot(name="evacuation", scene="evacuation", path=f"{BOARD}/evacuation", height=1060),
    Shot(name="sixty-rooms", scene="sixty", path=BOARD, width=1600, height=1200),
    Shot(name="sixty-wall", scene="sixty", path=f"{BOARD}?wall=1", width=1920, height=1080),
)
"""In the order in which the guide shows them."""
