"""The lines that a room confirms: the checklist before the papers, and the start script."""

from __future__ import annotations

from shared.record.room_lists import CHECKLIST, START_SCRIPT

__all__ = ["CHECKLIST", "START_SCRIPT"]
