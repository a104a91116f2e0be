"""A way through a day of clashing papers, with times and somebody beside the candidate (rules 19 and 20)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import msgspec
import pytest

from shared.plan.clash_days import propose_day
from shared.plan.clashes import CandidatePapers
from shared.plan.timetable import Component, TimetabledComponent, in_zone
from tests.factories import DAY, rules

STARTS = {"AM": time(9), "PM": time(13, 30)}


def paper(code: str, minutes: int, hours: int = 9, past: int = 0) -> TimetabledComponent:
    return TimetabledComponent(
        component=Component(board="AQA", code=code, title=code),
        published_start=in_zone(DAY, hours, past, "Europe/London"),
        minutes=minutes,
    )


def told(*papers: TimetabledComponent, starts: object = STARTS, **more: object) -> list[str]:
    one = CandidatePapers(candidate_id="c", papers=papers, **more)  # type: ignore[arg-type]
    proposal = propose_day(one, DAY, rules(), starts)  # type: ignore[arg-type]
    return [] if proposal is None else [step.text for step in proposal.steps]


def test_a_day_that_can_be_sat_as_published_needs_no_proposal() -> None:
    assert told(paper("A", 90), paper("B", 90, 13, 30)) == []
    assert told(paper("A", 60), paper("B", 60, 10)) == []


def test_rule_19_two_short_papers_the_longer_first_with_a_supervised_break() -> None:
    assert told(paper("A", 60), paper("B", 90)) == [
        "09:00–10:30 AQA:B",
        "10:30–10:50 supervised",
        "10:50–11:50 AQA:A, published 09:00",
    ]


def test_rule_19_together_too_long_one_goes_to_the_afternoon_supervised_over_lunch() -> None:
    assert told(paper("A", 100), paper("B", 100)) == [
        "09:00–10:40 AQA:A",
        "10:40–13:30 supervised",
        "13:30–15:10 AQA:B, published 09:00",
    ]


def test_an_afternoon_that_is_too_long_begins_in_the_morning_supervised_until_its_time() -> None:
    assert told(paper("A", 100, 13, 30), paper("B", 100, 13, 30)) == [
        "09:00–10:40 AQA:B, published 13:30",
        "10:40–13:30 supervised",
        "13:30–15:10 AQA:A",
    ]


def test_where_the_morning_is_taken_the_afternoons_second_paper_follows_the_first() -> None:
    assert told(paper("M", 30), paper("A", 100, 13, 30), paper("B", 100, 13, 30)) == [
        "09:00–09:30 AQA:M",
        "13:30–15:10 AQA:A",
        "15:10–15:30 supervised",
        "15:30–17:10 AQA:B, published 13:30",
    ]


def test_what_was_published_for_the_afternoon_is_sat_before_what_moves_there() -> None:
    assert told(paper("A", 100), paper("B", 100), paper("P", 60, 13, 30)) == [
        "09:00–10:40 AQA:A",
        "10:40–13:30 supervised",
        "13:30–14:30 AQA:P",
        "14:30–14:50 supervised",
        "14:50–16:30 AQA:B, published 09:00",
    ]


def test_extra_time_and_rest_breaks_lengthen_every_paper() -> None:
    assert told(paper("A", 60), paper("B", 60), extra_time_percent=25, rest_break_minutes=10) == [
        "09:00–10:25 AQA:A",
        "10:25–10:45 supervised",
        "10:45–12:10 AQA:B, published 09:00",
    ]


def test_a_long_morning_pushes_the_afternoon_back_supervised_in_between() -> None:
    assert told(paper("A", 150, 11, 30), paper("B", 60, 13, 30)) == [
        "11:30–14:00 AQA:A",
        "14:00–14:20 supervised",
        "14:20–15:20 AQA:B, published 13:30",
    ]


def test_rule_20_three_papers_over_the_limit_the_last_waits_for_the_morning() -> None:
    assert told(paper("A", 120), paper("B", 120, 13, 30), paper("C", 120, 16)) == [
        "09:00–11:00 AQA:A",
        "13:30–15:30 AQA:B",
        "from 16:30 supervised overnight until 09:00 the next morning",
        "09:00–11:00 the next morning: AQA:C, published 16:00",
    ]


def test_rule_20_supervision_of_the_night_begins_when_the_candidate_has_put_down_the_pen() -> None:
    steps = told(paper("A", 120), paper("B", 150, 13, 30), paper("C", 120, 13, 30))
    assert steps[-2:] == [
        "from 16:00 supervised overnight until 09:00 the next morning",
        "09:00–11:00 the next morning: AQA:C, published 13:30",
    ]


def test_without_a_usual_start_a_paper_that_moves_follows_after_a_break() -> None:
    assert told(paper("A", 100), paper("B", 100), starts={}) == [
        "09:00–10:40 AQA:A",
        "10:40–11:00 supervised",
        "11:00–12:40 AQA:B, published 09:00",
    ]
    assert told(paper("A", 120), paper("B", 120, 13, 30), paper("C", 120, 16), starts={})[-1] == (
        "from 16:30 supervised overnight"
    )


def test_where_the_limit_does_not_apply_everything_stays_in_its_session() -> None:
    off = msgspec.structs.replace(rules().clash_same_session_minutes, applies=False)
    lenient = msgspec.structs.replace(rules(), clash_same_session_minutes=off)
    one = CandidatePapers(candidate_id="c", papers=(paper("A", 150), paper("B", 100)))
    proposal = propose_day(one, DAY, lenient, STARTS)
    assert proposal is not None
    assert proposal.text == ("09:00–11:30 AQA:A; 11:30–11:50 supervised; 11:50–13:30 AQA:B, published 09:00.")


@pytest.mark.parametrize("minutes", [(61, 62, 63), (100, 100, 100), (30, 200, 45)])
def test_nobody_writes_two_papers_at_once_and_no_minute_between_moved_papers_is_unsupervised(minutes) -> None:
    one = CandidatePapers(
        candidate_id="c", papers=tuple(paper(str(n), length) for n, length in enumerate(minutes))
    )
    proposal = propose_day(one, DAY, rules(), STARTS)
    assert proposal is not None
    day = [step for step in proposal.steps if step.kind in ("paper", "supervised")]
    assert [step.until for step in day[:-1]] == [step.since for step in day[1:]]
    assert {step.paper.id for step in proposal.steps if step.paper} == {p.id for p in one.papers}
    assert all(
        isinstance(step.since, datetime) and step.since >= one.papers[0].published_start for step in day
    )
    assert sum((s.until - s.since for s in day if s.kind == "paper"), timedelta()) <= timedelta(
        minutes=sum(minutes)
    )
