"""A document: pages with the same head and foot, and blocks that flow over them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4

from printables import typeface, wording
from printables.imprint import Imprint
from printables.pdf_file import About, Entry, Leaf, PageDraw, render
from printables.pen import HAIRLINE, INK, MM, RULE, SOFT, Pen
from shared.plan.centre import Centre

MARGIN: Final = 14 * MM
_FOOT: Final = 16 * MM


@dataclass(frozen=True)
class Head:
    """The head of every page: what the sheet is, for whom, where and when.

    ``personal`` says that title or place name a candidate: they stay out of the file's metadata.
    """

    title: str
    centre: Centre
    place: str
    when: str
    papers: tuple[str, ...] = ()
    personal: bool = False


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
    where a page begins with it. ``outline`` names it in the outline of the file.
    """

    height: float
    draw: Callable[[Pen, float], None]
    stays_with_next: bool = False
    head: Block | None = None
    outline: str = ""


@dataclass(frozen=True)
class _Page:
    draw: PageDraw
    outline: tuple[str, ...] = ()


class Document:
    """A4 pages with head and foot."""

    def __init__(self, head: Head, imprint: Imprint, *, landscape: bool = False) -> None:
        self._head = head
        self._imprint = imprint
        self._size = (A4[1], A4[0]) if landscape else A4
        self._papers = tuple(
            line for paper in head.papers for line in typeface.wrap(paper, 9.5, self._size[0] - 2 * MARGIN)
        )
        self._pages: list[_Page] = []
        self._bound: list[Document] = [self]
        self._apart = False

    @property
    def area(self) -> Area:
        """The content area, the same on every page."""
        top = 27 * MM + len(self._papers) * 4.4 * MM + 3.5 * MM
        return Area(MARGIN, top, self._size[0] - MARGIN, self._size[1] - _FOOT)

    def add_page(self, draw: PageDraw, outline: str = "") -> None:
        """One more page with this content; ``outline`` names it in the outline of the file."""
        self._pages.append(_Page(draw, (outline,) if outline else ()))

    def flow(self, blocks: Sequence[Block]) -> None:
        """Lay blocks out over as many pages as they need."""
        for placed in paginate(blocks, self.area):
            named = tuple(block.outline for _, block in placed if block.outline)
            self._pages.append(_Page(functools.partial(_draw_all, placed), named))

    def bind(self, *others: Document, apart: bool = False) -> None:
        """The pages of other documents behind these, each under its own head.

        They are numbered through, or ``apart`` where each is handed out by itself.
        """
        self._apart = apart
        for other in others:
            self._bound.extend(other._bound)

    def pdf(self) -> bytes:
        """The document; the same input gives the same bytes."""
        head = self._head
        what = "Personal sheets" if head.personal else f"{head.title} – {head.place}"
        about = About(
            title=f"{what} – {head.when}",
            author=f"Centre {head.centre.number} · {head.centre.name}",
            subject=f"Pack version {self._imprint.pack_version}",
        )
        return render(about, self._leaves())

    def _leaves(self) -> list[Leaf]:
        leaves: list[Leaf] = []
        total = sum(len(part._pages) for part in self._bound)
        bound = len(self._bound) > 1
        for part in self._bound:
            for index, page in enumerate(part._pages):
                number, of = (index + 1, len(part._pages)) if self._apart else (len(leaves) + 1, total)
                draw = functools.partial(part._draw_page, index, number, of)
                entries = [Entry(named, int(bound)) for named in page.outline]
                if bound and index == 0:
                    entries.insert(0, Entry(part._head.title))
                leaves.append(Leaf(part._size, draw, tuple(entries)))
        return leaves

    def _draw_page(self, index: int, number: int, of: int, pen: Pen) -> None:
        self._draw_head(pen)
        self._pages[index].draw(pen)
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
                # A sheet over all sessions is of no pack.
                *([f"Pack {imprint.pack_version}"] if imprint.pack_version else []),
                wording.moment(imprint.printed_at, zone),
                imprint.proof_words,
            ]
        pen.line(MARGIN, y - 4.5 * MM, right, y - 4.5 * MM, colour=HAIRLINE)
        pen.text(MARGIN, y, " · ".join(said), typeface.LEAST_SIZE, colour=SOFT)
        pen.text(right, y, f"Page {number} of {of}", typeface.LEAST_SIZE, colour=SOFT, align="right")


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
