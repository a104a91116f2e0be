"""What an officer should know before a session is published; little of it stops the publishing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from hub.before.clashes import clashes_in
from hub.before.pack_difference_sitters import paper_name
from hub.before.session_plan import SessionPlan
from shared.plan.pack import SessionPack
from shared.record.times import invigilators_needed

Severity = Literal["stop", "warning", "note"]
Where = Literal["import", "seating", "clashes", "rota", "settings"]

NO_CENTRE: Final = "00000"


class Check(Struct, frozen=True, kw_only=True):
    """One thing to look at first; ``who`` names everybody and everything concerned."""

    severity: Severity
    what: str
    todo: str
    where: Where
    who: tuple[str, ...] = ()


def publish_checks(plan: SessionPlan, draft: SessionPack) -> tuple[Check, ...]:
    """Everything to look at, the worst first. Publishing is refused only where one says ``stop``."""
    found = [
        *_entries(draft),
        *_clashes(plan),
        *_lengths(draft),
        *_seats(draft),
        *_unseated(draft),
        *_ratio(draft),
        *_people(draft),
        *_photos(draft),
        *_centre(draft),
    ]
    order = ("stop", "warning", "note")
    return tuple(sorted(found, key=lambda check: order.index(check.severity)))


def _entries(draft: SessionPack) -> Iterator[Check]:
    if not draft.sittings:
        yield Check(
            severity="stop",
            what="Nobody is entered for this session.",
            todo="Import the entries first.",
            where="import",
        )


def _clashes(plan: SessionPlan) -> Iterator[Check]:
    found = clashes_in(plan.timetabling, plan.session)
    if found:
        yield Check(
            severity="warning",
            what=_counted(len(found), "clash", "clashes"),
            todo="Decide which paper is sat when, and who supervises in between.",
            where="clashes",
            who=tuple(clash.sentence for clash in found),
        )


def _lengths(draft: SessionPack) -> Iterator[Check]:
    without = tuple(c for c in draft.session.components if c.minutes <= 0)
    if without:
        yield Check(
            severity="stop",
            what=_counted(len(without), "paper has no length", "papers have no length"),
            todo="Import the timetable again and say how long they are: no room could tell when to end.",
            where="import",
            who=tuple(f"{paper_name(c.id)} {c.component.title}" for c in without),
        )


def _seats(draft: SessionPack) -> Iterator[Check]:
    """A seat that two have at once, that isn't in the room or that must not be used."""
    names = _names(draft)
    sitters: dict[tuple[str, str], set[str]] = defaultdict(set)
    wrong: dict[str, None] = {}
    for sitting in draft.sittings:
        room = draft.room(sitting.room_id) if sitting.room_id else None
        if room is None or sitting.seat is None:
            continue
        sitters[(room.name, sitting.seat)].add(names[sitting.candidate_id])
        why = "there is no such seat" if room.seat(sitting.seat) is None else room.why_disabled(sitting.seat)
        if why is not None:
            wrong[f"{names[sitting.candidate_id]} in {room.name} {sitting.seat}: {why}"] = None
    twice = [
        f"{room} {seat}: {', '.join(sorted(who))}" for (room, seat), who in sitters.items() if len(who) > 1
    ]
    if twice or wrong:
        yield Check(
            severity="warning",
            what=_counted(
                len(twice) + len(wrong), "seat can't be used as planned", "seats can't be used as planned"
            ),
            todo="Move these candidates.",
            where="seating",
            who=(*twice, *wrong),
        )


def _unseated(draft: SessionPack) -> Iterator[Check]:
    names = _names(draft)
    without = tuple(
        f"{names[s.candidate_id]}, {paper_name(s.component_id)}" for s in draft.sittings if s.seat is None
    )
    if without:
        yield Check(
            severity="warning",
            what=_counted(len(without), "entry has no seat yet", "entries have no seat yet"),
            todo="Seat them: no tablet would have their names.",
            where="seating",
            who=without,
        )


def _ratio(draft: SessionPack) -> Iterator[Check]:
    """Rooms with fewer people in the rota than their candidates need; without a rota, how many it takes."""
    sitters = Counter(room for _, room in {(s.candidate_id, s.room_id) for s in draft.sittings if s.room_id})
    needed = {room: max(1, invigilators_needed(count, draft.rules)) for room, count in sitters.items()}
    if not draft.duties:
        total = sum(needed.values())
        if total > len(draft.invigilators):
            yield Check(
                severity="warning",
                what=f"The rooms need {total} invigilators at once; the list has {len(draft.invigilators)}.",
                todo="Import more invigilators, or seat the session in fewer rooms.",
                where="import",
            )
        elif total:
            yield Check(
                severity="note",
                what=f"There is no rota yet. The rooms need {total} invigilators at once.",
                todo="Without a rota no tablet can tell who is expected.",
                where="rota",
            )
        return
    short = []
    for room in draft.rooms:
        supervising = sum(d.role in ("lead", "invigilator") for d in draft.duties_in(room.id))
        if supervising < needed.get(room.id, 0):
            short.append(
                f"{room.name}: {sitters[room.id]} candidates need {needed[room.id]}, {supervising} are down"
            )
    if short:
        yield Check(
            severity="warning",
            what=_counted(len(short), "room has too few invigilators", "rooms have too few invigilators"),
            todo="Add people to the rota.",
            where="rota",
            who=tuple(short),
        )


def _people(draft: SessionPack) -> Iterator[Check]:
    if not draft.invigilators:
        yield Check(
            severity="warning",
            what="There are no invigilators.",
            todo="Import them: nobody could sign in on a tablet.",
            where="import",
        )
        return
    without = tuple(person.name for person in draft.invigilators if not person.pin_hash)
    if without:
        yield Check(
            severity="warning",
            what=_counted(len(without), "invigilator has no PIN", "invigilators have no PIN"),
            todo="Import the list with PINs: without one they can't sign in on a tablet.",
            where="import",
            who=without,
        )


def _photos(draft: SessionPack) -> Iterator[Check]:
    without = tuple(f"{c.number} {c.register_name}" for c in draft.candidates if not c.photo)
    if without:
        everybody = len(without) == len(draft.candidates)
        yield Check(
            severity="note" if everybody else "warning",
            what="There are no photos." if everybody
            else _counted(len(without), "candidate has no photo", "candidates have no photo"),
            todo="Import photos, or have identities checked by document.",
            where="import",
            who=() if everybody else without,
        )  # fmt: skip


def _centre(draft: SessionPack) -> Iterator[Check]:
    if draft.centre.number == NO_CENTRE:
        yield Check(
            severity="warning",
            what="The centre's number and name are not told yet.",
            todo="Write them into hub.toml; they stand on everything that is printed.",
            where="settings",
        )


def _names(draft: SessionPack) -> dict[str, str]:
    return {c.id: f"{c.number} {c.register_name}" for c in draft.candidates}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
