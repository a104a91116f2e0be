"""Words as large as their place: for what has to be read from the last row."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.uix.label import Label

from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.script import drawn, font_for

FIGURES = 1.3
TRIAL = 100
"""Measured once at this size; type grows evenly."""


class Big(Label):
    """One line that fills its box; all of one ``group`` have the size of the smallest."""

    def __init__(
        self,
        text: str = "",
        *,
        colour: Colour | None = None,
        group: list[Big] | None = None,
        most: float = 10_000,
        is_figures: bool = False,
        **named: Any,
    ) -> None:
        named.setdefault("halign", "center")
        named.setdefault("valign", "middle")
        super().__init__(text=drawn(text), font_name=font_for(text), color=colour or palette().text, **named)
        self.said = text
        self.most = most
        # Figures hang below no line and stand as high as capitals: the room for the rest is theirs, too.
        self._fills = FIGURES if is_figures else 1.0
        self._group = group if group is not None else []
        self._group.append(self)
        self._soon = Clock.create_trigger(lambda _dt: self._fit(), -1)
        self.bind(size=self._box, text=lambda *_args: self._soon())

    def say(self, text: str) -> None:
        """Another text, as large as fits now."""
        if text != self.said:
            self.said = text
            self.font_name = font_for(text)
            self.text = drawn(text)

    @property
    def fitting(self) -> float:
        """The type size that fills this box alone."""
        label = CoreLabel(font_size=TRIAL, bold=self.bold, font_name=self.font_name)
        width, height = label.get_extents(drawn(self.said) or "0")
        if not width or not height or self.width < 2:
            return self.most
        return float(min(self.width * 0.98 / width, self.height / height * self._fills) * TRIAL)

    def _box(self, *_args: Any) -> None:
        self.text_size = self.size
        self._soon()

    def _fit(self) -> None:
        size = max(1.0, min(min(one.fitting, one.most) for one in self._group))
        for one in self._group:
            one.font_size = size
