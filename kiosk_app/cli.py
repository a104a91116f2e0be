"""``examday-kiosk``: the tablet of one exam room."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from msgspec import Struct
from rich.console import Console
from rich.text import Text

from kiosk_app.board_start import open_board
from kiosk_app.clock import TabletClock
from kiosk_app.diagnostics import CameraState
from kiosk_app.faults import TabletFault
from kiosk_app.scanner.at_need import FramesAtNeed
from kiosk_app.scanner.port import FrameSource
from kiosk_app.tablet import Tablet
from shared.rehearsal import RehearsalClock

HOME = Path("~/.examday-tablet")
NO_CAMERA_SUPPORT = "This tablet has no camera support. Use a hand scanner or search by name."
NO_SCREEN = (
    "No window can be opened here. Start the tablet in a desktop session;"
    " to run it without a screen, set SDL_VIDEODRIVER=offscreen."
)


class Theme(StrEnum):
    """The looks of the screen."""

    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"


class Look(Struct, frozen=True, kw_only=True):
    """How the screen is to look."""

    theme: Literal["dark", "light", "contrast"] | None
    size: tuple[int, int]
    fullscreen: bool
    keyboard: bool
    left_handed: bool | None
    board: str


app = typer.Typer(add_completion=False, no_args_is_help=False)


@app.command()
def kiosk(
    home: Annotated[Path, typer.Option(help="Where this tablet keeps its record and packs.")] = HOME,
    name: Annotated[str, typer.Option(help="What the exams office calls this tablet.")] = "",
    frames: Annotated[
        Path | None, typer.Option(help="Scan the pictures of this folder (or this picture), not a camera.")
    ] = None,
    camera: Annotated[int, typer.Option(help="Which camera scans.", min=0, max=63)] = 0,
    wedge: Annotated[
        bool, typer.Option("--wedge", help="A hand scanner types what it reads; no camera is opened.")
    ] = False,
    interface: Annotated[
        list[str] | None, typer.Option(help="Look for the hub only here, for instance 192.168.1.20.")
    ] = None,
    rehearse: Annotated[
        str | None,
        typer.Option(metavar="ANCHOR,SHOWN,RATE", help="Play another day: real moment, shown moment, speed."),
    ] = None,
    theme: Annotated[
        Theme | None, typer.Option(help="Colours for this run: dark, light, or the highest contrast.")
    ] = None,
    size: Annotated[str, typer.Option(help="The window's size.")] = "1280x800",
    fullscreen: Annotated[bool, typer.Option("--fullscreen", help="Fill the whole screen.")] = False,
    keyboard: Annotated[
        bool, typer.Option("--keyboard", help="Bring a keyboard onto the screen where the system has none.")
    ] = False,
    left_handed: Annotated[
        bool | None,
        typer.Option("--left-handed/--right-handed", help="Buttons under this thumb, for this run."),
    ] = None,
    board: Annotated[
        str,
        typer.Option(
            metavar="ROOM", help="Show the board of this room (times, no names) as soon as the window opens."
        ),
    ] = "",
) -> None:
    """Run the tablet of one exam room. What it records stays in its home folder until the hub has it."""
    home = home.expanduser()
    look = Look(
        theme=theme.value if theme else None,
        size=_size(size),
        fullscreen=fullscreen,
        keyboard=keyboard,
        left_handed=left_handed,
        board=board,
    )
    with ExitStack() as closing:
        try:
            clock = TabletClock(rehearsal=RehearsalClock.from_text(rehearse) if rehearse else None)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--rehearse") from error
        try:
            tablet = Tablet.open(
                home, name=name or platform.node() or "Tablet", clock=clock, interfaces=interface or ()
            )
            closing.callback(tablet.close)
            source = None if wedge else _source(frames, camera)
        except TabletFault as fault:
            _end(str(fault))
        except OSError as error:
            _end(f"The folder {home} can't be used: {error.strerror or error}. Choose another with --home.")
        if source is not None:
            closing.callback(source.close)
            tablet.has_camera = True
            if isinstance(source, FramesAtNeed):
                tablet.camera = partial(_state, source)
        _show(tablet, source, look)


def _state(source: FramesAtNeed) -> CameraState:
    return source.state


def _source(frames: Path | None, camera: int) -> FrameSource | None:
    """Where scans come from. Raises SourceFault for --frames; without camera support nothing is scanned.

    A camera that is not there yet is looked for whenever somebody scans.
    """
    from kiosk_app.scanner.camera import CameraFrames, has_camera_support, is_there
    from kiosk_app.scanner.folder import FolderFrames

    if frames is not None:
        return FolderFrames(frames)
    if not has_camera_support():
        _say(NO_CAMERA_SUPPORT, "yellow")
        return None
    if not is_there(camera):
        _say(f"Camera {camera} is not there. Plug it in, or use a hand scanner (--wedge).", "yellow")
    return FramesAtNeed(lambda: CameraFrames(camera), f"camera {camera}")


def has_screen(environment: Mapping[str, str], platform_name: str = sys.platform) -> bool:
    """Whether a window can be seen here. Without this, SDL would draw into the void, or X end the program."""
    if platform_name != "linux":
        return True
    shown_by = environment.get("SDL_VIDEODRIVER", "")
    if shown_by not in ("", "x11", "wayland"):
        return True
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return True
    # A kiosk may draw straight onto the graphics card.
    return not shown_by and any(Path("/dev/dri").glob("card*"))


def _show(tablet: Tablet, source: FrameSource | None, look: Look) -> None:
    if not has_screen(os.environ):
        _end(NO_SCREEN)
    try:
        desk = open_board(tablet, look.board, tablet.clock.now().date()) if look.board else None
    except TabletFault as fault:
        _end(str(fault))
    try:
        from kiosk_app.app import main as run

        run(
            tablet,
            source,
            size=look.size,
            fullscreen=look.fullscreen,
            keyboard=look.keyboard,
            theme=look.theme,
            writes_left=look.left_handed,
            board=desk,
        )
    except ImportError as error:
        _end(f"The tablet's screen can't be loaded ({error}). Install it with: pip install 'examday[kiosk]'.")
    except SystemExit as end:
        # Kivy ends the program itself where no window can be opened.
        if end.code:
            _end(NO_SCREEN)
        raise


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and int(height) <= 4320):
        raise typer.BadParameter(f"{text!r} is no size such as 1280x800", param_hint="--size")
    return int(width), int(height)


def _end(text: str) -> NoReturn:
    _say(text, "bold red")
    raise typer.Exit(1)


def _say(text: str, style: str) -> None:
    # As Text, since addresses have square brackets too.
    console = Console(stderr=True)
    console.print(Text.assemble(("examday-kiosk: ", style), text), soft_wrap=True)


def main() -> None:
    """The command's entry point."""
    app()


if __name__ == "__main__":
    main()
