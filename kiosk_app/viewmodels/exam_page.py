"""What stands on the exam page, and in which order: first what is to be done or looked at now."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kiosk_app.viewmodels.clash_supervision import ClashSupervisionViewModel
from kiosk_app.viewmodels.exam import ExamViewModel

PanelName = Literal[
    "checklist", "packets", "script", "start", "clocks", "finishes", "movements", "stop", "clash", "duty"
]


class ExamPage(NamedTuple):
    """The page's panels: those to work with, and those beside or below them."""

    main: tuple[PanelName, ...]
    side: tuple[PanelName, ...]


def exam_page(exam: ExamViewModel, clashes: ClashSupervisionViewModel) -> ExamPage:
    """A stop comes before everything; before the start what comes first; then the clocks."""
    clash: tuple[PanelName, ...] = ("clash",) if clashes.people else ()
    preparing = _preparing(exam) if exam.waiting else ()
    if exam.stopped is not None:
        return ExamPage(("stop", "clocks"), ("movements", *clash, "duty"))
    if exam.running:
        # Papers may run short while they write: the packets stay within reach.
        more: tuple[PanelName, ...] = () if preparing else ("packets",)
        return ExamPage(("clocks", "finishes"), ("movements", "stop", *preparing, *clash, "duty", *more))
    if preparing:
        return ExamPage(preparing, ("clocks", *clash, "duty"))
    return ExamPage(("clocks", "movements"), (*clash, "duty"))


def _preparing(exam: ExamViewModel) -> tuple[PanelName, ...]:
    """In the order of the morning, but what is done stands behind what isn't."""
    steps: tuple[tuple[PanelName, bool], ...] = (
        ("checklist", not exam.checklist_open),
        ("packets", exam.packets.step is None),
        ("script", not exam.script_open),
        ("start", False),
    )
    open_ones = tuple(name for name, done in steps if not done)
    return (*open_ones, *(name for name, done in steps if done))
