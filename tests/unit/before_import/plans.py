"""A small plan to import into, and the two steps of an import in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from hub.before.importing.sources import Source
from hub.before.imports import ImportOptions, PlannedImport, accept, plan_import
from hub.before.records import Kind
from hub.storage.plan_store import PlanStore

NOW = datetime(2024, 5, 1, tzinfo=UTC)
CANDIDATES = (
    "Candidate Number,Surname,Forename,UPN,Admission No\n0101,Abdi,Safiya,A123456789012,004711\n"
    "0102,Šimić,Ana,B123456789012,004712\n0103,Prŷs,Llŷr,,0101\n"
)
TIMETABLE = (
    "Date,Time,Length,Board,Code,Title\n3/6/2024,09:05,90,AQA,8300/2F,Maths F\n"
    "3/6/2024,10:45,60,AQA,8145/2A/C,History\n4/6/2024,13:30,90,OCR,J277/01,Computing\n"
)
ENTRIES = "Cand No,Code\n0101,8300/2F\n0101,8145/2A/C\n0102,8300/2F\n0103,J277/01\n"
ROOMS = "Room,Name,Rows,Columns\nHALL,Sports Hall,3,2\nGYM,Gym,2,2\n"


def draws() -> Callable[[int], bytes]:
    """Bytes that nobody had before."""
    numbers = count(1)
    return lambda length: next(numbers).to_bytes(length, "big")


DRAW = draws()


def take(
    plan: PlanStore, kind: Kind, folder: Path, *texts: str, accepted: bool = True, **options: object
) -> PlannedImport:
    """Each text becomes a file; all of them are one import."""
    sources = []
    for number, text in enumerate(texts, start=1):
        path = folder / f"{kind.value}-{number}.csv"
        path.write_text(text, encoding="utf-8")
        sources.append(Source.at(path))
    planned = plan_import(kind, sources, plan, ImportOptions(**options), DRAW)  # type: ignore[arg-type]
    if accepted:
        accept(planned, plan, folder / "photos", NOW)
    return planned


def small_plan(folder: Path) -> PlanStore:
    """Three candidates, three components in two sessions, four entries, two rooms."""
    plan = PlanStore.in_memory()
    for kind, text in (
        (Kind.CANDIDATES, CANDIDATES),
        (Kind.TIMETABLE, TIMETABLE),
        (Kind.ENTRIES, ENTRIES),
        (Kind.ROOMS, ROOMS),
    ):
        take(plan, kind, folder, text)
    return plan
