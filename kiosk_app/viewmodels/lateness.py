"""What the rules say when a candidate comes after the start, in words for the invigilator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.finishes import finish_if_admitted
from kiosk_app.viewmodels.observable import NotPossible
from shared.record.register import SittingRecord
from shared.record.times import Lateness, classify_lateness

TITLES = {
    Lateness.ON_TIME: N_("On time"),
    Lateness.LATE: N_("Late"),
    Lateness.VERY_LATE: N_("Very late"),
    Lateness.ASK_OFFICER: N_("Exactly at the limit"),
}
# The record keeps the English words, since the office reads it; the tablet shows them translated.
LATE_REASONS: Final = (
    N_("Transport was late"),
    N_("Overslept"),
    N_("Felt ill"),
    N_("Thought it was later"),
)
TRAVELS: Final = (N_("Bus"), N_("Train"), N_("Car"), N_("On foot"), N_("Bicycle"))


@dataclass(frozen=True, slots=True)
class LateArrival:
    """One arrival after the start, judged: what it counts as, what to say, what to do."""

    arrived_at: datetime
    lateness: Lateness
    title: str
    says: tuple[str, ...]
    needs_warning: bool
    finish: datetime | None
    arrived_local: datetime


def judge_arrival(book: RoomBook, sitting: SittingRecord, arrived_at: datetime) -> LateArrival | None:
    """How an arrival now counts; None while the paper hasn't started in this room."""
    paper, started = book.paper(sitting.component_id), book.room.started_at.get(sitting.component_id)
    if paper is None or started is None:
        return None
    lateness = classify_lateness(paper, arrived_at, started, book.desk.pack.rules)
    finish = finish_if_admitted(book, sitting, arrived_at)
    says = [
        _("Arrived {time}, {late} after the start in this room.").format(
            time=book.clock(arrived_at), late=_minutes(arrived_at - started)
        )
    ]
    very_late = lateness in (Lateness.VERY_LATE, Lateness.ASK_OFFICER)
    if lateness is Lateness.ASK_OFFICER:
        says.append(_("The rules leave this minute open: ask the exams officer."))
    if very_late:
        says.append(_("Tell the candidate that the board may not accept the script."))
        days = book.desk.pack.rules.very_late_report_working_days.value
        says.append(_("The office reports it within {days} working days.").format(days=days))
    elif finish:
        says.append(_("If admitted: full time, until {time}.").format(time=book.clock(finish)))
    return LateArrival(
        arrived_at=arrived_at,
        lateness=lateness,
        title=_(TITLES[lateness]),
        says=tuple(says),
        needs_warning=very_late,
        finish=finish,
        arrived_local=book.local(arrived_at),
    )


def moment_of(late: LateArrival, text: str) -> datetime | None:
    """When staff took charge of the candidate, typed as ``10:05``; None where nothing was typed.

    Raises NotPossible for what is no time, or one after the arrival in the room.
    """
    typed = text.strip().replace(".", ":")
    if not typed:
        return None
    hours, _colon, minutes = typed.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise NotPossible(_("{time} is not a time.").format(time=typed), _("Write it as 10:05."))
    moment = late.arrived_local.replace(hour=int(hours), minute=int(minutes), second=0, microsecond=0)
    if moment > late.arrived_local:
        raise NotPossible(_("{time} is after the arrival.").format(time=typed), _("Write when it was."))
    return moment


def _minutes(span: timedelta) -> str:
    return _("{n} min").format(n=max(1, int(span.total_seconds() // 60)))
