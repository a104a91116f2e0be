"""The possible answers to a discrepancy as the officer chooses them, and what follows from the one chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from hub.web.office.desk import InHand
from hub.web.office.queue import rooms_concerned
from hub.web.office.refusals import NotUsable
from shared.ids import RoomId
from shared.record.events import KnownEvent
from shared.record.events.candidate import Attendance, Identity, IdentityDecided, IdentityMethod
from shared.record.events.office import AttendanceRuling
from shared.record.events.scripts import ScriptCollected
from shared.record.register import Discrepancy, SittingRecord
from shared.record.settling import Role, Way, ways_to_settle

_METHODS: Final[dict[str, tuple[IdentityMethod, str]]] = {
    "document": ("document", "A document says who it is."),
    "known_to_staff": ("known_to_staff", "A member of staff knows the candidate."),
}
IDENTITY_CONFIRMED: Final = "identity_confirmed"
SCRIPT_FOUND: Final = "script_found"
RECORDED_HERE: Final = frozenset({IDENTITY_CONFIRMED, SCRIPT_FOUND})
"""Ways whose event the office records itself; other events come from the room."""


class Choice(Struct, frozen=True, kw_only=True):
    """One radio button; ``then`` says what follows beside the answer on record."""

    value: str
    words: str
    then: str = ""


class Chosen(Struct, frozen=True, kw_only=True):
    """What a button stands for."""

    way: str = ""
    ruling: AttendanceRuling | None = None
    room: RoomId | None = None
    method: str = ""


def choices(held: InHand, found: Discrepancy) -> tuple[Choice, ...]:
    """The ways of this kind, with every sitting and room that a ruling could be about."""
    return tuple(choice for way in ways_to_settle(found.kind) for choice in _of_way(held, found, way))


def _of_way(held: InHand, found: Discrepancy, way: Way) -> Iterator[Choice]:
    if way.id == IDENTITY_CONFIRMED:
        for method, (_, words) in _METHODS.items():
            yield Choice(value=f"{way.id}|{method}", words=words, then="identity confirmed")
    elif way.ruling is not None:
        for sitting in _sittings(held, found):
            yield from _rulings(held, found, way, sitting)
    else:
        by_room = way.by_event and way.by is not Role.OFFICER and way.id not in RECORDED_HERE
        then = (
            "counts as collected"
            if way.id == SCRIPT_FOUND
            else "usually recorded in the room, which settles it by itself"
            if by_room
            else ""
        )
        yield Choice(value=way.id, words=way.words, then=then)


def _rulings(held: InHand, found: Discrepancy, way: Way, sitting: SittingRecord) -> Iterator[Choice]:
    assert way.ruling is not None  # noqa: S101 - asked before
    about = ""
    if len(_sittings(held, found)) > 1:
        about = f"{held.names.numbered(sitting.candidate_id)}, {held.names.paper(sitting.component_id)}: "
    value = "|".join((way.id, *sitting.key, way.ruling.value))
    rooms = rooms_concerned(found, held.names)
    if way.ruling is Attendance.PRESENT and len(rooms) > 1:
        for room in rooms:
            where = held.names.room(room)
            words = f"{about}the candidate sits in {where}."
            yield Choice(
                value=f"{value}|{room}",
                words=words[0].upper() + words[1:],
                then=f"counts as present in {where}",
            )
    else:
        yield Choice(value=value, words=way.words, then=f"{about}counts as {way.ruling.value}")


def _sittings(held: InHand, found: Discrepancy) -> list[SittingRecord]:
    return [
        s
        for s in held.register.sittings
        if s.candidate_id in found.candidate_ids and found.component_id in (None, s.component_id)
    ]


def chosen(value: str) -> Chosen:
    """What was chosen; nothing where the answer stands for itself. Raises NotUsable."""
    way, *rest = value.split("|")
    match rest:
        case []:
            return Chosen(way=way)
        case [method]:
            return Chosen(way=way, method=method)
        case [candidate, component, attendance, *room] if attendance in set(Attendance):
            ruling = AttendanceRuling(
                candidate_id=candidate, component_id=component, attendance=Attendance(attendance)
            )
            return Chosen(way=way, ruling=ruling, room=room[0] if room else None)
        case _:
            raise NotUsable("Choose one of the answers on the page, or none of them.")


def check_way(found: Discrepancy, way: str, ruling: AttendanceRuling | None, method: str = "") -> None:
    """A way has to be one of this kind's, and to go with its ruling. Raises NotUsable."""
    if not way:
        return
    known = next((w for w in ways_to_settle(found.kind) if w.id == way), None)
    if known is None:
        raise NotUsable("That is no answer to a question of this kind.")
    if known.ruling is not None and (ruling is None or ruling.attendance is not known.ruling):
        raise NotUsable(f"This answer says that the candidate counts as {known.ruling.value}: which paper?")
    if method and method not in _METHODS:
        raise NotUsable("Say how: by a document, or by staff who know the candidate.")


def what_follows(found: Discrepancy, way: str, method: str, answer: str) -> tuple[KnownEvent, ...]:
    """The facts that the office records beside the answer, so that the register says so too."""
    if way == IDENTITY_CONFIRMED and method in _METHODS:
        return tuple(
            IdentityDecided(
                candidate_id=who, decision=Identity.CONFIRMED, method=_METHODS[method][0], note=answer
            )
            for who in found.candidate_ids
        )
    if way == SCRIPT_FOUND and found.component_id is not None:
        return tuple(
            ScriptCollected(candidate_id=who, component_id=found.component_id, method="list", note=answer)
            for who in found.candidate_ids
        )
    return ()
