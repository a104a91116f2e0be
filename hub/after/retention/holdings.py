"""What is there: of one session or of the site, by kind, down to the file, as it stands now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hub.after.archive import SUFFIX
from hub.after.retention.rules import Kind
from hub.before.packs import PackError
from hub.storage.journal_release import quarantined_in, writers_of
from shared.ids import SessionId, parse_session_id

if TYPE_CHECKING:
    from hub.bootstrap import Hub

ARCHIVES: Final = "archives"
"""In the site's folder: the encrypted archives."""


class Holding(Struct, frozen=True, kw_only=True):
    """One kind of thing that is there: how much in a few words, and the files that it is in.

    ``names`` are what goes besides files: candidate numbers, or the digests of photos.
    """

    kind: Kind
    count: int
    what: str
    files: tuple[Path, ...] = ()
    size: int = 0
    names: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether there is anything to let go of."""
        return self.count > 0


def holdings_of(hub: Hub, session: SessionId) -> tuple[Holding, ...]:
    """Everything of one session, kind by kind; also what there is nothing of."""
    parse_session_id(session)
    config = hub.config
    return (
        _record(hub, session),
        _files("archive", _starting(config.site / ARCHIVES, f"{session}-", SUFFIX), "archive"),
        _files("evidence", _starting(config.evidence, f"{session}-"), "binder file"),
        _files("papers", _starting(config.print_folder, f"{session}_"), "PDF file"),
        _photos(hub, session),
        _counted("seating", hub.plan.releases.seating_rows(session), "row"),
        _files("fallback", _fallback(hub, session), "PDF file"),
    )


def holdings_of_site(hub: Hub, kept: Collection[SessionId], today: date) -> tuple[Holding, ...]:
    """What belongs to no session; ``kept`` are the sessions that were not released."""
    numbers = tuple(sorted(candidates_to_go(hub, kept, today)))
    arranged = {a.number for a in hub.plan.arrangements().values()} & set(numbers)
    staff = len(hub.plan.invigilators()) + len(hub.accounts.all())
    return (
        Holding(
            kind="candidates", count=len(numbers), what=_plural(len(numbers), "candidate"), names=numbers
        ),
        Holding(
            kind="arrangements",
            count=len(arranged),
            what=f"of {_plural(len(arranged), 'candidate')}",
            names=tuple(sorted(arranged)),
        ),
        _counted("imports", hub.plan.releases.undo_copies(), "copy", "copies"),
        _counted("quarantine", quarantined_in(hub.config.journal_file, ""), "record"),
        _counted("log_book", len(hub.live.facts("")), "record"),
        _counted("devices", len(hub.devices.all()), "tablet"),
        _counted("accounts", staff, "person", "people"),
    )


def candidates_to_go(hub: Hub, kept: Collection[SessionId], today: date) -> set[str]:
    """Candidates who were entered, and of whose sessions none is to come or still kept.

    Whoever has no entry yet stays: the list of entries may come tomorrow.
    """
    papers = {row.key: row.session for row in hub.plan.timetable().values()}
    entered, needed = set[str](), set[str]()
    for entry in hub.plan.entries().values():
        session = papers.get(entry.component_id)
        entered.add(entry.number)
        if session and not entry.withdrawn and (session in kept or is_to_come(session, today)):
            needed.add(entry.number)
    known = hub.plan.candidates().items()
    return {number for number, one in known if one.withdrawn or number in entered} - needed


def is_to_come(session: SessionId, today: date) -> bool:
    """Whether the session's day is today or later."""
    return parse_session_id(session)[0] >= today


def last_day_of(hub: Hub, kept: Iterable[SessionId]) -> date | None:
    """The day of the last session that the plan or the record knows; None where there is none."""
    days = [parse_session_id(s)[0] for s in kept]
    days += [parse_session_id(row.session)[0] for row in hub.plan.timetable().values()]
    return max(days, default=None)


def tablets_holding(hub: Hub, session: SessionId) -> tuple[TabletHolding, ...]:
    """The tablets that hold records or the plan of a session, as far as the hub can know."""
    wrote = set(writers_of(hub.config.journal_file, session))
    found = []
    for health in hub.devices.health():
        fetched = any(held.split(" ")[0] == session for held in health.holds)
        if not (fetched or health.device_id in wrote or health.session == session):
            continue
        found.append(
            TabletHolding(
                device_id=health.device_id,
                name=health.name,
                wiped=health.lock == "wiped",
                told_to_wipe=health.command == "wipe",
                wrote=health.device_id in wrote,
                fetched=fetched,
            )
        )
    return tuple(sorted(found, key=lambda tablet: tablet.name))


class TabletHolding(Struct, frozen=True, kw_only=True):
    """A tablet on which a session may still lie."""

    device_id: str
    name: str
    wiped: bool
    told_to_wipe: bool
    wrote: bool
    fetched: bool


def _record(hub: Hub, session: SessionId) -> Holding:
    rows = len(hub.live.facts(session))
    quarantined = quarantined_in(hub.config.journal_file, session)
    packs = _starting(hub.config.packs, f"{session}-v", ".json")
    parts = [
        _plural(rows, "record") if rows else "",
        _plural(len(packs), "published plan") if packs else "",
        f"{quarantined} in quarantine" if quarantined else "",
    ]
    return Holding(
        kind="record",
        count=rows + len(packs) + quarantined,
        what=", ".join(part for part in parts if part) or "nothing",
        files=packs,
        size=_size(packs),
    )


def _photos(hub: Hub, session: SessionId) -> Holding:
    """Photos that this session's plans name, but for those that another session still needs."""
    here, elsewhere = set[str](), set[str]()
    for other in hub.packs.sessions():
        for version in hub.packs.versions(other):
            try:
                pack = hub.packs.load(other, version)
            except PackError:
                continue
            (here if other == session else elsewhere).update(c.photo for c in pack.candidates if c.photo)
    to_come = candidates_to_go(hub, (), hub.now().date())
    waiting = {c.photo for number, c in hub.plan.candidates().items() if number not in to_come}
    files = [hub.config.photos / f"{photo}.jpg" for photo in sorted(here - elsewhere - waiting)]
    there = tuple(file for file in files if file.is_file())
    return Holding(
        kind="photos",
        count=len(there),
        what=_plural(len(there), "photo"),
        files=there,
        size=_size(there),
        names=tuple(file.stem for file in there),
    )


def _fallback(hub: Hub, session: SessionId) -> tuple[Path, ...]:
    folder = hub.fallback.status().folder
    if not folder:
        return ()
    of_session = Path(folder) / session
    return (of_session,) if of_session.is_dir() else ()


def _starting(folder: Path, start: str, end: str = "") -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(p for p in folder.iterdir() if p.name.startswith(start) and p.name.endswith(end)))


def _files(kind: Kind, files: tuple[Path, ...], noun: str) -> Holding:
    inside = [f for path in files for f in ((path,) if path.is_file() else path.rglob("*")) if f.is_file()]
    return Holding(
        kind=kind, count=len(inside), what=_plural(len(inside), noun), files=files, size=_size(inside)
    )


def _counted(kind: Kind, count: int, noun: str, many: str = "") -> Holding:
    return Holding(kind=kind, count=count, what=_plural(count, noun, many))


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def _plural(count: int, noun: str, many: str = "") -> str:
    return f"{count} {noun if count == 1 else many or noun + 's'}"
