"""Rules are data: every number says where it comes from, and a wrong file says what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shared.rules.profile import BoardRules, ProfileError, RuledNumber, RulesProfile, parse_profile
from tests.factories import RULES_FILE, rules

PROFILES = sorted(RULES_FILE.parent.glob("*.toml"))


@pytest.fixture(params=PROFILES, ids=lambda file: file.stem)
def profile(request: pytest.FixtureRequest) -> RulesProfile:
    file: Path = request.param
    return parse_profile(file.read_text(encoding="utf-8"), file.name)


def numbers(profile: RulesProfile) -> dict[str, RuledNumber]:
    found = {name: getattr(profile, name) for name in profile.__struct_fields__}
    return {name: value for name, value in found.items() if isinstance(value, RuledNumber)}


def test_every_number_has_a_source_an_edition_and_a_confidence(profile: RulesProfile) -> None:
    assert len(numbers(profile)) == 10
    for name, number in numbers(profile).items():
        assert number.value > 0, name
        assert len(number.source.split()) >= 3, name
        assert any(c.isdigit() for c in number.edition), name
        assert number.confidence in ("A", "B", "C"), name


def test_a_profile_is_named_by_its_file_and_has_its_time(profile: RulesProfile) -> None:
    assert profile.id in {file.stem for file in PROFILES}
    assert profile.valid_from < profile.valid_to
    assert all(profile.valid_from <= day <= profile.valid_to for day in profile.holidays)
    assert profile.holidays == tuple(sorted(set(profile.holidays)))


def test_every_board_s_rules_say_how_sure_they_are(profile: RulesProfile) -> None:
    for name, board in profile.boards.items():
        assert board.scripts_per_envelope > 0, name
        assert board.source or board.confidence == "C", name


def test_the_numbers_of_the_year_are_those_of_the_instructions() -> None:
    values = {name: number.value for name, number in numbers(rules()).items()}
    assert values == {
        "start_window_minutes": 30,
        "earliest_leaving_minutes": 60,
        "earliest_leaving_applies_from_minutes": 60,
        "very_late_after_minutes": 60,
        "very_late_long_exam_over_minutes": 60,
        "very_late_report_working_days": 7,
        "candidates_per_invigilator": 30,
        "chair_spacing_cm": 125,
        "parcel_limit_kg": 15,
        "clock_suspect_ms": 30_000,
    }
    assert (rules().valid_from, rules().valid_to) == (date(2026, 9, 1), date(2027, 8, 31))


def test_a_board_that_is_not_in_the_profile_gets_careful_defaults() -> None:
    assert rules().board("AQA").absent_code == "abs"
    assert rules().board("Unheard of") == BoardRules()
    assert BoardRules().confidence == "C"


TEXT = RULES_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "missing required field `id`"),
        ("id = ", "Invalid value"),
        (TEXT.replace("value = 7\n", 'value = "seven"\n', 1), r"very_late_report_working_days"),
        (TEXT.replace('confidence = "B"', 'confidence = "D"', 1), r"\$\.start_window_minutes\.confidence"),
        (TEXT.replace("[chair_spacing_cm]", "[chair_spacing_mm]"), "chair_spacing"),
        (TEXT.replace("absent_code", "absent_kode", 1), "absent_kode"),
        (TEXT.replace("valid_from = 2026-09-01", 'valid_from = "soon"'), "valid_from"),
    ],
)
def test_a_file_that_can_not_be_used_names_itself_and_the_key(text: str, told: str) -> None:
    with pytest.raises(ProfileError, match=told) as refused:
        parse_profile(text, "mine.toml")
    assert str(refused.value).startswith("mine.toml: ")
