"""From a scanned code to a candidate card, or to a red screen that says what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.observable import Observable
from shared.protocol.scan import FAULT_TEXTS, Scan, ScanFault
from shared.record.events.candidate import Attendance
from shared.record.register import SittingState

ICONS: Final[dict[ScanFault, str]] = {
    ScanFault.NOT_A_TAG: "qrcode-remove",
    ScanFault.UNKNOWN_VERSION: "update",
    ScanFault.UNKNOWN_KEY: "school-outline",
    ScanFault.FORGED: "shield-alert",
    ScanFault.OTHER_SESSION: "calendar-remove",
    ScanFault.OTHER_ROOM: "door-open",
    ScanFault.SUPERSEDED: "file-replace-outline",
    ScanFault.NOT_ENTERED: "account-question",
}
"""Each refusal has its own symbol, so that it is known before it is read."""


class ScriptFault(StrEnum):
    """Why a genuine tag is refused while scripts are collected."""

    COLLECTED_ALREADY = "collected_already"
    NOT_PRESENT = "not_present"
    NOT_SET = "not_set"
    OTHER_ROOM = "other_room"
    OTHER_PAPER = "other_paper"


@dataclass(frozen=True, slots=True)
class RedScreen:
    """One sentence what is wrong, one what to do, and who and where if the tag says so."""

    fault: ScanFault | ScriptFault
    wrong: str
    advice: str
    who: str = ""
    icon: str = "alert"
    where: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RecentDecision:
    """A card that shrank into the list after its decision."""

    key: Key
    name: str


class ScanViewModel(Observable):
    """Takes codes from camera, folder or wedge; shows one card or one red screen at a time."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self.card: CardViewModel | None = None
        self.red: RedScreen | None = None
        self.recent: list[RecentDecision] = []
        self.undecided: list[Key] = []
        self.rapid = False

    def scan(self, code: str) -> CardViewModel | RedScreen:
        """Read one code: the card of its candidate, or why not."""
        found = self._book.desk.scan(code)
        if found.fault is not None:
            return self.refuse(found)
        key = self._key_of(found)
        if self.card is not None and self.card.key == key and self.card.scanned:
            return self.card
        self._put_aside()
        return self.open(key, scanned=True)

    def set_rapid(self, on: bool) -> None:
        """In rapid mode the camera goes on while a card is open. A scan never decides about anybody."""
        self.rapid = on
        self.tell()

    def _put_aside(self) -> None:
        """A card over which the next tag was held: not decided, not forgotten."""
        card = self.card
        if card is None or not card.scanned or card.state is not SittingState.EXPECTED:
            return
        self.undecided = [card.key, *(key for key in self.undecided if key != card.key)]

    def refuse(self, found: Scan) -> RedScreen:
        """Show why a scan was refused."""
        return self._show(self._red(found, found.fault or ScanFault.NOT_A_TAG))

    def show(self, red: RedScreen) -> RedScreen:
        """Show that a genuine tag can't be used for what is being done."""
        return self._show(red)

    def _show(self, red: RedScreen) -> RedScreen:
        self.card, self.red = None, red
        self.tell()
        return red

    def open(self, key: Key, *, scanned: bool = False) -> CardViewModel:
        """The card of a candidate that was scanned or chosen from the list."""
        self.red = None
        self.card = CardViewModel(self._book, key, scanned=scanned)
        self.card.decided.append(self._decided)
        self.tell()
        return self.card

    def dismiss(self) -> None:
        """Away with card or red screen; the next scan may come."""
        self.card = self.red = None
        self.tell()

    def can_undo(self, key: Key) -> bool:
        """Whether what was recorded of this sitting can be taken back on this tablet."""
        return CardViewModel(self._book, key).can_undo

    def note(self, card: CardViewModel) -> None:
        """Something was decided elsewhere than on the open card."""
        others = (decided for decided in self.recent if decided.key != card.key)
        self.recent = [RecentDecision(card.key, card.name), *others][:4]
        self.undecided = [key for key in self.undecided if key != card.key]

    def _decided(self, card: CardViewModel) -> None:
        if card is not self.card:
            return
        self.note(card)
        self.card = None
        self.tell()

    def _key_of(self, found: Scan) -> Key:
        keys = [(s.candidate_id, s.component_id) for s in found.sittings]
        open_ones = [k for k in keys if self._book.sitting(k).attendance is Attendance.EXPECTED]
        return (open_ones or keys)[0]

    def _red(self, found: Scan, fault: ScanFault) -> RedScreen:
        wrong, advice = FAULT_TEXTS[fault]
        known = self._book.candidate(found.candidate_id) if found.candidate_id else None
        where = tuple(
            " · ".join(
                filter(
                    None,
                    (
                        self._book.room_name(s.place),
                        _("seat {seat}").format(seat=self._book.seat(s)) if self._book.seat(s) else "",
                        self._book.code(s.component_id),
                    ),
                )
            )
            for s in (self._book.sittings_of(found.candidate_id) if found.planned_rooms else ())
        )
        return RedScreen(
            fault=fault,
            wrong=_(wrong),
            advice=_(advice),
            who=f"{known.register_name} · {known.number}" if known and known.is_known_here else "",
            where=where,
            icon=ICONS[fault],
        )
