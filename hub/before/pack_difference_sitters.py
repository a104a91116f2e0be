"""What differs between two versions of a pack about those who sit: who, where, with which arrangements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from hub.before.pack_difference_lines import PackDifferenceLine, Part
from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting

T = TypeVar("T")
K = TypeVar("K")


def sitter_differences(old: SessionPack, new: SessionPack) -> Iterator[PackDifferenceLine]:
    """Candidate by candidate: papers, place, arrangements, and what they are known by."""
    sat_before, sat_after = _by_candidate(old), _by_candidate(new)
    for who, was, now in both(old.candidates, new.candidates, lambda c: c.id):
        known = now or was
        if known is None:
            continue
        sittings = sat_before.get(who, ()), sat_after.get(who, ())
        rooms = _rooms_of((*sittings[0], *sittings[1]))
        name = f"{known.number} {known.register_name}".strip()
        for component, before, after in both(*sittings, lambda s: s.component_id):
            yield from _sitting(name, component, before, after, old, new)
        if was is not None and now is not None:
            yield from _candidate(name, was, now, rooms)


def _sitting(
    name: str,
    component: ComponentId,
    before: Sitting | None,
    after: Sitting | None,
    old: SessionPack,
    new: SessionPack,
) -> Iterator[PackDifferenceLine]:
    if before == after:
        return
    part = Part.ADDED if before is None else Part.WITHDRAWN if after is None else Part.MOVED
    yield PackDifferenceLine(
        part=part,
        what=f"{name}, {paper_name(component)}",
        before=_place(before, old),
        after=_place(after, new),
        rooms=_rooms_of(s for s in (before, after) if s is not None),
    )


def _candidate(
    name: str, was: Candidate, now: Candidate, rooms: tuple[RoomId, ...]
) -> Iterator[PackDifferenceLine]:
    if was.arrangements != now.arrangements:
        yield PackDifferenceLine(
            part=Part.ARRANGEMENTS, what=name, before=_granted(was), after=_granted(now), rooms=rooms
        )
    photo = "another one" if was.photo and now.photo else _photo(now)
    told = (
        ("name", was.register_name != now.register_name, was.register_name, now.register_name),
        ("number", was.number != now.number, was.number, now.number),
        ("UCI", was.uci != now.uci, was.uci, now.uci),
        ("photo", was.photo != now.photo, _photo(was), photo),
        ("tag", was.tag_issue != now.tag_issue, f"issue {was.tag_issue}", f"issue {now.tag_issue}"),
    )
    for what, is_other, before, after in told:
        if is_other:
            yield PackDifferenceLine(
                part=Part.DETAILS, what=f"{name}: {what}", before=before, after=after, rooms=rooms
            )


def _by_candidate(pack: SessionPack) -> Mapping[CandidateId, tuple[Sitting, ...]]:
    found: dict[CandidateId, tuple[Sitting, ...]] = defaultdict(tuple)
    for sitting in pack.sittings:
        found[sitting.candidate_id] += (sitting,)
    return found


def _rooms_of(sittings: Iterable[Sitting]) -> tuple[RoomId, ...]:
    return tuple(dict.fromkeys(s.room_id for s in sittings if s.room_id))


def _place(sitting: Sitting | None, pack: SessionPack) -> str:
    if sitting is None:
        return ""
    if sitting.room_id is None:
        return "no seat yet"
    return " ".join(part for part in (room_name(sitting.room_id, pack), sitting.seat) if part)


def _granted(candidate: Candidate) -> str:
    return ", ".join(a.label for a in candidate.arrangements) or "none"


def _photo(candidate: Candidate) -> str:
    return "there" if candidate.photo else "none"


def both(old: Iterable[T], new: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, T | None, T | None]]:
    """Each key with what is under it before and after; what was there first comes first."""
    before = {key(one): one for one in old}
    after = {key(one): one for one in new}
    for found in dict.fromkeys((*before, *after)):
        yield found, before.get(found), after.get(found)


def room_name(room: RoomId, pack: SessionPack) -> str:
    """The room's name; what is not in the pack is named as it is."""
    known = pack.room(room)
    return known.name if known else room


def paper_name(component: ComponentId) -> str:
    """``AQA 8300/2F``."""
    return component.replace(":", " ", 1)
