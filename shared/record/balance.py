"""Script balance: one component across all rooms, by name (rules 25, 35 and 37)."""

from __future__ import annotations

from collections.abc import Sequence

from shared.ids import ComponentId
from shared.record.events.candidate import Attendance
from shared.record.register import ScriptBalance, SittingRecord


def balance_component(component: ComponentId, sittings: Sequence[SittingRecord]) -> ScriptBalance:
    """Who sat ``component``, whose script is there, and what is missing or too many."""
    rows = [s for s in sittings if s.component_id == component]
    present = [s for s in rows if s.is_present]
    collected = [s for s in rows if s.script_collected_at is not None]
    return ScriptBalance(
        component_id=component,
        expected=sum(1 for s in rows if s.listed),
        present=len(present),
        absent=sum(
            s.attendance in (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN) for s in rows
        ),
        undecided=sum(s.attendance in (Attendance.EXPECTED, Attendance.CONTRADICTED) for s in rows),
        collected=len(collected),
        sealed=sum(1 for s in rows if s.sealed_in),
        missing=tuple(s.candidate_id for s in present if s.script_collected_at is None),
        surplus=tuple(s.candidate_id for s in collected if not s.is_present),
    )
