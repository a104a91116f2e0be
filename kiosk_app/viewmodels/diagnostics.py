"""The diagnostics page: what a technician asks first, and what wants attention, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, Protocol

from msgspec import Struct

from kiosk_app.texts import _, counted
from kiosk_app.viewmodels.observable import Observable

Mood = Literal["good", "attention", "bad", "plain"]


class JumpView(Protocol):
    """The machine's clock was set while the tablet ran."""

    @property
    def by(self) -> timedelta: ...
    @property
    def kept(self) -> bool: ...


class DiagnosticsView(Protocol):
    """:class:`kiosk_app.diagnostics.Diagnostics`."""

    @property
    def name(self) -> str: ...
    @property
    def device_id(self) -> str: ...
    @property
    def centre(self) -> str: ...
    @property
    def online(self) -> bool: ...
    @property
    def offline_since(self) -> datetime | None: ...
    @property
    def last_contact(self) -> datetime | None: ...
    @property
    def refusal(self) -> str: ...
    @property
    def unsent(self) -> int: ...
    @property
    def carried(self) -> int: ...
    @property
    def clock_quality(self) -> str: ...
    @property
    def clock_offset_ms(self) -> int: ...
    @property
    def clock_uncertainty_ms(self) -> int | None: ...
    @property
    def clock_jump(self) -> JumpView | None: ...
    @property
    def battery_percent(self) -> int | None: ...
    @property
    def is_battery_low(self) -> bool: ...
    @property
    def storage_free_mb(self) -> int: ...
    @property
    def is_storage_low(self) -> bool: ...
    @property
    def camera(self) -> str: ...
    @property
    def app_version(self) -> str: ...
    @property
    def session(self) -> str: ...
    @property
    def pack_version(self) -> int | None: ...
    @property
    def pack_age(self) -> timedelta | None: ...
    @property
    def records(self) -> int: ...
    @property
    def journal_bytes(self) -> int: ...
    @property
    def last_fault(self) -> str: ...
    @property
    def last_fault_at(self) -> datetime | None: ...


class Line(Struct, frozen=True, kw_only=True):
    """One line of the page. ``advice`` says what to do where something is not as it should be."""

    label: str
    value: str
    mood: Mood = "plain"
    advice: str = ""


class DiagnosticsViewModel(Observable):
    """Asks anew at every ``refresh``; ``clock`` puts a moment as the room's clock shows it."""

    def __init__(self, ask: Callable[[], DiagnosticsView], clock: Callable[[datetime], str]) -> None:
        super().__init__()
        self._ask = ask
        self._clock = clock
        self.lines: tuple[Line, ...] = ()
        self.refresh()

    @property
    def attention(self) -> tuple[Line, ...]:
        """What is not as it should be, the worst first."""
        return tuple(sorted((n for n in self.lines if n.advice), key=lambda n: n.mood != "bad"))

    def refresh(self) -> None:
        now = self._ask()
        self.lines = (*self._line_to_hub(now), self._time(now), *_machine(now), *_plan(now), self._fault(now))
        self.tell()

    def _line_to_hub(self, now: DiagnosticsView) -> tuple[Line, ...]:
        state = _("Online")
        if not now.online:
            since = self._clock(now.offline_since) if now.offline_since else ""
            state = _("Offline since {time}").format(time=since) if since else _("Offline")
        unsent = counted("{n} record", "{n} records", now.unsent) if now.unsent else _("none")
        waits = _("They are safe here. Without any network: hand them over as codes.")
        lines = [
            Line(
                label=_("Connection"),
                value=state,
                mood="good" if now.online else "attention",
                advice=now.refusal or ("" if now.online else _("Go on. Everything is kept and sent later.")),
            ),
            Line(
                label=_("Last contact"),
                value=self._clock(now.last_contact) if now.last_contact else _("none yet"),
            ),
            Line(
                label=_("Not sent yet"),
                value=unsent,
                mood="attention" if now.unsent and not now.online else "good",
                advice=waits if now.unsent and not now.online else "",
            ),
        ]
        if now.carried:
            lines.append(
                Line(
                    label=_("Carried for others"),
                    value=str(now.carried),
                    mood="attention",
                    advice=_("Bring this tablet where it reaches the hub."),
                )
            )
        return tuple(lines)

    def _time(self, now: DiagnosticsView) -> Line:
        words = {
            "unmeasured": (_("never compared with the hub"), "bad"),
            "sure": (_("right"), "good"),
            "usable": (_("good enough"), "good"),
            "doubtful": (_("doubtful"), "attention"),
        }
        quality, mood = words[now.clock_quality]
        value = quality
        if now.clock_uncertainty_ms is not None:
            value = (
                f"{quality}, {now.clock_offset_ms / 1000:+.1f} s (± {now.clock_uncertainty_ms / 1000:.1f} s)"
            )
        advice = "" if mood == "good" else _("Compare it with the clock on the wall.")
        if now.clock_jump is not None:
            advice = _("The tablet's own clock was set while it ran; the exam clock went on.")
            if not now.clock_jump.kept:
                advice = _(
                    "The tablet's own clock was set while it ran. Compare it with the clock on the wall."
                )
        return Line(label=_("Clock"), value=value, mood=_mood(mood, advice), advice=advice)

    def _fault(self, now: DiagnosticsView) -> Line:
        if not now.last_fault:
            return Line(label=_("Last fault"), value=_("none"), mood="good")
        at = f"{self._clock(now.last_fault_at)}: " if now.last_fault_at else ""
        return Line(label=_("Last fault"), value=f"{at}{now.last_fault}", mood="attention")


def _machine(now: DiagnosticsView) -> tuple[Line, ...]:
    battery = _("not told") if now.battery_percent is None else f"{now.battery_percent} %"
    cameras = {
        "none": _("none"),
        "resting": _("ready"),
        "open": _("in use"),
        "lost": _("lost"),
    }
    storage = (
        f"{now.storage_free_mb / 1000:.1f} GB" if now.storage_free_mb >= 1000 else f"{now.storage_free_mb} MB"
    )
    return (
        Line(
            label=_("Battery"),
            value=battery,
            mood="bad" if now.is_battery_low else "plain",
            advice=_("Ask for a charger.") if now.is_battery_low else "",
        ),
        Line(
            label=_("Storage free"),
            value=storage,
            mood="bad" if now.is_storage_low else "plain",
            advice=_("Free some space soon, or use another tablet.") if now.is_storage_low else "",
        ),
        Line(
            label=_("Camera"),
            value=cameras.get(now.camera, now.camera),
            mood="attention" if now.camera == "lost" else "plain",
            advice=_("Plug it in again; it is found by itself.") if now.camera == "lost" else "",
        ),
        Line(label=_("ExamDay"), value=now.app_version),
    )


def _plan(now: DiagnosticsView) -> tuple[Line, ...]:
    age = ""
    if now.pack_age is not None:
        days = max(0, now.pack_age.days)
        age = counted("{n} day old", "{n} days old", days) if days else _("of today")
    version = _("version {n}").format(n=now.pack_version) if now.pack_version is not None else _("none")
    size = f"{now.journal_bytes / 1_000_000:.1f} MB"
    return (
        Line(label=_("Session"), value=now.session or _("none")),
        Line(label=_("Plan"), value=", ".join(filter(None, (version, age)))),
        Line(label=_("Journal"), value=f"{counted('{n} record', '{n} records', now.records)}, {size}"),
        Line(label=_("Tablet"), value=f"{now.name} ({now.device_id})"),
        Line(label=_("Centre"), value=now.centre or _("not paired")),
    )


def _mood(wanted: str, advice: str) -> Mood:
    if wanted == "bad":
        return "bad"
    return "attention" if advice else "good"
