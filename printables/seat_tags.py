"""Seat tags of one room on label sheets: one a candidate, signed for this session."""

from __future__ import annotations

from collections.abc import Collection

from printables import wording
from printables.label_sheets import (
    AS_MADE,
    DEFAULT_SHEET,
    LabelDraw,
    LabelSheet,
    SheetOptions,
    draw_labels,
    label_sheet,
)
from printables.pdf_file import About
from printables.pen import Pen
from printables.tag_label import TagText, draw_tag
from shared.ids import CandidateId, RoomId
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.protocol.signing import SigningKey
from shared.protocol.tags import Tag, TagKind, write_tag


class UnknownTagKeyError(ValueError):
    """Tags signed with this key would be refused by every tablet."""


def tag_key_id(pack: SessionPack, key: SigningKey) -> int:
    """The number under which the pack knows ``key``. Raises UnknownTagKeyError where it doesn't."""
    public = key.public.text
    found = next((number for number, text in pack.tag_keys.items() if text == public), None)
    if found is None:
        raise UnknownTagKeyError(
            f"Pack version {pack.version} of {pack.session.id} doesn't hold this site's tag key. "
            "Publish the session again, then print the tags."
        )
    return found


def seat_tag_code(pack: SessionPack, candidate: Candidate, key: SigningKey) -> str:
    """The text of a candidate's seat tag for the pack's session."""
    tag = Tag(
        kind=TagKind.SEAT,
        key_id=tag_key_id(pack, key),
        candidate_id=candidate.id,
        session=pack.session.id,
        issue=candidate.tag_issue,
    )
    return write_tag(tag, key)


def draw(
    pack: SessionPack,
    room: RoomId,
    key: SigningKey,
    *,
    sheet: str = DEFAULT_SHEET,
    start_label: int = 1,
    only: Collection[CandidateId] | None = None,
    options: SheetOptions = AS_MADE,
) -> bytes:
    """Seat tags of ``room`` in candidate-number order; ``only`` prints some of them again."""
    stock = label_sheet(sheet)
    tags = [
        _text(pack, room, candidate, sittings, key)
        for candidate, sittings in candidates_in(pack, room)
        if only is None or candidate.id in only
    ]
    about = About(
        title=f"Seat tags – {wording.room_name(pack, room)} – {wording.session_words(pack.session)}",
        author=f"Centre {pack.centre.number} · {pack.centre.name}",
        subject=f"Pack version {pack.version} · {wording.count(len(tags), 'tag')} on {stock.name}",
    )
    names = [tag.number for tag in tags]
    return draw_labels(about, [label(t) for t in tags], stock, start_label, options=options, names=names)


def candidates_in(pack: SessionPack, room: RoomId) -> list[tuple[Candidate, tuple[Sitting, ...]]]:
    """Who sits in ``room``, in candidate-number order, each with every sitting there."""
    here: dict[CandidateId, list[Sitting]] = {}
    for sitting in pack.sittings_in(room):
        here.setdefault(sitting.candidate_id, []).append(sitting)
    people = {c.id: c for c in pack.candidates}
    return [(people[who], tuple(sittings)) for who, sittings in here.items() if who in people]


def marks_of(candidate: Candidate) -> tuple[str, ...]:
    """What is framed on a tag: arrangement codes, and from the second issue on its number.

    Two tags of one candidate are told apart by eye, whatever else had to give way on a small label.
    """
    codes = tuple(a.code for a in candidate.arrangements)
    return codes if candidate.tag_issue <= 1 else (*codes, f"issue {candidate.tag_issue}")


def label(text: TagText) -> LabelDraw:
    """The drawing of one tag."""

    def drawn(pen: Pen, left: float, top: float, sheet: LabelSheet) -> None:
        draw_tag(pen, left, top, sheet, text)

    return drawn


def _text(
    pack: SessionPack, room: RoomId, candidate: Candidate, sittings: tuple[Sitting, ...], key: SigningKey
) -> TagText:
    zone = pack.centre.time_zone
    papers = [p for s in sittings if (p := pack.component(s.component_id)) is not None]
    return TagText(
        code=seat_tag_code(pack, candidate, key),
        number=candidate.number,
        name=candidate.register_name,
        seat=" ".join(dict.fromkeys(s.seat for s in sittings if s.seat)),
        papers=tuple(
            (f"{p.component.code} · {wording.clock(p.published_start, zone)}", p.component.title)
            for p in papers
        ),
        marks=marks_of(candidate),
        details=(
            wording.room_name(pack, room),
            f"{wording.short_day(pack.session.day)} {pack.session.half}",
            f"Centre {pack.centre.number}",
        ),
    )
