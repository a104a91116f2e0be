"""A centre's own numbers: only what differs, each with its reason, and never silently."""

from __future__ import annotations

from datetime import date

import pytest

from shared.rules.faults import ProfileError
from shared.rules.override import Override, fold_over, parse_centre_rules
from shared.rules.profile import RulesProfile
from tests.factories import rules

WHOLE = """
base = "jcq-2026-27"

[candidates_per_invigilator]
value = 25
reason = "Head of centre, 3 September 2026"

[earliest_removal_minutes]
applies = true
reason = "Our secure store is across the road"
source = "JCQ, letter of 1 October 2026"
edition = "2026-27"
confidence = "A"

[boards.AQA]
scripts_per_envelope = 40
reason = "AQA's envelopes this series are smaller"

[boards.WJEC]
absent_code = "0"
reason = "WJEC's own register"

[holidays]
add = [2026-11-30]
remove = [2027-08-30]
reason = "St Andrew's Day instead of the summer bank holiday"

[retention]
text = "Seven years, by order of the trust."
reason = "Trust policy 12"
"""


def folded(text: str = WHOLE, profile: RulesProfile | None = None) -> RulesProfile:
    return fold_over(profile or rules(), parse_centre_rules(text, "site/rules.toml"))


def test_only_the_changed_numbers_change() -> None:
    base, ours = rules(), folded()
    changed = {key for key, number in ours.numbers() if number != getattr(base, key)}
    assert changed == {"candidates_per_invigilator", "earliest_removal_minutes"}
    assert (ours.candidates_per_invigilator.value, ours.earliest_removal_minutes.in_force) == (25, 60)
    assert ours.board("AQA").scripts_per_envelope == 40
    assert ours.board("AQA").absent_code == "abs"
    assert (ours.board("WJEC").absent_code, ours.board("OCR")) == ("0", base.board("OCR"))
    assert date(2026, 11, 30) in ours.holidays
    assert date(2027, 8, 30) not in ours.holidays
    assert ours.retention.text == "Seven years, by order of the trust."


def test_the_result_says_what_is_overridden_and_why() -> None:
    ours = folded()
    assert [(o.key, o.was, o.now) for o in ours.overrides] == [
        ("candidates_per_invigilator", "30 candidates", "25 candidates"),
        ("earliest_removal_minutes", "60 min, not applied", "60 min"),
        ("boards.AQA.scripts_per_envelope", "50", "40"),
        ("boards.WJEC.absent_code", "A", "0"),
        ("holidays", "8 days", "+2026-11-30, −2027-08-30"),
        ("retention", rules().retention.text, "Seven years, by order of the trust."),
    ]
    assert all(o.reason for o in ours.overrides)
    assert ours.override_of("candidates_per_invigilator") == Override(
        key="candidates_per_invigilator",
        was="30 candidates",
        now="25 candidates",
        reason="Head of centre, 3 September 2026",
    )
    assert ours.override_of("chair_spacing_cm") is None
    assert rules().overrides == ()


def test_a_changed_number_names_the_centre_or_the_source_given() -> None:
    ours = folded()
    number = ours.candidates_per_invigilator
    assert (number.source, number.edition) == ("Centre: Head of centre, 3 September 2026", "rules.toml")
    assert number.confidence == "C"
    given = ours.earliest_removal_minutes
    assert (given.source, given.edition, given.confidence) == (
        "JCQ, letter of 1 October 2026",
        "2026-27",
        "A",
    )


def test_next_year_s_profile_gets_next_year_s_decisions() -> None:
    centre = parse_centre_rules(WHOLE.replace('2026-27"\n\n[cand', '2025-26"\n\n[cand'), "rules.toml")
    assert not centre.applies_to(rules())
    assert fold_over(rules(), centre) == rules()
    assert parse_centre_rules("", "rules.toml").applies_to(rules())


def test_all_faults_of_a_centre_s_file_are_told_together() -> None:
    text = """
    base = 3
    [candidates_per_invigilator]
    value = 300
    reason = "more"
    [chair_spacing_cm]
    reason = "nothing changes"
    [parcel_limit_kg]
    value = 10
    [clash_break_minuets]
    value = 10
    reason = "typing"
    [boards.AQA]
    scripts = 3
    reason = " "
    [holidays]
    add = ["Easter"]
    reason = "feast"
    """
    with pytest.raises(ProfileError) as refused:
        parse_centre_rules(text, "rules.toml")
    assert {(f.key, f.what) for f in refused.value.faults} == {
        ("base", "Expected `str`, got `int`"),
        ("candidates_per_invigilator.value", "300 candidates is impossible: 1 to 100"),
        ("chair_spacing_cm", "changes nothing: give a value, or applies = false"),
        ("parcel_limit_kg.reason", "is missing"),
        ("clash_break_minuets", "there is no such key; did you mean clash_break_minutes?"),
        ("boards.AQA.scripts", "there is no such key"),
        ("holidays.add", "Invalid RFC3339 encoded date - at `$[0]`"),
    }


@pytest.mark.parametrize("key", ["candidates_per_invigilator", "retention", "boards.AQA", "holidays"])
def test_nothing_is_changed_without_a_reason(key: str) -> None:
    line = {"retention": 'text = "x"', "candidates_per_invigilator": "value = 20"}.get(key, "")
    with pytest.raises(ProfileError, match=rf"{key}\.reason: is empty: say who decided it"):
        parse_centre_rules(f'[{key}]\n{line}\nreason = " "', "rules.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[key_holders_most]\nvalue = 1\nreason = "x"', "key_holders_most.value: 1 is less than"),
        (
            '[boards.AQA]\nscripts_per_envelope = 0\nreason = "x"',
            "boards.AQA.scripts_per_envelope: 0 scripts",
        ),
        ('[holidays]\nadd = [2030-01-01]\nreason = "x"', "holidays: 2030-01-01 is not between"),
    ],
)
def test_what_can_not_be_beside_the_other_numbers_is_told(text: str, told: str) -> None:
    with pytest.raises(ProfileError) as refused:
        folded(text)
    assert f"site/rules.toml: {told}" in str(refused.value)
