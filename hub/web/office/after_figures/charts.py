"""Charts as they are drawn inside a page: plain shapes with numbers, worked out here and not in a browser."""

from __future__ import annotations

from msgspec import Struct

from hub.after.figures import Chart, Figures

WIDE, HIGH = 560, 200
ROW, NAMES, NUMBERS = 32, 190, 56
"""Names, then numbers, then bars: where a small screen cuts the chart off, it cuts no number off."""
TOP, FOOT = 24, 26


class DrawnBar(Struct, frozen=True, kw_only=True):
    """One bar with the place of its words; ``label`` is shortened, ``whole`` is said."""

    x: float
    y: float
    wide: float
    high: float
    label: str
    whole: str
    value: int
    show_value: bool = True


class DrawnChart(Struct, frozen=True, kw_only=True):
    """A chart in its own coordinates; ``floor`` is where upright bars stand, ``mark`` the line before one.

    ``names`` is where the words before lying bars end.
    """

    title: str
    about: str
    upright: bool
    wide: int
    high: int
    floor: float
    names: int = NAMES
    bars: tuple[DrawnBar, ...]
    mark: float | None = None
    mark_words: str = ""

    @property
    def said(self) -> str:
        """What a screen reader says in its place; the table below has every number."""
        most = max(self.bars, key=lambda b: b.value, default=None)
        return f"{self.title}. Most: {most.whole}, {most.value}." if most else self.title


def charts_of(figures: Figures) -> tuple[DrawnChart, ...]:
    """Every chart of the figures, in its order."""
    return tuple(_upright(c) if c.upright else _lying(c) for c in figures.charts)


def _lying(chart: Chart) -> DrawnChart:
    most = max((bar.value for bar in chart.bars), default=0) or 1
    room = WIDE - NAMES - NUMBERS
    bars = tuple(
        DrawnBar(
            x=NAMES + NUMBERS,
            y=n * ROW + 6,
            wide=round(bar.value / most * room, 1),
            high=ROW - 12,
            label=bar.label if len(bar.label) <= 24 else f"{bar.label[:23]}…",
            whole=bar.label,
            value=bar.value,
        )
        for n, bar in enumerate(chart.bars)
    )
    return DrawnChart(
        title=chart.title,
        about=chart.about,
        upright=False,
        wide=WIDE,
        high=max(1, len(bars)) * ROW,
        floor=0,
        bars=bars,
    )


def _upright(chart: Chart) -> DrawnChart:
    most = max((bar.value for bar in chart.bars), default=0) or 1
    step = WIDE / max(len(chart.bars), 12)
    floor = HIGH - FOOT
    peak = max(range(len(chart.bars)), key=lambda n: chart.bars[n].value, default=0)
    bars = tuple(
        DrawnBar(
            x=round(n * step + step * 0.1, 1),
            y=round(floor - bar.value / most * (floor - TOP), 1),
            wide=round(step * 0.8, 1),
            high=round(bar.value / most * (floor - TOP), 1),
            label=bar.short,
            whole=bar.label,
            value=bar.value,
            show_value=bar.value > 0 and (n == peak or step > 34),
        )
        for n, bar in enumerate(chart.bars)
    )
    return DrawnChart(
        title=chart.title,
        about=chart.about,
        upright=True,
        wide=WIDE,
        high=HIGH,
        floor=floor,
        bars=bars,
        mark=None if chart.mark is None else round(chart.mark * step, 1),
        mark_words=chart.mark_words,
    )
