"""What differs between two versions of a session's pack, told so that an officer knows whom to tell.

The command, the publish page and the history say the same: they ask here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from hub.before.pack_difference_lines import PackDifferenceLine, PackDifferences, Part
from hub.before.pack_difference_sitters import both, paper_name, room_name, sitter_differences
from shared.plan.centre import Invigilator, Room
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent

_TOLD_ELSEWHERE: Final = {
    "version", "published_at", "published_hash", "session", "rooms", "candidates", "sittings", "invigilators",
    "duties", "rules", "tag_keys", "centre",
}  # fmt: skip


def pack_differences(old: SessionPack, new: SessionPack) -> PackDifferences:
    """What an officer sees before publishing, and between any two versions afterwards."""
    return PackDifferences(
        lines=(
            *_papers(old, new),
            *sitter_differences(old, new),
            *_rooms(old, new),
            *_invigilators(old, new),
            *_duties(old, new),
            *_rules(old, new),
        )
    )


def is_same_plan(draft: SessionPack, published: SessionPack) -> bool:
    """Whether publishing ``draft`` would say nothing that ``published`` doesn't say already."""
    as_published = msgspec.structs.replace(
        draft, version=published.version, published_at=published.published_at
    )
    # PINs are no part of the content hash, yet a new PIN has to reach the tablets.
    same_pins = draft.invigilators == published.invigilators
    return same_pins and as_published.content_hash == published.published_hash


def _papers(old: SessionPack, new: SessionPack) -> Iterator[PackDifferenceLine]:
    for component, was, now in both(old.session.components, new.session.components, lambda c: c.id):
        if was == now:
            continue
        rooms = {s.room_id for pack in (old, new) for s in pack.sittings if s.component_id == component}
        yield PackDifferenceLine(
            part=Part.TIMES,
            what=paper_name(component),
            before=_timing(was),
            after=_timing(now),
            rooms=tuple(sorted(room for room in rooms if room)),
        )


def _timing(row: TimetabledComponent | None) -> str:
    if row is None:
        return ""
    return f"{row.component.title}, {row.published_start:%H:%M}, {row.minutes} minutes"


def _rooms(old: SessionPack, new: SessionPack) -> Iterator[PackDifferenceLine]:
    for room, was, now in both(old.rooms, new.rooms, lambda r: r.id):
        if was == now:
            continue
        known = now or was
        before, after = _room(was), _room(now)
        if before == after:
            after = f"{after}, laid out otherwise"
        yield PackDifferenceLine(
            part=Part.ROOMS, what=known.name if known else room, before=before, after=after, rooms=(room,)
        )


def _invigilators(old: SessionPack, new: SessionPack) -> Iterator[PackDifferenceLine]:
    for person, was, now in both(old.invigilators, new.invigilators, lambda i: i.id):
        if was == now:
            continue
        known = now or was
        after = _person(now)
        if (
            was is not None
            and now is not None
            and (was.pin_salt, was.pin_hash) != (now.pin_salt, now.pin_hash)
        ):
            after = f"{after}, another PIN"
        yield PackDifferenceLine(
            part=Part.PEOPLE,
            what=known.name if known else person,
            before=_person(was),
            after=after,
            everywhere=True,
        )


def _duties(old: SessionPack, new: SessionPack) -> Iterator[PackDifferenceLine]:
    names = {i.id: i.name for pack in (old, new) for i in pack.invigilators}

    def duty(known: Duty | None, pack: SessionPack) -> str:
        if known is None:
            return ""
        where = "reserve" if known.is_reserve else room_name(known.room_id, pack)
        return f"{where}, {known.role}, from {known.report_at:%H:%M}"

    before, after = _by_person(old.duties), _by_person(new.duties)
    for person in dict.fromkeys((*before, *after)):
        was, now = before.get(person, ()), after.get(person, ())
        if was != now:
            yield PackDifferenceLine(
                part=Part.PEOPLE,
                what=f"{names.get(person, person)}: duty",
                before="; ".join(duty(d, old) for d in was),
                after="; ".join(duty(d, new) for d in now),
                rooms=tuple(dict.fromkeys(d.room_id for d in (*was, *now) if d.room_id)),
            )


def _by_person(duties: Sequence[Duty]) -> dict[str, tuple[Duty, ...]]:
    by_person: dict[str, tuple[Duty, ...]] = defaultdict(tuple)
    for one in duties:
        by_person[one.invigilator_id] += (one,)
    return by_person


def _rules(old: SessionPack, new: SessionPack) -> Iterator[PackDifferenceLine]:
    if old.rules != new.rules:
        after = new.rules.id if old.rules.id != new.rules.id else f"{new.rules.id}, with other numbers"
        yield PackDifferenceLine(
            part=Part.RULES, what="Rules", before=old.rules.id, after=after, everywhere=True
        )
    if old.centre != new.centre:
        yield PackDifferenceLine(
            part=Part.RULES,
            what="Centre",
            before=f"{old.centre.number} {old.centre.name}",
            after=f"{new.centre.number} {new.centre.name}",
            everywhere=True,
        )
    if old.tag_keys != new.tag_keys:
        yield PackDifferenceLine(
            part=Part.RULES,
            what="Keys of the QR tags",
            before="tags as printed",
            after="other keys: print all tags anew",
            everywhere=True,
        )
    for name in SessionPack.__struct_fields__:
        if name not in _TOLD_ELSEWHERE and getattr(old, name) != getattr(new, name):
            yield PackDifferenceLine(
                part=Part.RULES,
                what=name.replace("_", " ").capitalize(),
                before="",
                after="changed",
                everywhere=True,
            )


def _room(room: Room | None) -> str:
    if room is None:
        return ""
    kind = {"main": "", "satellite": "satellite, ", "separate": "separate, "}[room.kind]
    return f"{kind}{len(room.usable_seats)} seats, {room.rows} × {room.columns}"


def _person(person: Invigilator | None) -> str:
    return "" if person is None else f"{person.role}, PIN {'set' if person.pin_hash else 'missing'}"
