"""The tablet's app: one window over one tablet, from pairing to the closed room."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout
from msgspec.structs import replace

from kiosk_app.alerts import Sounder
from kiosk_app.screens.board import BoardScreen
from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.code_intake import CodeIntake
from kiosk_app.screens.pairing import NO_CAMERA, PairingScreen
from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.room_choice import RoomChoiceScreen
from kiosk_app.screens.room_screens import RoomScreens
from kiosk_app.screens.scan_frames import OpenFrames
from kiosk_app.screens.shell import RoomShell
from kiosk_app.screens.shortcuts import Shortcuts
from kiosk_app.screens.sounding import sounder
from kiosk_app.screens.wedge_keys import WedgeKeys
from kiosk_app.settings import Language, Look, SettingsFile
from kiosk_app.tablet import Tablet
from kiosk_app.texts import _, use_language
from kiosk_app.theme.palette import palette, use_theme
from kiosk_app.theme.scale import use_text_size
from kiosk_app.theme.tokens import ThemeName
from kiosk_app.viewmodels.lock import LockViewModel
from kiosk_app.viewmodels.observable import Run
from kiosk_app.viewmodels.pairing import PairingViewModel
from kiosk_app.viewmodels.ports import Desk
from kiosk_app.viewmodels.room import RoomViewModel
from kiosk_app.viewmodels.room_choice import RoomChoiceViewModel
from kiosk_app.viewmodels.settings import SettingsViewModel

POLL_SECONDS = 2


class ExamDayApp(App):
    """``open_frames`` opens the camera, None: hand scanner only. ``post`` runs a callable on this thread."""

    title = "ExamDay"

    def __init__(
        self,
        tablet: Tablet,
        *,
        open_frames: OpenFrames | None = None,
        run: Run | None = None,
        theme: ThemeName | None = None,
        writes_left: bool | None = None,
        text_percent: int | None = None,
        language: Language | None = None,
        lock_minutes: float | None = None,
        sounder: Callable[[Path], Sounder] = sounder,
        **named: Any,
    ) -> None:
        super().__init__(**named)
        self.tablet = tablet
        self._open_frames = open_frames
        self._codes = CodeIntake(self, open_frames)
        self.camera: CameraView | None = None
        self._run = run or self._in_background
        self._rooms = RoomScreens(self, self._run, sounder)
        self._background: set[threading.Thread] = set()
        self._ticking: list[Any] = []
        self._keys: WedgeKeys | None = None
        self._shortcuts: Shortcuts | None = None
        self._redraw_waits = False
        self._lock_minutes = lock_minutes
        self._lock: LockViewModel | None = None
        self.room: RoomViewModel | None = None
        self.begins_with_board: Desk | None = None
        self.pairing = PairingViewModel(tablet, self._run)
        self.choice = RoomChoiceViewModel(tablet, self._run)
        self.screen: Any = None
        tablet.has_camera = open_frames is not None
        keeper = SettingsFile(tablet.home)
        self.settings = SettingsViewModel(keeper, self._person)
        given = {
            "theme": theme,
            "hand": None if writes_left is None else "left" if writes_left else "right",
            "text_percent": text_percent,
            "language": language,
        }
        # What the command line says holds for this run and isn't kept.
        said = {name: value for name, value in given.items() if value is not None}
        keeper.now = replace(keeper.now, look=replace(keeper.now.look, **said))
        self._look = self._use_look()
        self.settings.changed.append(self._look_again)

    def build(self) -> FloatLayout:
        self.holder = FloatLayout()
        self._ground = paint(self.holder, palette().background)
        self.pairing.changed.append(self.redraw)
        self.choice.changed.append(self.redraw)
        self.choice.opened.append(lambda desk: self.post(lambda: self.enter(desk)))
        Window.bind(on_resize=self._resized, on_touch_down=self.used, on_key_down=self.used)
        self._keys = WedgeKeys(self._codes.take)
        self._shortcuts = Shortcuts(lambda: self.screen, self._shell, lambda: self._keys_are_scanned)
        self._ticking = [
            Clock.schedule_interval(lambda _dt: self._tick(), 1),
            Clock.schedule_interval(lambda _dt: self.pairing.poll(), POLL_SECONDS),
        ]
        self.begin()
        return self.holder

    def on_stop(self) -> None:
        for event in self._ticking:
            event.cancel()
        Window.unbind(on_resize=self._resized, on_touch_down=self.used, on_key_down=self.used)
        if self._keys is not None:
            self._keys.close()
        if self._shortcuts is not None:
            self._shortcuts.close()
        self._codes.stop()
        if self.room is not None:
            self.room.close()
        for thread in tuple(self._background):
            thread.join()

    # Where the tablet is

    def begin(self) -> None:
        """The first screen: pairing, or the choice of a room where packs can be had; or a room's board."""
        if self.begins_with_board is not None:
            self.enter(self.begins_with_board)
            self.show_board()
            return
        if self.tablet.stage == "pending":
            self.pairing.resume()
        if self.tablet.stage == "paired" or (self.tablet.stage == "unpaired" and self.tablet.sessions()):
            self.choose_room()
        else:
            self._show_pairing()

    def choose_room(self) -> None:
        """Leave the room that is open, if any, and choose one."""
        if self.room is not None:
            self.room.close()
            self.room = None
        self.choice.desk = None
        self._show(RoomChoiceScreen(self.choice, wide=self._is_wide, name=self._whose))
        self.choice.load()

    def enter(self, desk: Desk) -> None:
        """A room is open on this tablet."""
        if self.room is not None:
            self.room.close()
        self.room = RoomViewModel(desk)
        self.room.changed.append(self.redraw)
        self.room.sign_in.changed.append(self.redraw)
        room = self.room
        self._lock = LockViewModel(room.book, lambda: room.scan.card is not None, self._minutes)
        self._show_room()

    def show_board(self) -> None:
        """The room board over the whole window, signed in or not: it names nobody."""
        if self.room is not None:
            self._show(self._rooms.board(self.room))

    def leave_board(self) -> None:
        """Back to the room, or to who wants to open it."""
        self._show_room()

    def show(self, section: str) -> None:
        """A section of the open room: register, scan, scan_scripts, exam, collect, sign, tablet or help."""
        if isinstance(self.screen, RoomShell):
            self.screen.go(section)
            self._codes.attend()

    def _person(self) -> str:
        signed_in = self.room.desk.signed_in if self.room is not None else None
        return signed_in.id if signed_in is not None else ""

    def _use_look(self) -> Look:
        look = self.settings.look
        use_theme(look.theme)
        use_text_size(look.text_percent)
        use_language(look.language)
        return look

    def _look_again(self) -> None:
        """Another look, or somebody else's: everything is drawn anew."""
        if self.settings.look == self._look:
            return
        self._look = self._use_look()
        self._ground.rgba = palette().background
        self._rebuild()

    def post(self, job: Callable[[], None]) -> None:
        """Run ``job`` on the window's thread; may be called from any thread."""
        Clock.schedule_once(lambda _dt: job())

    def picture(self, file: Path) -> Path:
        """Save what the window shows now."""
        # Kivy puts a running number before the suffix.
        return Path(Window.screenshot(name=str(file))).replace(file)

    def redraw(self) -> None:
        """Draw soon what the view-models say; may be called from any thread, many calls draw once."""
        if not self._redraw_waits:
            self._redraw_waits = True
            Clock.schedule_once(lambda _dt: self._draw())

    def tell(self, text: str) -> None:
        """A line for whoever holds the tablet, where the screen has room for one."""
        if isinstance(self.screen, RoomShell):
            self.screen.say(text, bad=True)

    # How it is shown

    @property
    def _is_wide(self) -> bool:
        return bool(Window.width > Window.height)

    def _shell(self) -> RoomShell | None:
        return self.screen if isinstance(self.screen, RoomShell) else None

    @property
    def _keys_are_scanned(self) -> bool:
        return self._keys is not None and self._keys.is_reading

    @property
    def _whose(self) -> str:
        return f"{self.tablet.centre_name} · {self.tablet.name}".strip(" ·")

    def _show_pairing(self) -> None:
        camera = CameraView(has_camera=self._open_frames is not None, without=_(NO_CAMERA))
        note = self.tablet.opening_note
        self._show(PairingScreen(self.pairing, camera, wide=self._is_wide, note=note), camera)

    def _show_room(self) -> None:
        if self.room is None or self._lock is None:
            return
        if self.room.desk.signed_in is None:
            self._show(self._rooms.entrance(self.room, self._lock))
            return
        has_camera = self._open_frames is not None
        self._show(self._rooms.shell(self.room, has_camera=has_camera, gone=self._codes.attend))

    def _show(self, screen: Any, camera: CameraView | None = None) -> None:
        self.screen = screen
        self.camera = camera
        screen.pos_hint = {"x": 0, "y": 0}
        self.holder.clear_widgets()
        self.holder.add_widget(screen)
        self._codes.attend()

    def _draw(self) -> None:
        self._redraw_waits = False
        if self.settings.look != self._look:
            self._look_again()
            return
        if self.pairing.stage == "approved" and isinstance(self.screen, PairingScreen):
            self.choose_room()
            return
        if self.room is not None and not isinstance(self.screen, BoardScreen):
            in_shell = isinstance(self.screen, RoomShell)
            if in_shell != (self.room.desk.signed_in is not None):
                self._show_room()
                return
        self.screen.refresh()
        self._codes.attend()

    def _tick(self) -> None:
        if isinstance(self.screen, RoomShell):
            self.screen.tick()
            self._look_at_lock()
        elif isinstance(self.screen, BoardScreen):
            self.screen.tick()
        elif self.room is not None and hasattr(self.screen, "tick"):
            self.screen.tick(self.room.status.clock)

    def _minutes(self) -> float:
        own = self._lock_minutes
        return self.settings.settings.lock_minutes if own is None else own

    def _look_at_lock(self) -> None:
        if self._lock is None or self._lock.look(datetime.now(UTC)):
            return
        if self._lock.warning:
            self.screen.say(self._lock.warning, bad=True)

    def used(self, *_args: Any) -> bool:
        if self._lock is not None:
            self._lock.touched(datetime.now(UTC))
        return False

    def _resized(self, *_args: Any) -> None:
        shown = getattr(self.screen, "is_wide", None)
        if shown is None or shown != self._is_wide:
            self._rebuild()

    def _rebuild(self) -> None:
        if isinstance(self.screen, BoardScreen):
            self.show_board()
        elif self.room is not None:
            section = getattr(self.screen, "section", "register")
            self._show_room()
            self.show(section)
        elif isinstance(self.screen, PairingScreen):
            self._show_pairing()
        else:
            self.choose_room()

    def _in_background(self, job: Callable[[], None]) -> None:
        def work() -> None:
            try:
                job()
            finally:
                self._background.discard(threading.current_thread())

        thread = threading.Thread(target=work, name="examday-screen-job", daemon=True)
        self._background.add(thread)
        thread.start()
