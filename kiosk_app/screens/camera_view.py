"""What the camera sees, with a frame that says where the tag goes."""

from __future__ import annotations

from kivy.graphics import Color, Line
from kivy.graphics.texture import Texture
from kivy.metrics import dp
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.image import Image

from kiosk_app.screens.parts.empty import Empty
from kiosk_app.screens.parts.panel import paint
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import RADIUS


class CameraView(FloatLayout):
    """Shows the newest frame; where there is no camera it says ``without``, what to do instead."""

    def __init__(self, *, has_camera: bool, without: str = "") -> None:
        super().__init__()
        look = palette()
        paint(self, look.raised, radius=RADIUS)
        self.frames_shown = 0
        self._picture = Image(fit_mode="contain", pos_hint={"x": 0, "y": 0}, opacity=0)
        self.add_widget(self._picture)
        if has_camera:
            self._empty = Empty("camera-outline", _("Starting the camera …"))
        else:
            text = without or _("No camera. Use a hand scanner, or search by name.")
            self._empty = Empty("camera-off-outline", text)
        self._empty.pos_hint = {"x": 0, "y": 0}
        self.add_widget(self._empty)
        with self.canvas.after:
            self._colour = Color(rgba=(1, 1, 1, 0))
            self._guide = Line(width=dp(2))
        self.bind(pos=self._place, size=self._place)

    def show(self, width: int, height: int, rgb: bytes) -> None:
        """One frame: ``rgb`` holds rows from the top, three bytes a pixel."""
        texture = self._picture.texture
        if texture is None or texture.size != (width, height):
            texture = Texture.create(size=(width, height), colorfmt="rgb")
            texture.flip_vertical()
        texture.blit_buffer(rgb, colorfmt="rgb", bufferfmt="ubyte")
        self._picture.texture = texture
        self._picture.opacity, self._empty.opacity, self._colour.a = 1, 0, 0.9
        self._picture.canvas.ask_update()
        self.frames_shown += 1

    def gone(self, text: str) -> None:
        """The camera can't be had any more."""
        self._picture.opacity, self._empty.opacity, self._colour.a = 0, 1, 0
        self._empty.icon.show("camera-off-outline")
        self._empty.say(text)

    def _place(self, *_args: object) -> None:
        side = min(self.width, self.height) * 0.62
        left, bottom = self.center_x - side / 2, self.center_y - side / 2
        self._guide.rounded_rectangle = (left, bottom, side, side, dp(16))
