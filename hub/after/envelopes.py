"""Sealed envelopes between sealing and packing: opened again with a witness, locked away, taken out."""

from __future__ import annotations

from collections.abc import Collection

from hub.after.reconcile import Unready
from shared.record.events.dispatch import EnvelopeReopened, EnvelopesStored, EnvelopesTakenOut
from shared.record.register import Register
from shared.record.script_envelopes import ScriptEnvelope


def find_envelope(register: Register, envelope_id: str) -> ScriptEnvelope:
    """The sealed envelope with this identifier. Raises Unready where there is none."""
    for envelope in register.script_envelopes:
        if envelope.script_envelope_id == envelope_id:
            return envelope
    raise Unready(f"There is no sealed envelope {envelope_id}.")


def plan_reopening(
    register: Register, envelope_id: str, reason: str, witness: str, actor: str
) -> EnvelopeReopened:
    """The reopening for the caller to record.

    Raises Unready where it is in a sack that left or is closed, or where the witness is who opens it.
    """
    envelope = find_envelope(register, envelope_id)
    if envelope.consignment_id:
        packed = next(c for c in register.consignments if c.consignment_id == envelope.consignment_id)
        if packed.collected_at is not None:
            raise Unready(f"{packed.driver} took this envelope away: it can't be opened any more.")
        raise Unready(f"Open {packed.consignment_id} first: this envelope lies in it.")
    if witness.casefold() == actor.casefold():
        raise Unready("The witness is another person than who opens the envelope.")
    return EnvelopeReopened(script_envelope_id=envelope_id, reason=reason, witness=witness)


def plan_storing(register: Register, envelope_ids: Collection[str], place: str) -> EnvelopesStored:
    """The envelopes go into ``place``. Raises Unready for none, or for one that left."""
    return EnvelopesStored(script_envelope_ids=_here(register, envelope_ids), place=place)


def plan_taking_out(register: Register, envelope_ids: Collection[str], reason: str) -> EnvelopesTakenOut:
    """The envelopes leave their locked place. Raises Unready for none, or for one that is in no store."""
    ids = _here(register, envelope_ids)
    loose = [e for e in ids if not find_envelope(register, e).stored_in]
    if loose:
        raise Unready(f"{' and '.join(loose)} {'is' if len(loose) == 1 else 'are'} in no store.")
    return EnvelopesTakenOut(script_envelope_ids=ids, reason=reason)


def _here(register: Register, envelope_ids: Collection[str]) -> tuple[str, ...]:
    if not envelope_ids:
        raise Unready("Choose at least one envelope.")
    gone = {e for c in register.consignments if c.collected_at is not None for e in c.script_envelope_ids}
    for envelope_id in envelope_ids:
        find_envelope(register, envelope_id)
        if envelope_id in gone:
            raise Unready(f"{envelope_id} has left the building.")
    return tuple(sorted(set(envelope_ids)))
