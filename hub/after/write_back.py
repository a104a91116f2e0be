"""Attendance given back to a school's management information system; layouts are data."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, field

from hub.after.csv_file import csv_bytes
from shared.plan.pack import SessionPack
from shared.plan.timetable import elapsed
from shared.record.events.candidate import Attendance
from shared.record.register import Register, SittingRecord
from shared.record.times import Lateness

SHIPPED: Final = Path(__file__).with_name("write_back_profiles.toml")
LARGEST: Final = 64 * 1024
Code = str | dict[str, str]
Encoding = Literal["utf-8", "utf-8-sig", "cp1252"]


class Codes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands for each state; a table gives one for each half of the day."""

    present: Code
    absent: Code
    late: Code
    very_late: Code
    withdrawn: Code = ""
    transferred: Code = ""
    not_set: Code = ""


class WriteBackProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One layout. ``check`` says that it is a proposal nobody has tried with the program it is for."""

    title: str
    about: str = ""
    check: bool = True
    delimiter: str = ","
    encoding: Encoding = "utf-8-sig"
    date: str = "%d/%m/%Y"
    time: str = "%H:%M"
    each: Literal["sitting", "candidate"] = "sitting"
    columns: tuple[tuple[str, str], ...]
    codes: Codes
    own: bool = field(default=False)


class Profiles(Struct, frozen=True, kw_only=True):
    """All layouts by name, and what is wrong with files of the centre's own."""

    known: dict[str, WriteBackProfile]
    faults: tuple[str, ...] = ()


def read_profiles(folder: Path | None) -> Profiles:
    """The layouts that ship and the centre's own; a file that can't be read is told, not used."""
    known, faults = dict(_read(SHIPPED)), []
    for file in sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else ():
        try:
            own = _read(file)
        except (OSError, ValueError) as error:
            faults.append(f"{file.name}: {error}")
            continue
        known |= {name: msgspec.structs.replace(profile, own=True) for name, profile in own.items()}
    return Profiles(known=known, faults=tuple(faults))


def write_back_rows(
    pack: SessionPack, register: Register, profile: WriteBackProfile
) -> list[tuple[str, ...]]:
    """Headings and lines, in the order of candidate numbers; somebody unlisted has no line to go back to."""
    rows = [tuple(heading for heading, _ in profile.columns)]
    for line in _lines(pack, register, profile):
        rows.append(tuple(VALUES[value](line) for _, value in profile.columns))
    return rows


def write_back_csv(pack: SessionPack, register: Register, profile: WriteBackProfile) -> bytes:
    """The file as it is imported."""
    rows = write_back_rows(pack, register, profile)
    return csv_bytes(rows, delimiter=profile.delimiter, encoding=profile.encoding)


class _Line(Struct, frozen=True):
    pack: SessionPack
    profile: WriteBackProfile
    sitting: SittingRecord

    def moment(self, moment: datetime | None, form: str) -> str:
        zone = ZoneInfo(self.pack.centre.time_zone)
        return moment.astimezone(zone).strftime(form) if moment else ""

    @property
    def state(self) -> str:
        """Which of the codes applies."""
        match self.sitting.attendance:
            case Attendance.PRESENT:
                late = self.sitting.lateness
                if late in (Lateness.VERY_LATE, Lateness.ASK_OFFICER):
                    return "very_late"
                return "late" if late is Lateness.LATE else "present"
            case Attendance.EXPECTED | Attendance.CONTRADICTED:
                return "not_set"
            case said:
                return said.value

    @property
    def mark(self) -> str:
        code: Code = getattr(self.profile.codes, self.state)
        return code if isinstance(code, str) else code.get(self.pack.session.half, "")

    @property
    def minutes_late(self) -> str:
        paper = self.pack.component(self.sitting.component_id)
        if paper is None or self.state not in ("late", "very_late") or self.sitting.arrived_at is None:
            return ""
        return str(max(0, int(elapsed(paper.published_start, self.sitting.arrived_at).total_seconds() // 60)))

    def person(self, name: str) -> str:
        known = self.pack.candidate(self.sitting.candidate_id)
        return str(getattr(known, name)) if known is not None else ""

    def paper(self, name: str) -> str:
        known = self.pack.component(self.sitting.component_id)
        return str(getattr(known.component, name)) if known is not None else ""

    @property
    def room(self) -> str:
        known = self.pack.room(self.sitting.place or "")
        return known.name if known else ""


VALUES: Final[Mapping[str, Callable[[_Line], str]]] = {
    "centre_number": lambda line: line.pack.centre.number,
    "session": lambda line: line.pack.session.id,
    "day": lambda line: line.pack.session.day.strftime(line.profile.date),
    "half": lambda line: line.pack.session.half,
    "board": lambda line: line.paper("board"),
    "code": lambda line: line.paper("code"),
    "paper": lambda line: line.paper("title"),
    "component": lambda line: line.sitting.component_id,
    "room": lambda line: line.room,
    "seat": lambda line: line.sitting.seat or line.sitting.planned_seat or "",
    "candidate_number": lambda line: line.person("number"),
    "uci": lambda line: line.person("uci"),
    "surname": lambda line: line.person("surname"),
    "forenames": lambda line: line.person("forenames"),
    "name": lambda line: line.person("register_name"),
    "mark": lambda line: line.mark,
    "attendance": lambda line: line.sitting.attendance.value,
    "arrived": lambda line: line.moment(line.sitting.arrived_at, line.profile.time),
    "minutes_late": lambda line: line.minutes_late,
    "script": lambda line: "yes" if line.sitting.script_collected_at else "no",
}
"""What a column may hold."""
_WEIGHT: Final = ("present", "late", "very_late", "absent", "withdrawn", "transferred", "not_set")


def _lines(pack: SessionPack, register: Register, profile: WriteBackProfile) -> Iterator[_Line]:
    numbers = {c.id: c.number for c in pack.candidates if c.is_known_here}
    listed = [s for s in register.sittings if s.listed and s.candidate_id in numbers]
    lines = [
        _Line(pack, profile, s)
        for s in sorted(listed, key=lambda s: (numbers[s.candidate_id], s.component_id))
    ]
    if profile.each == "sitting":
        yield from lines
        return
    # Whoever sat one of two papers was there that half-day.
    best: dict[str, _Line] = {}
    for line in lines:
        known = best.get(line.sitting.candidate_id)
        if known is None or _WEIGHT.index(line.state) < _WEIGHT.index(known.state):
            best[line.sitting.candidate_id] = line
    yield from best.values()


def _read(file: Path) -> dict[str, WriteBackProfile]:
    """Raises ValueError that says what is wrong where."""
    if file.stat().st_size > LARGEST:
        raise ValueError(f"a file of layouts has at most {LARGEST} bytes")
    try:
        profiles = msgspec.convert(
            tomllib.loads(file.read_text(encoding="utf-8")), dict[str, WriteBackProfile]
        )
    except UnicodeDecodeError as error:
        raise ValueError("it isn't text in UTF-8") from error
    for name, profile in profiles.items():
        unknown = [value for _, value in profile.columns if value not in VALUES]
        if unknown:
            raise ValueError(f"[{name}] knows no {', '.join(unknown)}. There are {', '.join(VALUES)}.")
        if len(profile.delimiter) != 1 or profile.delimiter in '"\r\n':
            raise ValueError(f"[{name}] needs one character as delimiter.")
        if not profile.columns:
            raise ValueError(f"[{name}] has no columns.")
    return profiles
