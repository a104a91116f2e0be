"""What can go wrong on a tablet, each told in words for the person who holds it."""

from __future__ import annotations

from kiosk_app.texts import _, counted


class TabletFault(Exception):
    """Base of all of them; ``str(fault)`` says what happened and what to do next."""


class JournalFault(TabletFault):
    """The tablet's own journal can't be opened or written."""


class AlreadyOpen(JournalFault):
    """Another ExamDay on this machine uses the same tablet folder."""


class RecordRefused(TabletFault):
    """A record that can't be made: nobody is signed in, or its text is too long."""


class PairingFault(TabletFault):
    """Pairing failed, or the tablet is not paired yet."""


class HubUnreachable(TabletFault):
    """No address of the hub answered."""


class CutOff(HubUnreachable):
    """The hub began to answer, and the network ended before the answer did."""


class HubRefused(TabletFault):
    """The hub answered with a problem; its own words are what the person reads."""

    def __init__(self, detail: str, status: int = 0) -> None:
        super().__init__(detail)
        self.status = status


class NotFetched(TabletFault):
    """The session's pack is not on this tablet and the hub can't be asked."""


class StorageFull(TabletFault):
    """A pack or a photo could not be written; whatever was there before still is."""


class ReceiptRefused(TabletFault):
    """A scanned receipt that is not the hub's, not this tablet's, or not for this journal."""


class UnsentRecords(TabletFault):
    """A tablet with records that have no receipt is neither wiped nor unpaired; ``unsent`` says how many.

    ``carried`` counts the series of codes that it read from other tablets and that have no receipt either.
    """

    def __init__(self, unsent: int, carried: int = 0) -> None:
        own = counted(
            "{n} record has not reached the hub yet.", "{n} records have not reached the hub yet.", unsent
        )
        others = _("Records that this tablet carries for another one have not reached the hub yet.")
        told = [own] if unsent or not carried else []
        told += [others] if carried else []
        super().__init__(" ".join([*told, _("Bring the tablet back online first.")]))
        self.unsent = unsent
        self.carried = carried
