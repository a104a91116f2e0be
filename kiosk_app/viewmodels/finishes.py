"""When each candidate of the room finishes, by ``shared.record.finishes``, grouped as a clock shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk_app.viewmodels.book import RoomBook
from shared.ids import ComponentId
from shared.plan.candidates import ArrangementKind
from shared.record import finishes
from shared.record.register import SittingRecord
from shared.record.times import Lateness

REST_BREAK = "RB"
LATE = "L"


@dataclass(frozen=True, slots=True)
class Finish:
    """One finish time and the candidates it is for; ``why`` is empty for the paper's own finish."""

    component: ComponentId
    at: datetime
    who: tuple[str, ...]
    why: str = ""


def finish_of(book: RoomBook, sitting: SittingRecord, now: datetime) -> datetime | None:
    """When this candidate finishes; None before the room started the paper."""
    paper = book.paper(sitting.component_id)
    if paper is None:
        return None
    planned = book.candidate(sitting.candidate_id).extra_time_percent
    return finishes.sitting_finish(paper, sitting, book.room, planned, now)


def finish_if_admitted(book: RoomBook, sitting: SittingRecord, arrived_at: datetime) -> datetime | None:
    """When a candidate who arrives now would finish: with the full time (rule 15)."""
    paper = book.paper(sitting.component_id)
    if paper is None:
        return None
    planned = book.candidate(sitting.candidate_id).extra_time_percent
    return finishes.finish_if_admitted(paper, sitting, planned, arrived_at)


def common_finish(book: RoomBook, component: ComponentId, now: datetime) -> datetime | None:
    """When the paper ends for candidates without extra time who began with the room."""
    paper = book.paper(component)
    return finishes.paper_finish(paper, book.room, now) if paper else None


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
        who = f"{book.name(sitting)} · {book.seat(sitting)}".strip(" ·")
        groups.setdefault((at, reason_of_finish(book, sitting)), []).append(who)
    return tuple(
        Finish(component=component, at=at, who=tuple(who), why=why)
        for (at, why), who in sorted(groups.items())
    )


def reason_of_finish(book: RoomBook, sitting: SittingRecord) -> str:
    """Codes of what makes this finish another one: ``ET25 RB L``."""
    arrangements = (*book.candidate(sitting.candidate_id).arrangements, *sitting.granted)
    codes = [a.code for a in arrangements if a.kind is ArrangementKind.EXTRA_TIME]
    codes += [REST_BREAK] if sitting.breaks else []
    codes += [LATE] if sitting.lateness is not Lateness.ON_TIME else []
    return " ".join(dict.fromkeys(codes))
