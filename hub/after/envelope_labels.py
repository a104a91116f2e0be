"""Labels of sealed envelopes: what they say, and what one that is scanned later tells (rules 37 and 39)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from hub.after.reconcile import Unready
from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.protocol.envelope_label import (
    EnvelopeLabel,
    component_mark,
    contents_mark,
    seal_mark,
)
from shared.record.consignment import Consignment
from shared.record.events.office import EnvelopeSealed
from shared.record.facts import Fact, in_order
from shared.record.register import Register
from shared.record.script_envelopes import Reopening, ScriptEnvelope


class LabelState(StrEnum):
    """What a genuine label tells about the envelope it is stuck on."""

    RIGHT = "right"
    RENUMBERED = "renumbered"
    OPEN = "open"
    SEALED_ANEW = "sealed_anew"
    OTHER_CONTENTS = "other_contents"
    GONE = "gone"
    NOT_OURS = "not_ours"
    OTHER_JOURNAL = "other_journal"


class LabelReading(Struct, frozen=True, kw_only=True):
    """A scanned label held against the record; ``reopenings`` are those of this envelope, oldest first."""

    state: LabelState
    label: EnvelopeLabel
    component_id: ComponentId = ""
    code: str = ""
    envelope: ScriptEnvelope | None = None
    consignment: Consignment | None = None
    reopenings: tuple[Reopening, ...] = ()


def labels_of(
    register: Register,
    facts: Sequence[Fact],
    component: ComponentId | None,
    head: tuple[int, str],
) -> tuple[tuple[ScriptEnvelope, EnvelopeLabel], ...]:
    """The labels of the sealed envelopes of a component, or of all, with the journal as it stands."""
    seals = _standing_seals(facts)
    labelled = []
    for envelope in register.script_envelopes:
        if component not in (None, envelope.component_id) or envelope.script_envelope_id not in seals:
            continue
        balance = register.balance(envelope.component_id)
        label = EnvelopeLabel(
            session=register.session,
            component=component_mark(envelope.component_id),
            number=envelope.number,
            of=envelope.of,
            scripts=len(envelope.candidate_ids),
            present=balance.present if balance else 0,
            absent=balance.absent if balance else 0,
            contents=contents_mark(envelope.candidate_ids),
            seal=seal_mark(seals[envelope.script_envelope_id]),
            journal_seq=head[0],
            journal_head=head[1][:16],
        )
        labelled.append((envelope, label))
    return tuple(labelled)


def read_against(
    label: EnvelopeLabel,
    register: Register,
    pack: SessionPack,
    facts: Sequence[Fact],
    row_hash: Callable[[int], str],
) -> LabelReading:
    """What the label tells now; ``row_hash`` is the hash of a row of this hub's journal, or empty."""
    component = next((c for c in pack.session.components if component_mark(c.id) == label.component), None)
    if component is None or label.session != register.session:
        return LabelReading(state=LabelState.NOT_OURS, label=label)
    envelope = next(
        (e for e in register.script_envelopes if (e.component_id, e.number) == (component.id, label.number)),
        None,
    )
    identifiers = _identifiers(facts, component.id, label.number)
    reading = LabelReading(
        state=LabelState.OPEN,
        label=label,
        component_id=component.id,
        code=component.component.code,
        envelope=envelope,
        reopenings=tuple(r for r in register.reopenings if r.script_envelope_id in identifiers),
    )
    return _judged(reading, register, facts, row_hash)


def cut_anew(register: Register, facts: Sequence[Fact]) -> dict[str, int]:
    """Envelopes whose first label says another n of m than stands now, with the m that it says.

    A pile that was cut otherwise after its first envelope was sealed has more or fewer than was said then.
    """
    said = {
        event.script_envelope_id: event.of
        for fact in in_order(facts)
        if isinstance(event := fact.envelope.event, EnvelopeSealed)
    }
    return {
        e.script_envelope_id: said[e.script_envelope_id]
        for e in register.script_envelopes
        if said.get(e.script_envelope_id, e.of) != e.of
    }


def _judged(
    reading: LabelReading, register: Register, facts: Sequence[Fact], row_hash: Callable[[int], str]
) -> LabelReading:
    label, envelope = reading.label, reading.envelope
    consignment = next(
        (c for c in register.consignments if envelope and c.consignment_id == envelope.consignment_id), None
    )
    state = LabelState.RIGHT
    if not row_hash(label.journal_seq).startswith(label.journal_head):
        state = LabelState.OTHER_JOURNAL
    elif envelope is None:
        state = LabelState.OPEN
    elif contents_mark(envelope.candidate_ids) != label.contents:
        state = LabelState.OTHER_CONTENTS
    elif seal_mark(_standing_seals(facts).get(envelope.script_envelope_id, "")) != label.seal:
        state = LabelState.SEALED_ANEW
    elif consignment is not None and consignment.collected_at is not None:
        state = LabelState.GONE
    elif envelope.of != label.of:
        state = LabelState.RENUMBERED
    return LabelReading(
        state=state,
        label=label,
        component_id=reading.component_id,
        code=reading.code,
        envelope=envelope,
        consignment=consignment,
        reopenings=reading.reopenings,
    )


def label_to_find(reading: LabelReading) -> ScriptEnvelope:
    """The envelope that the label is stuck on. Raises Unready unless it is sealed as the label says."""
    known = (LabelState.RIGHT, LabelState.RENUMBERED, LabelState.GONE)
    if reading.envelope is None or reading.state not in known:
        raise Unready("This label is not that of an envelope as it is sealed now.")
    return reading.envelope


def _standing_seals(facts: Iterable[Fact]) -> dict[str, str]:
    """By which fact each envelope was sealed last."""
    return {
        event.script_envelope_id: fact.id
        for fact in in_order(facts)
        if isinstance(event := fact.envelope.event, EnvelopeSealed)
    }


def _identifiers(facts: Iterable[Fact], component: ComponentId, number: int) -> set[str]:
    return {
        event.script_envelope_id
        for fact in facts
        if isinstance(event := fact.envelope.event, EnvelopeSealed)
        and (event.component_id, event.number) == (component, number)
    }
