"""Closing a session: the pages are in ``hub.web.office.after``."""

from __future__ import annotations

from hub.web.office.after import after_pages as close_pages

__all__ = ["close_pages"]
