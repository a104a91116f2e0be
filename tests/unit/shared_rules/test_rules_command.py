"""``examday rules`` as the officer uses it: what holds here, whence it comes, what is wrong with a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.before.rules_files import centre_rules, rules_by_day, site_profile
from hub.cli.app import run_command
from shared.rules.faults import ProfileError
from tests.factories import DAY, RULES_FILE

CHANGED = '[candidates_per_invigilator]\nvalue = 25\nreason = "Head of centre"\n'
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Said:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        code = run_command("rules", arguments)
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "hub.toml").write_text('rules = "internal"', encoding="utf-8")
    (folder / "rules.toml").write_text(CHANGED, encoding="utf-8")
    return folder


def test_a_profile_is_shown_with_every_number_and_its_source(say: Said) -> None:
    code, said = say("show", "jcq-2026-27")
    assert code == 0
    for told in (
        "7 working days",
        "very_late_report_working_days",
        "Very-late report through the Centre Admin Portal",
        "2025-26",
        "C check",
        "not applied",
        "Holidays Fri 25 Dec 2026",
        "nothing deletes itself",
        "Other profiles: generic, internal",
    ):
        assert told in said
    assert "●" not in said


def test_the_site_s_profile_says_what_the_centre_changed(say: Said, site: Path) -> None:
    code, said = say("show", "--site", str(site))
    assert code == 0
    assert said.startswith("Internal and mock examinations")
    assert "25 candidates Centre: Head of centre (was 30 candidates) rules.toml" in said
    assert "candidates_per_invigilator: 30 candidates → 25 candidates · Head of centre" in said


def test_a_file_for_another_profile_is_told_to_change_nothing(say: Said, site: Path) -> None:
    (site / "rules.toml").write_text(f'base = "jcq-2026-27"\n{CHANGED}', encoding="utf-8")
    _, said = say("show", "--site", str(site))
    assert "is for jcq-2026-27 and changes nothing here" in said
    assert "→" not in said
    _, other = say("show", "jcq-2026-27", "--site", str(site))
    assert "30 candidates → 25 candidates" in other


def test_without_a_site_today_s_profile_is_shown(say: Said) -> None:
    code, said = say("show")
    assert (code, "jcq-2026-27" in said) == (0, True)


def test_an_unknown_profile_is_one_sentence(say: Said) -> None:
    code, said = say("show", "scotland")
    assert code == 1
    assert said == "There is no rules profile 'scotland'. There are: generic, internal, jcq-2026-27."


def test_a_good_file_is_told_to_be_good(say: Said, site: Path) -> None:
    code, said = say("check", str(RULES_FILE))
    assert (code, said.startswith("✓"), said.endswith("28 numbers")) == (0, True, True)
    code, said = say("check", str(site / "rules.toml"))
    assert (code, said.endswith("1 changes to whichever profile is used")) == (0, True)


def test_every_fault_of_a_file_is_told_and_the_exit_is_1(say: Said, site: Path) -> None:
    (site / "rules.toml").write_text(CHANGED.replace("25", "0") + "[oh]\n", encoding="utf-8")
    code, said = say("check", str(site / "rules.toml"))
    assert code == 1
    assert "candidates_per_invigilator.value: 0 candidates is impossible: 1 to 100" in said
    assert "oh: there is no such key" in said
    assert said.endswith("2 faults.")


def test_a_number_that_is_only_wrong_beside_another_one_is_found(say: Said, site: Path) -> None:
    (site / "rules.toml").write_text('[key_holders_most]\nvalue = 1\nreason = "x"', encoding="utf-8")
    code, said = say("check", str(site / "rules.toml"))
    assert (code, "1 is less than key_holders_least, 2" in said) == (1, True)


def test_a_file_that_is_no_text_or_not_there_is_one_sentence(say: Said, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes(b"\xff\xfe[\x00")
    code, said = say("check", str(tmp_path / "rules.toml"))
    assert (code, "not readable as UTF-8 (byte 1)" in said) == (1, True)
    code, said = say("check", str(tmp_path / "none.toml"))
    assert (code, "none.toml" in said, "Traceback" in said) == (1, True, False)


def test_a_byte_order_mark_of_an_editor_does_no_harm(site: Path) -> None:
    (site / "rules.toml").write_text(CHANGED, encoding="utf-8-sig")
    assert site_profile("internal", site).candidates_per_invigilator.value == 25


def test_the_hub_s_packs_carry_the_centre_s_numbers(site: Path) -> None:
    for name in ("internal", ""):
        profile = rules_by_day(name, site)(DAY)
        assert profile.candidates_per_invigilator.value == 25
        assert [o.key for o in profile.overrides] == ["candidates_per_invigilator"]


def test_a_wrong_file_stops_the_hub_at_once_and_not_on_the_morning(site: Path) -> None:
    (site / "rules.toml").write_text("[oh]\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="oh: there is no such key"):
        rules_by_day("", site)
    (site / "rules.toml").unlink()
    assert centre_rules(site) is None
    assert rules_by_day("", site)(DAY).overrides == ()
