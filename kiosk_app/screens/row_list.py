"""A long list that draws only the rows in sight: 200 rows scroll like twenty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kivy.metrics import dp
from kivy.uix.recycleboxlayout import RecycleBoxLayout
from kivy.uix.recycleview import RecycleView
from kivy.uix.widget import Widget

from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame, tall, text_scale

_classes: dict[tuple[object, ...], Any] = {}


def _drawn_now(view: type[Widget]) -> Any:
    """The row's class under the look that is chosen now.

    Kivy keeps rows that scrolled away for the next list, by their class: one that was drawn dark, or small,
    must not come back in a list that is light, or large.
    """
    key = (view, palette().name, text_scale(), frame().is_narrow)
    if key not in _classes:
        _classes[key] = type(view.__name__, (view,), {})
    return _classes[key]


class RowList(RecycleView):
    """Rows of one height, shown by ``view``, a class with a ``row`` and a ``choose`` property."""

    def __init__(self, view: type[Widget], height: float, choose: Callable[[Any], None]) -> None:
        super().__init__(do_scroll_x=False, bar_width=dp(4), scroll_type=["bars", "content"])
        self.bar_color = palette().text_soft
        self.bar_inactive_color = palette().line
        layout = RecycleBoxLayout(
            orientation="vertical",
            default_size=(None, tall(height)),
            default_size_hint=(1, None),
            size_hint_y=None,
        )
        layout.bind(minimum_height=layout.setter("height"))
        self.add_widget(layout)
        self.viewclass = _drawn_now(view)
        self._choose = choose
        self._rows: list[dict[str, object]] = []

    def show(self, rows: Iterable[object]) -> None:
        """These rows; what is unchanged isn't drawn anew."""
        data: list[dict[str, object]] = [{"row": row, "choose": self._choose} for row in rows]
        if data != self._rows:
            self._rows = self.data = data
