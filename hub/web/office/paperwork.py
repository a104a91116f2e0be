"""What leaves the hub on paper and as files: prints and evidence of one session."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hub.after.evidence import EvidenceError, Source, export_session
from hub.before.packs import PackError
from hub.printing import DEFAULT_SHEET, DOCUMENTS, Choice, PrintError, binder_papers, sheet_named
from hub.web.office.desk import InHand, OfficeDesk
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import SessionId, parse_session_id

if TYPE_CHECKING:
    from hub.bootstrap import Hub


class PrintOrder(Struct, frozen=True, kw_only=True):
    """What to print. ``recorded`` None: as recorded once anything is, else as planned.

    ``room`` or ``rooms``, ``component_id`` and ``numbers`` (of candidates) narrow it down; the rest is how.
    """

    what: str
    room: str | None = None
    rooms: tuple[str, ...] = ()
    component_id: str | None = None
    numbers: tuple[str, ...] = ()
    recorded: bool | None = None
    sheet: str = DEFAULT_SHEET
    start_label: int = 1
    crop_marks: bool = False
    right_mm: float = 0.0
    down_mm: float = 0.0
    cards_per_page: int = 4

    @property
    def choice(self) -> Choice:
        """The same for the press."""
        return Choice(
            rooms=(*((self.room,) if self.room else ()), *self.rooms),
            component=self.component_id,
            numbers=self.numbers,
            sheet=self.sheet,
            start_label=self.start_label,
            crop_marks=self.crop_marks,
            right_mm=self.right_mm,
            down_mm=self.down_mm,
            cards_per_page=self.cards_per_page,
        )


@dataclass
class PrintRun:
    """An order that is being printed, or the last one that was: how far it is, and what came of it."""

    order: PrintOrder
    started_at: datetime
    made: int = 0
    of: int = 0
    files: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    ended: bool = False


A_MOMENT: Final = 2.0
"""How long a browser waits for a print; what takes longer goes on beside, and the page tells it."""


class PaperFile(Struct, frozen=True, kw_only=True):
    """One file that can be fetched."""

    name: str
    size: int
    made_at: datetime


class Paperwork:
    """Prints and exports are slow: they run beside the hub's loop, one at a time."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()
        self._runs: dict[SessionId, PrintRun] = {}
        self._tasks: set[asyncio.Task[tuple[Path, ...]]] = set()

    @property
    def _hub(self) -> Hub:
        return self._desk.hub

    async def print_out(self, session: SessionId, order: PrintOrder) -> tuple[Path, ...]:
        """The printed files. Raises NotThere, NotUsable, NotNow."""
        held = self._desk.in_hand(session)
        self._check(held, order)
        run = self._runs[session] = PrintRun(order=order, started_at=self._hub.real_now())
        try:
            async with self._one_at_a_time:
                files = await asyncio.to_thread(self._print, held, order, run)
        except (NotNow, NotUsable) as error:
            run.error = str(error)
            raise
        finally:
            run.ended = True
        run.files = tuple(path.name for path in files)
        return files

    async def begin(self, session: SessionId, order: PrintOrder) -> bool:
        """Print beside; whether it was done within a moment. Raises what print_out raises in that moment."""
        running = self.run_of(session)
        if running is not None and not running.ended:
            raise NotNow("Something is being printed for this session. Wait until it is done.")
        task = asyncio.create_task(self.print_out(session, order))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        done, _ = await asyncio.wait({task}, timeout=A_MOMENT)
        if done:
            task.result()
        return bool(done)

    def run_of(self, session: SessionId) -> PrintRun | None:
        """What is being printed for the session, or was last."""
        return self._runs.get(session)

    def _done(self, task: asyncio.Task[tuple[Path, ...]]) -> None:
        self._tasks.discard(task)
        # Looked at, so that a refusal that nobody waits for any more is no fault: the page tells it.
        _ = task.cancelled() or task.exception()

    def remove(self, session: SessionId, names: Collection[str]) -> int:
        """Delete printed files of the session; how many there were. Raises NotNow."""
        here = {file.name for file in self.prints(session)}
        gone = 0
        for name in sorted(here & set(names)):
            try:
                (self._hub.config.print_folder / name).unlink()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise NotNow(
                    f"{name} can't be deleted ({error.strerror}): close it, then try again."
                ) from error
            gone += 1
        return gone

    async def export(self, session: SessionId) -> Path:
        """The folder of the session's evidence; a zip of it lies beside it. Raises NotThere, NotNow."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._export, session)

    def prints(self, session: SessionId) -> tuple[PaperFile, ...]:
        """The session's printed files, newest first."""
        return _listed(self._hub.config.print_folder, f"{_known(session)}_", (".pdf", ".zip"))

    def exports(self, session: SessionId) -> tuple[PaperFile, ...]:
        """The session's exported evidence, newest first."""
        return _listed(self._hub.config.evidence, f"{_known(session)}-", (".zip",))

    def print_file(self, session: SessionId, name: str) -> Path:
        """Raises NotThere for anything that is not a printed file of this session."""
        return _one(self._hub.config.print_folder, self.prints(session), name)

    def export_file(self, session: SessionId, name: str) -> Path:
        """Raises NotThere for anything that is not exported evidence of this session."""
        return _one(self._hub.config.evidence, self.exports(session), name)

    def _check(self, held: InHand, order: PrintOrder) -> None:
        if order.what not in DOCUMENTS:
            raise NotUsable(f"{order.what!r} can't be printed. Choose one of {', '.join(DOCUMENTS)}.")
        for room in order.choice.rooms:
            if held.pack.room(room) is None:
                raise NotThere(f"There is no room {room} in this session.")
        if order.component_id and held.pack.component(order.component_id) is None:
            raise NotThere(f"{order.component_id} is not a component of this session.")

    def _print(self, held: InHand, order: PrintOrder, run: PrintRun) -> tuple[Path, ...]:
        printing = self._hub.printing
        recorded = held.register.revision > 0 if order.recorded is None else order.recorded
        sheet = sheet_named(order.what)
        needed = recorded or (sheet is not None and sheet.needs_record)

        def told(made: int, of: int) -> None:
            run.made, run.of = made, of

        def left_out(sentence: str) -> None:
            run.warnings = (sentence, *run.warnings)

        try:
            run.warnings = printing.warnings(order.what, held.pack, order.choice)
            register = held.register if needed else None
            return printing.make(order.what, held.pack, register, order.choice, told=told, left_out=left_out)
        except (PackError, PrintError) as error:
            raise NotNow(str(error)) from error

    def _export(self, session: SessionId) -> Path:
        held = self._desk.in_hand(session)
        source = Source(
            rows=self._hub.journal.rows(),
            journal_id=self._hub.journal.journal_id,
            pack=held.pack,
            register=held.register,
            key=self._hub.authority.hub_key,
            made_at=self._hub.now(),
            papers=binder_papers(self._hub.printing, held.pack, held.register),
        )
        try:
            return export_session(source, self._hub.config.evidence)
        except EvidenceError as error:
            raise NotNow(str(error)) from error


def _known(session: SessionId) -> SessionId:
    """Only a session's identifier ever becomes part of a search on disk. Raises NotThere."""
    try:
        parse_session_id(session)
    except ValueError as error:
        raise NotThere(f"There is no session {session}.") from error
    return session


def _listed(folder: Path, start: str, end: tuple[str, ...]) -> tuple[PaperFile, ...]:
    if not folder.is_dir():
        return ()
    files = []
    for path in folder.iterdir():
        if path.name.startswith(start) and path.name.endswith(end):
            told = path.stat()
            made_at = datetime.fromtimestamp(told.st_mtime, UTC)
            files.append(PaperFile(name=path.name, size=told.st_size, made_at=made_at))
    return tuple(sorted(files, key=lambda f: (f.made_at, f.name), reverse=True))


def _one(folder: Path, files: tuple[PaperFile, ...], name: str) -> Path:
    """Looked up among the files that are there: a name never becomes a path of its own."""
    if all(file.name != name for file in files):
        raise NotThere(f"There is no file {name} of this session.")
    return folder / name
