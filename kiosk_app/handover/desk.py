"""Handing over and carrying as one tablet does it: what its screens hold on to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from kiosk_app.faults import TabletFault
from kiosk_app.handover.carried import Carried, CarriedStore, forward
from kiosk_app.handover.outgoing import Outgoing, outgoing_series, take_receipt
from kiosk_app.hub_client import HubClient
from kiosk_app.identity import PairedHub
from kiosk_app.journal import TabletJournal
from kiosk_app.texts import _, told
from shared.ids import DeviceId
from shared.protocol.handover import Collection, HandoverError, read_part, write_receipt_code


class CodeRefused(TabletFault):
    """A code that is no part of another tablet's records; the text says why."""


class Ask(Protocol):
    """The tablet's way to its hub (blocking)."""

    def __call__(self, question: Callable[[HubClient], Awaitable[None]], /) -> None: ...


class HandoverDesk:
    """This tablet's own codes out, other tablets' codes in, receipts both ways. One reading at a time."""

    def __init__(
        self,
        journal: TabletJournal,
        device_id: DeviceId,
        need_hub: Callable[[], PairedHub],
        ask: Ask,
        now: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._device_id = device_id
        self._need_hub = need_hub
        self._ask = ask
        self._now = now
        self._store = CarriedStore(journal)
        self._reading: Collection | None = None

    @property
    def unsent(self) -> int:
        """This tablet's records without receipt."""
        return self._journal.unsent()

    @property
    def waiting(self) -> int:
        """How many series of other tablets are here that the hub has not signed for."""
        return self._journal.carried()

    def outgoing(self, *, everything: bool = False) -> Outgoing:
        """The codes to show."""
        return outgoing_series(self._journal, self._device_id, everything=everything)

    def take_receipt(self, text: str) -> int:
        """Scan the hub's receipt; how many records still have none. Raises ReceiptRefused, PairingFault."""
        return take_receipt(text, self._journal, self._need_hub(), self._device_id)

    @property
    def reading(self) -> Collection | None:
        """The series that is being read from another tablet, if one is."""
        return self._reading

    def read(self, text: str) -> Collection:
        """One scanned code of another tablet; a whole series is kept at once. Raises CodeRefused.

        A code of another series begins that one: what was read of the first is read again if need be.
        """
        try:
            part = read_part(text)
            held = self._reading
            if held is None or held.series != part.series:
                held = self._reading = Collection(part)
            else:
                held.take(part)
            if held.is_whole:
                self._keep(held)
        except HandoverError as error:
            raise CodeRefused(told(error)) from error
        return held

    def carried(self) -> tuple[Carried, ...]:
        """What was read here, and whether the hub has signed for it."""
        return self._store.all()

    def receipt_code(self, series: str) -> str:
        """The receipt to show to the tablet that wrote the series; empty while there is none."""
        signed = next((one.receipt for one in self._store.all() if one.series == series), "")
        return write_receipt_code(signed) if signed else ""

    def forward(self) -> None:
        """Bring the hub what was read here. Raises HubUnreachable, HubRefused or PairingFault."""
        hub = self._need_hub()

        async def bring(client: HubClient) -> None:
            await forward(client, self._store, hub.hub_key)

        self._ask(bring)

    async def forward_on(self, client: HubClient) -> None:
        """The same on a line that is open already."""
        await forward(client, self._store, self._need_hub().hub_key)

    def drop(self, series: str) -> None:
        """Carry a series no longer; the tablet that wrote it has it still."""
        self._store.drop(series)

    def _keep(self, held: Collection) -> None:
        self._reading = None
        handover = held.open()
        if handover.device_id == self._device_id:
            raise CodeRefused(_("These are this tablet's own records. Read them with another tablet."))
        self._store.keep(handover, self._now())
