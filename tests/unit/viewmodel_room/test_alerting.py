"""When the tablet is heard: as the settings say, and not while candidates write."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk_app.alerts import Alert
from kiosk_app.settings import Settings
from kiosk_app.viewmodels.alerting import AlertingViewModel
from tests.unit.viewmodel_room.conftest import Room, tag


class Kept:
    """Both ports, remembering."""

    def __init__(self) -> None:
        self.played: list[Alert] = []
        self.shaken: list[Alert] = []

    def play(self, alert: Alert) -> None:
        self.played.append(alert)

    def shake(self, alert: Alert) -> None:
        self.shaken.append(alert)


def alerting(room: Room, settings: Settings) -> tuple[AlertingViewModel, Kept]:
    kept = Kept()
    return AlertingViewModel(room.vm, lambda: settings, kept, kept), kept


def test_a_good_tag_and_a_refused_one_sound_differently(room: Room) -> None:
    alerts, kept = alerting(room, Settings())
    alerts.scanned(room.vm.scan.scan(tag(1)))
    alerts.scanned(room.vm.scan.scan("https://example.org"))
    assert kept.played == kept.shaken == ["good", "bad"]


def test_somebody_who_comes_late_asks_for_a_look_in_silence(room: Room) -> None:
    alerts, kept = alerting(room, Settings())
    room.start()
    room.at(20)
    alerts.scanned(room.vm.scan.scan(tag(1)))
    assert (kept.played, kept.shaken) == ([], ["look"])


def test_sound_while_candidates_write_is_asked_for_and_sound_can_be_off(room: Room) -> None:
    room.start()
    loud, kept = alerting(room, replace(Settings(), sound_running=True))
    loud.tell("good")
    assert kept.played == ["good"]
    silent, quiet = alerting(room, replace(Settings(), sound=False, vibration=False, sound_running=True))
    silent.tell("bad")
    assert quiet.played == quiet.shaken == []
