"""Clashes and long days on the plan, extra time and rest breaks counted (rules 19 and 20)."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from shared.plan.clashes import CandidatePapers, clashes, long_days
from shared.plan.timetable import Component, TimetabledComponent
from tests.factories import START, rules


def paper(code: str, minutes: int, start: datetime = START) -> TimetabledComponent:
    return TimetabledComponent(
        component=Component(board="AQA", code=code, title=code), published_start=start, minutes=minutes
    )


def entered(*papers: TimetabledComponent, **more: object) -> CandidatePapers:
    return CandidatePapers(candidate_id="c", papers=papers, **more)  # type: ignore[arg-type]


AFTERNOON = START + timedelta(hours=4, minutes=30)
EVENING = START + timedelta(hours=8)


def test_rule_19_three_hours_together_are_sat_in_one_session_with_a_short_break() -> None:
    (clash,) = clashes([entered(paper("B", 90), paper("A", 90))], rules())
    assert (clash.first.component.code, clash.second.component.code) == ("A", "B")
    assert (clash.overlap_minutes, clash.together_minutes) == (90, 180)
    assert (clash.same_session, clash.break_minutes) == (True, 20)
    assert clash.what_to_do == (
        "Together they take 3 h: one after the other in one session, "
        "with a supervised break of at most 20 minutes."
    )


@pytest.mark.parametrize(
    "one",
    [
        entered(paper("A", 90), paper("B", 91)),
        entered(paper("A", 90), paper("B", 60), extra_time_percent=25),
        entered(paper("A", 90), paper("B", 80), rest_break_minutes=10),
    ],
    ids=["a minute more", "extra time counted", "rest breaks counted"],
)
def test_rule_19_more_than_three_hours_move_to_another_session(one: CandidatePapers) -> None:
    (clash,) = clashes([one], rules())
    assert clash.together_minutes > 180
    assert not clash.same_session
    assert "moves to another session" in clash.what_to_do


def test_papers_that_only_touch_are_no_clash_until_extra_time_makes_them_meet() -> None:
    papers = (paper("A", 60), paper("B", 60, START + timedelta(minutes=60)))
    assert clashes([entered(*papers)], rules()) == ()
    (clash,) = clashes([entered(*papers, extra_time_percent=25)], rules())
    assert clash.overlap_minutes == 15


def test_rule_19_the_break_may_be_longer_on_a_long_day() -> None:
    one = entered(paper("A", 90), paper("B", 90), paper("C", 160, AFTERNOON))
    assert [clash.break_minutes for clash in clashes([one], rules())] == [None]


@pytest.mark.parametrize(
    ("minutes", "level", "overnight"),
    [
        ((110, 110, 110), None, None),
        ((110, 110, 111), None, True),
        ((110, 110, 111), "gcse", True),
        ((120, 120, 120), "gce", None),
        ((120, 120, 121), "gce", True),
        ((170, 170), None, False),
    ],
)
def test_rule_20_three_papers_over_the_limit_may_be_split_over_night(minutes, level, overnight) -> None:
    """GCSE 5 h 30, AS and A level 6 h; two long papers are a long day, but no reason for a night."""
    starts = (START, AFTERNOON, EVENING)
    papers = [paper(str(i), m, starts[i]) for i, m in enumerate(minutes)]
    found = long_days([entered(*papers, level=level)], rules())
    assert [day.overnight for day in found] == ([] if overnight is None else [overnight])
    for day in found:
        assert day.minutes == sum(minutes)
        assert "more than" in day.what_to_do


def test_rule_20_supervision_begins_half_an_hour_after_the_delayed_papers_start() -> None:
    (day,) = long_days(
        [entered(paper("A", 120), paper("B", 120, AFTERNOON), paper("C", 120, EVENING))], rules()
    )
    assert day.supervised_from == EVENING + timedelta(minutes=30)
    assert "17:30" in day.what_to_do


def test_extra_time_and_rest_breaks_make_a_day_long() -> None:
    papers = (paper("A", 120), paper("B", 120, AFTERNOON))
    assert long_days([entered(*papers)], rules()) == ()
    assert long_days([entered(*papers, extra_time_percent=25, rest_break_minutes=15)], rules()) == ()
    (day,) = long_days([entered(*papers, extra_time_percent=25, rest_break_minutes=16)], rules())
    assert day.minutes == 332


def test_papers_on_other_days_do_not_add_up() -> None:
    days = [paper(str(n), 200, START + timedelta(days=n)) for n in range(3)]
    assert long_days([entered(*days)], rules()) == ()


def test_a_rule_that_does_not_apply_asks_for_nothing() -> None:
    off = {
        name: msgspec.structs.replace(getattr(rules(), name), applies=False)
        for name in ("clash_same_session_minutes", "long_day_minutes_gcse", "long_day_minutes_gce")
    }
    lenient = msgspec.structs.replace(rules(), **off)
    one = entered(paper("A", 300), paper("B", 300))
    assert [clash.same_session for clash in clashes([one], lenient)] == [True]
    assert long_days([one], lenient) == ()
