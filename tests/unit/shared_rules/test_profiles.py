"""Rules are data: every number says where it comes from, and a wrong file says all that is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shared.rules.numbers import NUMBERS, STANDS_IN
from shared.rules.profile import BoardRules, RulesProfile
from shared.rules.reading import check_profile, parse_profile
from tests.factories import RULES_FILE, rules

PROFILES = sorted(RULES_FILE.parent.glob("*.toml"))


@pytest.fixture(params=PROFILES, ids=lambda file: file.stem)
def profile(request: pytest.FixtureRequest) -> RulesProfile:
    file: Path = request.param
    return parse_profile(file.read_text(encoding="utf-8"), file.name)


def test_every_profile_has_every_number_with_source_edition_and_confidence(profile: RulesProfile) -> None:
    assert len(NUMBERS) == 28
    for key, number in profile.numbers():
        assert number is not STANDS_IN.get(key), f"{key} isn't in the file of {profile.id}"
        assert NUMBERS[key].least <= number.value <= NUMBERS[key].most, key
        assert len(number.source.split()) >= 3, key
        assert any(c.isdigit() for c in number.edition), key
        assert number.confidence in ("A", "B", "C"), key
    check_profile(profile, profile.id)


def test_every_number_of_the_profile_has_its_kind_and_its_place_in_it() -> None:
    fields = {name for name in RulesProfile.__struct_fields__ if name.split("_")[0] not in ("valid", "id")}
    assert fields - {"title", "boards", "holidays", "retention", "overrides"} == set(NUMBERS)
    assert {key for key in STANDS_IN if not NUMBERS[key].rule} == set()


def test_a_profile_is_named_by_its_file_and_has_its_time(profile: RulesProfile) -> None:
    assert profile.id in {file.stem for file in PROFILES}
    assert profile.valid_from < profile.valid_to
    assert all(profile.valid_from <= day <= profile.valid_to for day in profile.holidays)
    assert profile.holidays == tuple(sorted(set(profile.holidays)))
    assert profile.overrides == ()


def test_every_board_s_rules_say_how_sure_they_are(profile: RulesProfile) -> None:
    """Rules 24, 37 and 39: codes, treasury tags and scripts per envelope are each board's own."""
    for name, board in profile.boards.items():
        assert board.scripts_per_envelope > 0, name
        assert board.source or board.confidence == "C", name


RULED = {
    "start_window_minutes": (30, 13),
    "earliest_leaving_minutes": (60, 14),
    "earliest_leaving_applies_from_minutes": (60, 14),
    "very_late_after_minutes": (60, 16),
    "very_late_long_exam_over_minutes": (60, 16),
    "very_late_report_working_days": (7, 17),
    "candidates_per_invigilator": (30, 5),
    "candidates_per_invigilator_practical": (20, 5),
    "chair_spacing_cm": (125, 1),
    "parcel_limit_kg": (15, 39),
    "clock_suspect_ms": (30_000, 0),
    "key_holders_least": (2, 7),
    "key_holders_most": (6, 7),
    "earliest_removal_minutes": (60, 11),
    "five_minute_warning_minutes": (5, 18),
    "clash_same_session_minutes": (180, 19),
    "clash_break_minutes": (20, 19),
    "long_day_minutes_gcse": (330, 20),
    "long_day_minutes_gce": (360, 20),
    "overnight_papers": (3, 20),
    "overnight_supervision_minutes": (30, 20),
    "extra_time_usual_percent": (25, 26),
    "extra_time_rare_percent": (50, 26),
    "malpractice_report_working_days": (1, 31),
    "special_consideration_days": (7, 34),
    "scheduled_collection_days": (3, 40),
    "collection_ahead_hours": (24, 40),
    "collection_ahead_days": (14, 40),
}


@pytest.mark.parametrize("key", RULED)
def test_the_numbers_of_the_year_are_those_of_the_rules(key: str) -> None:
    """Rules 1, 5, 7, 11, 13, 14, 16 to 20, 26, 31, 34, 39 and 40, each by its number."""
    assert (getattr(rules(), key).value, NUMBERS[key].rule) == RULED[key]


def test_what_nobody_has_verified_is_kept_and_not_acted_on() -> None:
    """Rules 11 and 31: no source was seen for these two, so they are switched off and marked C."""
    switched_off = {key for key, number in rules().numbers() if not number.applies}
    assert switched_off == {"earliest_removal_minutes", "malpractice_report_working_days"}
    for key in switched_off:
        number = getattr(rules(), key)
        assert (number.in_force, number.confidence) == (None, "C")
    assert rules().five_minute_warning_minutes.in_force == 5


def test_papers_are_kept_until_the_officer_releases_them(profile: RulesProfile) -> None:
    """Rule 42: never deleted by a machine."""
    assert "nothing deletes itself" in profile.retention.text


def test_the_year_has_its_dates_and_its_holidays() -> None:
    assert (rules().valid_from, rules().valid_to) == (date(2026, 9, 1), date(2027, 8, 31))
    assert date(2027, 3, 26) in rules().holidays


def test_a_board_that_is_not_in_the_profile_gets_careful_defaults() -> None:
    """Rule 24: no code is common to all boards."""
    assert rules().board("AQA").absent_code == "abs"
    assert rules().board("Unheard of") == BoardRules()
    assert BoardRules().confidence == "C"
