"""Script envelopes from sealing to the sack: where each one is, which were opened again (rules 37, 39)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from shared.ids import CandidateId, ComponentId
from shared.record.events import dispatch, office
from shared.record.facts import Fact, in_order


class ScriptEnvelope(Struct, frozen=True, kw_only=True):
    """A sealed envelope of scripts; ``stored_in`` is the locked place it lies in, empty where it is out.

    ``of`` is how many of the component there are by the seal that was made last: where a pile was cut
    otherwise after the first envelope, its own label says another number.
    """

    script_envelope_id: str
    component_id: ComponentId
    number: int
    of: int
    candidate_ids: tuple[CandidateId, ...]
    first_number: str
    last_number: str
    consignment_id: str = ""
    label: str = ""
    weight_grams: int = 0
    sealed_at: datetime | None = None
    sealed_by: str = ""
    stored_in: str = ""


class Reopening(Struct, frozen=True, kw_only=True):
    """One time that a sealed envelope was opened again."""

    script_envelope_id: str
    at: datetime
    by: str
    reason: str
    witness: str = ""


def fold_script_envelopes(facts: Sequence[Fact]) -> tuple[ScriptEnvelope, ...]:
    """The envelopes that are sealed now, with the consignment they went into."""
    sealed: dict[str, ScriptEnvelope] = {}
    packed: dict[str, str] = {}
    for fact in in_order(facts):
        match fact.envelope.event:
            case office.EnvelopeSealed() as event:
                sealed.pop(event.script_envelope_id, None)
                sealed[event.script_envelope_id] = _sealed(fact, event)
            case dispatch.EnvelopeReopened() as event:
                sealed.pop(event.script_envelope_id, None)
                packed.pop(event.script_envelope_id, None)
            case dispatch.EnvelopesStored() as event:
                _move(sealed, event.script_envelope_ids, event.place)
            case dispatch.EnvelopesTakenOut() as event:
                _move(sealed, event.script_envelope_ids, "")
            case office.ConsignmentPacked() as event:
                packed.update(dict.fromkeys(event.script_envelope_ids, event.consignment_id))
            case dispatch.ConsignmentOpened() as event:
                packed = {e: c for e, c in packed.items() if c != event.consignment_id}
            case _:
                pass
    in_all: dict[ComponentId, int] = {}
    # Whoever is sealed again goes to the end, so that the last seal of a component has the last word.
    for envelope in sealed.values():
        in_all[envelope.component_id] = envelope.of
    for envelope in sealed.values():
        in_all[envelope.component_id] = max(in_all[envelope.component_id], envelope.number)
    return tuple(
        msgspec.structs.replace(
            e, consignment_id=packed.get(e.script_envelope_id, ""), of=in_all[e.component_id]
        )
        for e in sorted(sealed.values(), key=lambda e: (e.component_id, e.number))
    )


def fold_reopenings(facts: Sequence[Fact]) -> tuple[Reopening, ...]:
    """Every time that an envelope was opened again, oldest first."""
    return tuple(
        Reopening(
            script_envelope_id=event.script_envelope_id,
            at=fact.at,
            by=fact.envelope.actor,
            reason=event.reason,
            witness=event.witness,
        )
        for fact in in_order(facts)
        if isinstance(event := fact.envelope.event, dispatch.EnvelopeReopened)
    )


def _sealed(fact: Fact, event: office.EnvelopeSealed) -> ScriptEnvelope:
    return ScriptEnvelope(
        script_envelope_id=event.script_envelope_id,
        component_id=event.component_id,
        number=event.number,
        of=event.of,
        candidate_ids=event.candidate_ids,
        first_number=event.first_number,
        last_number=event.last_number,
        label=event.label,
        weight_grams=event.weight_grams,
        sealed_at=fact.at,
        sealed_by=fact.envelope.actor,
    )


def _move(sealed: dict[str, ScriptEnvelope], moved: Sequence[str], place: str) -> None:
    for envelope in moved:
        if envelope in sealed:
            sealed[envelope] = msgspec.structs.replace(sealed[envelope], stored_in=place)
