"""What a tablet keeps of its look, whose look it is, and that a spoilt file is never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.settings import FILE, Look, Settings, SettingsFile
from kiosk_app.viewmodels.settings import LOCK_MINUTES, SettingsViewModel


def test_a_choice_is_kept_and_there_again_after_the_tablet_was_off(tmp_path: Path) -> None:
    keeper = SettingsFile(tmp_path)
    model = SettingsViewModel(keeper, lambda: "")
    model.set_theme("light")
    model.set_text(150)
    model.set_hand("left")
    model.set_vibration(False)
    again = SettingsFile(tmp_path).now
    assert again.look == Look(theme="light", text_percent=150, hand="left")
    assert not again.vibration
    assert again.sound


def test_the_minutes_until_it_locks_stay_within_what_is_offered(tmp_path: Path) -> None:
    model = SettingsViewModel(SettingsFile(tmp_path), lambda: "inv-1")
    kept = []
    for asked in (10, 0, 600, 2):
        model.set_lock_minutes(asked)
        kept.append(SettingsFile(tmp_path).now.lock_minutes)
    assert kept == [10, min(LOCK_MINUTES), max(LOCK_MINUTES), 2]


def test_a_persons_look_is_their_own_and_leaves_with_them(tmp_path: Path) -> None:
    keeper, person = SettingsFile(tmp_path), [""]
    model = SettingsViewModel(keeper, lambda: person[0])
    person[0] = "inv-1"
    model.set_language("cy")
    assert (model.is_personal, model.look.language) == (True, "cy")
    person[0] = "inv-2"
    assert model.look.language == "en"
    person[0] = ""
    assert model.look == Look()
    assert SettingsFile(tmp_path).now.look_of("inv-1").language == "cy"


@pytest.mark.parametrize("spoilt", [b"", b"{", b'{"look": {"text_percent": 900}}', b"\xff\xfe\x00", b"[]"])
def test_a_spoilt_file_is_set_aside_and_the_usual_look_is_used(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / FILE).write_bytes(spoilt)
    assert SettingsFile(tmp_path).now == Settings()
    assert (tmp_path / "settings.unreadable").read_bytes() == spoilt
    SettingsViewModel(SettingsFile(tmp_path), lambda: "").set_theme("contrast")
    assert SettingsFile(tmp_path).now.look.theme == "contrast"


def test_a_disk_that_takes_nothing_still_lets_somebody_read_in_large_type(tmp_path: Path) -> None:
    keeper = SettingsFile(tmp_path / "gone")
    told: list[int] = []
    keeper.changed.append(lambda: told.append(1))
    SettingsViewModel(keeper, lambda: "").set_text(999)
    assert keeper.now.look.text_percent == 200
    assert told == [1]


def test_a_tablet_that_travels_forgets_the_person_who_was_here_longest_ago() -> None:
    settings = Settings()
    for number in range(205):
        settings = settings.with_look(f"inv-{number}", Look(theme="light"))
    assert len(settings.people) == 200
    assert settings.look_of("inv-0") == Look()
    assert settings.look_of("inv-204").theme == "light"
