"""The print centre as it is shown: documents by stage, printed files that can be searched and filtered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from hub.printing import CATALOGUE, Scope, Sheet, Stage, sheet_named
from hub.web.office.paperwork import PaperFile
from shared.canonical import digest
from shared.ids import safe_file_name
from shared.plan.pack import SessionPack

STAGES: tuple[tuple[Stage, str, str], ...] = (
    (Stage.BEFORE, "The week before", "For desks, doors, candidates and the site team."),
    (Stage.ON_THE_DAY, "On the day", "What goes into the rooms, and what stays at the secure store."),
    (Stage.AFTER, "Afterwards", "From the record: what travels with the scripts, and what is kept."),
)
COVERS = {
    Scope.ROOM: "one file for each room",
    Scope.COMPONENT: "by paper",
    Scope.SESSION: "one for the session",
    Scope.SERIES: "all sessions",
}


class Group(Struct, frozen=True, kw_only=True):
    """The documents of one stage."""

    stage: Stage
    title: str
    about: str
    sheets: tuple[Sheet, ...]


class PrintedFile(Struct, frozen=True, kw_only=True):
    """One printed file, in words."""

    name: str
    title: str
    covers: str
    version: int
    recorded: bool
    size: int
    made_at: datetime

    @property
    def is_pdf(self) -> bool:
        return self.name.endswith(".pdf")


def groups() -> tuple[Group, ...]:
    """Every document, grouped in the order of the work."""
    return tuple(
        Group(stage=stage, title=title, about=about, sheets=tuple(s for s in CATALOGUE if s.stage is stage))
        for stage, title, about in STAGES
    )


def printed_files(files: Iterable[PaperFile], pack: SessionPack) -> tuple[PrintedFile, ...]:
    """The files with what their names say; one with a strange name keeps it as its title."""
    places = _places(pack)
    return tuple(_read(file, pack, places) for file in files)


def filtered(
    files: Sequence[PrintedFile], *, text: str = "", what: str = "", version: int | None = None
) -> tuple[PrintedFile, ...]:
    """Those whose title, room, paper or name hold every word of ``text``."""
    words = text.casefold().split()
    return tuple(
        file
        for file in files
        if all(word in f"{file.title} {file.covers} {file.name}".casefold() for word in words)
        and (not what or f"_{what}_" in file.name)
        and (version is None or file.version == version)
    )


def _places(pack: SessionPack) -> dict[str, str]:
    """What a part of a file name stands for."""
    places: dict[str, str] = {}
    named = [(room.id, room.name) for room in pack.rooms]
    named += [(c.id, f"{c.component.board} {c.component.code}") for c in pack.session.components]
    for value, words in named:
        places[safe_file_name(value)] = words
        places[f"{safe_file_name(value)}-{digest(value)[:6]}"] = words
    return places


def _read(file: PaperFile, pack: SessionPack, places: dict[str, str]) -> PrintedFile:
    match = re.fullmatch(
        r"[^_]+_(?P<what>[a-z-]+)(?:_(?P<part>.+?))??(?P<recorded>_recorded)?_v(?P<version>\d+)\.(?:pdf|zip)",
        file.name,
    )
    if match is None:
        return PrintedFile(
            name=file.name,
            title=file.name,
            covers="",
            version=0,
            recorded=False,
            size=file.size,
            made_at=file.made_at,
        )
    sheet, part = sheet_named(match["what"]), match["part"] or ""
    title = sheet.title if sheet else "Everything in one zip" if match["what"] == "all" else match["what"]
    return PrintedFile(
        name=file.name,
        title=title,
        covers=places.get(part, part),
        version=int(match["version"]),
        recorded=bool(match["recorded"]),
        size=file.size,
        made_at=file.made_at,
    )
