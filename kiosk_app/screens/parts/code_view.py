"""A QR code as large as its place, every module sharp."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from kiosk_app.handover.picture import code_picture


class CodeView(Widget):
    """Black on white whatever the theme: a camera has to read it."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.text = ""
        self._modules = 1
        with self.canvas:
            Color(rgba=(1, 1, 1, 1))
            self._ground = Rectangle()
            self._code = Rectangle()
        self.bind(pos=self._place, size=self._place)

    def show(self, text: str) -> None:
        """Another code in the same place; none: an empty white square."""
        if text == self.text:
            return
        self.text = text
        if text:
            picture = code_picture(text)
            self._modules = picture.width
            texture = Texture.create(size=picture.size, colorfmt="luminance")
            texture.mag_filter = texture.min_filter = "nearest"
            texture.blit_buffer(picture.tobytes(), colorfmt="luminance", bufferfmt="ubyte")
            texture.flip_vertical()
            self._code.texture = texture
        self._place()

    def _place(self, *_args: Any) -> None:
        # Whole pixels a module: nothing blurred between two of them.
        room = int(min(self.width, self.height))
        side = max(self._modules, room - room % max(1, self._modules)) if self.text else 0
        self._ground.size = self._code.size = (side, side)
        self._ground.pos = self._code.pos = (self.center_x - side / 2, self.center_y - side / 2)
