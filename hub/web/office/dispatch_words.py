"""What the timeline says of scripts between their register and the courier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from shared.record.events import Event, dispatch


def _signed_off(event: dispatch.ComponentSignedOff, words: Any) -> str:  # noqa: ANN401 - the timeline's own words
    told = (
        f"Register of {words.paper(event.component_id)} signed: {event.present} present, "
        f"{event.absent} absent, {event.scripts} scripts"
    )
    if not event.differences:
        return f"{told}."
    open_ones = f"{len(event.differences)} difference{'' if len(event.differences) == 1 else 's'} accepted"
    return f"{told}; {open_ones} with {words.person(event.second)}: {event.reason}."


def _envelopes(identifiers: tuple[str, ...]) -> str:
    return identifiers[0] if len(identifiers) == 1 else f"{len(identifiers)} envelopes"


DISPATCH_SENTENCES: Final[dict[type[Event], Callable[[Any, Any], str]]] = {
    dispatch.ComponentSignedOff: _signed_off,
    dispatch.EnvelopeReopened: lambda e, w: (
        f"Envelope {e.script_envelope_id} opened again: {e.reason}"
        f"{f' (witness {w.person(e.witness)})' if e.witness else ''}."
    ),
    dispatch.EnvelopesStored: lambda e, w: f"{_envelopes(e.script_envelope_ids)} locked away in {e.place}.",
    dispatch.EnvelopesTakenOut: lambda e, w: (
        f"{_envelopes(e.script_envelope_ids)} taken out of store{f': {e.reason}' if e.reason else ''}."
    ),
    dispatch.CollectionBooked: lambda e, w: (
        f"Collection of {e.board} booked{f' with {e.service}' if e.service else ''}, "
        f"{w.time(e.slot_from)} to {w.time(e.slot_until)}."
    ),
    dispatch.CollectionCancelled: lambda e, w: f"A booked collection was cancelled: {e.reason}.",
    dispatch.ConsignmentOpened: lambda e, w: f"Consignment {e.consignment_id} opened again: {e.reason}.",
}
