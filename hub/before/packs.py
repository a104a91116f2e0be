"""Published packs: whole, immutable, one file a version, checked by their content hash when read."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hub.before.pack_differences import is_same_plan
from hub.before.session_plan import Timetabling
from shared.ids import SessionId, parse_session_id
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack, TagKeys
from shared.rules.profile import RulesProfile

if TYPE_CHECKING:
    from hub.storage.plan_store import PlanStore

_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2}-(?:AM|PM))-v(\d+)\.json$")


class PackError(Exception):
    """A pack that can't be published or read; the text says why and what to do."""


class PackShelf:
    """The folder of published packs, and the one place where a plan becomes a pack."""

    def __init__(
        self,
        folder: Path,
        plan: PlanStore,
        *,
        centre: Centre | Callable[[], Centre],
        rules: RulesProfile | Callable[[date], RulesProfile],
        tag_keys: TagKeys,
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._centre = centre
        self._rules = rules
        self._tag_keys = tag_keys
        self._lock = threading.Lock()

    def draft(self, session: SessionId, now: datetime, timetabling: Timetabling | None = None) -> SessionPack:
        """The pack as it would be published now; whoever drafts many reads the ``timetabling`` once.

        Raises UnknownSessionError.
        """
        day = _day_of(session)
        rules = self._rules if isinstance(self._rules, RulesProfile) else self._rules(day)
        plan = self._plan.session_plan(session, timetabling)
        centre = self._centre if isinstance(self._centre, Centre) else self._centre()
        return plan.draft_pack(centre=centre, rules=rules, tag_keys=self._tag_keys, now=now)

    def publish(self, session: SessionId, now: datetime) -> SessionPack:
        """Freeze the session's plan as its next version; an unchanged plan stays the version it is.

        Raises UnknownSessionError for a session the timetable doesn't have, and PackError for one
        in which nobody is entered.
        """
        with self._lock:
            draft = self.draft(session, now)
            if not draft.sittings:
                raise PackError(
                    f"Nobody is entered for {session}: there is nothing to publish. Import the entries first."
                )
            last = self.latest(session)
            if last is not None and is_same_plan(draft, last):
                return last
            version = 1 if last is None else last.version + 1
            whole = msgspec.structs.replace(draft, version=version)
            pack = msgspec.structs.replace(whole, published_hash=whole.content_hash)
            self._write(pack)
            return pack

    def latest(self, session: SessionId) -> SessionPack | None:
        """The newest version, or None while nothing is published."""
        versions = self.versions(session)
        return self.load(session, versions[-1]) if versions else None

    def load(self, session: SessionId, version: int) -> SessionPack:
        """One version as it was published. Raises PackError when it isn't there or was changed since."""
        path = self._path(session, version)
        try:
            pack = msgspec.json.decode(path.read_bytes(), type=SessionPack)
        except FileNotFoundError as error:
            raise PackError(f"Version {version} of {session} was never published.") from error
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise PackError(f"{path.name} can't be read: {error}. Restore it from the backup.") from error
        if pack.published_hash != pack.content_hash:
            raise PackError(f"{path.name} was changed after it was published. Restore it from the backup.")
        return pack

    def versions(self, session: SessionId) -> tuple[int, ...]:
        return tuple(sorted(version for name, version in self._names() if name == session))

    def sessions(self) -> tuple[SessionId, ...]:
        """Every session that has a published pack, earliest first."""
        return tuple(sorted({name for name, _ in self._names()}))

    def _names(self) -> list[tuple[SessionId, int]]:
        if not self._folder.is_dir():
            return []
        matches = (_NAME.match(path.name) for path in self._folder.iterdir())
        return [(match[1], int(match[2])) for match in matches if match is not None]

    def _path(self, session: SessionId, version: int) -> Path:
        _day_of(session)
        return self._folder / f"{session}-v{version}.json"

    def _write(self, pack: SessionPack) -> None:
        """Whole or not at all, and never over a version that is there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(pack.session.id, pack.version)
        if path.exists():
            raise PackError(f"{path.name} is there already and published packs never change.")
        half_written = path.with_suffix(".part")
        with half_written.open("wb") as file:
            file.write(msgspec.json.encode(pack))
            file.flush()
            os.fsync(file.fileno())
        half_written.replace(path)


def _day_of(session: SessionId) -> date:
    try:
        return parse_session_id(session)[0]
    except ValueError as error:
        raise PackError(f"{session!r} is no session. One is called for instance 2024-06-03-AM.") from error
