"""A tablet with the small pack on it, as in tablet_core."""

from __future__ import annotations

from tests.unit.tablet_core.conftest import clock, desk, tablet

__all__ = ["clock", "desk", "tablet"]
