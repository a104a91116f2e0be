"""What a tablet shows of its own record when no network comes back, and the receipt that it scans."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kiosk_app.faults import ReceiptRefused
from kiosk_app.identity import PairedHub
from kiosk_app.journal import TabletJournal
from kiosk_app.texts import N_, _, told
from shared.ids import DeviceId
from shared.protocol.handover import HandoverError, read_receipt_code, write_series
from shared.protocol.messages import PUSH_BATCH, ReceiptClaim
from shared.protocol.signing import SignatureError, VerifyKey

MOST_RECORDS = 20 * PUSH_BATCH
FOR_ANOTHER = N_("This receipt is for another tablet: show it to the one whose codes were read.")
ANOTHER_JOURNAL = N_(
    "The hub keeps another journal than before. Bring the tablet online: it sends everything again."
)
UNKNOWN_RECORDS = N_("This receipt names records that this tablet doesn't have. Tell the officer.")


class Outgoing(Struct, frozen=True, kw_only=True):
    """One series of codes: this tablet's records ``first`` to ``last``. ``more`` wait for the next series."""

    codes: tuple[str, ...]
    first: int
    last: int
    more: int


def outgoing_series(journal: TabletJournal, device_id: DeviceId, *, everything: bool = False) -> Outgoing:
    """The records without receipt as codes; ``everything`` starts at the first, for a hub that lacks more.

    The same records always give the same codes, so that reading goes on where it was left.
    """
    through = journal.last_seq()
    first = 1 if everything else through - journal.unsent() + 1
    envelopes = journal.between(first, min(through, first + MOST_RECORDS - 1))
    series = write_series(device_id, envelopes)
    last = first + series.records - 1
    return Outgoing(codes=series.codes, first=first, last=last, more=through - last)


def take_receipt(text: str, journal: TabletJournal, hub: PairedHub, device_id: DeviceId) -> int:
    """Keep the hub's receipt out of a scanned code; how many records still have none.

    Raises ReceiptRefused for anything that this tablet's hub did not sign for this tablet and its journal.
    """
    signed, claim = _claim(text, hub)
    if claim.device_id != device_id:
        raise ReceiptRefused(_(FOR_ANOTHER))
    if not 0 <= claim.acked_through <= journal.last_seq():
        raise ReceiptRefused(_(UNKNOWN_RECORDS))
    known = journal.note("journal")
    if known and claim.journal != known:
        raise ReceiptRefused(_(ANOTHER_JOURNAL))
    if not known:
        journal.follow(claim.journal)
    journal.store_receipt(claim.journal, claim.acked_through, signed)
    return journal.unsent()


def is_receipt_for(signed: str, hub_key: str, device_id: DeviceId) -> bool:
    """Whether this is a receipt of the hub with that key, made for ``device_id``."""
    try:
        payload = VerifyKey.from_text(hub_key).verify(signed)
        return msgspec.json.decode(payload, type=ReceiptClaim).device_id == device_id
    except (SignatureError, msgspec.DecodeError):
        return False


def _claim(text: str, hub: PairedHub) -> tuple[str, ReceiptClaim]:
    try:
        signed = read_receipt_code(text)
        payload = VerifyKey.from_text(hub.hub_key).verify(signed)
        return signed, msgspec.json.decode(payload, type=ReceiptClaim)
    except HandoverError as error:
        raise ReceiptRefused(told(error)) from error
    except (SignatureError, msgspec.DecodeError) as error:
        raise ReceiptRefused(
            _("This receipt is not signed by the hub of this tablet. Ask the exams office for the right one.")
        ) from error
