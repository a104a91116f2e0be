"""One record of the plan, and what an import would make of it, in words for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from msgspec import Struct

from hub.before.changes import Change
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    PlanRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
)
from hub.web.office.before.import_words import field_words
from shared.plan.candidates import Arrangement
from shared.plan.days import day_in_words, session_in_words

_NAMED_BY: Final[Mapping[type, frozenset[str]]] = {
    CandidateRecord: frozenset({"number", "surname", "forenames"}),
    EntryRecord: frozenset({"number", "component_id"}),
    TimetableRecord: frozenset({"board", "code", "title"}),
    RoomRecord: frozenset({"name"}),
    ArrangementRecord: frozenset({"number", "kind", "percent"}),
    InvigilatorRecord: frozenset({"name"}),
    SeatingRecord: frozenset({"number", "session", "component_id"}),
}
"""What a record's name tells already."""
_NEVER: Final = {CandidateRecord: {"id", "tag_issue"}, InvigilatorRecord: {"pin_salt"}}
"""Of no use to a person, or a secret."""


class Detail(Struct, frozen=True):
    """One thing about a record; ``before`` is empty where there was none."""

    label: str
    before: str
    after: str


class ChangeLine(Struct, frozen=True, kw_only=True):
    """One record that is added, changed or withdrawn."""

    name: str
    details: tuple[Detail, ...]

    @property
    def text(self) -> str:
        """What a search looks through."""
        return " ".join((self.name, *(f"{d.label} {d.before} {d.after}" for d in self.details))).casefold()


class People:
    """Names of candidates by number, also of those whom this import brings."""

    def __init__(self, known: Mapping[str, CandidateRecord]) -> None:
        self._known = known

    def named(self, number: str) -> str:
        """``0421 O'Connor, Siân``."""
        known = self._known.get(number)
        return f"{number} {_full_name(known)}" if known is not None else number


def change_line(change: Change[Any], people: People) -> ChangeLine:
    """A change as a line of the preview or of a past import."""
    record = change.after if change.after is not None else change.before
    if record is None:
        return ChangeLine(name=change.key, details=())
    return ChangeLine(name=record_name(record, people), details=tuple(_details(change)))


def record_name(record: PlanRecord, people: People) -> str:
    """By what a person knows it."""
    match record:
        case CandidateRecord():
            return f"{record.number} {_full_name(record)}"
        case EntryRecord():
            return f"{people.named(record.number)} · {_paper(record.component_id)}"
        case ArrangementRecord():
            granted = Arrangement(kind=record.kind, percent=record.percent)
            return f"{people.named(record.number)} · {granted.label}"
        case SeatingRecord():
            where = f"{session_in_words(record.session)}, {_paper(record.component_id)}"
            return f"{people.named(record.number)} · {where}"
        case TimetableRecord():
            return f"{record.board} {record.code} {record.title}"
        case _:
            return record.name


def _details(change: Change[Any]) -> Iterable[Detail]:
    before, after = _told(change.before), _told(change.after)
    record = change.after if change.after is not None else change.before
    named = _NAMED_BY.get(type(record), frozenset())
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ""), after.get(name, "")
        is_change = change.before is not None and change.after is not None
        if was == now or (not is_change and name in named):
            continue
        yield Detail(field_words(name), was, now)
    if _is_other_pin(change.before, change.after):
        yield Detail(field_words("pin"), "set", "another one")


def _is_other_pin(before: PlanRecord | None, after: PlanRecord | None) -> bool:
    """All that is told of two PINs is that they differ."""
    if not isinstance(before, InvigilatorRecord) or not isinstance(after, InvigilatorRecord):
        return False
    return bool(before.pin_hash and after.pin_hash and before.pin_hash != after.pin_hash)


def _told(record: PlanRecord | None) -> dict[str, str]:
    """Every field that says something, in words."""
    if record is None:
        return {}
    told: dict[str, str] = {}
    for name in record.__struct_fields__:
        if name in _NEVER.get(type(record), ()):
            continue
        text = _words(name, getattr(record, name))
        if text:
            told[name] = text
    if isinstance(record, TimetableRecord):
        told = {k: v for k, v in told.items() if k not in ("hours", "minutes_past")}
        told["start"] = record.start_text
    if isinstance(record, InvigilatorRecord):
        told.pop("pin_hash", None)
        told["pin"] = "set" if record.pin_hash else "missing"
    return told


_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "photo": lambda photo: f"picture {photo[:6]}" if photo else "",
    "seats": lambda seats: f"{len(seats)}",
    "component_id": lambda component: component.replace(":", " ", 1),
    "session": session_in_words,
    "serves": lambda kinds: ", ".join(kind.value.replace("_", " ") for kind in kinds),
    "minutes": lambda minutes: f"{minutes} min" if minutes else "",
    "withdrawn": lambda withdrawn: "yes" if withdrawn else "",
}


def _words(name: str, value: Any) -> str:  # noqa: ANN401 - any field of a record
    if name in _WORDS:
        return _WORDS[name](value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return f"{len(value)}" if value else ""
    return "" if value in (None, 0, "") else str(value)


def _full_name(record: CandidateRecord) -> str:
    return ", ".join(part for part in (record.surname, record.forenames) if part)


def _paper(component: str) -> str:
    return component.replace(":", " ", 1)
