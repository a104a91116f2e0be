"""Carries out what the state machine decides: journal, register, clock, notices, commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec
from msgspec.structs import replace

from kiosk_app.clock import TabletClock
from kiosk_app.connection import HOLD_NOTE
from kiosk_app.desk import RoomDesk
from kiosk_app.faults import UnsentRecords
from kiosk_app.hub_words import hub_words, quarantine_words
from kiosk_app.identity import PairedHub
from kiosk_app.journal import TabletJournal
from kiosk_app.received import first_break
from kiosk_app.session_record import SessionRecord
from kiosk_app.texts import _
from shared.ids import DeviceId
from shared.protocol.messages import (
    MAX_MESSAGE_BYTES,
    DeviceCommand,
    Health,
    HubMessage,
    Notice,
    Push,
    Quarantined,
    Receipt,
    ReceiptClaim,
    Refusal,
    Welcome,
)
from shared.protocol.signing import SignatureError, VerifyKey
from shared.protocol.sync_state import (
    Action,
    ApplyRows,
    ForgetReceipts,
    Obey,
    Show,
    StoreReceipt,
    SyncState,
    UseBeacon,
    was_put_back,
)
from shared.record.chain import JournalRow

CLOCK_NOTE = "clock_estimate"
PUSH_BYTES = MAX_MESSAGE_BYTES * 3 // 4


class NotGenuine(Exception):
    """The hub sent a receipt that its own key did not sign, or not for this tablet."""


class Duties(Protocol):
    """What only the whole tablet can do."""

    def health(self, room: str) -> Health:
        """How the tablet is."""

    def wipe(self, losing: int) -> None:
        """Remove everything, and ``losing`` unsent records at most. Raises UnsentRecords."""


class Carrier:
    """One open room's hands: everything that a sync action does to this tablet. Used on the sync thread."""

    def __init__(
        self,
        *,
        journal: TabletJournal,
        record: SessionRecord,
        desk: RoomDesk,
        clock: TabletClock,
        hub: PairedHub,
        device_id: DeviceId,
        duties: Duties,
    ) -> None:
        self.desk = desk
        self.clock = clock
        self.hub = hub
        self._journal = journal
        self._record = record
        self._device_id = device_id
        self._duties = duties
        self._session = record.pack.session.id

    def start(self) -> SyncState:
        """The state machine's first state, from what is on disk."""
        standing = self._journal.standing(self._session)
        return SyncState(
            session=self._session,
            journal=standing.journal,
            seen=standing.seen,
            device_seq=standing.device_seq,
            acked_through=standing.acked_through,
        )

    def check(self, message: HubMessage, state: SyncState) -> HubMessage:
        """The message as the state machine may believe it. Raises NotGenuine.

        A welcome's word about what the hub has is no receipt: what has no signed one is sent again,
        the hub takes it only once and signs.
        """
        if isinstance(message, Refusal):
            said = hub_words(message.reason, message.detail or message.reason)
            return replace(message, detail=said)
        if isinstance(message, Receipt):
            self._check_receipt(message, state)
        if isinstance(message, Welcome):
            self._note_a_copy(message, state)
            if not was_put_back(state, message):
                signed = self._journal.acked_through(message.journal)
                return replace(message, acked_through=min(message.acked_through, signed))
        return message

    def carry_out(self, action: Action, state: SyncState) -> bool:
        """Carry ``action`` out; False for one that needs the line."""
        match action:
            case ForgetReceipts():
                self._journal.follow(state.journal)
                self._record.reload()
            case StoreReceipt(acked_through=acked_through, signed=signed):
                self._journal.store_receipt(state.journal, acked_through, signed)
            case ApplyRows(journal=journal, rows=rows):
                self._apply(journal, rows, state.seen)
            case UseBeacon(beacon=beacon):
                self.clock.hear(beacon)
                kept = msgspec.json.encode(self.clock.estimate_to_keep).decode()
                self._journal.keep_notes(**{CLOCK_NOTE: kept})
            case Show(message=message):
                self._show(message)
            case Obey(command=command):
                self._obey(command)
            case _:
                return False
        self.desk.changed()
        return True

    def meet(self, before: SyncState, after: SyncState) -> None:
        """Remember the first hub journal that this tablet ever met."""
        if not before.journal and after.journal:
            self._journal.follow(after.journal)

    def saw(self, before: SyncState, after: SyncState) -> None:
        """How far the hub's journal was seen; only now, since the rows are applied."""
        if (before.seen, before.journal) != (after.seen, after.journal):
            self._record.take_rows(after.journal, (), after.seen)

    def envelopes(self, first: int, last: int) -> tuple[str, ...]:
        """This tablet's signed facts ``first`` to ``last``."""
        return self._journal.between(first, last)

    def health(self) -> Health:
        """How the tablet is."""
        return self._duties.health(self.desk.room_id)

    def tell(self, notice_id: str, text: str, *, urgent: bool = False) -> None:
        """Put a notice of the tablet's own before the room."""
        self.desk.show(Notice(notice_id=notice_id, text=text, urgent=urgent))

    def _check_receipt(self, receipt: Receipt, state: SyncState) -> None:
        try:
            payload = VerifyKey.from_text(self.hub.hub_key).verify(receipt.signed)
            claim = msgspec.json.decode(payload, type=ReceiptClaim)
        except (SignatureError, msgspec.DecodeError) as error:
            raise NotGenuine(
                _("A receipt was not signed by the hub this tablet is paired with. Pair the tablet again.")
            ) from error
        said = (claim.device_id, claim.acked_through, claim.journal)
        if said != (self._device_id, receipt.acked_through, state.journal):
            raise NotGenuine(_("A receipt of the hub was made for something else. Tell the exams officer."))

    def _note_a_copy(self, welcome: Welcome, state: SyncState) -> None:
        if welcome.acked_through > state.device_seq:
            put_back = _(
                "The hub has {theirs} records of this tablet, the tablet itself only {own}: it was put back"
                " to an older state. Use another tablet and tell the officer."
            )
            told = put_back.format(theirs=welcome.acked_through, own=state.device_seq)
            self.tell("copy", told, urgent=True)

    def _apply(self, journal: str, rows: Sequence[JournalRow], seen: int) -> None:
        broken = first_break(rows)
        if broken is not None:
            told = _(
                "Row {row} of the hub's journal does not link to the row before it."
                " Go on, and tell the exams officer."
            )
            self.tell("chain", told.format(row=broken.hub_seq), urgent=True)
        self._journal.store_rows(self._session, journal, rows, seen)
        self._record.take_rows(journal, rows, seen)

    def _show(self, message: Notice | Quarantined | Refusal) -> None:
        match message:
            case Notice():
                self.desk.show(message)
            case Quarantined(device_seq=seq, reason=reason, detail=detail):
                told = _("The hub could not take record {number} of this tablet: {why}. Tell the officer.")
                why = quarantine_words(reason, detail)
                self.tell(f"quarantined-{seq}", told.format(number=seq, why=why), urgent=True)
            case Refusal(reason=reason, detail=detail):
                self.tell("refusal", detail or reason, urgent=True)

    def _obey(self, command: DeviceCommand) -> None:
        """Lock, hold or release the screen, or wipe the tablet unless more would be lost than was agreed."""
        match command.command:
            case "lock":
                return self.desk.lock()
            case "hold":
                self._journal.keep_notes(**{HOLD_NOTE: "held"})
                return self.desk.lock("held")
            case "release":
                self._journal.keep_notes(**{HOLD_NOTE: ""})
                return self.desk.release()
            case "wipe":
                return self._wipe(command.losing)

    def _wipe(self, losing: int) -> None:
        try:
            self._duties.wipe(losing)
        except UnsentRecords as refused:
            wanted = _("The officer wants this tablet wiped.")
            self.tell("wipe", f"{wanted} {refused}", urgent=True)
        else:
            self.desk.lock("wiped")


def in_pushes(envelopes: Sequence[str]) -> Iterator[Push]:
    """The envelopes in messages that the hub is willing to read."""
    batch: list[str] = []
    size = 0
    for envelope in envelopes:
        if batch and size + len(envelope) > PUSH_BYTES:
            yield Push(envelopes=tuple(batch))
            batch, size = [], 0
        batch.append(envelope)
        size += len(envelope) + 3
    if batch:
        yield Push(envelopes=tuple(batch))
