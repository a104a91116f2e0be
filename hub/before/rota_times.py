"""From a rota to what a pack expects: who signs in where, by what time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from hub.before.records import DutyRecord
from shared.ids import InvigilatorId
from shared.plan.duties import RESERVE_ROOM, Duty, in_duty_order
from shared.plan.timetable import Sitting, TimetabledComponent, add_elapsed


def expected_duties(
    duties: Sequence[DutyRecord],
    sittings: Sequence[Sitting],
    papers: Sequence[TimetabledComponent],
    *,
    known: Collection[InvigilatorId],
) -> tuple[Duty, ...]:
    """The duties of a session with their times; of people who left the list and in empty rooms none.

    Everybody reports so long before the first paper of their room, reserves before the first of the session.
    """
    starts = {paper.id: paper.published_start for paper in papers}
    if not starts:
        return ()
    first = {RESERVE_ROOM: min(starts.values())}
    for sitting in sittings:
        start = starts.get(sitting.component_id)
        if sitting.room_id is not None and start is not None:
            first[sitting.room_id] = min(start, first.get(sitting.room_id, start))
    return in_duty_order(
        tuple(
            Duty(
                invigilator_id=duty.invigilator_id,
                room_id=duty.room_id,
                role=duty.role,
                report_at=add_elapsed(first[duty.room_id], -timedelta(minutes=duty.report_minutes)),
            )
            for duty in duties
            if duty.room_id in first and duty.invigilator_id in known
        )
    )
