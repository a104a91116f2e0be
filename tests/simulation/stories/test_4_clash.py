"""Clash.

Zoë is entered for two papers that overlap; with her extra time the morning is over-long. The import tells
the officer weeks before. On the day she writes one paper in the hall, is supervised over a break, and
writes the other in the annexe. For every minute in between the record names who supervised her.
"""

from __future__ import annotations

import pytest

from shared.record.events import candidate, scripts
from shared.record.events.candidate import SupervisionHandedOver
from tests.factories import ANNEXE, HALL, IGCSE, MATHS
from tests.simulation.stories.exam_day import ZOE, ExamDay, Post, every_way, minutes, present, started


def first_paper(day: ExamDay, hall: Post) -> None:
    day.says(hall, present(ZOE, IGCSE, "A3"), at=-5)
    day.says(hall, started(IGCSE))
    day.says(hall, candidate.CandidateFinished(candidate_id=ZOE, component_id=IGCSE), at=120)
    day.says(hall, scripts.ScriptCollected(candidate_id=ZOE, component_id=IGCSE), at=121)


def handed_to(who: str, where: str) -> SupervisionHandedOver:
    return SupervisionHandedOver(candidate_id=ZOE, to_supervisor=who, to_room=where)


@pytest.mark.parametrize("order", every_way(2))
def test_two_papers_in_two_rooms_are_two_sittings_and_one_person(order: tuple[int, ...]) -> None:
    """One after the other in two rooms is no candidate in two places; each script counts for its paper."""
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3")
    first_paper(day, hall)
    day.cut(hall, annexe)
    day.says(hall, handed_to("inv-3", ANNEXE), at=122)
    added = candidate.UnlistedCandidateAdded(
        candidate_id=ZOE, component_id=MATHS, name="Zoë Smith-Jones", number="1003", seat="A2", reason="clash"
    )
    day.says(annexe, added, at=140)
    day.says(annexe, scripts.ScriptCollected(candidate_id=ZOE, component_id=MATHS), at=240)
    day.join(*((hall, annexe)[i] for i in order))
    register = day.all_agree()
    morning, second = register.sitting(ZOE, IGCSE), register.sitting(ZOE, MATHS)
    assert morning is not None
    assert second is not None
    assert (morning.place, second.place) == (HALL, ANNEXE)
    assert morning.script_collected_at is not None
    assert second.script_collected_at == minutes(240)
    assert "two_places" not in day.open_kinds()
