"""The press: makes the files of a document, room by room or paper by paper."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from hub.printing.after_drawings import DRAW
from hub.printing.catalogue import AFTER, ALL, BEFORE, DOCUMENTS, Scope, Sheet, Stage, sheet_named
from hub.printing.drawing import Choice, Drawing, Shop
from hub.printing.folder import PrintError, PrintFolder, distinct, file_name
from printables.before import desk_cards
from printables.before.enrolment_sheet import HubPlace
from printables.imprint import Imprint
from printables.label_sheets import LABEL_SHEETS
from printables.print_warnings import print_warnings
from printables.seating_plan import UnknownRoomError, find_room
from shared.canonical import GENESIS, digest
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.signing import SigningKey
from shared.record.facts import Fact
from shared.record.register import Register

SHEETS: Final[tuple[str, ...]] = tuple(LABEL_SHEETS)
Told = Callable[[int, int], None]
"""Called with how many files are made, and how many there will be."""
_FOLDERS: Final = {Stage.BEFORE: "1 before", Stage.ON_THE_DAY: "2 on the day", Stage.AFTER: "3 after"}


class Job(Struct, frozen=True):
    """One file to make."""

    sheet: Sheet
    name: str
    drawing: Drawing


def _tell_nobody(_made: int, _of: int) -> None:
    """Where nobody follows."""


class Printing:
    """Writes documents into ``folder``, each whole or not at all, and says where they are.

    ``tag_key`` signs tags, ``hub_key`` envelope labels; None where these can't be printed. ``journal`` gives
    the journal's length and the hash of its last row, which stands with the fingerprint of ``hub_key`` on
    every sheet that shows the record.
    ``series`` gives a pack for every session that is timetabled, ``photo`` a photo's bytes by its digest,
    ``facts`` those of a session.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime],
        tag_key: SigningKey | None = None,
        hub_key: SigningKey | None = None,
        journal: Callable[[], tuple[int, str]] = lambda: (0, GENESIS),
        series: Callable[[], Sequence[SessionPack]] = tuple,
        photo: Callable[[str], bytes | None] = lambda _: None,
        place: Callable[[], HubPlace | None] = lambda: None,
        facts: Callable[[SessionId], Sequence[Fact]] = lambda _: (),
    ) -> None:
        self._folder = PrintFolder(folder)
        self._now = now
        self._hub_key = digest(hub_key.public.raw) if hub_key else ""
        self._journal = journal
        self._shop = Shop(
            tag_key=tag_key,
            series=series,
            photo=photo,
            place=place,
            facts=facts,
            label_key=hub_key,
            journal=journal,
        )

    def make(
        self,
        what: str,
        pack: SessionPack,
        register: Register | None = None,
        choice: Choice | None = None,
        *,
        told: Told = _tell_nobody,
        left_out: Callable[[str], None] | None = None,
    ) -> tuple[Path, ...]:
        """Print ``what`` (one of DOCUMENTS); for every room or component in use where none is chosen.

        With a register, plans and registers show what was recorded. ``all`` makes every document of the
        session or of the chosen rooms, and behind them one zip of them in order; what can't be printed then
        is told to ``left_out`` and the rest goes on, where somebody listens. Raises PrintError.
        """
        wanted = choice or Choice()
        if what == ALL:
            return self._everything(pack, register, wanted, told, left_out)
        sheet = sheet_named(what)
        if sheet is None:
            raise PrintError(f"{what!r} isn't a document. Choose one of {', '.join(DOCUMENTS)}.")
        return tuple(path for _, path in self._run(list(self._jobs(sheet, pack, register, wanted)), told))

    def warnings(self, what: str, pack: SessionPack, choice: Choice | None = None) -> tuple[str, ...]:
        """What will be missing on paper although it is drawn, each thing by name."""
        told = [warning.sentence for warning in print_warnings(pack.candidates)]
        if what == "desk-cards":
            rooms = (choice.rooms if choice else ()) or _rooms_in_use(pack, None)
            bare = [
                c.number for room in rooms for c in desk_cards.without_photo(pack, room, self._shop.photo)
            ]
            if bare:
                told.append(f"No photo of {_some(bare)}: the card says to check a document.")
        if unseated := sorted({s.candidate_id for s in pack.sittings if s.room_id is None}):
            numbers = {c.id: c.number for c in pack.candidates}
            told.append(f"No room yet for {_some([numbers.get(who, who) for who in unseated])}.")
        return tuple(told)

    def _everything(
        self,
        pack: SessionPack,
        register: Register | None,
        choice: Choice,
        told: Told,
        left_out: Callable[[str], None] | None,
    ) -> tuple[Path, ...]:
        sheets = [sheet_named(name) for name in (BEFORE if register is None else AFTER)]
        jobs = [
            job
            for sheet in sheets
            if sheet is not None and (not choice.rooms or sheet.scope is Scope.ROOM)
            for job in self._jobs(sheet, pack, register, choice)
        ]
        made = self._run(jobs, told, left_out)
        inside = [
            (f"{_FOLDERS[job.sheet.stage]}/{number:03d}_{path.name}", path)
            for number, (job, path) in enumerate(made, start=1)
        ]
        rooms = [_room_part(pack, room) for room in choice.rooms]
        name = file_name(pack, ALL, *rooms, recorded=register is not None)
        bundle = self._folder.bundle(name.removesuffix(".pdf") + ".zip", inside)
        return (*(path for _, path in made), bundle)

    def _run(
        self, jobs: Sequence[Job], told: Told, left_out: Callable[[str], None] | None = None
    ) -> list[tuple[Job, Path]]:
        made: list[tuple[Job, Path]] = []
        faults: dict[tuple[str, str], None] = {}
        for number, job in enumerate(jobs):
            told(number, len(jobs))
            try:
                draw = functools.partial(DRAW[job.sheet.name], job.drawing)
                made.append((job, self._folder.write(job.name, draw)))
            except PrintError as error:
                if left_out is None or (number == len(jobs) - 1 and not made):
                    raise
                faults[job.sheet.title, str(error)] = None
        told(len(jobs), len(jobs))
        if left_out is not None:
            for title, fault in faults:
                left_out(f"Left out, {title}: {fault}")
        return made

    def _jobs(
        self, sheet: Sheet, pack: SessionPack, register: Register | None, choice: Choice
    ) -> Iterator[Job]:
        shown = register if sheet.as_recorded or sheet.needs_record else None
        whole = Drawing(
            pack=pack,
            register=shown,
            imprint=self._imprint(pack, shown),
            choice=choice,
            shop=self._shop,
            start_label=choice.start_label,
        )
        recorded = sheet.as_recorded and shown is not None
        for parts, drawing in _pieces(sheet, whole):
            yield Job(sheet, file_name(pack, sheet.name, *parts, recorded=recorded), drawing)

    def _imprint(self, pack: SessionPack, register: Register | None) -> Imprint:
        head = self._journal()[1] if register is not None else ""
        return Imprint(
            printed_at=self._now(), pack_version=pack.version, journal_head=head, hub_key=self._hub_key
        )


def _pieces(sheet: Sheet, whole: Drawing) -> Iterator[tuple[tuple[str, ...], Drawing]]:
    """What one document falls into: the parts of each file's name, and what to draw there."""
    pack, choice = whole.pack, whole.choice
    components = [c.id for c in pack.session.components]
    if sheet.needs_record:
        whole.recorded  # noqa: B018 - asked for before anything is written: it may not be there
    match sheet.scope:
        case Scope.ROOM:
            rooms = choice.rooms or _rooms_in_use(pack, whole.register)
            for number, room in enumerate(rooms):
                first = choice.start_label if number == 0 else 1
                yield (_room_part(pack, room),), replace(whole, room=room, start_label=first)
        case Scope.COMPONENT if sheet.apart:
            for component in (choice.component,) if choice.component else components:
                yield (distinct(component, components),), replace(whole, component=component)
        case Scope.COMPONENT:
            parts = (distinct(choice.component, components),) if choice.component else ()
            yield parts, replace(whole, component=choice.component)
        case _:
            yield _session_parts(sheet, whole), whole


def _session_parts(sheet: Sheet, whole: Drawing) -> tuple[str, ...]:
    choice = whole.choice
    if sheet.name == "manifest" and choice.consignment_id:
        return (distinct(choice.consignment_id, [c.consignment_id for c in whole.recorded.consignments]),)
    if sheet.name == "incident-log" and choice.restricted:
        return ("restricted",)
    if sheet.name == "candidate-timetables" and choice.numbers:
        return (
            distinct("-".join(choice.numbers[:3]) + ("-and-more" if len(choice.numbers) > 3 else ""), ()),
        )
    return ()


def _room_part(pack: SessionPack, room: RoomId) -> str:
    try:
        find_room(pack, room)
    except UnknownRoomError as error:
        raise PrintError(str(error)) from error
    return distinct(room, [r.id for r in pack.rooms])


def _rooms_in_use(pack: SessionPack, register: Register | None) -> tuple[RoomId, ...]:
    used = {s.room_id for s in pack.sittings}
    if register is not None:
        used |= {s.place for s in register.sittings}
    return tuple(r.id for r in pack.rooms if r.id in used)


def _some(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
