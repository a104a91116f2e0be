"""Several sessions summed, figures as charts and tables, and the papers that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from hub.after.figures import figures_of, percent_words
from hub.after.period_statistics import Span, period_statistics, sessions_of
from hub.after.statistics import statistics_of
from hub.printing import Choice, Printing
from hub.web.office.after_figures.charts import charts_of
from shared.record.duty_times import duty_times
from shared.record.events import candidate, incident, room, scripts
from shared.record.events.office import DiscrepancySettled
from shared.record.register import DiscrepancyKind
from tests import paper_reader
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import ANNEXE, HALL, MATHS, SESSION, START, candidate_id

MINUTE = timedelta(minutes=1)
KNOWN = ("2024-06-02-PM", SESSION, "2024-06-03-PM", "2024-06-07-AM", "2024-06-10-AM")


@pytest.fixture(scope="module")
def morning() -> Morning:
    """An ordinary morning, but one was ill, one script went missing and was answered for."""
    day = ordinary_morning()
    ill = incident.IncidentRecorded(
        incident_id="i-1",
        kind="illness",
        happened_at=START + 40 * MINUTE,
        text="Felt faint, went out with staff",
        candidate_ids=(candidate_id(1),),
        details={"minutes_lost": "12", "special_consideration": "yes"},
    )
    day.hall.write(ill, at=START + 41 * MINUTE, room=HALL)
    day.hall.write(room.InvigilatorSignedOut(invigilator_id="inv-1"), at=START + 140 * MINUTE, room=HALL)
    stray = candidate.UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="Okafor, Ada", number="9001", seat="E6"
    )
    day.hall.write(stray, at=START, room=HALL)
    day.hall.write(scripts.ScriptsCounted(component_id=MATHS, count=2), at=START + 130 * MINUTE, room=HALL)
    day.journal.take(day.hall)
    found = next(d for d in day.register().open_discrepancies if d.kind is DiscrepancyKind.UNLISTED_SITTER)
    day.record(
        DiscrepancySettled(
            discrepancy_id=found.id, answer="Entry made, reference 77", evidence=found.evidence
        )
    )
    return day


def test_a_day_a_week_and_the_series_are_the_sessions_that_belong_to_them() -> None:
    assert sessions_of(Span.SESSION, SESSION, KNOWN) == (SESSION,)
    assert sessions_of(Span.DAY, SESSION, KNOWN) == (SESSION, "2024-06-03-PM")
    assert sessions_of(Span.WEEK, SESSION, KNOWN) == (SESSION, "2024-06-03-PM", "2024-06-07-AM")
    assert sessions_of(Span.SERIES, SESSION, KNOWN) == KNOWN


def test_two_sessions_are_the_sum_of_each(morning: Morning) -> None:
    one = statistics_of(morning.pack, morning.register(), morning.facts())
    both = period_statistics(Span.DAY, SESSION, [(SESSION, one), ("2024-06-03-PM", one)])
    assert both.attended.present == 2 * one.attended.present
    assert next((m.minute, m.checked_in) for m in both.check_in) == (-10, 16)
    assert [(r.room_id, r.used) for r in both.rooms] == [(HALL, 2), (ANNEXE, 2)]
    assert dict(both.incidents) == {"illness": 2}
    assert both.attended.percent == one.attended.percent


def test_nothing_recorded_gives_no_chart_and_no_division_by_nobody() -> None:
    day = ordinary_morning()
    day.journal.rows.clear()
    told = statistics_of(day.pack, day.register(), [])
    figures = figures_of(period_statistics(Span.SESSION, SESSION, [(SESSION, told)]))
    assert [chart.title for chart in figures.charts] == ["Attendance"]
    assert figures_of(period_statistics(Span.WEEK, SESSION, [])).charts == ()
    empty = msgspec.structs.replace(told.attended, entered=0)
    assert percent_words(empty) == "–"


def test_every_chart_has_its_numbers_and_what_a_screen_reader_says(morning: Morning) -> None:
    told = statistics_of(morning.pack, morning.register(), morning.facts())
    figures = figures_of(period_statistics(Span.SESSION, SESSION, [(SESSION, told)]))
    drawn = charts_of(figures)
    assert [c.title for c in drawn] == [
        "Attendance",
        "Check-in by the minute",
        "Incidents by type",
        "Present by room",
    ]
    check_in = drawn[1]
    assert sum(bar.value for bar in check_in.bars) == 8
    assert check_in.said == "Check-in by the minute. Most: 10 min before, 8."
    assert check_in.mark is not None
    assert all(bar.x >= 0 and bar.x + bar.wide <= c.wide for c in drawn for bar in c.bars)
    assert any("keep these figures inside" in note for note in figures.notes)


def test_duty_is_told_from_signing_in_to_signing_out(morning: Morning) -> None:
    times = {(t.room, t.invigilator_id): t for t in duty_times(morning.facts())}
    assert times[HALL, "inv-1"].came == START - 30 * MINUTE
    assert times[HALL, "inv-1"].left == START + 140 * MINUTE
    assert times[HALL, "inv-2"].left is None


@pytest.fixture(scope="module")
def printed(morning: Morning, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder: Path = tmp_path_factory.mktemp("papers")
    press = Printing(folder, now=lambda: START, facts=lambda _: morning.facts())

    def of(what: str) -> str:
        (path,) = press.make(what, morning.pack, morning.register(), Choice())
        return paper_reader.text(path.read_bytes())

    return of


def test_the_reconciliation_names_people_places_and_who_recorded_what(printed: Callable[[str], str]) -> None:
    text = printed("reconciliation")
    assert "3 entered" in text
    assert "not on a list" in text
    assert "Okafor, Ada" in text
    assert "Seat E6" in text or "seat E6" in text
    assert "Ruth Adeyemi" in text
    assert "Entry made, reference 77" in text
    assert "answered by" in text


def test_invigilators_and_special_consideration_are_told(printed: Callable[[str], str]) -> None:
    people = printed("invigilation")
    assert "Ruth Adeyemi" in people
    assert "2 h 50 min" in people
    assert "not signed" in people
    special = printed("special-consideration")
    assert "O'Connor" in special
    assert "Minutes of writing lost: 12" in special


def test_statistics_on_paper_name_nobody(printed: Callable[[str], str]) -> None:
    text = printed("statistics")
    assert "Check-in by the minute" in text
    assert "O'Connor" not in text
    assert "Okafor" not in text
