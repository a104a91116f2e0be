"""One import from files to plan: read, compare with what is known, and only then, when accepted, written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from hub.before.changes import Changes, compare
from hub.before.importing import (
    arrangements,
    candidates,
    entries,
    invigilators,
    oneroster,
    rooms,
    seats,
    timetable,
)
from hub.before.importing.files import open_file, open_table
from hub.before.importing.headings import Hints, map_headings
from hub.before.importing.merging import (
    Draw,
    merge,
    merge_staff,
    with_hashes,
    with_identifiers,
    with_positions,
    withdraw,
    withdraw_seats,
)
from hub.before.importing.photos import NamedBy, Photo, PhotoReading, read_photos
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.profiles import ImportProfile
from hub.before.importing.progress import Progress
from hub.before.importing.reading import FileShape, Reading, RowReader, read_rows
from hub.before.importing.shapes import SHAPES
from hub.before.importing.sources import Source
from hub.before.records import CandidateRecord, Kind

if TYPE_CHECKING:
    from hub.storage.plan_store import PlanStore


class ImportOptions(Struct, frozen=True, kw_only=True):
    """What a person adds to files that don't say everything.

    ``headings`` (heading → field, empty for a column that isn't used) goes before any profile; ``profile`` is
    the name of a saved one. ``partial`` says that the files are a part of the list, so that what they don't
    name stays as it is. ``staff`` takes the staff of a OneRoster file as invigilators, not its students.
    """

    year: int | None = None
    durations: Mapping[str, int] = {}
    headings: Mapping[str, str] = {}
    profile: str = ""
    encoding: str | None = None
    sheet: str = ""
    pins: Mapping[str, str] = {}
    partial: bool = False
    staff: bool = False
    photos_by: NamedBy = ""


class PlannedImport(Struct, frozen=True, kw_only=True):
    """What an import would do; nothing is written yet."""

    reading: Reading[Any]
    changes: Changes[Any]
    photos: tuple[Photo, ...] = ()
    held_back: bool = False
    """Rows couldn't be read, so nobody was taken for withdrawn."""

    def report(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "kind": self.reading.kind.value,
            "rows_read": self.reading.rows_read,
            "rows_ok": self.reading.rows_ok,
            "added": len(self.changes.added),
            "changed": len(self.changes.changed),
            "withdrawn": len(self.changes.withdrawn),
            "unchanged": self.changes.unchanged,
            "mapping": self.reading.mapping,
            "problems": [msgspec.to_builtins(problem) for problem in self.reading.problems],
        }


def plan_import(
    kind: Kind,
    sources: Sequence[Source],
    plan: PlanStore,
    options: ImportOptions,
    draw: Draw,
    progress: Progress | None = None,
) -> PlannedImport:
    """Read the files as one list and say what it would change. Raises UnreadableFileError or OSError."""
    if kind is Kind.PHOTOS:
        return _plan_photos(sources, plan, options, progress)
    reading = _read_all(kind, sources, plan, options, progress)
    if progress is not None:
        progress("Comparing with the plan", 0, 0)
    return _compared(reading, plan, options, draw)


def read_source(kind: Kind, data: bytes, file: str, plan: PlanStore, options: ImportOptions) -> Reading[Any]:
    """The records of one file. Raises UnreadableFileError."""
    reading = Reading[Any](kind=kind)
    _read_into(
        reading, data, file, _row_reader(kind, plan, options), _hints(kind, plan, options), options, None
    )
    return reading


def read_pins_file(data: bytes, file: str) -> dict[str, str]:
    """Reference → PIN. Raises UnreadableFileError naming the first row that can't be read."""
    mapped = map_headings(open_table(data)[0], invigilators.FIELDS, invigilators.PIN_NEEDED)
    reading = Reading[invigilators.InvigilatorRow](kind=Kind.INVIGILATORS)
    read_rows(reading, file, mapped, invigilators.pin_reader())
    for problem in reading.problems:
        if problem.severity == "error":
            raise UnreadableFileError(
                f"{file}, row {problem.row}: expected {problem.expected}, found {problem.found or 'nothing'}."
            )
    return {row.id: row.pin for row in reading.records.values()}


def accept(
    planned: PlannedImport,
    plan: PlanStore,
    photos: Path,
    at: datetime,
    *,
    actor: str = "",
    progress: Progress | None = None,
) -> int | None:
    """Write what was planned, photos first. The import's number; None when there was nothing to write.

    Raises PlanChangedError, StorageError or OSError; then nothing of the plan has changed.
    """
    if planned.changes.is_empty:
        return None
    photos.mkdir(parents=True, exist_ok=True)
    for done, photo in enumerate(planned.photos):
        if progress is not None:
            progress("Keeping photos", done, len(planned.photos))
        kept = photos / f"{photo.sha256}.jpg"
        if not kept.exists():
            fresh = kept.with_suffix(".part")
            fresh.write_bytes(photo.jpeg)
            fresh.replace(kept)
    if progress is not None:
        progress("Writing", 0, 0)
    return plan.apply(planned.changes, file=planned.reading.file, at=at, actor=actor)


def _read_all(
    kind: Kind,
    sources: Sequence[Source],
    plan: PlanStore,
    options: ImportOptions,
    progress: Progress | None,
) -> Reading[Any]:
    reading = Reading[Any](kind=kind)
    reader, hints = _row_reader(kind, plan, options), _hints(kind, plan, options)
    for source in sources:
        try:
            _read_into(reading, source.path.read_bytes(), source.name, reader, hints, options, progress)
        except UnreadableFileError as error:
            error.file = source.name
            raise
    return reading


def _read_into(
    reading: Reading[Any],
    data: bytes,
    file: str,
    reader: RowReader[Any],
    hints: Hints,
    options: ImportOptions,
    progress: Progress | None,
) -> None:
    if progress is not None:
        progress(f"Opening {file}", 0, 0)
    shape = SHAPES[reading.kind]
    opened = open_file(
        data, file, shape, hints, encoding=options.encoding, sheet=options.sheet, progress=progress
    )
    reading.files.append(opened.shape)
    reading.problems.extend(opened.problems)
    reading.rows_read += len(opened.table.broken)
    read_rows(reading, file, opened.mapped, reader, progress)


def _hints(kind: Kind, plan: PlanStore, options: ImportOptions) -> Hints:
    saved = tuple(profile for profile in plan.import_profiles() if profile.kind is kind)
    return Hints(told=options.headings, profile=_named(kind, saved, options.profile), profiles=saved)


def _named(kind: Kind, saved: Iterable[ImportProfile], name: str) -> ImportProfile | None:
    if not name:
        return None
    profiles = {profile.name.casefold(): profile for profile in saved}
    found = profiles.get(name.strip().casefold())
    if found is None:
        names = ", ".join(repr(profile.name) for profile in profiles.values()) or "none yet"
        raise UnreadableFileError(
            f"There is no profile {name!r} for {kind.value}; saved are: {names}. "
            'To say what one heading means write --map "Heading=field".'
        )
    return found


def _row_reader(kind: Kind, plan: PlanStore, options: ImportOptions) -> RowReader[Any]:
    match kind:
        case Kind.TIMETABLE:
            return timetable.timetable_reader(options.year, options.durations)
        case Kind.CANDIDATES:
            return candidates.candidate_reader()
        case Kind.ENTRIES:
            return entries.entry_reader(plan.candidates(), plan.timetable().values())
        case Kind.ROOMS:
            return rooms.room_reader()
        case Kind.SEATS:
            return seats.seat_reader(plan.timetabling(), plan.rooms())
        case Kind.ARRANGEMENTS:
            return arrangements.arrangement_reader(plan.candidates())
        case Kind.ONEROSTER:
            return oneroster.staff_reader() if options.staff else oneroster.student_reader(plan.candidates())
        case _:
            have_one = {key for key, person in plan.invigilators().items() if person.pin_hash}
            return invigilators.invigilator_reader(options.pins, have_one)


def _compared(reading: Reading[Any], plan: PlanStore, options: ImportOptions, draw: Draw) -> PlannedImport:
    """Against what is known of the same kind; a OneRoster file is about people that other lists name, too."""
    kind = reading.kind
    if kind is Kind.ONEROSTER:
        return _compared_people(reading, plan, options, draw)
    known = plan.known(kind)
    read = reading.records
    if kind is Kind.CANDIDATES:
        reading.records = with_identifiers(read, plan.candidates(), draw)
    elif kind is Kind.INVIGILATORS:
        reading.records = with_hashes(read, plan.invigilators(), draw)
    elif kind is Kind.ROOMS:
        reading.records = with_positions(read, plan.rooms(), partial=options.partial)
    goes = withdraw_seats(read) if kind is Kind.SEATS else withdraw
    withdraws = reading.is_complete and not options.partial
    whole = compare(kind, known, reading.records, merge=merge, withdraw=goes)
    return PlannedImport(
        reading=reading,
        changes=whole if withdraws else msgspec.structs.replace(whole, withdrawn=()),
        held_back=not reading.is_complete and not options.partial and bool(whole.withdrawn),
    )


def _compared_people(
    reading: Reading[Any], plan: PlanStore, options: ImportOptions, draw: Draw
) -> PlannedImport:
    """Only who is marked as to be deleted is withdrawn: a school has more people than candidates."""
    if options.staff:
        staff = plan.invigilators()
        reading.records = with_hashes(reading.records, staff, draw)
        changes = compare(Kind.INVIGILATORS, staff, reading.records, merge=merge_staff, withdraw=None)
        return PlannedImport(reading=reading, changes=changes)
    known = plan.candidates()
    reading.records = with_identifiers(reading.records, known, draw)
    return PlannedImport(
        reading=reading,
        changes=compare(Kind.ONEROSTER, known, reading.records, merge=merge, withdraw=None),
    )


def _plan_photos(
    sources: Sequence[Source], plan: PlanStore, options: ImportOptions, progress: Progress | None
) -> PlannedImport:
    known = plan.candidates()
    read = PhotoReading()
    for source in sources:
        read_photos(read, source, known, options.photos_by, progress)
    records = {
        number: msgspec.structs.replace(known[number], photo=photo.sha256)
        for number, photo in read.photos.items()
    }
    reading = Reading[CandidateRecord](
        kind=Kind.PHOTOS,
        files=[FileShape(file=source.name, rows=0) for source in sources],
        records=records,
        problems=read.problems,
        rows_read=read.files_read,
        rows_ok=len(records),
    )
    changes = compare(Kind.PHOTOS, known, records, merge=lambda _, record: record, withdraw=None)
    changes = msgspec.structs.replace(
        changes,
        added=tuple(c for c in changes.changed if c.before is not None and not c.before.photo),
        changed=tuple(c for c in changes.changed if c.before is not None and c.before.photo),
    )
    return PlannedImport(reading=reading, changes=changes, photos=tuple(read.photos.values()))
