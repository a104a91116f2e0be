"""Missing script.

Eight candidates sat, the hall collects. Zoë put her answer booklet under the question paper, and nobody
noticed; the hall's second tablet, which collects the other rows, is offline for the moment. Before anybody
is dismissed the tablet has to say whose script is missing, and on which seat.
"""

from __future__ import annotations

import pytest

from shared.record.closing import ObstacleKind, what_stops_component, what_stops_room
from shared.record.events import room, scripts
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, IGCSE
from tests.simulation.stories.exam_day import ZOE, ExamDay, Post, every_way, present, started


def collected(who: str, what: str) -> scripts.ScriptCollected:
    return scripts.ScriptCollected(candidate_id=who, component_id=what)


def written_exam(day: ExamDay, hall: Post) -> tuple[str, ...]:
    """Everybody in the hall sat until the end; the papers of the hall."""
    rows = day.pack.sittings_in(HALL)
    papers = tuple(dict.fromkeys(s.component_id for s in rows))
    day.says(hall, *(present(s.candidate_id, s.component_id, s.seat) for s in rows), at=-5)
    day.says(hall, started(*papers))
    day.says(hall, room.ExamFinished(component_ids=papers), at=120)
    return papers


@pytest.mark.parametrize("order", every_way(2))
def test_the_missing_one_is_named_with_its_seat_before_dismissal(order: tuple[int, ...]) -> None:
    day = ExamDay()
    hall, second = day.tablet("tablet-1", HALL), day.tablet("tablet-2", HALL, "inv-2")
    written_exam(day, hall)
    rows = day.pack.sittings_in(HALL)
    mine, theirs = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    day.cut(hall, second)
    for post, part in ((hall, mine), (second, theirs)):
        day.says(
            post,
            *(collected(s.candidate_id, s.component_id) for s in part if s.candidate_id != ZOE),
            at=125,
        )
    day.join(*((hall, second)[i] for i in order))
    register = day.all_agree()
    missing = [o for o in what_stops_room(register, day.pack, HALL) if o.kind is ObstacleKind.SCRIPT_MISSING]
    assert [(o.candidate_ids, o.seats) for o in missing] == [((ZOE,), ("A3",))]
    assert "Smith-Jones, Zoë" in missing[0].what
    assert "seat A3" in missing[0].what
    balance = register.balance(IGCSE)
    assert balance is not None
    assert balance.missing == (ZOE,)
    assert not balance.is_balanced


def test_collecting_says_nothing_is_wrong_while_it_goes_on_and_does_once_the_pile_is_counted() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-1", HALL)
    written_exam(day, hall)
    assert DiscrepancyKind.PRESENT_WITHOUT_SCRIPT not in day.open_kinds()
    rest = [s for s in day.pack.sittings_in(HALL) if s.candidate_id != ZOE]
    day.says(hall, *(collected(s.candidate_id, s.component_id) for s in rest), at=125)
    pile = sum(s.component_id == IGCSE for s in rest)
    day.says(hall, scripts.ScriptsCounted(component_id=IGCSE, count=pile), at=127)
    found = day.open(DiscrepancyKind.PRESENT_WITHOUT_SCRIPT)
    assert (found.candidate_ids, found.seat, found.room) == ((ZOE,), "A3", HALL)
    assert DiscrepancyKind.COUNTS_DIFFER not in day.open_kinds()


def test_the_script_that_turns_up_ends_it_without_anybody_answering() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-1", HALL)
    written_exam(day, hall)
    day.says(hall, scripts.ScriptsCounted(component_id=IGCSE, count=0), at=127)
    assert DiscrepancyKind.PRESENT_WITHOUT_SCRIPT in day.open_kinds()
    day.says(hall, collected(ZOE, IGCSE), at=129)
    register = day.register()
    about_zoe = [d for d in register.open_discrepancies if ZOE in d.candidate_ids]
    assert about_zoe == []
    # The count by hand was 0 and is now contradicted by the script itself.
    assert day.open(DiscrepancyKind.COUNTS_DIFFER).component_id == IGCSE


def test_without_the_script_only_the_officers_reason_lets_the_component_close() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-1", HALL)
    written_exam(day, hall)
    others = [s for s in day.pack.sittings_in(HALL) if s.candidate_id != ZOE]
    day.says(hall, *(collected(s.candidate_id, s.component_id) for s in others), at=125)
    pile = sum(s.component_id == IGCSE for s in others)
    day.says(hall, scripts.ScriptsCounted(component_id=IGCSE, count=pile), at=127)
    found = day.open(DiscrepancyKind.PRESENT_WITHOUT_SCRIPT)
    day.settle(found, "Zoë handed nothing in; statement in the incident log")
    register = day.all_agree()
    stops = what_stops_component(register, day.pack, IGCSE)
    assert ZOE not in {who for o in stops for who in o.candidate_ids}
    answered = next(d for d in register.discrepancies if d.id == found.id)
    assert (answered.answer, answered.settled_by) == (
        "Zoë handed nothing in; statement in the incident log",
        "officer",
    )
    # The answer explains the gap; it does not fill it.
    balance = register.balance(IGCSE)
    assert balance is not None
    assert balance.missing == (ZOE,)
