"""Everything that waits for the office, in one list: what it is, where, since when, and what settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final

from msgspec import Struct

from shared.ids import CandidateId, SessionId


class TaskKind(StrEnum):
    """What sort of thing it is; the page filters by it."""

    CALL = "call"
    IDENTITY = "identity"
    QUESTION = "question"
    DEADLINE = "deadline"
    COURIER = "courier"
    QUARANTINE = "quarantine"
    DEVICE = "device"


KIND_WORDS: Final = {
    TaskKind.CALL: "Calls for help",
    TaskKind.IDENTITY: "Identity",
    TaskKind.QUESTION: "Discrepancies",
    TaskKind.DEADLINE: "Reports",
    TaskKind.COURIER: "Couriers",
    TaskKind.QUARANTINE: "Quarantine",
    TaskKind.DEVICE: "Tablets",
}


class Need(IntEnum):
    """Who needs me now comes first."""

    SOMEBODY_WAITS = 0
    ROOM_IS_WRONG = 1
    DUE = 2
    UNDER_WAY = 3
    TO_SETTLE = 4
    TO_CHECK = 5
    LATER = 6


class Who(Struct, frozen=True, kw_only=True):
    """A person with their page."""

    name: str
    session: SessionId = ""
    candidate_id: CandidateId = ""


class Task(Struct, frozen=True, kw_only=True):
    """One thing to do, or one that was done: then ``done_by``, ``done_at`` and ``answer`` say how.

    ``href`` is where it is settled, ``action`` the word on its button; ``evidence`` how many facts stand
    behind it, ``due`` the last day, with ``days_left`` in working days (negative: passed).
    """

    key: str
    kind: TaskKind
    title: str
    need: Need = Need.TO_SETTLE
    session: SessionId = ""
    place: str = ""
    who: tuple[Who, ...] = ()
    detail: str = ""
    advice: str = ""
    since: datetime | None = None
    due: date | None = None
    days_left: int | None = None
    at_once: bool = False
    href: str = ""
    action: str = ""
    call: str = ""
    evidence: int = 0
    done_by: str = ""
    done_at: datetime | None = None
    answer: str = ""
    way: str = ""

    @property
    def is_urgent(self) -> bool:
        return not self.done_by and self.need <= Need.DUE


class TaskFilter(Struct, frozen=True, kw_only=True):
    """Which tasks are shown; empty fields leave nothing out."""

    kind: str = ""
    session: SessionId = ""

    def takes(self, task: Task) -> bool:
        """A task of no session is everybody's."""
        return self.kind in ("", task.kind.value) and self.session in ("", task.session or self.session)


_FAR: Final = date.max


def by_need(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """The one to do first at the top; within one need the nearest deadline, then the oldest."""
    return tuple(
        sorted(
            tasks,
            key=lambda t: (t.need, t.due or _FAR, t.since.timestamp() if t.since else float("inf"), t.key),
        )
    )


def newest_first(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """What was done, the latest at the top."""
    return tuple(sorted(tasks, key=lambda t: t.done_at.timestamp() if t.done_at else 0.0, reverse=True))


def counted(tasks: Iterable[Task], session: SessionId) -> dict[str, int]:
    """How many of each kind the filter would show, and ``""`` for all of them."""
    wanted = TaskFilter(session=session)
    kinds = Counter(t.kind.value for t in tasks if wanted.takes(t))
    return {"": kinds.total(), **{kind.value: kinds[kind.value] for kind in TaskKind}}
