"""Pages to bytes: what the file says about itself, its outline, and that the same input is the same file."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from printables import faces
from printables.pen import Pen

# ReportLab's font objects are shared by all documents and remember where they read last.
_one_at_a_time = threading.Lock()
PageDraw = Callable[[Pen], None]


@dataclass(frozen=True)
class About:
    """The file's metadata. It is read by people who never open the file, so it names no candidate."""

    title: str
    author: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the outline: ``level`` 0 is a part, 1 a heading within it."""

    title: str
    level: int = 0


@dataclass(frozen=True)
class Leaf:
    """One page with its size, and what begins on it, for the outline."""

    size: tuple[float, float]
    draw: PageDraw
    outline: tuple[Entry, ...] = ()


_NO_PAGE: Final[PageDraw] = lambda _pen: None  # noqa: E731 - a name for an empty page


def render(about: About, leaves: Sequence[Leaf]) -> bytes:
    """A PDF of these pages, or of one empty page; the same input gives the same bytes."""
    buffer = io.BytesIO()
    with _one_at_a_time:
        # Streams as plain bytes: a quarter smaller, and no encoding in Python.
        rl_config.useA85 = 0
        canvas = Canvas(
            buffer,
            pagesize=A4,
            invariant=1,
            pageCompression=1,
            lang="en-GB",
            initialFontName=faces.first_font(),  # type: ignore[arg-type] # the stub says number
        )
        canvas.setTitle(about.title)
        canvas.setAuthor(about.author)
        canvas.setSubject(about.subject)
        canvas.setCreator("ExamDay")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        deepest = -1
        for number, leaf in enumerate(leaves or [Leaf(A4, _NO_PAGE)]):
            canvas.setPageSize(leaf.size)
            for position, entry in enumerate(leaf.outline):
                # A heading before the first part is a part itself: an outline may not skip a level.
                deepest = min(entry.level, deepest + 1)
                place = f"leaf-{number}-{position}"
                canvas.bookmarkPage(place)
                canvas.addOutlineEntry(entry.title, place, deepest)
            leaf.draw(Pen(canvas, leaf.size[1]))
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()
