"""What a room has to hear at once: the office's words, its grants and waivers, and people in two places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kiosk_app.texts import _, sentence
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.finishes import finish_of
from kiosk_app.viewmodels.observable import Observable
from kiosk_app.viewmodels.wording import arrangement_words
from shared.record.register import DiscrepancyKind
from shared.record.room_steps import RoomStep

Tone = Literal["alarm", "urgent", "quiet"]
_ORDER: tuple[Tone, ...] = ("alarm", "urgent", "quiet")


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One thing to read; ``key`` names the candidate whose card says more."""

    id: str
    text: str
    tone: Tone
    icon: str
    key: Key | None = None


class BulletinViewModel(Observable):
    """Everything unread, the most pressing first. Reading puts away; the record keeps it."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self._read: set[str] = set()
        self._drawn: tuple[object, tuple[Bulletin, ...]] = (None, ())

    @property
    def unread(self) -> tuple[Bulletin, ...]:
        found = (*self._notices(), *self._recorded)
        shown = [item for item in found if item.id not in self._read]
        return tuple(sorted(shown, key=lambda item: _ORDER.index(item.tone)))

    @property
    def first(self) -> Bulletin | None:
        return next(iter(self.unread), None)

    def read(self, item_id: str) -> None:
        """Somebody read it: put it away."""
        self._read.add(item_id)
        self._book.desk.dismiss_notice(item_id)
        self.tell()

    @property
    def _recorded(self) -> tuple[Bulletin, ...]:
        register = self._book.register
        if self._drawn[0] is not register:
            self._drawn = (register, (*self._two_places(), *self._granted(), *self._waived()))
        return self._drawn[1]

    def _notices(self) -> Iterator[Bulletin]:
        for notice in self._book.desk.notices():
            icon = "bullhorn" if notice.urgent else "message-text-outline"
            yield Bulletin(notice.notice_id, notice.text, "urgent" if notice.urgent else "quiet", icon)

    def _two_places(self) -> Iterator[Bulletin]:
        """Another room holds somebody of ours: known here as soon as the tablet knows it."""
        here = self._book.desk.room.id
        for told in self._book.register.open_discrepancies:
            if told.kind is not DiscrepancyKind.TWO_PLACES or here not in told.places:
                continue
            others = ", ".join(self._book.room_name(room) for room in told.places if room != here)
            for candidate in told.candidate_ids:
                key = next((s.key for s in self._book.sittings if s.candidate_id == candidate), None)
                text = _("{name} is recorded in {rooms}, too. Look again who sits here; the office is told.")
                yield Bulletin(
                    f"two|{told.id}",
                    text.format(name=self._book.name_of(candidate), rooms=others or _("another room")),
                    "alarm",
                    "account-multiple-check-outline",
                    key,
                )

    def _granted(self) -> Iterator[Bulletin]:
        """An arrangement of today, with what it does to the finish (rule 26)."""
        now = self._book.desk.now()
        for sitting in self._book.sittings:
            for granted in sitting.granted:
                at = finish_of(self._book, sitting, now) if sitting.is_present else None
                ends = _("Finishes {time}.").format(time=self._book.clock(at)) if at else ""
                text = _("{arrangement} for {who}, granted by the office.").format(
                    arrangement=sentence(arrangement_words(granted)), who=self._book.who(sitting)
                )
                yield Bulletin(
                    f"granted|{sitting.candidate_id}|{sitting.component_id}|{granted.code}",
                    f"{text} {ends}".strip(),
                    "urgent",
                    "account-star-outline",
                    sitting.key,
                )

    def _waived(self) -> Iterator[Bulletin]:
        names = {
            RoomStep.CHECKLIST_CONFIRMED.value: _("the checklist"),
            RoomStep.PACKETS_OPENED.value: _("opening packets"),
            RoomStep.SCRIPT_READ.value: _("reading the start script"),
        }
        for waived in self._book.room.overrides:
            text = _("The office lets this room go on without {step}: {reason}").format(
                step=names.get(waived.step, waived.step), reason=waived.reason
            )
            yield Bulletin(f"waived|{waived.step}", text, "quiet", "check-decagram-outline")
