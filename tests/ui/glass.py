"""A tablet's window off screen, touched like glass: real touches, no sleeps, one window a process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import qrcode
from PIL import Image, ImageDraw

from kiosk_app.app import prepare_kivy
from kiosk_app.clock import TabletClock
from kiosk_app.tablet import Tablet
from shared.canonical import digest
from shared.plan.pack import SessionPack
from shared.protocol.tags import Tag, TagKind, write_tag
from tests import factories

PATIENCE = 20.0


class ExamClock:
    """The machine's clock moved to the exam day; a test moves it on."""

    def __init__(self, shown: datetime) -> None:
        self._began = datetime.now(UTC)
        self._shown = shown.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._shown + (datetime.now(UTC) - self._began)

    def set(self, shown: datetime) -> None:
        self._began, self._shown = datetime.now(UTC), shown.astimezone(UTC)

    def pass_time(self, **named: float) -> None:
        self.set(self() + timedelta(**named))


def open_tablet(home: Path, clock: ExamClock) -> Tablet:
    return Tablet.open(home, name="Hall 1", clock=TabletClock(clock), is_discovering=False)


def portrait(seed: int) -> bytes:
    """A drawn face, each a little different: nobody's photo."""
    picture = Image.new("RGB", (300, 400), (70 + seed * 37 % 90, 90 + seed * 53 % 80, 120 + seed * 29 % 70))
    draw = ImageDraw.Draw(picture)
    skin = (200 - seed * 31 % 110, 160 - seed * 31 % 90, 130 - seed * 31 % 80)
    draw.ellipse((40, 290, 260, 520), fill=(40 + seed * 47 % 120, 60, 90 + seed * 17 % 90))
    draw.ellipse((85, 90, 215, 270), fill=skin)
    draw.pieslice((75, 70, 225, 240), 180, 360, fill=(30 + seed * 13 % 90, 25, 20))
    for x in (125, 175):
        draw.ellipse((x - 7, 165, x + 7, 179), fill=(20, 20, 20))
    draw.arc((125, 190, 175, 235), 20, 160, fill=(110, 40, 40), width=4)
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def with_photos(pack: SessionPack, *, without: int = 0) -> tuple[SessionPack, dict[str, bytes]]:
    """The pack with a drawn photo for everybody but the last ``without`` candidates."""
    photos: dict[str, bytes] = {}
    people = []
    for number, person in enumerate(pack.candidates, start=1):
        if number > len(pack.candidates) - without:
            people.append(person)
            continue
        data = portrait(number)
        photos[digest(data)] = data
        people.append(msgspec.structs.replace(person, photo=digest(data)))
    changed = msgspec.structs.replace(pack, candidates=tuple(people), published_hash="")
    return msgspec.structs.replace(changed, published_hash=changed.content_hash), photos


def tag_text(number: int, *, session: str = factories.SESSION, issue: int = 1, key: str = "tags") -> str:
    """The seat tag of the small pack's candidate ``number``."""
    tag = Tag(
        kind=TagKind.SEAT, key_id=1, candidate_id=factories.candidate_id(number), session=session, issue=issue
    )
    return write_tag(tag, factories.secret_key(key))


def tag_picture(text: str) -> Image.Image:
    """As a camera sees a tag: the code on white paper on a dark desk."""
    code = qrcode.QRCode(border=4, box_size=8)
    code.add_data(text)
    drawn = code.make_image().convert("RGB")
    desk = Image.new("RGB", (960, 720), (46, 40, 36))
    desk.paste(drawn, ((960 - drawn.width) // 2, (720 - drawn.height) // 2))
    return desk


class Tray:
    """A frame source into which a test lays one picture after the other."""

    name = "tray"

    def __init__(self) -> None:
        self._waiting: list[Image.Image] = []
        self.is_closed = False

    def lay(self, picture: Image.Image) -> None:
        self._waiting.append(picture)

    def next_frame(self) -> Image.Image | None:
        return self._waiting.pop(0) if self._waiting else None

    def close(self) -> None:
        self.is_closed = True


class Glass:
    """The running app and a finger."""

    def __init__(self, app: Any, size: tuple[int, int]) -> None:
        from kivy.base import EventLoop, runTouchApp
        from kivy.core.window import Window

        self._loop = EventLoop
        self.window = Window
        if tuple(Window.size) != size:
            # Off screen only the layout follows a new size, not the picture.
            Window.size = size
        self.app = app
        app._run_prepare()
        runTouchApp(embedded=True)
        self.idle(3)

    @property
    def shell(self) -> Any:
        return self.app.screen

    def idle(self, frames: int = 2) -> None:
        """A few turns of the app's loop. Nothing is drawn: a picture is when somebody asks for one."""
        for _ in range(frames):
            self._turn()

    def _turn(self) -> None:
        """What ``EventLoop.idle`` does, but for drawing, which is slow without a graphics card."""
        from kivy.clock import Clock
        from kivy.lang import Builder

        Clock.tick()
        self._loop.dispatch_input()
        Builder.sync()
        Clock.tick_draw()
        Builder.sync()

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Let the app run until something is so; fails when that takes too long."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if condition():
                self.idle()
                return
            self._turn()
        raise AssertionError(f"never happened: {what or condition}; on screen: {self.words()}")

    def widgets(self, root: Any = None) -> Iterator[Any]:
        """Everything that is in the window, what lies on top first."""
        roots = [root] if root is not None else list(self.window.children)
        for widget in roots:
            yield from self.widgets_under(widget)

    def widgets_under(self, widget: Any) -> Iterator[Any]:
        for child in widget.children:
            yield from self.widgets_under(child)
        yield widget

    def words(self) -> list[str]:
        """All texts on the screen."""
        from kivy.uix.label import Label

        texts = [w.text for w in self.widgets() if isinstance(w, Label) and w.font_name != "Icons"]
        return [text for text in texts if text]

    def sees(self, text: str) -> bool:
        return any(text in said for said in self.words())

    def button(self, text: str) -> Any:
        """The topmost pressable thing with this text."""
        found = [widget for widget in self.widgets() if self._is_button(widget, text)]
        if not found:
            raise AssertionError(f"no button {text!r}; on screen: {self.words()}")
        return found[0]

    def _is_button(self, widget: Any, text: str) -> bool:
        from kiosk_app.screens.parts.press import Pressable

        label = getattr(widget, "label", None)
        return isinstance(widget, Pressable) and label is not None and label.text.startswith(text)

    def touch(self, widget: Any) -> None:
        """A finger goes down in the middle of a widget and up again."""
        self.reveal(widget)
        x, y = widget.to_window(widget.center_x, widget.center_y)
        self.touch_at(x, y)

    def reveal(self, widget: Any) -> None:
        """Scroll to a widget that is below the fold."""
        from kivy.uix.scrollview import ScrollView

        self.idle(3)
        around = widget.parent
        while around is not None and around is not self.window:
            if isinstance(around, ScrollView) and around.children[0].height > around.height:
                around.scroll_to(widget, padding=8, animate=False)
                self.idle(3)
            around = around.parent

    def touch_at(self, x: float, y: float) -> None:
        from kivy.tests.common import UnitTestTouch

        finger = UnitTestTouch(x, y)
        finger.touch_down()
        self._turn()
        finger.touch_up()
        self.idle(3)

    def press(self, text: str, until: Callable[[], object] | None = None) -> None:
        """Touch a button; inside something that scrolls it takes a moment until it is told."""
        self.until(lambda: self.has_button(text), f"a button {text!r}")
        self.touch(self.button(text))
        if until is not None:
            self.until(until, f"what {text!r} does")

    def has_button(self, text: str) -> bool:
        return any(self._is_button(widget, text) for widget in self.widgets())

    def write(self, field: Any, text: str) -> None:
        """Touch a field and type."""
        self.touch(field)
        field.focus = True
        self.idle()
        self.window.dispatch("on_textinput", text)
        self.idle()
        field.focus = False
        self.idle()

    def type_keys(self, text: str) -> None:
        """As a hand scanner types: keys, then Enter."""
        shifted = {"$": "4", "%": "5", "*": "8", "+": "=", ":": ";"}
        for character in text:
            key = shifted.get(character, character.lower())
            modifiers = ["shift"] if character in shifted or character.isupper() else []
            self.window.dispatch("on_key_down", ord(key), 0, key, modifiers)
        self.window.dispatch("on_key_down", 13, 40, None, [])
        self.idle(3)

    def type_pin(self, pin: str) -> None:
        """A quick thumb on the PIN pad, then OK; each digit has to be shown as a dot."""
        pad = next(w for w in self.widgets() if type(w).__name__ == "PinPad")
        self.reveal(pad)
        for typed, digit in enumerate(pin, start=1):
            self._tap(pad.keys[digit], lambda typed=typed: pad.dots.text.count("•") == typed)
        # A right PIN takes the pad away, a wrong one empties it.
        self._tap(pad.keys["enter"], lambda: "•" not in pad.dots.text or not pad.get_root_window())

    def _tap(self, widget: Any, until: Callable[[], object]) -> None:
        from kivy.tests.common import UnitTestTouch

        finger = UnitTestTouch(*widget.to_window(widget.center_x, widget.center_y))
        finger.touch_down()
        self._turn()
        finger.touch_up()
        self.until(until, "what the key does")

    def picture(self, file: Path) -> Path:
        """The window as a PNG."""
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

        self.idle(3)
        self.window.dispatch("on_draw")
        width, height = self.window.size
        pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
        picture = Image.frombytes("RGB", (width, height), bytes(pixels))
        picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(file)
        return file

    def close(self) -> None:
        self.app.on_stop()
        for widget in list(self.window.children):
            self.window.remove_widget(widget)
        self.idle()


def make_app(tablet: Tablet, home: Path, size: tuple[int, int] = (1280, 800), **named: Any) -> Any:
    """The app over ``tablet``; Kivy is imported only now, and the first size is the process's."""
    prepare_kivy(home, size=size, smooth=False)
    from kivy.config import Config

    Config.set("graphics", "maxfps", "240")
    from kiosk_app.alerts import Silence
    from kiosk_app.screens.application import ExamDayApp

    named.setdefault("sounder", lambda _folder: Silence())

    return ExamDayApp(tablet, **named)
