"""The dispatch log: facts about envelopes and consignments as lines, to be searched and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from shared.ids import ComponentId, SessionId
from shared.plan.pack import SessionPack
from shared.record.events import dispatch, office
from shared.record.facts import Fact, in_order

_OF_ENVELOPES: Final = (dispatch.EnvelopeReopened, dispatch.EnvelopesStored, dispatch.EnvelopesTakenOut)
_OF_CONSIGNMENTS: Final = (
    office.ConsignmentPacked,
    office.ConsignmentCollected,
    dispatch.ConsignmentOpened,
)


class LogEntry(Struct, frozen=True, kw_only=True):
    """One line. ``where`` is the envelope, consignment or booking it is about; ``board`` may be empty."""

    session: SessionId
    at: datetime
    what: str
    where: str
    board: str
    detail: str
    by: str
    consignment_id: str = ""

    @property
    def words(self) -> str:
        """Everything that a search looks through."""
        said = (self.session, self.what, self.where, self.board, self.detail, self.by, self.consignment_id)
        return " ".join(said).casefold()


def entries_of(pack: SessionPack, facts: Sequence[Fact]) -> tuple[LogEntry, ...]:
    """The lines of one session, oldest first."""
    log = _Log(pack)
    return tuple(entry for fact in in_order(facts) for entry in [log.line(fact)] if entry is not None)


def matching(entries: Iterable[LogEntry], search: str) -> tuple[LogEntry, ...]:
    """The lines in which every word of the search stands; all of them for an empty one."""
    words = search.casefold().split()
    return tuple(e for e in entries if all(word in e.words for word in words))


class _Log:
    """Remembers which consignment is whose while it reads on."""

    def __init__(self, pack: SessionPack) -> None:
        self._pack = pack
        self._boards: dict[str, str] = {}
        self._bookings: dict[str, str] = {}
        self._envelopes: dict[str, tuple[str, str]] = {}

    def line(self, fact: Fact) -> LogEntry | None:
        """The fact as a line; None where the log is not about it."""
        match fact.envelope.event:
            case dispatch.ComponentSignedOff() | office.EnvelopeSealed() as event:
                return self._of_component(fact, event)
            case (
                dispatch.EnvelopeReopened()
                | dispatch.EnvelopesStored()
                | dispatch.EnvelopesTakenOut() as event
            ):
                return self._of_envelopes(fact, event)
            case dispatch.CollectionBooked() | dispatch.CollectionCancelled() as event:
                return self._of_booking(fact, event)
            case (
                office.ConsignmentPacked()
                | office.ConsignmentCollected()
                | dispatch.ConsignmentOpened() as event
            ):
                return self._of_consignment(fact, event)
            case _:
                return None

    def _of_component(
        self, fact: Fact, event: dispatch.ComponentSignedOff | office.EnvelopeSealed
    ) -> LogEntry:
        code, board = self._paper(event.component_id)
        if isinstance(event, office.EnvelopeSealed):
            told = [f"{len(event.candidate_ids)} scripts"]
            told += [f"{event.first_number} to {event.last_number}"] if event.first_number else []
            told += [f"label {event.label}"] if event.label else []
            told += [f"{event.weight_grams / 1000:.1f} kg"] if event.weight_grams else []
            where = f"{code}, envelope {event.number} of {event.of}"
            self._envelopes[event.script_envelope_id] = (where, board)
            return self._entry(fact, "Sealed", where, board, ", ".join(told))
        told = [f"{event.present} present, {event.absent} absent, {event.scripts} scripts"]
        if event.differences:
            told.append(f"{len(event.differences)} differences accepted with {event.second}: {event.reason}")
        return self._entry(fact, "Register signed", code, board, "; ".join(told))

    def _of_envelopes(
        self,
        fact: Fact,
        event: dispatch.EnvelopeReopened | dispatch.EnvelopesStored | dispatch.EnvelopesTakenOut,
    ) -> LogEntry:
        match event:
            case dispatch.EnvelopeReopened():
                witness = f", witness {event.witness}" if event.witness else ""
                where, board = self._named((event.script_envelope_id,))
                return self._entry(fact, "Opened again", where, board, f"{event.reason}{witness}")
            case dispatch.EnvelopesStored():
                return self._entry(fact, "Into store", *self._named(event.script_envelope_ids), event.place)
            case _:
                return self._entry(
                    fact, "Out of store", *self._named(event.script_envelope_ids), event.reason
                )

    def _named(self, envelopes: Sequence[str]) -> tuple[str, str]:
        """Envelopes as people call them, and whose they are where they are all of one board."""
        found = [self._envelopes.get(e, (e, "")) for e in envelopes]
        boards = {board for _, board in found}
        return "; ".join(name for name, _ in found), boards.pop() if len(boards) == 1 else ""

    def _of_booking(
        self, fact: Fact, event: dispatch.CollectionBooked | dispatch.CollectionCancelled
    ) -> LogEntry:
        if isinstance(event, dispatch.CollectionBooked):
            self._bookings[event.booking_id] = event.board
            told = [event.service, event.booking_reference]
            return self._entry(
                fact, "Collection booked", event.booking_id, event.board, ", ".join(t for t in told if t)
            )
        board = self._bookings.get(event.booking_id, "")
        return self._entry(fact, "Collection cancelled", event.booking_id, board, event.reason)

    def _of_consignment(
        self,
        fact: Fact,
        event: office.ConsignmentPacked | office.ConsignmentCollected | dispatch.ConsignmentOpened,
    ) -> LogEntry:
        name, at = event.consignment_id, fact.at
        match event:
            case office.ConsignmentPacked():
                self._boards[name] = event.board
                count = len(event.script_envelope_ids)
                told = [
                    f"{count} envelope{'' if count == 1 else 's'}",
                    event.service,
                    event.booking_reference,
                ]
                told += [f"labels {' '.join(event.labels)}"] if event.labels else []
                told += [f"{event.weight_grams / 1000:.1f} kg"] if event.weight_grams else []
                what, detail = "Packed", ", ".join(t for t in told if t)
            case office.ConsignmentCollected():
                told = [event.driver, "signature drawn" if event.signature else "", event.proof]
                told += [f"on record {_clock(fact.at, self._pack)}"] if event.handed_over_at else []
                what, detail = "Collected", ", ".join(t for t in told if t)
                at = event.handed_over_at or at
            case _:
                what, detail = "Sack opened", event.reason
        entry = self._entry(fact, what, name, self._boards.get(name, ""), detail, consignment=name)
        return msgspec.structs.replace(entry, at=at)

    def _entry(
        self, fact: Fact, what: str, where: str, board: str, detail: str, *, consignment: str = ""
    ) -> LogEntry:
        return LogEntry(
            session=self._pack.session.id,
            at=fact.at,
            what=what,
            where=where,
            board=board,
            detail=detail,
            by=fact.envelope.actor,
            consignment_id=consignment,
        )

    def _paper(self, component: ComponentId) -> tuple[str, str]:
        known = self._pack.component(component)
        return (known.component.code, known.component.board) if known else (component, "")


def _clock(moment: datetime, pack: SessionPack) -> str:
    """``14:20`` on the centre's wall."""
    return moment.astimezone(ZoneInfo(pack.centre.time_zone)).strftime("%H:%M")
