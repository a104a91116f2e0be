"""Sound through Kivy's audio, vibration through Android's service; absent where there is none."""

from __future__ import annotations

import io
import math
import struct
import sys
import wave
from pathlib import Path
from typing import Any, Final

from kivy.core.audio import SoundLoader

from kiosk_app.alerts import Alert, Shaker, Silence, Sounder

RATE: Final = 22_050
TONES: Final[dict[Alert, tuple[tuple[int, float], ...]]] = {
    "good": ((880, 0.07),),
    "look": ((660, 0.09), (880, 0.09)),
    "bad": ((330, 0.16), (247, 0.22)),
}
"""Frequency and seconds: one high, two rising, two falling, so that they are told apart without looking."""
SHAKES: Final[dict[Alert, int]] = {"good": 30, "look": 90, "bad": 300}
"""Milliseconds."""
VOLUME: Final = 0.35


def tone(notes: tuple[tuple[int, float], ...]) -> bytes:
    """A WAV of soft-edged notes, one after the other."""
    samples: list[int] = []
    for frequency, seconds in notes:
        count = int(RATE * seconds)
        for at in range(count):
            edge = min(1.0, at / 200, (count - at) / 200)
            samples.append(int(32_767 * VOLUME * edge * math.sin(2 * math.pi * frequency * at / RATE)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()


class KivySounder:
    """Writes its three sounds into the tablet's folder once and plays them from there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[Alert, Any] = {}

    def play(self, alert: Alert) -> None:
        if alert not in self._loaded:
            self._loaded[alert] = self._load(alert)
        sound = self._loaded[alert]
        if sound is not None:
            sound.stop()
            sound.play()

    def _load(self, alert: Alert) -> Any:
        file = self._folder / f"{alert}.wav"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(tone(TONES[alert]))
        except OSError:
            return None
        return SoundLoader.load(str(file))


class AndroidShaker:
    """Android's vibrator. Written against its documented service and not yet tried on a device."""

    def __init__(self) -> None:
        from jnius import autoclass

        activity = autoclass("org.kivy.android.PythonActivity").mActivity
        context = autoclass("android.content.Context")
        self._vibrator = activity.getSystemService(context.VIBRATOR_SERVICE)

    def shake(self, alert: Alert) -> None:
        self._vibrator.vibrate(SHAKES[alert])


def sounder(folder: Path) -> Sounder:
    return KivySounder(folder)


def shaker() -> Shaker:
    """What shakes this machine; nothing on a desktop."""
    return AndroidShaker() if hasattr(sys, "getandroidapilevel") else Silence()
