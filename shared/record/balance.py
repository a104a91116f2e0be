"""Script balance: one component across all rooms, by name (rules 25, 35 and 37)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from shared.ids import ComponentId
from shared.record.events import office
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact, in_order
from shared.record.register import ScriptBalance, ScriptEnvelope, SittingRecord


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


def fold_script_envelopes(facts: Sequence[Fact]) -> tuple[ScriptEnvelope, ...]:
    """Sealed envelopes with the consignment they went into."""
    sealed: dict[str, ScriptEnvelope] = {}
    packed: dict[str, str] = {}
    for fact in in_order(facts):
        match fact.envelope.event:
            case office.EnvelopeSealed() as event:
                sealed[event.script_envelope_id] = ScriptEnvelope(
                    script_envelope_id=event.script_envelope_id,
                    component_id=event.component_id,
                    number=event.number,
                    of=event.of,
                    candidate_ids=event.candidate_ids,
                    first_number=event.first_number,
                    last_number=event.last_number,
                )
            case office.ConsignmentPacked() as event:
                packed.update(dict.fromkeys(event.script_envelope_ids, event.consignment_id))
            case _:
                pass
    return tuple(
        msgspec.structs.replace(e, consignment_id=packed.get(e.script_envelope_id, ""))
        for e in sorted(sealed.values(), key=lambda e: (e.component_id, e.number))
    )
