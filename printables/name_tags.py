"""Name tags: one a candidate, good for the whole series."""

from __future__ import annotations

from collections.abc import Collection

from printables import wording
from printables.label_sheets import AS_MADE, DEFAULT_SHEET, SheetOptions, draw_labels, label_sheet
from printables.pdf_file import About
from printables.seat_tags import label, marks_of, tag_key_id
from printables.tag_label import TagText
from shared.ids import CandidateId
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.protocol.signing import SigningKey
from shared.protocol.tags import Tag, TagKind, write_tag


def name_tag_code(pack: SessionPack, candidate: Candidate, key: SigningKey) -> str:
    """The text of a candidate's name tag."""
    tag = Tag(
        kind=TagKind.NAME,
        key_id=tag_key_id(pack, key),
        candidate_id=candidate.id,
        issue=candidate.tag_issue,
    )
    return write_tag(tag, key)


def draw(
    pack: SessionPack,
    key: SigningKey,
    *,
    sheet: str = DEFAULT_SHEET,
    start_label: int = 1,
    only: Collection[CandidateId] | None = None,
    options: SheetOptions = AS_MADE,
) -> bytes:
    """Name tags of the pack's candidates in candidate-number order."""
    stock = label_sheet(sheet)
    people = sorted((c for c in pack.candidates if c.is_known_here), key=lambda c: (c.number, c.id))
    texts = [_text(pack, c, key) for c in people if only is None or c.id in only]
    about = About(
        title=f"Name tags – centre {pack.centre.number}",
        author=f"Centre {pack.centre.number} · {pack.centre.name}",
        subject=f"Pack version {pack.version} · {wording.count(len(texts), 'tag')} on {stock.name}",
    )
    names = [text.number for text in texts]
    return draw_labels(about, [label(t) for t in texts], stock, start_label, options=options, names=names)


def _text(pack: SessionPack, candidate: Candidate, key: SigningKey) -> TagText:
    return TagText(
        code=name_tag_code(pack, candidate, key),
        number=candidate.number,
        name=candidate.spoken_name,
        marks=marks_of(candidate),
        details=(f"Centre {pack.centre.number}", pack.centre.name),
    )
