"""What leaves the hub on paper and as files: prints and evidence of one session."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hub.after.evidence import EvidenceError, Source, export_session
from hub.printing import DOCUMENTS, Choice, PrintError
from hub.web.office.desk import OfficeDesk
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import SessionId, parse_session_id

if TYPE_CHECKING:
    from hub.bootstrap import Hub

TITLES: Final = {
    "seat-tags": ("Seat tags", "Signed QR labels for the tables, one sheet a room"),
    "name-tags": ("Name tags", "Signed QR labels for the candidates, in number order"),
    "seating-plan": ("Seating plan", "The room as it is laid out"),
    "register": ("Room register", "Attendance of one room, to sign"),
    "component-register": ("Component register", "One paper across all rooms"),
    "manifest": ("Dispatch manifest", "What the courier takes, to sign"),
    "envelope-covers": ("Envelope covers", "One for each sealed envelope"),
    "incident-log": ("Incident log", "Without the restricted incidents"),
    "all": ("Everything", "All that can be printed now"),
}
"""What can be printed, in the words of the print centre."""
OF_A_ROOM: Final = frozenset({"seat-tags", "seating-plan", "register", "all"})
OF_A_COMPONENT: Final = frozenset({"component-register", "envelope-covers"})
PLAN_OR_RECORD: Final = frozenset({"seating-plan", "register", "component-register", "all"})


class PrintOrder(Struct, frozen=True, kw_only=True):
    """What to print. ``recorded`` None: as recorded once anything is, else as planned."""

    what: str
    room: str | None = None
    component_id: str | None = None
    recorded: bool | None = None


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

    @property
    def _hub(self) -> Hub:
        return self._desk.hub

    async def print_out(self, session: SessionId, order: PrintOrder) -> tuple[Path, ...]:
        """The printed files. Raises NotThere, NotUsable, NotNow."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._print, session, order)

    async def export(self, session: SessionId) -> Path:
        """The folder of the session's evidence; a zip of it lies beside it. Raises NotThere, NotNow."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._export, session)

    def prints(self, session: SessionId) -> tuple[PaperFile, ...]:
        """The session's printed files, newest first."""
        return _listed(self._hub.config.print_folder, f"{_known(session)}_", ".pdf")

    def exports(self, session: SessionId) -> tuple[PaperFile, ...]:
        """The session's exported evidence, newest first."""
        return _listed(self._hub.config.evidence, f"{_known(session)}-", ".zip")

    def print_file(self, session: SessionId, name: str) -> Path:
        """Raises NotThere for anything that is not a printed file of this session."""
        return _one(self._hub.config.print_folder, self.prints(session), name)

    def export_file(self, session: SessionId, name: str) -> Path:
        """Raises NotThere for anything that is not exported evidence of this session."""
        return _one(self._hub.config.evidence, self.exports(session), name)

    def _print(self, session: SessionId, order: PrintOrder) -> tuple[Path, ...]:
        held = self._desk.in_hand(session)
        if order.what not in DOCUMENTS:
            raise NotUsable(f"{order.what!r} can't be printed. Choose one of {', '.join(DOCUMENTS)}.")
        if order.room and held.pack.room(order.room) is None:
            raise NotThere(f"There is no room {order.room} in this session.")
        if order.component_id and held.pack.component(order.component_id) is None:
            raise NotThere(f"{order.component_id} is not a component of this session.")
        recorded = held.register.revision > 0 if order.recorded is None else order.recorded
        needs_record = order.what in ("manifest", "envelope-covers", "incident-log")
        register = held.register if recorded or needs_record else None
        try:
            choice = Choice(rooms=(order.room,) if order.room else (), component=order.component_id)
            return self._hub.printing.make(order.what, held.pack, register, choice)
        except PrintError as error:
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


def _listed(folder: Path, start: str, end: str) -> tuple[PaperFile, ...]:
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
