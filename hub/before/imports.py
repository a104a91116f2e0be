"""One import from file to plan: read, compare with what is known, and only then, when accepted, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from hub.before.changes import Changes, compare
from hub.before.importing import arrangements, candidates, entries, invigilators, rooms, timetable
from hub.before.importing.decoding import Decoded, decode
from hub.before.importing.headings import Field, Mapped, map_headings
from hub.before.importing.invigilators import InvigilatorRow
from hub.before.importing.photos import Photo, read_photos
from hub.before.importing.problems import Problem, UnreadableFileError
from hub.before.importing.reading import Reading
from hub.before.importing.tables import DELIMITERS, Table, read_table
from hub.before.records import CandidateRecord, EntryRecord, InvigilatorRecord, Kind
from shared.ids import candidate_id_from_bytes
from shared.plan.centre import hash_pin

if TYPE_CHECKING:
    from hub.storage.plan_store import PlanStore

Draw = Callable[[int], bytes]
"""Random bytes; passed in so that a test and the sample site can repeat them."""

_SHAPES: Mapping[Kind, tuple[tuple[Field, ...], tuple[tuple[str, ...], ...]]] = {
    Kind.TIMETABLE: (timetable.FIELDS, timetable.NEEDED),
    Kind.CANDIDATES: (candidates.FIELDS, candidates.NEEDED),
    Kind.ENTRIES: (entries.FIELDS, entries.NEEDED),
    Kind.ROOMS: (rooms.FIELDS, rooms.NEEDED),
    Kind.ARRANGEMENTS: (arrangements.FIELDS, arrangements.NEEDED),
    Kind.INVIGILATORS: (invigilators.FIELDS, invigilators.NEEDED),
}


class ImportOptions(Struct, frozen=True, kw_only=True):
    """What a person adds to a file that doesn't say everything.

    ``partial`` says that the file is a part of the list, so that what it doesn't name stays as it is.
    """

    year: int | None = None
    durations: Mapping[str, int] = {}
    headings: Mapping[str, str] = {}
    encoding: str | None = None
    pins: Mapping[str, str] = {}
    partial: bool = False


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
    kind: Kind, source: Path, plan: PlanStore, options: ImportOptions, draw: Draw
) -> PlannedImport:
    """Read ``source`` and say what it would change. Raises UnreadableFileError or OSError."""
    if kind is Kind.PHOTOS:
        return _plan_photos(source, plan)
    reading = read_source(kind, source.read_bytes(), source.name, plan, options)
    known = plan.known(kind)
    if kind is Kind.CANDIDATES:
        reading.records = _with_identifiers(reading.records, known, draw)
    elif kind is Kind.INVIGILATORS:
        reading.records = _with_hashes(reading.records, known, draw)
    withdraws = reading.is_complete and not options.partial
    changes = compare(kind, known, reading.records, merge=_merge, withdraw=_withdraw if withdraws else None)
    held_back = (
        not reading.is_complete and not options.partial and bool(known.keys() - reading.records.keys())
    )
    return PlannedImport(reading=reading, changes=changes, held_back=held_back)


def read_source(kind: Kind, data: bytes, file: str, plan: PlanStore, options: ImportOptions) -> Reading[Any]:
    """The records of a delimited file. Raises UnreadableFileError."""
    decoded = decode(data, options.encoding)
    table = read_table(decoded.text)
    fields, needed = _SHAPES[kind]
    mapped = map_headings(table, fields, needed, options.headings)
    reading = _read(kind, mapped, file, plan, options)
    reading.encoding = decoded.encoding
    reading.delimiter = DELIMITERS[table.delimiter]
    reading.problems[:0] = _about_the_file(file, decoded, table)
    reading.rows_read += len(table.broken)
    return reading


def read_pins_file(data: bytes, file: str) -> dict[str, str]:
    """Reference → PIN. Raises UnreadableFileError naming the first row that can't be read."""
    mapped = map_headings(read_table(decode(data).text), invigilators.FIELDS, invigilators.PIN_NEEDED)
    reading = invigilators.read_pins(mapped, file)
    for problem in reading.problems:
        if problem.severity == "error":
            raise UnreadableFileError(
                f"{file}, row {problem.row}: expected {problem.expected}, found {problem.found or 'nothing'}."
            )
    return {row.id: row.pin for row in reading.records.values()}


def _read(kind: Kind, mapped: Mapped, file: str, plan: PlanStore, options: ImportOptions) -> Reading[Any]:
    if kind is Kind.TIMETABLE:
        return timetable.read_timetable(mapped, file, year=options.year, durations=options.durations)
    if kind is Kind.CANDIDATES:
        return candidates.read_candidates(mapped, file)
    if kind is Kind.ENTRIES:
        return entries.read_entries(
            mapped, file, candidates=plan.candidates(), timetable=plan.timetable().values()
        )
    if kind is Kind.ROOMS:
        return rooms.read_rooms(mapped, file)
    if kind is Kind.ARRANGEMENTS:
        return arrangements.read_arrangements(mapped, file, candidates=plan.candidates())
    have_one = {key for key, person in plan.invigilators().items() if person.pin_hash}
    return invigilators.read_invigilators(mapped, file, pins=options.pins, have_one=have_one)


def _about_the_file(file: str, decoded: Decoded, table: Table) -> Iterable[Problem]:
    if not decoded.certain:
        yield Problem(
            file=file,
            row=0,
            column="",
            found=decoded.encoding,
            expected="UTF-8; look at the names, and add --encoding if letters are wrong",
            severity="warning",
        )
    for row in table.broken:
        yield Problem(
            file=file,
            row=row.number,
            column="",
            found=row.cells[0],
            expected='quotation marks (") in pairs; close the one on this line or take it out',
        )


def _with_identifiers(
    records: Mapping[str, CandidateRecord], known: Mapping[str, Any], draw: Draw
) -> dict[str, CandidateRecord]:
    """A known number keeps its identifier, a new one draws one that nobody has."""
    taken = {record.id for record in known.values()}
    identified = {}
    for key, record in records.items():
        before = known.get(key)
        identifier = before.id if before is not None else candidate_id_from_bytes(draw(5))
        while before is None and identifier in taken:
            identifier = candidate_id_from_bytes(draw(5))
        taken.add(identifier)
        identified[key] = msgspec.structs.replace(record, id=identifier)
    return identified


def _with_hashes(
    rows: Mapping[str, InvigilatorRow], known: Mapping[str, Any], draw: Draw
) -> dict[str, InvigilatorRecord]:
    """PINs as hashes; one that already fits keeps its salt, so that nothing seems to have changed."""
    hashed = {}
    for key, row in rows.items():
        before: InvigilatorRecord | None = known.get(key)
        salt, pin_hash = ("", "") if before is None else (before.pin_salt, before.pin_hash)
        if row.pin and not (before is not None and before.accepts_pin(row.pin)):
            salt = draw(16).hex()
            pin_hash = hash_pin(row.pin, salt)
        hashed[key] = InvigilatorRecord(
            id=row.id, name=row.name, role=row.role, pin_salt=salt, pin_hash=pin_hash
        )
    return hashed


def _merge(before: Any, read: Any) -> Any:  # noqa: ANN401 - any record of the plan, the same one twice
    """What the file doesn't tell about a candidate stays: identifier, photo, tag issue, a UCI once known."""
    if isinstance(before, CandidateRecord):
        return msgspec.structs.replace(
            read, photo=before.photo, tag_issue=before.tag_issue, uci=read.uci or before.uci
        )
    return read


def _withdraw(before: Any) -> Any:  # noqa: ANN401 - any record of the plan
    if isinstance(before, CandidateRecord | EntryRecord):
        return msgspec.structs.replace(before, withdrawn=True)
    return None


def _plan_photos(source: Path, plan: PlanStore) -> PlannedImport:
    known = plan.candidates()
    read = read_photos(source, known)
    records = {
        number: msgspec.structs.replace(known[number], photo=photo.sha256)
        for number, photo in read.photos.items()
    }
    reading = Reading[CandidateRecord](
        kind=Kind.PHOTOS,
        file=source.name,
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


def accept(planned: PlannedImport, plan: PlanStore, photos: Path, at: datetime) -> bool:
    """Write what was planned, photos first; False when there was nothing to write."""
    if planned.changes.is_empty:
        return False
    photos.mkdir(parents=True, exist_ok=True)
    for photo in planned.photos:
        kept = photos / f"{photo.sha256}.jpg"
        if not kept.exists():
            fresh = kept.with_suffix(".part")
            fresh.write_bytes(photo.jpeg)
            fresh.replace(kept)
    plan.apply(planned.changes, file=planned.reading.file, at=at)
    return True
