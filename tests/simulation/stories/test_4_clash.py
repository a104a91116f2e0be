"""Clash.

Zoë is entered for two papers that overlap; with her extra time the morning is over-long. The import tells
the officer weeks before. On the day she writes one paper in the hall, is supervised over a break, and
writes the other in the annexe. For every minute in between the record names who supervised her.
"""

from __future__ import annotations

import msgspec
import pytest

from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record.envelope import Transcribed
from shared.record.events import candidate, scripts
from shared.record.events.candidate import SupervisionHandedOver
from shared.record.register import DiscrepancyKind
from shared.record.stretches import SupervisionChain
from shared.record.supervision import clashing_sittings, papers_clash, supervision_chain
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, small_pack
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


def clashing_pack() -> SessionPack:
    """Zoë is also entered for Foundation, at the same time as her IGCSE, and sits it in the annexe."""
    pack = small_pack()
    second = Sitting(candidate_id=ZOE, component_id=MATHS, room_id=ANNEXE, seat="A2")
    return msgspec.structs.replace(pack, sittings=(*pack.sittings, second))


def both_papers(day: ExamDay, hall: Post, annexe: Post, *, second_at: float = 140) -> None:
    first_paper(day, hall)
    day.says(annexe, present(ZOE, MATHS, "A2"), at=second_at)
    day.says(annexe, started(MATHS, at=second_at), at=second_at)


def test_the_plan_shows_who_can_not_sit_both_as_published() -> None:
    pack = clashing_pack()
    assert clashing_sittings(pack) == {ZOE: ((ZOE, IGCSE), (ZOE, MATHS))}
    assert clashing_sittings(small_pack()) == {}


def test_extra_time_counts_where_papers_follow_each_other_closely() -> None:
    """Ninety minutes fit before half past ten; with a quarter more they don't."""
    first, second = (small_pack().component(what) for what in (MATHS, IGCSE))
    assert first is not None
    assert second is not None
    later = msgspec.structs.replace(second, published_start=minutes(90))
    assert not papers_clash([later, first])
    assert papers_clash([later, first], extra_time_percent=25)


@pytest.mark.parametrize("order", every_way(2))
def test_a_supervisor_is_named_for_every_minute(order: tuple[int, ...]) -> None:
    day = ExamDay(clashing_pack())
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3")
    day.cut(hall, annexe)
    both_papers(day, hall, annexe)
    day.says(hall, handed_to("inv-2", "library"), at=120)
    day.says(annexe, handed_to("inv-3", ANNEXE), at=132)
    day.join(*((hall, annexe)[i] for i in order))
    day.all_agree()
    chain = chain_of(day)
    assert [(s.since, s.until, s.supervisor) for s in chain.stretches] == [
        (minutes(120), minutes(132), "inv-2"),
        (minutes(132), minutes(140), "inv-3"),
    ]
    assert chain.gaps == ()
    assert DiscrepancyKind.SUPERVISION_GAP not in day.open_kinds()


def test_a_gap_alerts_and_ends_once_it_is_said_who_was_there() -> None:
    day = ExamDay(clashing_pack())
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3")
    both_papers(day, hall, annexe)
    day.says(hall, handed_to("inv-2", "library"), at=128)
    gap = day.open(DiscrepancyKind.SUPERVISION_GAP)
    assert gap.candidate_ids == (ZOE,)
    assert "8 minutes" in gap.detail
    assert [(s.since, s.until) for s in chain_of(day).gaps] == [(minutes(120), minutes(128))]
    on_paper = Transcribed(signed_by="Mary Quayle", written_at=minutes(120))
    day.says(annexe, handed_to("inv-3", ANNEXE), at=300, source=on_paper)
    day.all_agree()
    assert DiscrepancyKind.SUPERVISION_GAP not in day.open_kinds()
    assert [s.supervisor for s in chain_of(day).stretches] == ["inv-3", "inv-2"]


def test_while_the_break_goes_on_nobody_named_is_an_open_end() -> None:
    day = ExamDay(clashing_pack())
    hall = day.tablet("tablet-hall", HALL)
    first_paper(day, hall)
    assert [(s.since, s.until) for s in chain_of(day).gaps] == [(minutes(120), None)]
    assert "until the next paper" in day.open(DiscrepancyKind.SUPERVISION_GAP).detail
    day.says(hall, handed_to("inv-2", "library"), at=120)
    assert chain_of(day).gaps == ()


def chain_of(day: ExamDay) -> SupervisionChain:
    register = day.register()
    handed = [f for f in day.hub.facts if isinstance(f.envelope.event, SupervisionHandedOver)]
    sittings = [s for s in register.sittings if s.candidate_id == ZOE]
    return supervision_chain(ZOE, sittings, {r.room_id: r for r in register.rooms}, handed)
