"""A document: pages with the same head and foot, and blocks that flow over them."""

from __future__ import annotations

import functools
import io
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from printables import typeface, wording
from printables.imprint import Imprint
from printables.pen import HAIRLINE, INK, MM, RULE, SOFT, Pen
from shared.plan.centre import Centre

MARGIN: Final = 14 * MM
_FOOT: Final = 16 * MM
# ReportLab's font objects are shared by all documents and remember where they read last.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Head:
    """The head of every page: what the sheet is, for whom, where and when."""

    title: str
    centre: Centre
    place: str
    when: str
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """Where the content of a page may stand, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Block:
    """Something of a known height; ``draw`` gets the pen and its top.

    ``stays_with_next`` keeps a heading with what it heads; ``head`` is drawn again above the block
    where a page begins with it.
    """

    height: float
    draw: Callable[[Pen, float], None]
    stays_with_next: bool = False
    head: Block | None = None


PageDraw = Callable[[Pen], None]


@dataclass(frozen=True)
class Leaf:
    """One page with its size; ``begins`` names the part that begins with it, for the outline."""

    size: tuple[float, float]
    draw: PageDraw
    begins: str = ""


class Document:
    """A4 pages with head and foot."""

    def __init__(self, head: Head, imprint: Imprint, *, landscape: bool = False) -> None:
        self._head = head
        self._imprint = imprint
        self._size = (A4[1], A4[0]) if landscape else A4
        self._papers = tuple(
            line for paper in head.papers for line in typeface.wrap(paper, 9.5, self._size[0] - 2 * MARGIN)
        )
        self._pages: list[PageDraw] = []
        self._bound: list[Document] = [self]

    @property
    def area(self) -> Area:
        """The content area, the same on every page."""
        top = 27 * MM + len(self._papers) * 4.4 * MM + 3.5 * MM
        return Area(MARGIN, top, self._size[0] - MARGIN, self._size[1] - _FOOT)

    def add_page(self, draw: PageDraw) -> None:
        """One more page with this content."""
        self._pages.append(draw)

    def flow(self, blocks: Sequence[Block]) -> None:
        """Lay blocks out over as many pages as they need."""
        for placed in paginate(blocks, self.area):
            self.add_page(functools.partial(_draw_all, placed))

    def bind(self, *others: Document) -> None:
        """The pages of other documents behind these, each under its own head, numbered through."""
        for other in others:
            self._bound.extend(other._bound)

    def pdf(self) -> bytes:
        """The document; the same input gives the same bytes."""
        title = f"{self._head.title} – {self._head.place} – {self._head.when}"
        return render_leaves(title, self._leaves())

    def _leaves(self) -> list[Leaf]:
        leaves: list[Leaf] = []
        of = sum(len(part._pages) for part in self._bound)
        for part in self._bound:
            begins = part._head.title if len(self._bound) > 1 else ""
            for index in range(len(part._pages)):
                draw = functools.partial(part._draw_page, index, len(leaves) + 1, of)
                leaves.append(Leaf(part._size, draw, begins if index == 0 else ""))
        return leaves

    def _draw_page(self, index: int, number: int, of: int, pen: Pen) -> None:
        self._draw_head(pen)
        self._pages[index](pen)
        self._draw_foot(pen, number, of)

    def _draw_head(self, pen: Pen) -> None:
        head, left, right = self._head, MARGIN, self._size[0] - MARGIN
        centre = f"Centre {head.centre.number} · {head.centre.name}"
        beside = right - left - typeface.width(head.when, 9.5) - 6 * MM
        pen.text(left, 13 * MM, typeface.shorten(centre, 9.5, beside), 9.5, colour=SOFT)
        pen.text(right, 13 * MM, head.when, 9.5, colour=SOFT, align="right")
        room = right - left - typeface.width(head.title, 17, bold=True) - 6 * MM
        place_size = typeface.fit(head.place, room, size=17, bold=True) or typeface.LEAST_SIZE
        place = typeface.shorten(head.place, place_size, room, bold=True)
        pen.text(left, 21.5 * MM, head.title, 17, bold=True)
        pen.text(right, 21.5 * MM, place, place_size, bold=True, align="right")
        for number, line in enumerate(self._papers):
            pen.text(left, (28 + 4.4 * number) * MM, line, 9.5)
        pen.line(left, self.area.top - 3 * MM, right, self.area.top - 3 * MM, width=0.8, colour=INK)

    def _draw_foot(self, pen: Pen, number: int, of: int) -> None:
        imprint, zone = self._imprint, self._head.centre.time_zone
        y, right = self._size[1] - 9 * MM, self._size[0] - MARGIN
        said = [f"Pack version {imprint.pack_version}", f"printed {wording.moment(imprint.printed_at, zone)}"]
        if imprint.proof_words:
            said = [
                f"Pack {imprint.pack_version}",
                wording.moment(imprint.printed_at, zone),
                imprint.proof_words,
            ]
        pen.line(MARGIN, y - 4.5 * MM, right, y - 4.5 * MM, colour=HAIRLINE)
        pen.text(MARGIN, y, " · ".join(said), typeface.LEAST_SIZE, colour=SOFT)
        pen.text(right, y, f"Page {number} of {of}", typeface.LEAST_SIZE, colour=SOFT, align="right")


def render(size: tuple[float, float], title: str, pages: Sequence[PageDraw]) -> bytes:
    """A PDF of these pages, all of one size."""
    return render_leaves(title, [Leaf(size, draw) for draw in pages])


def render_leaves(title: str, leaves: Sequence[Leaf]) -> bytes:
    """A PDF of these pages."""
    buffer = io.BytesIO()
    with _one_at_a_time:
        # Streams as plain bytes: a quarter smaller, and no encoding in Python.
        rl_config.useA85 = 0
        canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB")
        canvas.setTitle(title)
        canvas.setCreator("ExamDay")
        for number, leaf in enumerate(leaves):
            canvas.setPageSize(leaf.size)
            if leaf.begins:
                canvas.bookmarkPage(f"leaf-{number}")
                canvas.addOutlineEntry(leaf.begins, f"leaf-{number}")
            leaf.draw(Pen(canvas, leaf.size[1]))
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def paginate(blocks: Sequence[Block], area: Area) -> list[list[tuple[float, Block]]]:
    """Which block stands where on which page; a block higher than a page stands alone on one."""
    pages: list[list[tuple[float, Block]]] = [[]]
    y = area.top
    for index, block in enumerate(blocks):
        needed = block.height
        follower = index
        while blocks[follower].stays_with_next and follower + 1 < len(blocks):
            follower += 1
            needed += blocks[follower].height
        if pages[-1] and y + needed > area.bottom:
            pages.append([])
            y = area.top
            if block.head is not None:
                pages[-1].append((y, block.head))
                y += block.head.height
        pages[-1].append((y, block))
        y += block.height
    return pages


def _draw_all(placed: Sequence[tuple[float, Block]], pen: Pen) -> None:
    for y, block in placed:
        block.draw(pen, y)


def rule(left: float, right: float, height: float) -> Block:
    """A light rule in the middle of some space."""
    return Block(height, lambda pen, y: pen.line(left, y + height / 2, right, y + height / 2, colour=RULE))


def gap(height: float) -> Block:
    """Empty space."""
    return Block(height, lambda _pen, _y: None)
