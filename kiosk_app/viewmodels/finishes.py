"""When each candidate of the room finishes, from the record and the rules in ``shared.record.times``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk_app.viewmodels.book import RoomBook
from shared.ids import ComponentId
from shared.record.register import RoomRecord, SittingRecord
from shared.record.times import Lateness, personal_finish


@dataclass(frozen=True, slots=True)
class Finish:
    """One finish time and the candidates it is for; ``why`` is empty for the paper's own finish."""

    component: ComponentId
    at: datetime
    who: tuple[str, ...]
    why: str = ""


def stopped_since(room: RoomRecord, since: datetime, now: datetime) -> timedelta:
    """How long writing stood still in the room after ``since``; a stop that goes on counts until now."""
    return sum(
        (max((stop.ended or now) - max(stop.began, since), timedelta()) for stop in room.stops), timedelta()
    )


def finish_of(book: RoomBook, sitting: SittingRecord, now: datetime) -> datetime | None:
    """When this candidate finishes; None before the room started the paper."""
    paper, started = book.paper(sitting.component_id), book.room.started_at.get(sitting.component_id)
    if paper is None or started is None:
        return None
    late = sitting.lateness is not Lateness.ON_TIME and sitting.arrived_at is not None
    begun = max(sitting.arrived_at, started) if late and sitting.arrived_at else started
    return personal_finish(
        paper,
        started_at=begun,
        extra_time_percent=book.candidate(sitting.candidate_id).extra_time_percent,
        stopped=stopped_since(book.room, begun, now),
    )


def finish_if_admitted(book: RoomBook, sitting: SittingRecord, arrived_at: datetime) -> datetime | None:
    """When a candidate who arrives now would finish: with the full time (rule 15)."""
    paper = book.paper(sitting.component_id)
    if paper is None:
        return None
    return personal_finish(
        paper,
        started_at=arrived_at,
        extra_time_percent=book.candidate(sitting.candidate_id).extra_time_percent,
    )


def common_finish(book: RoomBook, component: ComponentId, now: datetime) -> datetime | None:
    """When the paper ends for candidates without extra time who began with the room."""
    paper, started = book.paper(component), book.room.started_at.get(component)
    if paper is None or started is None:
        return None
    return personal_finish(paper, started_at=started, stopped=stopped_since(book.room, started, now))


def own_finishes(book: RoomBook, component: ComponentId, now: datetime) -> tuple[Finish, ...]:
    """Finish times that differ from the paper's, earliest first, each with who has it and why."""
    common = common_finish(book, component, now)
    groups: dict[tuple[datetime, str], list[str]] = {}
    for sitting in book.sittings:
        if sitting.component_id != component or not sitting.is_present:
            continue
        at = finish_of(book, sitting, now)
        if at is None or at == common:
            continue
        candidate = book.candidate(sitting.candidate_id)
        codes = [a.code for a in candidate.arrangements if a.kind.value == "extra_time"]
        why = " ".join([*codes, *(["L"] if sitting.lateness is not Lateness.ON_TIME else [])])
        groups.setdefault((at, why), []).append(f"{book.name(sitting)} · {book.seat(sitting)}".strip(" ·"))
    return tuple(
        Finish(component=component, at=at, who=tuple(who), why=why)
        for (at, why), who in sorted(groups.items())
    )
