"""One number of the centre's own: set and taken back in a file that a person wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hub.before.pins import PinError, check_pin, drawn_pin, with_pin
from hub.before.records import InvigilatorRecord
from hub.before.rules_changes import changed_board, changed_holidays, changed_text, folded, keep_rules
from hub.before.rules_files import check_rules_file
from shared.rules.faults import ProfileError
from shared.rules.override import BoardChange, CentreRules, HolidayChange, NumberChange

KEY = "candidates_per_invigilator"
BY_HAND = """# Agreed in September
[parcel_limit_kg]
value = 10
reason = "the courier's scales"

[boards.AQA]
reason = "told by letter"
absent_code = "abs"
"""


def test_a_number_is_set_changed_and_taken_back_beside_what_somebody_wrote(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(BY_HAND, encoding="utf-8")
    for value in (25, 20):
        text = changed_text(tmp_path, KEY, NumberChange(value=value, applies=True, reason='Ask "why"'))
        keep_rules(tmp_path, text)
    read = check_rules_file(file)
    assert isinstance(read, CentreRules)
    assert read.numbers[KEY].value == 20
    assert read.numbers["parcel_limit_kg"].value == 10
    assert "# Agreed in September" in text
    assert getattr(folded(tmp_path, "jcq-2026-27", text), KEY).value == 20
    keep_rules(tmp_path, changed_text(tmp_path, KEY, None))
    assert file.read_text(encoding="utf-8").strip() == BY_HAND.strip()


def test_holidays_and_an_awarding_body_are_changed_beside_the_rest_and_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(BY_HAND, encoding="utf-8")
    training, boxing_day = date(2027, 3, 12), date(2026, 12, 28)
    days = HolidayChange(add=(training,), remove=(boxing_day,), reason="staff training; open on the 28th")
    keep_rules(tmp_path, changed_holidays(tmp_path, days))
    for name in ("AQA", "WJEC / CBAC"):
        told = BoardChange(absent_code="X", packing_hint="", reason="new guide")
        keep_rules(tmp_path, changed_board(tmp_path, name, told))
    rules = folded(tmp_path, "jcq-2026-27", file.read_text(encoding="utf-8"))
    assert training in rules.holidays
    assert boxing_day not in rules.holidays
    assert rules.board("WJEC / CBAC").absent_code == "X"
    assert rules.board("AQA").packing_hint == ""
    assert rules.board("AQA").treasury_tags, "what nobody changed is the profile's"
    assert {one.key for one in rules.overrides} >= {"holidays", "boards.AQA.absent_code", "parcel_limit_kg"}
    keep_rules(tmp_path, changed_holidays(tmp_path, None))
    keep_rules(tmp_path, changed_board(tmp_path, "WJEC / CBAC", None))
    read = check_rules_file(file)
    assert isinstance(read, CentreRules)
    assert read.holidays is None
    assert read.boards.keys() == {"AQA"}
    assert "# Agreed in September" in file.read_text(encoding="utf-8")
    with pytest.raises(ProfileError, match="not between"):
        changed_holidays(tmp_path, HolidayChange(add=(date(2031, 1, 2),), reason="far away"))


def test_what_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="impossible: 1 to 100"):
        changed_text(tmp_path, KEY, NumberChange(value=0, reason="none at all"))
    with pytest.raises(ProfileError, match="less than key_holders_least"):
        changed_text(tmp_path, "key_holders_most", NumberChange(value=1, reason="a small centre"))
    with pytest.raises(ProfileError, match="reason"):
        changed_text(tmp_path, KEY, NumberChange(value=25, reason=" "))
    assert not (tmp_path / "rules.toml").exists()


def test_a_file_in_another_style_is_left_to_whoever_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(f'{KEY} = {{ value = 25, reason = "inline" }}\n', encoding="utf-8")
    with pytest.raises(ProfileError):
        changed_text(tmp_path, KEY, NumberChange(value=20, reason="anew"))


@pytest.mark.parametrize("pin", ["123", "1234567", "1111", "1234", "987654", "12a4", "", "१२३५"])
def test_pins_that_are_no_pins_or_guessed_at_once(pin: str) -> None:
    with pytest.raises(PinError):
        check_pin(pin)


def test_a_pin_is_kept_as_its_hash_and_a_drawn_one_is_never_easy() -> None:
    draws = iter([(111_111).to_bytes(8), (123_456).to_bytes(8), (40_817).to_bytes(8)])
    assert drawn_pin(lambda _: next(draws)) == "040817"
    person = with_pin(InvigilatorRecord(id="inv-1", name="Marie"), "040817", lambda size: b"s" * size)
    assert person.accepts_pin("040817")
    assert not person.accepts_pin("040818")
    assert "040817" not in f"{person}"
