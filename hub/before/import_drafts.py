"""Imports that are being looked at: read, asked about, corrected, and written when somebody says yes.

What the wizard and its pages show is what ``examday import`` shows; both call ``hub.before.imports``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from hub.before.importing.problems import UnreadableFileError
from hub.before.imports import ImportOptions, PlannedImport, accept, plan_import
from hub.before.records import Kind
from hub.before.staging import Staging, Tray
from hub.before.upload_reading import Headings, look_at_headings, sources_of
from hub.storage.plan_store import PlanChangedError, PlanStore
from hub.storage.writer import StorageError

FORGOTTEN_AFTER: Final = timedelta(hours=4)
MOST_DRAFTS: Final = 8
"""An import that is looked at holds a school's whole list in memory."""

State = Literal["reading", "ready", "unreadable", "writing", "written", "failed"]
FAILED: Final = (
    "Something went wrong in the hub while it worked on this. Nothing was written. Upload it again."
)


class Progress(Struct, frozen=True, kw_only=True):
    """How far long work has come; ``of`` is 0 while that isn't known."""

    what: str
    done: int = 0
    of: int = 0


class DraftBusyError(Exception):
    """The draft is being worked on; a moment later it may be asked again."""


class ImportDraft:
    """One upload on its way into the plan."""

    def __init__(self, kind: Kind, actor: str, tray: Tray, options: ImportOptions, at: datetime) -> None:
        self.id = tray.id
        self.kind = kind
        self.actor = actor
        self.tray = tray
        self.files = tuple(staged.name for staged in tray.files)
        self.options = options
        self.opened_at = at
        self.state: State = "reading"
        self.progress = Progress(what="Reading")
        self.headings = Headings()
        self.planned: PlannedImport | None = None
        self.told = ""
        """What can't be read, or that the plan was changed meanwhile."""
        self.import_id: int | None = None
        self.lock = threading.Lock()

    @property
    def is_busy(self) -> bool:
        return self.state in ("reading", "writing")


class ImportDesk:
    """Everybody's drafts. Called from several threads; reading and writing take as long as they take."""

    def __init__(
        self,
        plan: PlanStore,
        staging: Staging,
        photos: Path,
        *,
        now: Callable[[], datetime],
        draw: Callable[[int], bytes],
    ) -> None:
        self.plan = plan
        self.staging = staging
        self._photos = photos
        self._now = now
        self._draw = draw
        self._lock = threading.Lock()
        self._drafts: dict[str, ImportDraft] = {}

    def open(self, kind: Kind, actor: str, tray: Tray, options: ImportOptions) -> ImportDraft:
        """A draft of what is in ``tray``; :meth:`read` comes next."""
        draft = ImportDraft(kind, actor, tray, options, self._now())
        with self._lock:
            self._forget_old()
            self._drafts[draft.id] = draft
        return draft

    def get(self, draft_id: str) -> ImportDraft | None:
        with self._lock:
            return self._drafts.get(draft_id)

    def waiting(self) -> tuple[ImportDraft, ...]:
        """Drafts that nobody has accepted yet, the newest first."""
        with self._lock:
            return tuple(d for d in reversed(self._drafts.values()) if d.state != "written")

    def discard(self, draft: ImportDraft) -> None:
        """Forget a draft and its files. Raises DraftBusyError."""
        with _only_one(draft), self._lock:
            self._drafts.pop(draft.id, None)
            draft.tray.remove()

    def answer(self, draft: ImportDraft, options: ImportOptions) -> None:
        """What a person adds; :meth:`read` comes next. Raises DraftBusyError."""
        with _only_one(draft):
            draft.options = options
            draft.state, draft.progress = "reading", Progress(what="Reading")

    def read(self, draft: ImportDraft) -> None:
        """Read the files and compare them with the plan; what comes of it stands in the draft."""
        with draft.lock:
            draft.state, draft.planned = "reading", None
            self._read(draft)

    def accept(self, draft: ImportDraft) -> bool:
        """Write it. False where it couldn't be; where the plan was changed meanwhile, compared again."""
        with draft.lock:
            planned = draft.planned
            if draft.state not in ("ready", "writing") or planned is None:
                raise DraftBusyError("This import is not ready to be written.")
            draft.state, draft.progress = "writing", Progress(what="Writing")
            at = self._now()
            try:
                draft.import_id = accept(
                    planned, self.plan, self._photos, at, actor=draft.actor, progress=_telling(draft)
                )
                draft.state, draft.told = "written", ""
            except PlanChangedError:
                self._read(draft)
                draft.told = "The plan was changed meanwhile. This is what the files change now: look again."
                return False
            except (OSError, StorageError) as error:
                draft.state, draft.told = (
                    "ready",
                    f"Nothing was written: {error}. Free space, then try again.",
                )
                return False
            finally:
                if draft.state == "writing":
                    draft.state, draft.told = "failed", FAILED
            draft.planned = None
            draft.tray.remove()
        return True

    def _read(self, draft: ImportDraft) -> None:
        draft.state, draft.told = "reading", ""
        try:
            draft.headings = look_at_headings(draft.kind, draft.tray, draft.options, self.plan)
            draft.planned = plan_import(
                draft.kind, sources_of(draft.tray), self.plan, draft.options, self._draw, _telling(draft)
            )
            draft.state = "ready"
        except UnreadableFileError as error:
            draft.state, draft.told = "unreadable", str(error)
        except (OSError, StorageError) as error:
            draft.state, draft.told = "unreadable", f"The files can't be read: {error}."
        finally:
            if draft.state == "reading":
                draft.state, draft.told = "failed", FAILED

    def _forget_old(self) -> None:
        """The old, and the oldest where there are too many."""
        oldest = self._now() - FORGOTTEN_AFTER
        idle = [d for d in self._drafts.values() if not d.is_busy]
        too_many = max(0, len(self._drafts) - MOST_DRAFTS + 1)
        for place, draft in enumerate(idle):
            if place < too_many or draft.opened_at < oldest:
                del self._drafts[draft.id]
                draft.tray.remove()


def _telling(draft: ImportDraft) -> Callable[[str, int, int], None]:
    def progress(step: str, done: int, total: int) -> None:
        draft.progress = Progress(what=step, done=done, of=total)

    return progress


@contextmanager
def _only_one(draft: ImportDraft) -> Generator[None]:
    """Whoever comes while somebody works on the draft is told so and doesn't wait."""
    if not draft.lock.acquire(blocking=False):
        raise DraftBusyError("This import is being worked on. Wait a moment, then try again.")
    try:
        yield
    finally:
        draft.lock.release()
