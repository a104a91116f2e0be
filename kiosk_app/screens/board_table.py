"""The papers on the room board: one alone as large as it gets, several as a table."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.big import Big
from kiosk_app.screens.parts.panel import paint
from kiosk_app.texts import _
from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.tokens import RADIUS
from kiosk_app.viewmodels.room_board import BoardPaper

APART = 36
"""Between two times of a row: wide enough that nobody reads them as one."""


def _finish_ink(paper: BoardPaper) -> Colour:
    look = palette()
    return look.text_soft if paper.is_finished else look.accent


class OnePaper(BoxLayout):
    """Code and title, then start and finish side by side, and the further finishes below."""

    def __init__(self, paper: BoardPaper, *, wide: bool) -> None:
        super().__init__(orientation="vertical", spacing=dp(4), size_hint_y=0.61)
        name = f"{paper.code}  {paper.title}"
        self.add_widget(Big(name, size_hint_y=0.2, bold=True))
        times: list[Big] = []
        row = BoxLayout(orientation="horizontal" if wide else "vertical", spacing=dp(16))
        start = _("started") if paper.is_started else _("start")
        finish = _("finished") if paper.is_finished else _("finish")
        for label, time, ink in (
            (start, paper.start, palette().text),
            (finish, paper.finish, _finish_ink(paper)),
        ):
            row.add_widget(self._cell(label, time, ink, times))
        self.add_widget(row)
        self.figures = tuple(times)
        if paper.others:
            line = BoxLayout(size_hint_y=0.42, spacing=dp(16))
            label = Big(_("extra time until"), halign="right", colour=palette().text_soft, size_hint_x=0.5)
            label.most = dp(48)
            line.add_widget(label)
            line.add_widget(Big("  ".join(paper.others), halign="left", bold=True, is_figures=True))
            self.add_widget(line)

    def _cell(self, label: str, time: str, ink: Colour, times: list[Big]) -> Widget:
        look = palette()
        cell = BoxLayout(orientation="vertical", padding=(dp(8), dp(2)))
        paint(cell, look.surface, radius=RADIUS, line=look.line)
        cell.add_widget(Big(label, colour=look.text_soft, size_hint_y=0.2))
        cell.add_widget(Big(time, group=times, bold=True, colour=ink, is_figures=True))
        return cell


class BoardTable(BoxLayout):
    """Each paper its name and its times; the words for the times stand once, above."""

    def __init__(self, papers: tuple[BoardPaper, ...]) -> None:
        super().__init__(orientation="vertical", spacing=dp(6), size_hint_y=0.67)
        self._has_others = any(paper.others for paper in papers)
        heads: list[Big] = []
        words = [_("start"), _("finish"), *([_("extra time until")] if self._has_others else [])]
        head = BoxLayout(spacing=dp(APART), padding=(dp(12), 0), size_hint_y=0.28)
        for text in words:
            head.add_widget(Big(text, group=heads, colour=palette().text_soft))
        self.add_widget(head)
        names: list[Big] = []
        times: list[Big] = []
        others: list[Big] = []
        for paper in papers:
            self.add_widget(self._row(paper, names, times, others))
        self.figures = tuple(times)

    def _row(self, paper: BoardPaper, names: list[Big], times: list[Big], others: list[Big]) -> Widget:
        look = palette()
        holder = BoxLayout(orientation="vertical", padding=(dp(12), dp(2)))
        paint(holder, look.surface, radius=RADIUS, line=look.line)
        name = f"{paper.code}  {paper.title}"
        holder.add_widget(Big(name, group=names, halign="left", bold=True, size_hint_y=0.42))
        line = BoxLayout(spacing=dp(APART))
        line.add_widget(Big(paper.start, group=times, bold=True, is_figures=True))
        line.add_widget(Big(paper.finish, group=times, bold=True, colour=_finish_ink(paper), is_figures=True))
        if self._has_others:
            text = "  ".join(paper.others) or "–"
            line.add_widget(Big(text, group=others, bold=True, is_figures=True))
        holder.add_widget(line)
        return holder
