"""A rules file that can't be used: file, key and what is wrong, of every fault together."""

from __future__ import annotations

import pytest

from shared.rules.faults import Fault, ProfileError
from shared.rules.profile import RulesProfile
from shared.rules.reading import parse_profile
from tests.factories import RULES_FILE, rules

TEXT = RULES_FILE.read_text(encoding="utf-8")


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ProfileError) as refused:
        parse_profile(text, "mine.toml")
    assert all(fault.file == "mine.toml" for fault in refused.value.faults)
    assert str(refused.value).splitlines() == [fault.sentence for fault in refused.value.faults]
    return [(fault.key, fault.what) for fault in refused.value.faults]


def edited(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


SEVEN = "[very_late_report_working_days]\nvalue = 7\n"


@pytest.mark.parametrize(
    ("old", "new", "key", "what"),
    [
        (
            SEVEN,
            SEVEN.replace("7", '"seven"'),
            "very_late_report_working_days.value",
            "Expected `int`, got `str`",
        ),
        (
            SEVEN,
            SEVEN.replace("7", "true"),
            "very_late_report_working_days.value",
            "Expected `int`, got `bool`",
        ),
        (
            SEVEN,
            SEVEN.replace("7", "0"),
            "very_late_report_working_days.value",
            "0 working days is impossible: 1 to 60",
        ),
        (
            SEVEN,
            SEVEN.replace("7", "61"),
            "very_late_report_working_days.value",
            "61 working days is impossible: 1 to 60",
        ),
        (SEVEN, "[very_late_report_working_days]\n", "very_late_report_working_days.value", "is missing"),
        ('confidence = "B"', 'confidence = "D"', "start_window_minutes.confidence", "Invalid enum value 'D'"),
        (
            'edition = "2025-26"',
            'edition = " "',
            "start_window_minutes.edition",
            "is empty: say of which year or edition",
        ),
        (
            "absent_code",
            "absent_kode",
            "boards.AQA.absent_kode",
            "there is no such key; did you mean absent_code?",
        ),
        (
            "treasury_tags = true",
            "treasury_tags = 1",
            "boards.AQA.treasury_tags",
            "Expected `bool | null`, got `int`",
        ),
        ('absent_code = "abs"', 'absent_code = ""', "boards.AQA.absent_code", "is empty"),
        (
            "treasury_tags = true",
            "scripts_per_envelope = 0",
            "boards.AQA.scripts_per_envelope",
            "0 scripts is impossible: 1 to 500",
        ),
        (
            "treasury_tags = true",
            "scripts_per_envelope = 501",
            "boards.AQA.scripts_per_envelope",
            "501 scripts is impossible: 1 to 500",
        ),
        (
            'source = "AQA exams administration"',
            'source = ""',
            "boards.AQA.source",
            "is empty, but the confidence is B",
        ),
        ("valid_from = 2026-09-01", 'valid_from = "soon"', "valid_from", "Invalid RFC3339 encoded date"),
        (
            "valid_to = 2027-08-31",
            "valid_to = 2026-09-01",
            "valid_to",
            "2026-09-01 is not after valid_from, 2026-09-01",
        ),
        ("2026-12-25, 2026-12-28", "2026-12-25, 2026-12-25", "holidays", "2026-12-25 stands there twice"),
        ("2027-08-30]", "2027-09-30]", "holidays", "2027-09-30 is not between 2026-09-01 and 2027-08-31"),
        ('id = "jcq-2026-27"', 'id = " "', "id", "is empty"),
        (
            "[key_holders_least]\nvalue = 2",
            "[key_holders_least]\nvalue = 7",
            "key_holders_most.value",
            "6 is less than key_holders_least, 7",
        ),
        ('text = """\n', 'text = ""\nword = """\n', "retention.word", "there is no such key"),
    ],
)
def test_one_fault_is_told_with_its_key(old: str, new: str, key: str, what: str) -> None:
    assert (key, what) in faults(edited((old, new)))


def test_all_faults_are_told_together() -> None:
    wrong = edited(
        (SEVEN, SEVEN.replace("7", "700")),
        ("[chair_spacing_cm]", "[chair_spacing_mm]"),
        ('source = "Published start may', 'sauce = "Published start may'),
        ("valid_from = 2026-09-01\n", ""),
    )
    assert faults(wrong) == [
        ("valid_from", "is missing"),
        ("start_window_minutes.source", "is missing"),
        ("start_window_minutes.sauce", "there is no such key; did you mean source?"),
        ("chair_spacing_cm", "is missing"),
        ("chair_spacing_mm", "there is no such key; did you mean chair_spacing_cm?"),
        ("very_late_report_working_days.value", "700 working days is impossible: 1 to 60"),
    ]


def test_an_empty_file_misses_what_every_profile_has() -> None:
    missing = faults("")
    assert [key for key, _ in missing[:4]] == ["id", "title", "valid_from", "valid_to"]
    assert {what for _, what in missing} == {"is missing"}
    assert len(missing) == 4 + 10


@pytest.mark.parametrize(
    ("text", "told"), [("id = \ntitle = 1", "Invalid value"), ("= 3", "Invalid statement")]
)
def test_what_is_no_toml_says_where(text: str, told: str) -> None:
    ((key, what),) = faults(text)
    assert key == ""
    assert told in what
    assert "line 1" in what


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("chair_spacing_cm = 125", "chair_spacing_cm"),
        ("boards = 3", "boards"),
        ("[boards]\nAQA = 1", "boards.AQA"),
    ],
)
def test_a_value_where_a_table_belongs(text: str, key: str) -> None:
    assert any(k == key and what.startswith("should be a table") for k, what in faults(text))


def test_a_number_without_a_source_is_nobody_s() -> None:
    told = faults(
        edited(('source = "ICE 11.10: chair centre to chair centre in every direction"', 'source = "-"'))
    )
    assert told == [("chair_spacing_cm.source", "is empty: say where it comes from")]


def test_a_profile_of_the_first_version_is_read_with_numbers_that_stand_in() -> None:
    """A centre's own copy from last year has ten numbers; it goes on working."""
    first = TEXT[: TEXT.index("[candidates_per_invigilator_practical]")]
    profile: RulesProfile = parse_profile(first, "old.toml")
    assert profile.clash_break_minutes.value == rules().clash_break_minutes.value
    assert "stands in" in profile.clash_break_minutes.source
    assert profile.earliest_removal_minutes.in_force is None


def test_a_fault_without_a_key_is_still_a_sentence() -> None:
    assert Fault(file="a.toml", key="", what="not readable").sentence == "a.toml: not readable"
