"""Taking back the last import, with the photos that it brought and that nobody needs any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.storage.plan_store import ImportEntry, PlanStore


def undo_last_import(plan: PlanStore, *, photos: Path, packs: Path, at: datetime) -> ImportEntry | None:
    """What was taken back; None when there is nothing. Raises PlanChangedError or StorageError.

    A photo stays while a candidate has it, while taking back an earlier import would need it again, and while
    a published pack names it: a tablet may still fetch it.
    """
    undone = plan.undo_last_import(at)
    if undone is not None:
        loose = plan.photos_of(undone) - plan.photos_needed()
        for photo in loose - _named_in(packs, loose):
            (photos / f"{photo}.jpg").unlink(missing_ok=True)
    return undone


def _named_in(packs: Path, photos: Iterable[str]) -> set[str]:
    """Which of these photos a published pack names, whatever its version."""
    waiting = set(photos)
    named: set[str] = set()
    if waiting and packs.is_dir():
        for pack in sorted(packs.glob("*.json")):
            text = pack.read_bytes()
            named |= {photo for photo in waiting if photo.encode() in text}
    return named
