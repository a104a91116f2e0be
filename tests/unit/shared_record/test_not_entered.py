"""A fact about a paper that the plan does not enter the candidate for is told, never passed over.

It happens where an entry was taken out of a later version of the plan while a tablet still held the earlier
one, or where somebody sits a paper of another set.
"""

from __future__ import annotations

import pytest

from shared.record.events import candidate, scripts
from shared.record.events.candidate import Attendance
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, IGCSE, candidate_id
from tests.unit.shared_record.two_tablets import TwoTablets

WHO = candidate_id(1)
"""Entered for Foundation only."""


def test_a_present_mark_for_a_paper_nobody_entered_them_for_asks_for_an_entry() -> None:
    world = TwoTablets()
    said = world.say(world.hall, candidate.CandidateMarkedPresent(candidate_id=WHO, component_id=IGCSE))
    sitting = world.sitting(WHO, IGCSE)
    assert (sitting.listed, sitting.is_present, sitting.place) == (False, True, HALL)
    assert world.open()[DiscrepancyKind.UNLISTED_SITTER].evidence == (said.id,)
    balance = world.register().balance(IGCSE)
    assert balance is not None
    assert balance.missing == (WHO,)


def test_a_script_of_a_paper_nobody_entered_them_for_is_a_surplus() -> None:
    world = TwoTablets()
    said = world.say(world.hall, scripts.ScriptCollected(candidate_id=WHO, component_id=IGCSE))
    assert said.id in world.open()[DiscrepancyKind.SCRIPT_WITHOUT_PRESENCE].evidence
    balance = world.register().balance(IGCSE)
    assert balance is not None
    assert balance.surplus == (WHO,)


@pytest.mark.parametrize(
    ("event", "attendance"),
    [
        (candidate.CandidateMarkedAbsent(candidate_id=WHO, component_id=IGCSE), Attendance.ABSENT),
        (candidate.CandidateMarkedWithdrawn(candidate_id=WHO, component_id=IGCSE), Attendance.WITHDRAWN),
        (
            candidate.CandidateMarkedTransferred(candidate_id=WHO, component_id=IGCSE, to_centre="54321"),
            Attendance.TRANSFERRED,
        ),
    ],
)
def test_who_is_not_there_and_not_entered_needs_no_entry(event, attendance: Attendance) -> None:
    """The row stands on the register with its evidence; there is nobody to enter."""
    world = TwoTablets()
    said = world.say(world.hall, event)
    sitting = world.sitting(WHO, IGCSE)
    assert (sitting.attendance, sitting.evidence) == (attendance, (said.id,))
    assert world.open() == {}
