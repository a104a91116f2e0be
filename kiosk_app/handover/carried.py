"""Records that this tablet read from another one's screen: kept until the hub has signed for them."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from kiosk_app.faults import HubRefused
from kiosk_app.handover.outgoing import is_receipt_for
from kiosk_app.hub_client import HubClient
from kiosk_app.journal import TabletJournal
from kiosk_app.texts import _
from shared.ids import DeviceId
from shared.protocol.handover import CarriedRecords, Handover
from shared.protocol.messages import PUSH_BATCH


class Carried(Struct, frozen=True, kw_only=True):
    """One series of another tablet. No ``receipt``: the hub doesn't have it yet; ``fault`` says why not."""

    series: str
    device_id: DeviceId
    records: int
    read_at: datetime
    receipt: str = ""
    fault: str = ""


class CarriedStore:
    """The series in this tablet's journal. Every method is on disk when it returns."""

    def __init__(self, journal: TabletJournal) -> None:
        self._journal = journal

    def keep(self, handover: Handover, now: datetime) -> None:
        """Keep a series that was read whole; one that is here already stays as it is."""
        with self._journal.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO carried (series, device_id, envelopes, read_at) VALUES (?, ?, ?, ?)",
                (
                    handover.series,
                    handover.device_id,
                    msgspec.json.encode(handover.envelopes).decode(),
                    now.isoformat(),
                ),
            )

    def all(self) -> tuple[Carried, ...]:
        """Everything that was read here, the newest first."""
        rows = self._journal.read(
            "SELECT series, device_id, envelopes, read_at, receipt, fault FROM carried ORDER BY read_at DESC"
        )
        return tuple(
            Carried(
                series=series,
                device_id=device_id,
                records=len(_envelopes(envelopes)),
                read_at=datetime.fromisoformat(read_at),
                receipt=receipt,
                fault=fault,
            )
            for series, device_id, envelopes, read_at, receipt, fault in rows
        )

    def envelopes(self, series: str) -> tuple[str, ...]:
        """The signed bytes of one series."""
        rows = self._journal.read("SELECT envelopes FROM carried WHERE series = ?", series)
        return _envelopes(rows[0][0]) if rows else ()

    def has_receipt(self, series: str, signed: str) -> None:
        """The hub has signed: its receipt is kept to be shown."""
        with self._journal.transaction() as db:
            db.execute("UPDATE carried SET receipt = ?, fault = '' WHERE series = ?", (signed, series))

    def has_fault(self, series: str, fault: str) -> None:
        """The hub did not take it, and why; it is kept and offered again."""
        with self._journal.transaction() as db:
            db.execute("UPDATE carried SET fault = ? WHERE series = ?", (fault, series))

    def drop(self, series: str) -> None:
        """Carry a series no longer: the tablet that wrote it has it still, and can show it again."""
        with self._journal.transaction() as db:
            db.execute("DELETE FROM carried WHERE series = ?", (series,))


async def forward(client: HubClient, store: CarriedStore, hub_key: str) -> None:
    """Bring the hub everything that it has no receipt for. Raises HubUnreachable."""
    for one in store.all():
        if one.receipt:
            continue
        try:
            signed, fault = await _bring(client, store.envelopes(one.series), one.device_id, hub_key)
        except HubRefused as refused:
            signed, fault = "", str(refused)
        if fault:
            store.has_fault(one.series, fault)
        else:
            store.has_receipt(one.series, signed)


async def _bring(
    client: HubClient, envelopes: tuple[str, ...], device_id: DeviceId, hub_key: str
) -> tuple[str, str]:
    """The receipt for the last of them, or what is in the way."""
    signed = ""
    for start in range(0, len(envelopes), PUSH_BATCH):
        batch = envelopes[start : start + PUSH_BATCH]
        told = await client.hand_over(CarriedRecords(device_id=device_id, envelopes=batch))
        if not is_receipt_for(told.signed, hub_key, device_id):
            return "", _("The hub's receipt is not signed by the hub of this tablet. Tell the exams officer.")
        if told.missing_from is not None:
            lacking = _(
                "The hub lacks that tablet's records from number {number} on."
                " Let it show everything, and read that series too."
            )
            return "", lacking.format(number=told.missing_from)
        signed = told.signed
    return signed, ""


def _envelopes(kept: str) -> tuple[str, ...]:
    return msgspec.json.decode(kept, type=tuple[str, ...])
