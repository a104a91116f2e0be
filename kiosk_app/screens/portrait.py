"""A candidate's photo, or a silhouette that says there is none."""

from __future__ import annotations

from io import BytesIO

from kivy.core.image import Image as CoreImage
from kivy.metrics import dp
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.image import Image

from kiosk_app.screens.parts.panel import Column, paint
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import RADIUS, SMALL


class Portrait(FloatLayout):
    """As large as its place allows, never cut or stretched."""

    def __init__(self, photo: bytes | None) -> None:
        super().__init__()
        look = palette()
        if photo is None:
            paint(self, look.raised, radius=RADIUS)
            column = Column(fit=True, pos_hint={"center_x": 0.5, "center_y": 0.5}, padding=dp(12))
            column.add_widget(
                Icon("account-outline", size=96, colour=look.text_soft, pos_hint={"center_x": 0.5})
            )
            text = _("No photo on this tablet. Ask for a document.")
            column.add_widget(Text(text, size=SMALL, colour=look.text_soft, halign="center"))
            self.add_widget(column)
            return
        texture = CoreImage(BytesIO(photo), ext="png" if photo[:4] == b"\x89PNG" else "jpg").texture
        self._picture = Image(texture=texture, fit_mode="fill", size_hint=(None, None))
        self.add_widget(self._picture)
        self.bind(pos=self._place, size=self._place)

    def _place(self, *_args: object) -> None:
        """At the top, level with the words beside it."""
        wide, high = self._picture.texture.size
        scale = min(self.width / wide, self.height / high)
        self._picture.size = (wide * scale, high * scale)
        self._picture.pos = (
            self.x + (self.width - wide * scale) / 2,
            self.y + self.height - high * scale,
        )
